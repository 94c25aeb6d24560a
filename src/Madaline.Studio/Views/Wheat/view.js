// @ts-check
// A table: its rows, five folds scored honestly and with leaks, and what one wrong number does.
import { html, nothing } from "../../vendor/lit-html.js";
import { slider, taskCard } from "../../Kit/controls.js";
import { classColor, classSign } from "../../Kit/marks.js";
import { count, text } from "../../Kit/numbers.js";
import { Answers } from "../../Kit/progress.js";
import { view } from "../../Kit/viewbase.js";
import { Numbers } from "../../Kit/wire.js";
import { paintAxes, paintFolds, paintScatter, paintScores, paintSlip } from "./drawings.js";

/** @type {import("../../Kit/controls.js").Task[]} */
const tasks = [
  { ask: "The network is not made anew between folds. How is its score from the second fold on?",
    choices: ["too low", "as before", "too high"], right: 2,
    why: "It has been trained on these very rows in an earlier fold. It remembers them; new rows it has not seen. Switch it on and compare." },
  { ask: "Columns are scaled by all rows before the split. How much does the score change here?",
    choices: ["hardly at all", "by five points or more"], right: 0,
    why: "The scale of four fifths of the rows is nearly that of all. A leak can be small; that it is small is known only by doing it honestly." },
  { ask: "One number of a column reads 21.018 in place of 1.018. Where do the other rows go under min–max scaling?",
    choices: ["they stay", "towards 0, close together", "towards 1"], right: 1,
    why: "The maximum is now 21.018, and they are divided by a width more than twice as large." },
];

export const wheatView = view("wheat", "Wheat", () => {
  const answers = new Answers("wheat", tasks);
  /** The row below a pointer. @type {((event: MouseEvent) => number) | null} */
  let rowAt = null;
  /** The fold below a pointer. @type {((event: MouseEvent) => number) | null} */
  let foldAt = null;
  return {
    page({ json: j, numbers }, scene) {
      if (j.problem)
        return html`<h1>Wheat</h1><p class="lead">${j.problem}</p>
          <p><code>madaline studio wheat --dataset wheat-sample</code><br><code>madaline studio table --data FILE.csv</code></p>`;
      const lists = read(j, numbers, scene.asked.table === 1);
      const name = (/** @type {number} */ c) => j.columns[c].name;
      const choose = (/** @type {string} */ key, /** @type {string} */ label) => html`<label class="field">${label}
        <select @change=${(/** @type {any} */ e) => scene.ask({ [key]: Number(e.target.value) })}>${j.columns.map((/** @type {any} */ c, /** @type {number} */ i) => html`
          <option value=${i} ?selected=${i === j[key]}>${c.name}</option>`)}</select></label>`;
      const toggle = (/** @type {string} */ key, /** @type {string} */ label) => html`<button aria-pressed=${j[key]}
        @click=${() => scene.ask({ [key]: j[key] ? undefined : 1 })}>${label}</button>`;
      const move = (/** @type {number} */ by) => scene.ask({ sample: (j.sample + by + j.rows) % j.rows });
      const keys = (/** @type {KeyboardEvent} */ e) => {
        const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[e.key];
        if (by) {
          move(by);
          e.preventDefault();
          e.stopPropagation();
        }
      };
      return html`
        <h1>Wheat</h1>
        <p class="lead">${count(j.rows)} rows of ${j.table || "a table"}${j.rows < j.all ? ` (of ${count(j.all)}, evenly picked)` : ""}, ${count(j.width)} numbers
          each. Look at the rows, score a network on five folds, leak something into the training and watch the score rise, and write one number wrongly.</p>
        <div class="cards">${rowsCard()}${sampleCard()}${foldsCard()}</div>
        ${taskCard(answers, scene.redraw)}
        <div class="cards broad">${scoresCard()}${slipCard()}</div>`;

      function rowsCard() {
        return html`<section class="card" aria-label="Rows"><h2>Rows</h2>
          <div class="choices" role="group" aria-label="Drawing">
            <button aria-pressed=${j.plot === "scatter"} @click=${() => scene.ask({ plot: undefined })}>Two columns</button>
            <button aria-pressed=${j.plot === "axes"} @click=${() => scene.ask({ plot: "axes" })}>All columns</button></div>
          ${j.plot === "scatter" ? html`<div class="fields">${choose("x", "Across")}${choose("y", "Up")}</div>` : nothing}
          ${lists.raw ? html`<div class="scroll" tabindex="0" aria-label="Rows as numbers"><table><thead><tr><th>sample</th><th>class</th><th>test in fold</th>${j.columns.map((/** @type {any} */ c) => html`<th>${c.name}</th>`)}</tr></thead>
            <tbody>${Array.from({ length: j.rows }, (_, i) => html`<tr><td>${i}</td><td>${j.classes[lists.classes[i]].name}</td><td>${lists.folds[i]}</td>
              ${j.columns.map((/** @type {any} */ _, /** @type {number} */ c) => html`<td>${text(Number(lists.raw[i * j.shown + c].toPrecision(7)))}</td>`)}</tr>`)}</tbody></table></div>`
            : html`<canvas class=${`drawing ${j.plot}`} role="img" tabindex="0" aria-label=${j.plot === "axes" ? `All rows over ${j.shown} columns; sample ${j.sample} is drawn strongly`
              : `${name(j.y)} over ${name(j.x)}; sample ${j.sample} is ringed. Arrow keys choose another.`} @keydown=${keys}
              @click=${(/** @type {MouseEvent} */ e) => rowAt && scene.ask({ sample: rowAt(e) })}></canvas>`}
          <p class="legend">${j.classes.map((/** @type {any} */ c, /** @type {number} */ i) => html`<span><span class="sign" data-class=${i}>${classSign(i)}</span>${c.name}, ${c.count}</span>`)}</p>
          ${j.fold > 0 ? html`<p>Rows that are not tested in fold ${j.fold} are pale.</p>` : nothing}
        </section>`;
      }

      function sampleCard() {
        return html`<section class="card" aria-label="Sample"><h2>${j.place}: ${j.classes[j.class].name}</h2>
          <div class="choices"><button @click=${() => move(-1)} aria-label="Sample before">←</button>
            <label><span class="visually-hidden">Sample</span><input type="number" min="0" max=${j.rows - 1} .value=${String(j.sample)}
              @change=${(/** @type {any} */ e) => scene.ask({ sample: Number(e.target.value) || 0 })}></label>
            <button @click=${() => move(1)} aria-label="Next sample">→</button></div>
          <div class="scroll" tabindex="0" aria-label="Numbers"><table><thead><tr><th>column</th><th>value</th><th>from mean</th></tr></thead>
            <tbody>${j.cells.map((/** @type {any} */ c, /** @type {number} */ i) => html`<tr><td>${name(i)}</td><td>${c.value}</td>
              <td class=${c.isFar ? "bad" : ""}>${c.distance} σ${c.isFar ? ", far" : ""}</td></tr>`)}</tbody></table></div>
          <p>${j.farCount === 0 ? "No number of the table lies three standard deviations or more from its mean."
            : html`${j.farCount === 1 ? "One number lies" : `${count(j.farCount)} numbers lie`} three standard deviations (σ) or more from the mean${j.farCount > j.far.length ? "; the farthest" : ""}:`}</p>
          <ul class="named">${j.far.map((/** @type {any} */ f) => html`<li><button class="link far" @click=${() => scene.ask({ sample: f.row, cell: f.column })}>${f.text}</button></li>`)}</ul>
        </section>`;
      }

      function foldsCard() {
        return j.folds === 0 ? html`<section class="card" aria-label="Folds"><h2>Who is test?</h2><p>A class has a single row: there are no folds.</p></section>`
          : html`<section class="card" aria-label="Folds"><h2>Who is test?</h2>
          <p>Each row is test in one of ${j.folds} folds and trained on in the others; each fold has its share of every class.</p>
          <div class="choices" role="group" aria-label="Fold">
            <button aria-pressed=${j.fold === 0} @click=${() => scene.ask({ fold: undefined })}>All</button>
            ${Array.from({ length: j.folds }, (_, i) => html`<button aria-pressed=${j.fold === i + 1} @click=${() => scene.ask({ fold: i + 1 })}>${i + 1}</button>`)}</div>
          <canvas class="drawing folds" role="img" aria-label=${`Rows from left to right, folds from top to bottom; marked where a row is test. Sample ${j.sample} is test in fold ${lists.folds[j.sample]}.`}
            @click=${(/** @type {MouseEvent} */ e) => foldAt && scene.ask({ fold: foldAt(e) })}></canvas>
          <p>Sample ${j.sample} is test in fold <b>${lists.folds[j.sample]}</b>. With T, the table of rows says it of each.</p></section>`;
      }

      function scoresCard() {
        return j.folds === 0 ? nothing : html`<section class="card" aria-label="Scores"><h2>Scores, honest and leaked</h2>
          <div class="choices" role="group" aria-label="Leaks">${toggle("scaled", "scale before the split")}${toggle("kept", "go on with the same network")}${toggle("best", "choose the best epoch on the test rows")}</div>
          ${slider("epochs", j.epochs, 1, j.allEpochs, 1, value => scene.ask({ epochs: Math.round(value) }))}
          ${scene.asked.table === 1 ? nothing : html`<canvas class="scores" role="img" aria-label="The score of each fold and their means; the table below has them as numbers"></canvas>`}
          <div class="scroll" tabindex="0" aria-label="Scores"><table><thead><tr><th>how</th>${Array.from({ length: j.folds }, (_, i) => html`<th>fold ${i + 1}</th>`)}<th>mean ± sd</th><th>points more</th></tr></thead>
            <tbody>${j.settings.map((/** @type {any} */ s) => html`<tr class=${s.isHonest ? "honest" : ""}><td>${s.title}</td>
              ${Array.from({ length: j.folds }, (_, i) => html`<td>${s.texts[i] ?? (s.now && i === s.texts.length ? "…" : "")}</td>`)}<td>${s.scores.length === j.folds ? s.text : ""}</td><td>${s.isHonest ? "" : s.difference ?? ""}</td></tr>`)}</tbody></table></div>
          <p aria-live="off">${j.settings.map((/** @type {any} */ s) => s.now ? `${s.title}: ${s.now}` : "").filter(Boolean).join("; ")}</p>
          ${j.trouble ? html`<p class="bad">${j.trouble}</p>` : nothing}
          <ul>${j.settings.filter((/** @type {any} */ s) => s.why).map((/** @type {any} */ s) => html`<li><b>${s.title}</b>: ${s.why}</li>`)}</ul></section>`;
      }

      function slipCard() {
        const slip = j.slip;
        return html`<section class="card" aria-label="Slip"><h2>One number written wrongly</h2>
          <div class="choices">${j.suggestions.map((/** @type {any} */ s) => html`<button class="suggest"
            @click=${() => scene.ask({ row: s.row, column: s.column, slip: s.value, x: s.column, sample: s.row, cell: s.column })}>${s.text}</button>`)}
            ${slip ? html`<button @click=${() => scene.ask({ slip: undefined, row: undefined, column: undefined })}>Put it right</button>` : nothing}</div>
          <div class="fields">${choose("cell", `Column of sample ${j.sample}`)}
            <label class="field">Number there<input type="number" step="any" .value=${String(slip && slip.row === j.sample && slip.column === j.cell ? slip.value : j.cellValue)}
              @change=${(/** @type {any} */ e) => scene.ask({ row: j.sample, column: j.cell, slip: Number(e.target.value) || 0 })}></label>
            <label class="field">Scaled by<select @change=${(/** @type {any} */ e) => scene.ask({ scaler: e.target.value })}>
              ${[["min-max", "minimum and maximum"], ["z-score", "mean and deviation"]].map(([value, label]) => html`<option value=${value} ?selected=${value === j.scaler}>${label}${value === j.ownScaler ? " (this recipe)" : ""}</option>`)}</select></label></div>
          ${slip ? html`<p><b>${slip.name}</b> of ${slip.place} reads <b class="bad">${slip.is}</b> in place of ${slip.was}. ${slip.says} The scores above have a row with the slip.</p>
            ${scene.asked.table === 1 ? nothing : html`<canvas class="strip" role="img" aria-label=${`${slip.name} of all samples once it is scaled: above as it was, below with the slip`}></canvas>`}
            <div class="scroll" tabindex="0" aria-label="Before and after"><table><thead><tr><th>${slip.name}</th><th>right</th><th>with the slip</th></tr></thead>
              <tbody>${slip.rows.map((/** @type {any} */ r) => html`<tr><td>${r.name}</td><td>${r.before}</td><td>${r.after}</td></tr>`)}</tbody></table></div>
            <dl><dt>sample ${slip.other}, right</dt><dd data-formula="slip.otherBefore"></dd><dt>sample ${slip.other}, with the slip</dt><dd data-formula="slip.otherAfter"></dd></dl>`
            : html`<p>Choose a slip, or write another number for the chosen sample.</p>`}</section>`;
      }
    },
    paint({ json: j, numbers }, scene) {
      if (j.problem)
        return;
      const lists = read(j, numbers, scene.asked.table === 1);
      for (const element of scene.place.querySelectorAll("[data-class]")) {
        const sign = /** @type {HTMLElement} */ (element);
        sign.style.color = classColor(Number(sign.dataset.class));
      }
      const scatter = scene.canvas("scatter"), axes = scene.canvas("axes"), folds = scene.canvas("folds");
      rowAt = scatter ? paintScatter(scatter, j, lists) : axes ? paintAxes(axes, j, lists) : null;
      foldAt = folds ? paintFolds(folds, j, lists) : null;
      const scores = scene.canvas("scores"), strip = scene.canvas("strip");
      if (scores)
        paintScores(scores, j);
      if (strip && lists.before)
        paintSlip(strip, j, lists);
    },
  };
});

/**
 * The lists of a moment. @param {any} j @param {Float32Array} numbers @param {boolean} isTable
 * @returns {any}
 */
function read(j, numbers, isTable) {
  const all = new Numbers(numbers), cells = j.rows * j.shown;
  const lists = { unit: all.take(cells), classes: all.take(j.rows), folds: all.take(j.rows) };
  const slip = j.slip ? { before: all.take(j.rows), after: all.take(j.rows) } : {};
  // The numbers come a frame after the key.
  return { ...lists, ...slip, raw: isTable && all.at + cells <= numbers.length ? all.take(cells) : null };
}
