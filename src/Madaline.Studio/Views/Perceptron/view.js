// @ts-check
// A neuron with a threshold: its line, its sums, and the rule by which it learns.
import { html, nothing } from "../../vendor/lit-html.js";
import { slider, taskCard } from "../../Kit/controls.js";
import { theme } from "../../Kit/colors.js";
import { Plane } from "../../Kit/plane.js";
import { Answers } from "../../Kit/progress.js";
import { view } from "../../Kit/viewbase.js";

/** @type {import("../../Kit/controls.js").Task[]} */
const tasks = [
  { ask: "AND and OR are learned after a few changes. What will the rule do with XOR?",
    choices: ["learn it, after more changes", "change weights for ever", "stop with one error"], right: 1,
    why: "No line has (0, 1) and (1, 0) on one side and the other two on the other. A second layer can: two lines." },
  { ask: "All weights are 0 and the bias is −1. What does the neuron say?",
    choices: ["always 1", "always 0", "what the larger input says"], right: 1,
    why: "The sum is −1 for every input, below the threshold. The bias is minus the threshold." },
];
const names = { and: "AND", or: "OR", nand: "NAND", xor: "XOR" };

export const perceptronView = view("perceptron", "Perceptron", () => {
  const answers = new Answers("perceptron", tasks);
  return {
    page({ json: j }, scene) {
      const set = (/** @type {string} */ name) => (/** @type {number} */ value) => scene.ask({ [name]: value, changes: 0 });
      return html`
        <h1>Perceptron</h1>
        <p class="lead">It adds its inputs, each times a weight, and the bias; above 0 it says 1, otherwise 0. Its line is where the
          sum is 0. Where it is wrong, the rule moves the line: w ← w + η (y − ŷ) x.</p>
        <div class="cards">
          <section class="card" aria-label="Plane">
            <div class="choices" role="group" aria-label="What to learn">${Object.entries(names).map(([task, name]) => html`
              <button aria-pressed=${task === j.task} @click=${() => scene.ask({ task, changes: 0 })}>${name}</button>`)}</div>
            <canvas class="plane" role="img" aria-label=${`The four points and the line; ${j.wrong} of 4 are wrong`}></canvas>
            <p>${j.wrong === 0 ? html`<span class="good">All four answers are right.</span>`
              : html`<span class="bad">${j.wrong} of 4 answers ${j.wrong === 1 ? "is" : "are"} wrong.</span>`}</p>
          </section>
          <section class="card" aria-label="Rule">
            <h2>The rule, ${j.changes === 1 ? "one change" : `${j.changes} changes`} so far</h2>
            <div class="choices">
              <button @click=${() => scene.ask({ changes: 0 })} ?disabled=${j.changes === 0}>Back to the start</button>
              <button class="main" @click=${() => scene.ask({ changes: j.changes + 1 })} ?disabled=${j.changes >= j.all}>One change</button>
              <button @click=${() => scene.ask({ changes: j.all })} ?disabled=${j.changes >= j.all}>To the end</button>
            </div>
            <p>${j.ends ? html`It ends after ${j.all === 1 ? "one change" : `${j.all} changes`}.`
              : html`<span class="bad">After ${j.all} changes it has not ended: no line separates the points.</span>`}</p>
            ${j.change ? html`<p>The point (${j.points[j.point].x1}, ${j.points[j.point].x2}) was answered wrongly:</p>
              <div class="lines">${j.change.map((/** @type {any} */ _, /** @type {number} */ k) => html`
                <div data-formula=${`change.${k}`}></div>`)}</div>` : nothing}
            <h2>Start</h2>
            ${slider("w₁", j.w1, -5, 5, 0.1, set("w1"))}
            ${slider("w₂", j.w2, -5, 5, 0.1, set("w2"))}
            ${slider("bias b", j.b, -5, 5, 0.1, set("b"))}
            ${slider("rate η", j.rate, 0.1, 2, 0.1, set("rate"))}
          </section>
          <section class="card" aria-label="Sums"><h2>What it says of each point</h2>
            <div class="scroll" tabindex="0" aria-label="Points"><table><thead><tr><th>x₁, x₂</th><th>w₁ x₁ + w₂ x₂ + b</th><th>says</th><th>right</th></tr></thead>
              <tbody>${j.points.map((/** @type {any} */ p, /** @type {number} */ i) => html`<tr><td>${p.x1}, ${p.x2}</td>
                <td data-formula=${`points.${i}.sum`}></td><td class=${p.said === p.right ? "good" : "bad"}>${p.said}</td><td>${p.right}</td></tr>`)}
              </tbody></table></div>
          </section>
          ${taskCard(answers, scene.redraw)}
        </div>`;
    },
    paint({ json: j }, scene) {
      const canvas = scene.canvas("plane");
      if (!canvas)
        return;
      const plane = new Plane(canvas, -j.margin, 1 + j.margin);
      plane.axes("x₁", "x₂", [0, 1]);
      plane.pen.strokeStyle = theme("ink");
      plane.pen.lineWidth = 2.5;
      if (j.line.length === 4)
        plane.line([j.line[0], j.line[1]], [j.line[2], j.line[3]]);
      for (const p of j.points) {
        const color = p.right ? theme("warm") : theme("accent");
        plane.dot(p.x1, p.x2, 13, color, p.said === p.right ? color : theme("ink"));
        plane.pen.fillStyle = theme("card");
        plane.pen.font = "600 14px system-ui, sans-serif";
        plane.pen.textAlign = "center";
        plane.pen.fillText(String(p.right), plane.x(p.x1), plane.y(p.x2) + 5);
        if (p.said !== p.right) {
          plane.pen.fillStyle = theme("ink");
          plane.pen.fillText("wrong", plane.x(p.x1), plane.y(p.x2) + 32);
        }
      }
    },
  };
});
