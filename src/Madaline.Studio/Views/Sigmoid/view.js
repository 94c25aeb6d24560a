// @ts-check
// A sigmoid neuron: what small changes of its weights do to its output, by the slopes and in truth.
import { html } from "../../vendor/lit-html.js";
import { slider, taskCard } from "../../Kit/controls.js";
import { sharp } from "../../Kit/canvas.js";
import { theme } from "../../Kit/colors.js";
import { text } from "../../Kit/numbers.js";
import { Answers } from "../../Kit/progress.js";
import { view } from "../../Kit/viewbase.js";
import { Numbers } from "../../Kit/wire.js";

/** @type {import("../../Kit/controls.js").Task[]} */
const tasks = [
  { ask: "Make Δw₁ ten times as large. Will the slopes still say what happens?",
    choices: ["yes, they always do", "no, the curve bends away from its tangent"], right: 1,
    why: "Δoutput ≈ Σ ∂output/∂w Δw + ∂output/∂b Δb holds for small changes only: it follows the tangent." },
  { ask: "Make the neuron steeper, up to a step. What becomes of its slope where z is not 0?",
    choices: ["it grows", "it goes to 0"], right: 1,
    why: "A step has no slope: a small change of a weight changes nothing, or flips the answer. So perceptrons learn by another rule." },
];

/** @type {[string, string, number, number, number][]} */
const fields = [["x1", "input x₁", -3, 3, 0.1], ["x2", "input x₂", -3, 3, 0.1], ["w1", "weight w₁", -5, 5, 0.1], ["w2", "weight w₂", -5, 5, 0.1],
  ["b", "bias b", -5, 5, 0.1], ["steepness", "steepness", 1, 50, 1]];
/** @type {[string, string, number, number, number][]} */
const changes = [["d1", "Δw₁", -3, 3, 0.05], ["d2", "Δw₂", -3, 3, 0.05], ["db", "Δb", -3, 3, 0.05]];

export const sigmoidView = view("sigmoid", "Sigmoid neuron", () => {
  const answers = new Answers("sigmoid", tasks);
  return {
    page({ json: j, numbers }, scene) {
      const all = new Numbers(numbers), at = all.take(j.points), curve = all.take(j.points);
      const sliders = (/** @type {typeof fields} */ list) => list.map(([name, label, low, high, step]) =>
        slider(label, j[name], low, high, step, value => scene.ask({ [name]: value })));
      return html`
        <h1>Sigmoid neuron</h1>
        <p class="lead">Its output bends smoothly from 0 to 1, so a small change of a weight makes a small change of the output, and the
          slopes say which: Δoutput ≈ ∂output/∂w₁ Δw₁ + ∂output/∂w₂ Δw₂ + ∂output/∂b Δb.</p>
        <div class="cards">
          <section class="card" aria-label="Curve"><h2>Output by weighted sum</h2>
            ${scene.asked.table === 1 ? html`<div class="scroll" tabindex="0" aria-label="Curve"><table><thead><tr><th>z</th><th>σ(z)</th></tr></thead><tbody>
              ${Array.from(at).map((z, i) => i % 8 ? "" : html`<tr><td>${text(z)}</td><td>${text(curve[i])}</td></tr>`)}</tbody></table></div>`
              : html`<canvas class="plane" role="img" aria-label=${`The sigmoid curve; z is ${text(j.z)}, the output ${text(j.a)}`}></canvas>`}
            <p>The dot is now, the ring after the change; the straight line is the tangent.</p>
          </section>
          <section class="card" aria-label="Neuron"><h2>Neuron</h2>${sliders(fields)}<h2>Change</h2>${sliders(changes)}</section>
          <section class="card" aria-label="Numbers"><h2>What the slopes say, and what is so</h2>
            <div class="facts">
              <div><small>weighted sum z = w₁ x₁ + w₂ x₂ + b</small><span data-formula="sum"></span></div>
              <div><small>output</small><span data-formula="output"></span></div>
              <div><small>Δoutput by the slopes</small><div class="parts" data-formula="linear"></div></div>
              <div><small>Δoutput in truth</small><span data-formula="actual"></span></div>
              <div><small>apart</small><span data-formula="gap"></span>
                <span class=${j.agrees ? "good" : "bad"}>${j.agrees ? "The slopes say what happens." : "The change is too large for its slopes."}</span></div>
            </div>
          </section>
          ${taskCard(answers, scene.redraw)}
        </div>`;
    },
    paint({ json: j, numbers }, scene) {
      const canvas = scene.canvas("plane");
      if (!canvas)
        return;
      const all = new Numbers(numbers), at = all.take(j.points), curve = all.take(j.points), tangent = all.take(j.points);
      const width = canvas.clientWidth, height = Math.round(width * .62), pen = sharp(canvas, height);
      const x = (/** @type {number} */ z) => (z + j.reach) / (2 * j.reach) * width;
      const y = (/** @type {number} */ a) => height - 22 - (a + .1) / 1.2 * (height - 30);
      pen.font = "13px system-ui, sans-serif";
      pen.fillStyle = theme("soft");
      pen.strokeStyle = theme("grid");
      pen.textAlign = "center";
      for (const z of [-6, -4, -2, 0, 2, 4, 6]) {
        pen.beginPath();
        pen.moveTo(x(z), 0);
        pen.lineTo(x(z), height - 20);
        pen.stroke();
        pen.fillText(String(z).replace("-", "−"), x(z), height - 5);
      }
      pen.textAlign = "left";
      for (const a of [0, .5, 1]) {
        pen.beginPath();
        pen.moveTo(0, y(a));
        pen.lineTo(width, y(a));
        pen.stroke();
        pen.fillText(String(a), 4, y(a) - 3);
      }
      line(tangent, theme("warm"), 1.5);
      line(curve, theme("accent"), 2.5);
      dot(j.z, j.a, true);
      dot(j.zAfter, j.after, false);

      /** @param {Float32Array} values @param {string} color @param {number} thick */
      function line(values, color, thick) {
        pen.save();
        pen.beginPath();
        pen.rect(0, 0, width, height - 20);
        pen.clip();
        pen.beginPath();
        values.forEach((value, i) => pen.lineTo(x(at[i]), y(value)));
        pen.strokeStyle = color;
        pen.lineWidth = thick;
        pen.stroke();
        pen.restore();
      }

      /** @param {number} z @param {number} a @param {boolean} isNow */
      function dot(z, a, isNow) {
        pen.beginPath();
        pen.arc(Math.max(8, Math.min(width - 8, x(z))), y(a), 7, 0, 2 * Math.PI);
        pen.lineWidth = 2.5;
        pen.strokeStyle = theme("ink");
        pen.fillStyle = theme("ink");
        if (isNow)
          pen.fill();
        pen.stroke();
      }
    },
  };
});
