// @ts-check
// The loss around the weights of now, along two directions.
import { html, nothing } from "../../vendor/lit-html.js";
import { numberField, slider, taskCard } from "../../Kit/controls.js";
import { theme } from "../../Kit/colors.js";
import { count, text } from "../../Kit/numbers.js";
import { Plane } from "../../Kit/plane.js";
import { Answers } from "../../Kit/progress.js";
import { view } from "../../Kit/viewbase.js";

/** @type {import("../../Kit/controls.js").Task[]} */
const tasks = [
  { ask: "The network stands in the middle of a hollow. Is it at the least loss there is?",
    choices: ["yes, it is surrounded by higher ground", "that cannot be seen here"], right: 1,
    why: "This is a slice along two directions of very many. In some other direction it may still go down." },
  { ask: "Before training, what do you expect to see?",
    choices: ["a slope or a plain", "a deep hollow in the middle"], right: 0,
    why: "Random weights are no special place. A hollow forms as training finds one. Look now, train, and look again." },
];

export const landscapeView = view("landscape", "Landscape", () => {
  const answers = new Answers("landscape", tasks);
  return {
    page({ json: j, numbers }, scene) {
      if (j.problem)
        return html`<h1>Landscape of this network</h1><p class="lead">${j.problem}</p>${choices(scene.asked.slice ?? "random", scene)}`;
      const all = j.grid * j.grid, path = numbers.subarray(all);
      return html`
        <h1>Landscape of this network</h1>
        <p class="lead">The loss over ${count(j.samples)} training samples, if the weights were moved along two directions at once.
          It is a slice of a space of ${count(j.parameters)} dimensions.</p>
        <div class="cards">
          <section class="card" aria-label="Landscape"><h2>Around the weights after step ${count(j.step)}</h2>
            ${scene.asked.table === 1 ? html`<div class="scroll" tabindex="0" aria-label="Losses"><table><tbody>${Array.from({ length: j.grid }, (_, row) => row % j.coarse ? "" : html`
              <tr>${Array.from({ length: j.grid }, (_, column) => column % j.coarse ? "" : html`<td>${text(numbers[row * j.grid + column])}</td>`)}</tr>`)}</tbody></table></div>`
              : html`<canvas class="plane" role="img" aria-label="Losses around the network, blue where they are low; the network is in the middle"></canvas>`}
            <p>${j.done < all ? `${count(j.done)} of ${count(all)} points so far.` : j.slice === "path" ? "Blue is low, yellow is high. The line is the way of the training; the large dot is the network now." : "Blue is low, yellow is high. The dot is the network."}</p>
            ${scene.asked.table === 1 && j.steps.length ? html`<div class="scroll" tabindex="0" aria-label="Way"><table><thead><tr><th>step</th><th>across</th><th>up</th></tr></thead><tbody>
              ${j.steps.map((/** @type {number} */ step, /** @type {number} */ i) => html`<tr><td>${count(step)}</td><td>${text(path[2 * i])}</td><td>${text(path[2 * i + 1])}</td></tr>`)}</tbody></table></div>` : nothing}
          </section>
          <section class="card" aria-label="Slice"><h2>Directions</h2>${choices(j.slice, scene)}
            ${j.slice === "weights" ? html`<div class="choices"><label class="field">Parameter<select @change=${(/** @type {any} */ e) => scene.ask({ parameter: e.target.value, first: undefined, second: undefined })}>
              ${j.parameterNames.map((/** @type {string} */ name) => html`<option ?selected=${name === j.parameter}>${name}</option>`)}</select></label>
              ${numberField("First weight", j.first, j.weights, first => scene.ask({ first }))}${numberField("Second", j.second, j.weights, second => scene.ask({ second }))}</div>` : nothing}
            ${slider("radius", j.radius, 0.05, 3, 0.05, value => scene.ask({ radius: value }))}
            ${j.slice === "random" ? html`<div class="choices"><button @click=${() => scene.ask({ directions: j.directions + 1 })}>Other directions</button></div>` : nothing}
            <p>A radius of 1 ${j.unit}.${j.slice === "path" ? ` The plane holds ${j.share}% of the squared distances on it.` : ""}</p>
            <table><tbody>
              <tr><td>loss here</td><td data-formula="here"></td></tr>
              <tr><td>least in this slice</td><td data-formula="lowest"></td></tr>
              <tr><td>greatest in this slice</td><td data-formula="highest"></td></tr></tbody></table>
          </section>
          ${taskCard(answers, scene.redraw)}
        </div>`;
    },
    paint({ json: j, numbers }, scene) {
      const canvas = scene.canvas("plane");
      if (!canvas || j.problem)
        return;
      const plane = new Plane(canvas, -1, 1), path = numbers.subarray(j.grid * j.grid);
      plane.heights(j.grid, j.low, j.high, (row, column) => {
        // Where nothing is known yet, the coarse point stands for its neighbours.
        const own = numbers[row * j.grid + column];
        return Number.isNaN(own)
          ? numbers[Math.round(row / j.coarse) * j.coarse * j.grid + Math.round(column / j.coarse) * j.coarse] : own;
      });
      plane.pen.strokeStyle = theme("warm");
      plane.pen.lineWidth = 2;
      plane.curve([...path.filter((_, i) => i % 2 === 0), ...path.length ? [0] : []].map(at => at / j.radius),
        [...path.filter((_, i) => i % 2 === 1), ...path.length ? [0] : []].map(at => at / j.radius));
      for (let i = 0; i < path.length; i += 2)
        plane.dot(path[i] / j.radius, path[i + 1] / j.radius, 3, theme("warm"));
      plane.dot(0, 0, 8, theme("warm"), theme("card"));
    },
  };
});

/** @param {string} chosen @param {import("../../Kit/viewbase.js").Scene} scene */
function choices(chosen, scene) {
  return html`<div class="choices" role="group" aria-label="Directions">${[["random", "at random"], ["path", "the training's way"], ["weights", "two weights"]].map(([slice, title]) => html`
    <button aria-pressed=${slice === chosen} @click=${() => scene.ask({ slice, radius: undefined })}>${title}</button>`)}</div>`;
}
