// @ts-check
// A layer as matrices: the product as coloured cells, and one row of it term by term.
import { html, nothing } from "../../vendor/lit-html.js";
import { sharp } from "../../Kit/canvas.js";
import { largest, theme } from "../../Kit/colors.js";
import { numberField, taskCard } from "../../Kit/controls.js";
import { mapCell } from "../../Kit/maps.js";
import { count, text } from "../../Kit/numbers.js";
import { Answers } from "../../Kit/progress.js";
import { paint } from "../../Kit/tiles.js";
import { view } from "../../Kit/viewbase.js";
import { Numbers } from "../../Kit/wire.js";

/** @type {import("../../Kit/controls.js").Task[]} */
const tasks = [
  { ask: "A layer takes 784 numbers and gives 30. How large is its matrix W?", choices: ["784 × 30", "30 × 784", "30 × 30"], right: 1,
    why: "A row of W belongs to one neuron that comes out: 30 rows of 784. (30 × 784)(784 × 1) = (30 × 1)." },
  { ask: "How does δ get back from a layer to the one before?", choices: ["through W", "through W transposed", "through a new matrix"], right: 1,
    why: "Forward, neuron j sums over row j. Backward, neuron k of the layer before sums over column k: over all neurons that it leads to." },
  { ask: "What is (2, 3) ⊙ (4, 5), the Hadamard product?", choices: ["23", "(8, 15)", "a 2 × 2 matrix"], right: 1,
    why: "⊙ multiplies element by element and sums nothing. Each δ is multiplied by the slope of its own neuron." },
];

export const matricesView = view("matrices", "Matrices", () => {
  const answers = new Answers("matrices", tasks);
  return {
    page({ json: j, numbers }, scene) {
      if (j.problem)
        return html`<h1>Matrices</h1><p class="lead">${j.problem}</p>`;
      const isForward = j.way === "forward";
      return html`
        <h1>Matrices</h1>
        <p class="lead">A whole layer is one product. Choose a row or a column with the pointer or the arrow keys, and see the sum that is
          behind one number. Orange is above 0, blue below.</p>
        <div class="choose">
          <div class="choices" role="group" aria-label="Way">${[["forward", "forward"], ["backward", "backward"]].map(([way, title]) => html`
            <button aria-pressed=${way === j.way} ?disabled=${way === "backward" && j.noBackward} @click=${() => scene.ask({ way })}>${title}</button>`)}</div>
          <label class="field">Layer<select @change=${(/** @type {any} */ e) => scene.ask({ layer: Number(e.target.value), row: 0, column: 0 })}>
            ${j.layers.map((/** @type {any} */ layer) => html`<option value=${layer.index} ?selected=${layer.index === j.layer}>${layer.text}</option>`)}</select></label>
          <label class="field">Samples<select @change=${(/** @type {any} */ e) => scene.ask({ part: e.target.value, sample: 0 })}>
            ${[["train", "training"], ["test", "test"]].map(([part, title]) => html`<option value=${part} ?selected=${part === j.part}>${title}</option>`)}</select></label>
          ${numberField("Sample", j.sample, j.samples, sample => scene.ask({ sample }))}
          ${numberField("Row j", j.row, j.rows, row => scene.ask({ row }))}
          ${numberField("Column k", j.column, j.columns, column => scene.ask({ column }))}
        </div>
        <div class="cards">
          <section class="card wide" aria-label="Product"><h2>${isForward ? "Forward" : "Backward"}, after step ${count(j.step)}${j.target ? html`, a sample of ${j.target}` : nothing}</h2>
            ${scene.asked.table === 1 ? table(j, numbers) : picture(j, scene)}
            ${j.noBackward ? html`<p class="says">Backward is not to be seen here: ${j.noBackward}.</p>` : nothing}</section>
          <section class="card" aria-label="Terms"><h2>${isForward ? `Row ${j.row}` : `Column ${j.column}`}: ${count(j.terms)} products</h2>
            <div class="scroll" tabindex="0" aria-label="Terms"><table>
              <thead><tr><th>${isForward ? "k" : "j"}</th><th>w</th><th>${isForward ? "a" : "δ"}</th><th>w · ${isForward ? "a" : "δ"}</th></tr></thead>
              <tbody>${j.top.map((/** @type {any} */ term, /** @type {number} */ i) => html`<tr><td>${term.index}</td>
                <td data-formula=${`top.${i}.left`}></td><td data-formula=${`top.${i}.right`}></td><td data-formula=${`top.${i}.product`}></td></tr>`)}
                ${j.more ? html`<tr><td>${count(j.more)} more</td><td></td><td></td><td data-formula="rest"></td></tr>` : nothing}
                ${isForward ? html`<tr><td>bias</td><td></td><td></td><td data-formula="bias"></td></tr>
                  <tr><td><b>z</b></td><td></td><td></td><td><b data-formula="result"></b></td></tr>
                  ${j.activation ? html`<tr><td><b>a = ${j.activation}(z)</b></td><td></td><td></td><td><b data-formula="after"></b></td></tr>` : nothing}`
                  : html`<tr><td>sum</td><td></td><td></td><td data-formula="sum"></td></tr>
                  <tr><td>times σ′(z)</td><td></td><td></td><td data-formula="slope"></td></tr>
                  <tr><td><b>δ</b></td><td></td><td></td><td><b data-formula="result"></b></td></tr>`}</tbody></table></div></section>
          <section class="card" aria-label="In formulas"><h2>The whole layer</h2><div class="lines">
              <div class="big" data-formula="matrix"></div><div data-formula="sizes"></div></div>
            <h2>One neuron of it</h2><div class="lines"><div class="big" data-formula="index"></div></div>
            <p class="says">By hand <b data-formula="result"></b>; the ${isForward ? "network" : "autograd"} says <b data-formula="engine"></b>.</p></section>
          ${taskCard(answers, scene.redraw)}
        </div>`;
    },
    paint({ json: j, numbers }, scene) {
      if (j.problem)
        return;
      const lists = parts(j, numbers), isForward = j.way === "forward";
      const rows = j.shownRows, columns = j.shownColumns, tall = 220;
      /** @type {[string, Float32Array, number, number, { row?: number, column?: number }][]} */
      const all = isForward ? [
        ["w", lists[0], rows, columns, { row: j.row, column: j.column }], ["v1", lists[1], columns, 1, { row: j.column }],
        ["v2", lists[2], rows, 1, { row: j.row }], ["v3", lists[3], rows, 1, { row: j.row }], ["v4", lists[4], rows, 1, { row: j.row }],
      ] : [
        ["w", transposed(lists[0], rows, columns), columns, rows, { row: j.column, column: j.row }], ["v1", lists[1], rows, 1, { row: j.row }],
        ["v2", lists[2], columns, 1, { row: j.column }], ["v3", lists[3], columns, 1, { row: j.column }],
      ];
      for (const [name, values, height, width, frame] of all)
        paintMatrix(scene.canvas(name), values, height, width, tall, frame);
    },
  };
});

/** @param {any} j @param {import("../../Kit/viewbase.js").Scene} scene */
function picture(j, scene) {
  const isForward = j.way === "forward", signs = isForward ? ["·", "+", "=", "→"] : ["·", "⊙", "="];
  const rows = isForward ? j.rows : j.columns, columns = isForward ? j.columns : j.rows;
  /** @param {PointerEvent} e */
  const pick = e => {
    if (e.type === "pointermove" && e.buttons === 0)
      return;
    const { row, column } = mapCell(e);
    const asked = isForward ? { row, column } : { row: column, column: row };
    if (asked.row !== j.row || asked.column !== j.column)
      scene.ask(asked);
  };
  /** @param {KeyboardEvent} e */
  const keyed = e => {
    const down = e.key === "ArrowDown" ? 1 : e.key === "ArrowUp" ? -1 : 0, right = e.key === "ArrowRight" ? 1 : e.key === "ArrowLeft" ? -1 : 0;
    if (!down && !right)
      return;
    e.preventDefault();
    e.stopPropagation();
    const [row, column] = isForward ? [j.row + down, j.column + right] : [j.row + right, j.column + down];
    scene.ask({ row: Math.max(0, Math.min(j.rows - 1, row)), column: Math.max(0, Math.min(j.columns - 1, column)) });
  };
  return html`<div class="product">
    <figure class="matrix"><canvas class="w" tabindex="0" role="application" aria-label=${`The matrix, ${rows} rows and ${columns} columns. Arrow keys choose a row and a column.`}
      @pointerdown=${pick} @pointermove=${pick} @keydown=${keyed}></canvas><figcaption data-formula="labels.0"></figcaption></figure>
    ${signs.map((sign, i) => html`<span class="sign">${sign}</span><figure><canvas class=${`v${i + 1}`} role="img" aria-label="a column of numbers"></canvas>
      <figcaption data-formula=${`labels.${i + 1}`}></figcaption></figure>`)}
  </div>
  ${j.shownRows < j.rows || j.shownColumns < j.columns ? html`<p>The first ${count(j.shownRows)} rows and ${count(j.shownColumns)} columns.</p>` : nothing}`;
}

/** @param {any} j @param {Float32Array} numbers */
function parts(j, numbers) {
  const all = new Numbers(numbers), rows = j.shownRows, columns = j.shownColumns;
  const sizes = j.way === "forward" ? [rows * columns, columns, rows, rows, rows] : [rows * columns, rows, columns, columns];
  return sizes.map(size => all.take(size));
}

/** @param {Float32Array} values @param {number} rows @param {number} columns */
function transposed(values, rows, columns) {
  return Float32Array.from(values, (_, i) => values[(i % rows) * columns + Math.floor(i / rows)]);
}

/**
 * Paints a matrix as cells, with its row and its column marked.
 * @param {HTMLCanvasElement | null} canvas @param {Float32Array} values @param {number} rows @param {number} columns @param {number} height
 * @param {{ row?: number, column?: number }} frame
 */
function paintMatrix(canvas, values, rows, columns, height, frame) {
  if (!canvas)
    return;
  const small = document.createElement("canvas");
  paint(small, values, columns, rows, { signed: true, scale: largest(values) });
  const pen = sharp(canvas, height), width = canvas.clientWidth;
  canvas.dataset.rows = String(rows);
  canvas.dataset.columns = String(columns);
  pen.imageSmoothingEnabled = false;
  pen.drawImage(small, 0, 0, width, height);
  const wide = width / columns, tall = height / rows;
  pen.strokeStyle = theme("line");
  pen.lineWidth = 1;
  pen.strokeRect(.5, .5, width - 1, height - 1);
  pen.strokeStyle = theme("ink");
  pen.lineWidth = 2;
  if (frame.row !== undefined && frame.row < rows)
    pen.strokeRect(1, Math.max(1, frame.row * tall - 1), width - 2, Math.max(3, tall));
  if (frame.column !== undefined && frame.column < columns) {
    pen.lineWidth = 1.5;
    pen.setLineDash([4, 3]);
    pen.strokeRect(Math.max(1, frame.column * wide - 1), 1, Math.max(3, wide), height - 2);
    pen.setLineDash([]);
  }
}

/** @param {any} j @param {Float32Array} numbers */
function table(j, numbers) {
  const lists = parts(j, numbers), isForward = j.way === "forward", length = isForward ? j.shownRows : j.shownColumns;
  const named = isForward ? [["b", lists[2]], ["z", lists[3]], ["a", lists[4]]] : [["σ′(z)", lists[2]], ["δ", lists[3]]];
  return html`<div class="scroll" tabindex="0" aria-label="Numbers"><table><thead><tr><th>${isForward ? "j" : "k"}</th><th>w of ${isForward ? `column ${j.column}` : `row ${j.row}`}</th>
    ${named.map(([name]) => html`<th>${name}</th>`)}</tr></thead><tbody>${Array.from({ length }, (_, i) => html`<tr aria-current=${i === (isForward ? j.row : j.column) ? "true" : nothing}><td>${i}</td>
    <td>${text(isForward ? lists[0][i * j.shownColumns + Math.min(j.column, j.shownColumns - 1)] : lists[0][Math.min(j.row, j.shownRows - 1) * j.shownColumns + i])}</td>
    ${named.map(([, list]) => html`<td>${text(/** @type {Float32Array} */ (list)[i])}</td>`)}</tr>`)}</tbody></table></div>`;
}
