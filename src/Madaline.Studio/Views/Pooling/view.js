// @ts-check
// ReLU as a filter, pooling, and where a gradient goes back to.
import { html } from "../../vendor/lit-html.js";
import { taskCard } from "../../Kit/controls.js";
import { mapCell, moved, paintMap, pictureChoice } from "../../Kit/maps.js";
import { count, text } from "../../Kit/numbers.js";
import { Answers } from "../../Kit/progress.js";
import { view } from "../../Kit/viewbase.js";
import { Numbers } from "../../Kit/wire.js";

/** @type {import("../../Kit/controls.js").Task[]} */
const tasks = [
  { ask: "Maximum pooling, 2 × 2: the cost pulls at one cell of the result. How many cells before it feel that?",
    choices: ["all four, a quarter each", "one: the winner", "none"], right: 1,
    why: "Only the largest made the value, so all of the gradient goes to it. With the average each of the four gets a quarter." },
  { ask: "What does ReLU do to a map?", choices: ["sets negative values to 0", "makes all values positive by their size", "blurs it"], right: 0,
    why: "It lets through what is above 0, as a filter does, and nothing flows back where it gave 0." },
];

export const poolingView = view("pooling", "ReLU and pooling", () => {
  const answers = new Answers("pooling", tasks);
  return {
    page({ json: j, numbers }, scene) {
      const choice = (/** @type {string} */ label, /** @type {string} */ name, /** @type {any} */ value, /** @type {[any, string][]} */ options) => html`
        <label class="field">${label}<select @change=${(/** @type {any} */ e) => scene.ask({ [name]: options[e.target.selectedIndex][0], row: 0, column: 0 })}>
          ${options.map(([key, title]) => html`<option ?selected=${key === value}>${title}</option>`)}</select></label>`;
      return html`
        <h1>ReLU and pooling</h1>
        <p class="lead">A filtered picture; ReLU, which keeps what is above 0; and pooling, which makes one number of each window.</p>
        <div class="choose">
          ${pictureChoice(j, scene.ask)}
          <label class="field">Kernel<select @change=${(/** @type {any} */ e) => scene.ask({ preset: e.target.value })}>
            ${j.kernels.map((/** @type {string} */ name) => html`<option ?selected=${name === j.kernelName}>${name}</option>`)}</select></label>
          ${choice("ReLU", "relu", j.relu ? "on" : "off", [["on", "on"], ["off", "off"]])}
          ${choice("Pooling", "kind", j.kind, [["max", "maximum"], ["average", "average"], ["median", "median"], ["minimum", "minimum"]])}
          ${choice("Window", "window", j.window, [[0, "2 × 2"], [1, "3 × 3"]])}
          ${choice("Stride", "stride", j.stride, [[0, "1"], [1, "2"], [2, "3"]])}
        </div>
        <div class="cards">
          <section class="card" aria-label="Filtered"><h2>Filtered, ${j.filtered.height} × ${j.filtered.width}</h2>
            <canvas class="filtered" role="img" aria-label="The filtered picture, orange above 0, blue below"></canvas>
            <p>${count(j.negative)} of ${count(j.filtered.height * j.filtered.width)} cells are below 0.</p></section>
          <section class="card" aria-label="After ReLU"><h2>${j.relu ? "After ReLU" : "Without ReLU"}</h2>
            <canvas class="before" role="img" aria-label="The map that is pooled, with the window framed"></canvas>
            <p>The window of the chosen cell:</p><div class="cells">${j.cells.map((/** @type {any} */ _, /** @type {number} */ i) => html`<span data-formula=${`cells.${i}`}></span>`)}</div></section>
          <section class="card" aria-label="Pooled"><h2>Pooled, ${j.pooled.height} × ${j.pooled.width}</h2>
            ${scene.asked.table === 1 ? table(j, numbers) : html`<canvas class="pooled" tabindex="0" role="application" aria-label="The pooled map; arrow keys move the place"
              @click=${(/** @type {MouseEvent} */ e) => scene.ask(mapCell(e))} @keydown=${(/** @type {KeyboardEvent} */ e) => moved(e, j, j.pooled, scene.ask)}></canvas>`}
            <p>Row ${j.row + 1}, column ${j.column + 1}: <b data-formula="value"></b></p></section>
          <section class="card" aria-label="Gradient"><h2>Where its gradient goes</h2>
            <canvas class="gradient" role="img" aria-label="Which cells of the map before get a gradient from the chosen cell"></canvas>
            <p>The cells before pooling that would change this one, by automatic differentiation.</p></section>
          ${taskCard(answers, scene.redraw)}
        </div>`;
    },
    paint({ json: j, numbers }, scene) {
      const all = new Numbers(numbers), map = (/** @type {string} */ name) => all.take(j[name].height * j[name].width);
      all.take(j.input.height * j.input.width);
      const filtered = map("filtered"), before = map("before"), pooled = map("pooled"), gradient = map("gradient");
      const window = { top: j.row * j.step, left: j.column * j.step, height: j.size, width: j.size };
      paintMap(scene.place, "filtered", filtered, j.filtered, { signed: true, numbers: true });
      paintMap(scene.place, "before", before, j.before, { signed: true, numbers: true, frame: window });
      paintMap(scene.place, "pooled", pooled, j.pooled, { signed: true, numbers: true, frame: { top: j.row, left: j.column, height: 1, width: 1 } });
      paintMap(scene.place, "gradient", gradient, j.gradient, { signed: true, numbers: true, frame: window });
    },
  };
});

/** @param {any} j @param {Float32Array} numbers */
function table(j, numbers) {
  const all = new Numbers(numbers);
  for (const name of ["input", "filtered", "before"])
    all.take(j[name].height * j[name].width);
  const pooled = all.take(j.pooled.height * j.pooled.width);
  return html`<div class="scroll" tabindex="0" aria-label="Pooled map"><table><tbody>${Array.from({ length: j.pooled.height }, (_, row) => html`<tr>
    ${Array.from({ length: j.pooled.width }, (_, column) => html`<td>${text(pooled[row * j.pooled.width + column])}</td>`)}</tr>`)}</tbody></table></div>`;
}
