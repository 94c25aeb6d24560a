// @ts-check
// Gradient descent in a valley of two variables.
import { html } from "../../vendor/lit-html.js";
import { slider, taskCard } from "../../Kit/controls.js";
import { theme } from "../../Kit/colors.js";
import { text } from "../../Kit/numbers.js";
import { Plane } from "../../Kit/plane.js";
import { Answers } from "../../Kit/progress.js";
import { view } from "../../Kit/viewbase.js";
import { Numbers } from "../../Kit/wire.js";

/** @type {import("../../Kit/controls.js").Task[]} */
const tasks = [
  { ask: "In the round bowl, which rate reaches the bottom in a single step?",
    choices: ["ε = 0.1", "ε = 1", "ε = 2", "none"], right: 1,
    why: "Here ∇C = v, so v − 1·∇C = 0. With ε = 2 the ball jumps from side to side for ever, and above 2 it runs away." },
  { ask: "In the long trough, what limits the rate?",
    choices: ["the gentle direction", "the steep direction"], right: 1,
    why: "Above ε = 2/20 the steps across the trough grow, though along it they are still tiny. So training is slow where slopes differ much." },
  { ask: "What do we want of ΔC?", choices: ["that it is 0", "that it is negative"], right: 1,
    why: "C is to fall. With Δv = −ε∇C it is ΔC ≈ ∇C·Δv = −ε‖∇C‖², which is never positive, as long as steps are small." },
];

export const valleyView = view("valley", "Valley", () => {
  const answers = new Answers("valley", tasks);
  /** @type {Plane | null} */
  let plane = null;
  return {
    page({ json: j, numbers }, scene) {
      const path = numbers.subarray(j.grid * j.grid);
      const restart = (/** @type {Record<string, any>} */ more) => scene.ask({ ...more, steps: 0 });
      return html`
        <h1>Gradient descent in a valley</h1>
        <p class="lead">The ball goes where it is steepest downwards: Δv = −ε∇C. To first order the cost changes by
          ΔC ≈ ∇C·Δv = −ε‖∇C‖². Click to put the ball somewhere else.</p>
        <div class="cards">
          <section class="card" aria-label="Valley">
            <label class="field">Function<select @change=${(/** @type {any} */ e) => restart({ function: e.target.value, x: undefined, y: undefined })}>
              ${j.functions.map((/** @type {any} */ f) => html`<option value=${f.name} ?selected=${f.name === j.function}>${f.title}</option>`)}</select></label>
            ${j.function === "own" ? html`<label class="field">C(v₁, v₂) =<input type="text" class="own" maxlength="200" spellcheck="false" .value=${j.own} @change=${(/** @type {any} */ e) => restart({ own: e.target.value })}></label>
              ${j.wrong ? html`<p class="bad" role="alert">${j.wrong}</p>` : ""}` : ""}
            ${j.function === "neuron" ? html`<p>${j.title}</p>` : ""}
            ${scene.asked.table === 1 ? html`<div class="scroll" tabindex="0" aria-label="Path"><table><thead><tr><th>step</th><th>v₁</th><th>v₂</th></tr></thead><tbody>
              ${Array.from({ length: Math.min(200, j.path) }, (_, i) => html`<tr><td>${i}</td><td>${text(path[2 * i])}</td><td>${text(path[2 * i + 1])}</td></tr>`)}
              </tbody></table></div>` : html`<canvas class="plane" role="img" aria-label=${`The valley seen from above, blue where the cost is low, and the path of ${j.steps} steps`}
                @click=${(/** @type {MouseEvent} */ e) => plane && restart(plane.at(e))}></canvas>`}
          </section>
          <section class="card" aria-label="Descent"><h2>${j.steps === 1 ? "One step" : `${j.steps} steps`} so far</h2>
            <div class="choices">
              <button @click=${() => restart({})} ?disabled=${j.steps === 0}>Back to the start</button>
              <button class="main" @click=${() => scene.ask({ steps: j.steps + 1 })} ?disabled=${j.steps >= j.most}>One step</button>
              <button @click=${() => scene.ask({ steps: Math.min(j.most, j.steps + 20) })} ?disabled=${j.steps >= j.most}>Twenty steps</button>
            </div>
            ${slider("rate ε", j.rate, 0.001, 2.5, 0.001, value => scene.ask({ rate: value }))}
            ${slider("start v₁", Number(j.x.toFixed(3)), -j.reach, j.reach, 0.01, value => restart({ x: value }))}
            ${slider("start v₂", Number(j.y.toFixed(3)), -j.reach, j.reach, 0.01, value => restart({ y: value }))}
            <p>With this rate the descent <b>${j.zone}</b>.</p>
            <h2>The next step</h2>
            <dl>
              <dt>cost C</dt><dd data-formula="cost"></dd>
              <dt>gradient ∇C</dt><dd data-formula="gradient"></dd>
              <dt>move Δv = −ε∇C</dt><dd data-formula="move"></dd>
              <dt>promised ΔC = −ε‖∇C‖²</dt><dd data-formula="promised"></dd>
              <dt>true ΔC</dt><dd><span data-formula="measured"></span>
                ${j.rises ? html`<span class="bad">: the cost rises</span>` : j.isFar ? html`<span class="bad">: far from the promise</span>` : ""}</dd>
            </dl>
          </section>
          ${taskCard(answers, scene.redraw)}
        </div>`;
    },
    paint({ json: j, numbers }, scene) {
      const canvas = scene.canvas("plane");
      if (!canvas)
        return;
      plane = new Plane(canvas, -j.reach, j.reach);
      const all = new Numbers(numbers), heights = all.take(j.grid * j.grid), path = all.take(2 * j.path);
      let low = Infinity, high = -Infinity;
      for (const height of heights.filter(Number.isFinite)) {
        low = Math.min(low, height);
        high = Math.max(high, height);
      }
      plane.heights(j.grid, low, high, (row, column) => heights[row * j.grid + column]);
      plane.pen.strokeStyle = theme("warm");
      plane.pen.lineWidth = 2;
      plane.curve(path.filter((_, i) => i % 2 === 0), path.filter((_, i) => i % 2 === 1));
      for (let i = 0; i < j.path; i++)
        plane.dot(path[2 * i], path[2 * i + 1], i === j.path - 1 ? 8 : 3, theme("warm"), i === j.path - 1 ? theme("card") : undefined);
    },
  };
});
