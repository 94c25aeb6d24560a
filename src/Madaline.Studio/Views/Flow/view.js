// @ts-check
// How strongly the cost pulls at each layer, now and over the steps that this page has seen.
import { html } from "../../vendor/lit-html.js";
import { taskCard } from "../../Kit/controls.js";
import { sharp } from "../../Kit/canvas.js";
import { theme } from "../../Kit/colors.js";
import { count } from "../../Kit/numbers.js";
import { Answers } from "../../Kit/progress.js";
import { view } from "../../Kit/viewbase.js";

const mostSeen = 400;

/** @type {import("../../Kit/controls.js").Task[]} */
const tasks = [
  { ask: "A deep network of sigmoids begins to train. Which layer is pulled at most weakly?",
    choices: ["the first", "the last", "all alike"], right: 0,
    why: "Going backward each layer multiplies by σ′ ≤ ¼ and by weights: the errors shrink towards the first layer. ReLU has slope 1 where it is on." },
];

export const flowView = view("flow", "Gradient flow", () => {
  const answers = new Answers("flow", tasks);
  /** @type {{ step: number, sizes: number[] }[]} */
  const seen = [];
  return {
    page({ json: j }, scene) {
      return html`
        <h1>Gradient flow</h1>
        <p class="lead">The size of δ in each layer: the root of the mean of δ², over ${count(j.samples)} training samples. Small means that
          a layer hardly learns; units that are dead or saturated do not learn at all.</p>
        <div class="cards">
          <section class="card" aria-label="Sizes by step"><h2>Size of δ by step</h2>
            <canvas role="img" aria-label="Size of the errors of each layer over the steps seen, on a scale of powers of ten"></canvas>
            <p>${j.layers.map((/** @type {any} */ layer, /** @type {number} */ i) => html`<span><b>${i + 1}</b> ${layer.name} (${layer.kind})&ensp;</span>`)}</p>
          </section>
          <section class="card" aria-label="Layers"><h2>After step ${count(j.step)}</h2>
            <div class="scroll" tabindex="0" aria-label="Layers"><table><thead><tr><th>layer</th><th>size of δ</th><th>idle</th></tr></thead><tbody>
              ${j.layers.map((/** @type {any} */ layer, /** @type {number} */ i) => html`<tr><td>${i + 1} ${layer.kind} ${layer.name}</td>
                <td data-formula=${`layers.${i}.size`}></td>
                <td>${layer.what ? `${count(layer.idle)} of ${count(layer.units)}` : "–"}</td></tr>`)}
            </tbody></table></div>
            <p><small>Idle are the units of the activation behind a layer through which nothing flows back. Dead: a ReLU that is 0 for every sample. Saturated: a sigmoid or tanh that is flat for every sample.</small></p>
          </section>
          ${taskCard(answers, scene.redraw)}
        </div>`;
    },
    paint({ json: j, numbers, step }, scene) {
      if (seen.length === 0 || seen[seen.length - 1].step !== step)
        seen.push({ step, sizes: Array.from(numbers.subarray(0, j.count)) });
      if (seen.length > mostSeen)
        seen.shift();
      const canvas = /** @type {HTMLCanvasElement | null} */ (scene.place.querySelector("canvas"));
      if (canvas)
        draw(canvas, seen, j.count);
    },
  };
});

/** @param {HTMLCanvasElement} canvas @param {{ step: number, sizes: number[] }[]} seen @param {number} layers */
function draw(canvas, seen, layers) {
  const width = canvas.clientWidth, height = canvas.clientHeight, pen = sharp(canvas, height);
  const powers = seen.flatMap(one => one.sizes).filter(size => size > 0).map(size => Math.log10(size));
  const low = Math.floor(Math.min(...powers, 0)), high = Math.ceil(Math.max(...powers, low + 1));
  const first = seen[0].step, last = Math.max(first + 1, ...seen.map(one => one.step));
  const x = (/** @type {number} */ step) => 44 + (step - first) / (last - first) * (width - 70);
  const y = (/** @type {number} */ size) => 10 + (high - Math.log10(size)) / (high - low) * (height - 36);
  pen.font = "13px system-ui, sans-serif";
  pen.textAlign = "right";
  for (let power = low; power <= high; power++) {
    pen.strokeStyle = theme("grid");
    pen.beginPath();
    pen.moveTo(44, y(10 ** power));
    pen.lineTo(width - 26, y(10 ** power));
    pen.stroke();
    pen.fillStyle = theme("soft");
    pen.fillText(power === 0 ? "1" : `10${[...String(power)].map(c => c === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(c)]).join("")}`, 38, y(10 ** power) + 4);
  }
  pen.textAlign = "left";
  pen.fillText(`step ${count(first)}`, 44, height - 6);
  pen.textAlign = "right";
  pen.fillText(count(last), width - 26, height - 6);
  for (let layer = 0; layer < layers; layer++) {
    pen.strokeStyle = pen.fillStyle = theme(["accent", "warm", "ink", "soft"][layer % 4]);
    pen.lineWidth = 2;
    pen.setLineDash(layer < 4 ? [] : [6, 4]);
    pen.beginPath();
    for (const one of seen) {
      if (one.sizes[layer] > 0)
        pen.lineTo(x(one.step), y(one.sizes[layer]));
    }
    pen.stroke();
    pen.setLineDash([]);
    const end = seen[seen.length - 1];
    pen.textAlign = "left";
    if (end.sizes[layer] > 0)
      pen.fillText(String(layer + 1), x(end.step) + 6, y(end.sizes[layer]) + 4);
  }
}
