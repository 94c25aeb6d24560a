// @ts-check
// Mini-batches: how far the gradient of a few samples points the way of the gradient of all.
import { html } from "../../vendor/lit-html.js";
import { slider, taskCard } from "../../Kit/controls.js";
import { theme } from "../../Kit/colors.js";
import { count, text } from "../../Kit/numbers.js";
import { Plane } from "../../Kit/plane.js";
import { Answers } from "../../Kit/progress.js";
import { view } from "../../Kit/viewbase.js";

/** @type {import("../../Kit/controls.js").Task[]} */
const tasks = [
  { ask: "Four times as many samples in a mini-batch: what happens to the angle between its gradient and that of all samples?",
    choices: ["it stays", "it becomes about half", "it becomes a quarter"], right: 1,
    why: "The error of a mean falls with the root of the number of samples. So larger batches pay less and less." },
  { ask: "Late in training the angles grow. Why?",
    choices: ["the batches get worse", "the gradient of all samples gets small, and the noise stays"], right: 1,
    why: "Near a valley's floor the samples pull in different directions and almost cancel." },
];

export const batchView = view("batch", "Mini-batch", () => {
  const answers = new Answers("batch", tasks);
  return {
    page({ json: j, numbers }, scene) {
      return html`
        <h1>Mini-batches</h1>
        <p class="lead">∇C is the mean over all samples. A mini-batch takes the mean over m of them, drawn anew each step:
          w → w − ε/m Σ ∇C<sub>x</sub>. It points roughly the same way, at a fraction of the work.</p>
        <div class="cards">
          <section class="card" aria-label="Gradients"><h2>Gradients of ${count(j.draws)} mini-batches</h2>
            ${scene.asked.table === 1 ? html`<div class="scroll" tabindex="0" aria-label="Gradients"><table><thead><tr><th>mini-batch</th><th>angle</th><th>length</th></tr></thead>
              <tbody>${Array.from({ length: j.draws }, (_, i) => html`<tr><td>${i + 1}</td><td>${text(numbers[i])}°</td><td>${text(numbers[j.draws + i])}</td></tr>`)}</tbody></table></div>`
              : html`<canvas class="plane" role="img" aria-label="Arrows of the gradients of mini-batches around that of all samples"></canvas>
                <p>Blue: all ${count(j.samples)} samples. Orange: mini-batches of ${count(j.size)}, turned by their true angle.</p>`}
          </section>
          <section class="card" aria-label="Batch size"><h2>Batch size m</h2>
            ${slider("samples m", j.size, 1, j.samples, 1, value => scene.ask({ size: Math.round(value) }))}
            <p>An epoch of ${count(j.all)} samples is <b>${count(j.perEpoch)}</b> ${j.perEpoch === 1 ? "step" : "steps"}.</p>
            <table><tbody>
              <tr><td>length of ∇C over ${count(j.samples)} samples</td><td data-formula="norm"></td></tr>
              <tr><td>mean angle to it, in degrees</td><td data-formula="angle"></td></tr>
              <tr><td>mean length, in lengths of it</td><td data-formula="length"></td></tr>
              <tr><td>after step</td><td>${count(j.step)}</td></tr></tbody></table>
          </section>
          ${taskCard(answers, scene.redraw)}
        </div>`;
    },
    paint({ json: j, numbers }, scene) {
      const canvas = scene.canvas("plane");
      if (!canvas)
        return;
      const longest = Math.max(1, ...numbers.subarray(j.draws, 2 * j.draws));
      const plane = new Plane(canvas, -1.1, 1.1);
      for (let i = 0; i < j.draws; i++) {
        // Directions in a plane: every second one to the other side, so that they fan out.
        const angle = numbers[i] * Math.PI / 180 * (i % 2 === 0 ? 1 : -1), length = numbers[j.draws + i] / longest;
        arrow(plane, Math.sin(angle) * length, Math.cos(angle) * length, theme("warm"), 1.5);
      }
      arrow(plane, 0, 1 / longest, theme("accent"), 4);
    },
  };
});

/** @param {Plane} plane @param {number} x @param {number} y @param {string} color @param {number} thick */
function arrow(plane, x, y, color, thick) {
  plane.pen.strokeStyle = color;
  plane.pen.lineWidth = thick;
  plane.line([0, 0], [x, y]);
  plane.dot(x, y, thick + 1.5, color);
}
