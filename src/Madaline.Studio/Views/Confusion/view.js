// @ts-check
// Which classes are taken for which: a matrix whose cells open the pictures behind them.
import { html } from "../../vendor/lit-html.js";
import { taskCard } from "../../Kit/controls.js";
import { divergingText } from "../../Kit/colors.js";
import { count } from "../../Kit/numbers.js";
import { paintPictures } from "../../Kit/pictures.js";
import { Answers } from "../../Kit/progress.js";
import { view } from "../../Kit/viewbase.js";

/** @type {import("../../Kit/controls.js").Task[]} */
const tasks = [
  { ask: "Of two classes, A is taken for B as often as B for A. What does the matrix look like?",
    choices: ["symmetric in these two cells", "empty in these two cells", "the row of A is darker"], right: 0,
    why: "Rows are what samples are, columns what the network says. Where it is not symmetric, it prefers one of them." },
];

export const confusionView = view("confusion", "Confusions", () => {
  const answers = new Answers("confusion", tasks);
  return {
    page({ json: j, numbers }, scene) {
      if (j.problem)
        return html`<h1>Confusions</h1><p class="lead">${j.problem}</p>`;
      const n = j.classes.length, matrix = numbers.subarray(numbers.length - n * n);
      return html`
        <h1>Confusions</h1>
        <p class="lead">${count(j.right)} of ${count(j.done)} test samples are right after step ${count(j.step)}. A row is what samples are, a column what
          the network says; open a cell to see its pictures.</p>
        <div class="cards">
          <section class="card" aria-label="Matrix"><h2>Matrix</h2><div class="scroll" tabindex="0" aria-label="Matrix"><table class="matrix">
            <thead><tr><td></td>${j.classes.map((/** @type {any} */ c) => html`<th title=${c.name}>${c.name}</th>`)}</tr></thead>
            <tbody>${j.classes.map((/** @type {any} */ c, /** @type {number} */ row) => html`<tr><th title=${c.name}>${c.name}</th>
              ${j.classes.map((/** @type {any} */ other, /** @type {number} */ column) => cell(matrix[row * n + column], c, other, row, column))}</tr>`)}</tbody></table></div>
            <p>Blue: right. Orange: wrong, the stronger the larger its share of the row.</p></section>
          <section class="card" aria-label="Classes"><h2>Each class</h2><div class="scroll" tabindex="0" aria-label="Classes"><table>
            <thead><tr><th>class</th><th>right</th><th>share (95% interval)</th></tr></thead>
            <tbody>${j.classes.map((/** @type {any} */ c, /** @type {number} */ i) => html`<tr><td>${c.name}</td><td>${count(c.right)} of ${count(c.count)}</td>
              <td><div class="track"><i data-bar=${i}></i></div>${c.text ?? "–"}</td></tr>`)}</tbody></table></div></section>
          <section class="card" aria-label="Pictures"><h2>${j.row < 0 ? "Pictures of a cell" : `${j.classes[j.row].name}, said to be ${j.classes[j.column].name}`}</h2>
            ${j.row < 0 ? html`<p>Open a cell of the matrix.</p>` : j.isImage ? html`<div class="tiles">${j.pictures.map((/** @type {any} */ p) => html`<figure>
              <canvas class="tile" role="img" aria-label=${`test sample ${p.index}`}></canvas><figcaption>${count(p.index)}, ${p.sure}</figcaption></figure>`)}</div>
              ${j.pictures.length === 0 ? html`<p>There is none.</p>` : ""}` : html`<p>These samples are no pictures.</p>`}</section>
          ${taskCard(answers, scene.redraw)}
        </div>`;

      /** @param {number} value @param {any} is @param {any} said @param {number} row @param {number} column */
      function cell(value, is, said, row, column) {
        return html`<td><button data-cell data-share=${is.count ? value / is.count : 0} data-right=${row === column ? 1 : 0}
          aria-label=${`${is.name} said to be ${said.name}: ${value}`} @click=${() => scene.ask({ row, column })}>${value || "·"}</button></td>`;
      }
    },
    paint({ json: j, numbers }, scene) {
      if (j.problem)
        return;
      for (const element of scene.place.querySelectorAll("[data-cell]")) {
        const button = /** @type {HTMLElement} */ (element), share = Number(button.dataset.share);
        // A root, so that few errors show as well.
        const strength = Math.sqrt(share) * .45;
        button.style.background = share > 0 ? divergingText(button.dataset.right === "1" ? -strength : strength) : "transparent";
      }
      for (const element of scene.place.querySelectorAll("[data-bar]")) {
        const bar = /** @type {HTMLElement} */ (element);
        bar.style.width = `${100 * (j.classes[Number(bar.dataset.bar)].share ?? 0)}%`;
      }
      if (j.row >= 0 && j.isImage)
        paintPictures(scene.place, j, numbers);
    },
  };
});
