// @ts-check
// A small tensor through operations: its memory, its tape, and devices.
import { html, nothing } from "../../vendor/lit-html.js";
import { taskCard } from "../../Kit/controls.js";
import { divergingText, largest } from "../../Kit/colors.js";
import { text } from "../../Kit/numbers.js";
import { Answers } from "../../Kit/progress.js";
import { view } from "../../Kit/viewbase.js";
import { Numbers } from "../../Kit/wire.js";

/** @typedef {import("../../Kit/viewbase.js").Scene} Scene */

/** @type {import("../../Kit/controls.js").Task[]} */
const tasks = [
  { ask: "x has the shape [2, 3] and is fresh. What are the strides of x.Transpose(0, 1)?", choices: ["[3, 1]", "[1, 3]", "[2, 1]"], right: 1,
    why: "Nothing is moved: the strides [3, 1] change places. The element below is now 1 further, the one to the right 3." },
  { ask: "x of [2, 3] plus r of [3]: how many numbers of r are in memory?", choices: ["3", "6"], right: 0,
    why: "Broadcasting gives the new dimension the stride 0: the same three are read for each row." },
  { ask: "When does Reshape copy?", choices: ["always", "never", "when no strides lead through the old memory in the new order"], right: 2,
    why: "After a transpose the order of the elements is no longer that of the memory. Try transpose, then reshape to [6]." },
];
const presets = [["a transpose", "2x3", "transpose,0,1"], ["a slice with steps", "2x3x4", "slice,2,0,4,2;select,1,1"], ["broadcasting", "2x3", "add-row"],
  ["a column grows", "3", "add-column"], ["a reshape that copies", "2x3", "transpose,0,1;reshape,6"], ["an expression", "2x2", "matmul;subtract,2;relu;square;mean"],
  ["a mistake", "2x3", "matmul"]];

export const tensorsView = view("tensors", "Tensors", () => {
  const answers = new Answers("tensors", tasks), draft = { block: "reshape", text: "3, -1" };
  return {
    page(moment, scene) {
      const j = moment.json;
      return html`
        <h1>Tensors</h1>
        <p class="lead">${j.part === "devices" ? html`A tensor lies on a device, and an operation takes its tensors from one. Each line below was just done by the engine.`
          : j.part === "tape" ? html`Every operation on a tensor with RequiresGrad is written down. Backward goes up this list and leaves a gradient of the sum at each value.`
          : html`A tensor is a strip of memory, and a rule where to read: offset, sizes and strides. Put operations one after the other, and see which share memory and which copy.`}</p>
        <div class="choices" role="group" aria-label="Part">${[["memory", "Memory"], ["tape", "Tape"], ["devices", "Devices"]].map(([name, title]) => html`
          <button aria-pressed=${name === j.part} @click=${() => scene.ask({ part: name, cell: 0 })}>${title}</button>`)}</div>
        <div class="cards">${j.part === "devices" ? devices(j) : html`${chain(j, scene)}${j.part === "tape" ? tape(moment, scene) : memory(moment, scene)}`}
          ${taskCard(answers, scene.redraw)}</div>`;
    },
    paint({ json: j, numbers }, scene) {
      if (j.part === "devices")
        return;
      // Equal numbers have equal colours, in a grid and in the memory below it.
      const scale = largest(numbers.filter(n => Number.isFinite(n)));
      for (const element of scene.place.querySelectorAll("[data-number]")) {
        const box = /** @type {HTMLElement} */ (element), number = Number(box.dataset.number);
        box.style.background = box.classList.contains("unread") || !Number.isFinite(number) ? "" : divergingText(number / scale * .3);
      }
    },
  };

  /** @param {any} j @param {Scene} scene */
  function chain(j, scene) {
    const block = j.blocks.find((/** @type {any} */ b) => b.name === draft.block);
    const steps = j.chain ? j.chain.split(";") : [];
    const set = (/** @type {string[]} */ list) => scene.ask({ chain: list.join(";"), value: undefined, cell: 0 });
    return html`<section class="card tall" aria-label="Chain"><h2>Operations</h2>
      <div class="add"><label class="field">Examples<select @change=${(/** @type {any} */ e) => preset(presets[Number(e.target.value)])}>
        <option value="-1" selected>choose one …</option>${presets.map(([name], i) => html`<option value=${i}>${name}</option>`)}</select></label>
      <label class="field">Start with<select @change=${(/** @type {any} */ e) => scene.ask({ start: e.target.value, value: undefined, cell: 0 })}>
        ${j.starts.map((/** @type {any} */ s) => html`<option value=${s.name} ?selected=${s.name === j.start}>${s.shape}</option>`)}</select></label></div>
      <ol class="chain">${j.values.map((/** @type {any} */ v, /** @type {number} */ i) => html`<li><button aria-pressed=${i === j.value}
        @click=${() => scene.ask({ value: i, cell: 0, part: "memory" })}><code>${v.name}${i ? ` = ${v.code}` : ""}</code><span class="soft">${list(v.shape)} ${v.kind}</span></button></li>`)}</ol>
      ${j.refused ? html`<div class="refused" role="alert"><code>${j.refusedCode}</code><br><b>The engine says:</b> ${j.refused}</div>` : nothing}
      <div class="add">
        <label class="field">Next<select @change=${(/** @type {any} */ e) => { draft.block = e.target.value;
          draft.text = j.blocks.find((/** @type {any} */ b) => b.name === draft.block).usual; scene.redraw(); }}>
          ${j.blocks.map((/** @type {any} */ b) => html`<option value=${b.name} ?selected=${b.name === draft.block}>${b.code}</option>`)}</select></label>
        ${block.hint ? html`<label class="field">${block.hint}<input type="text" .value=${draft.text} @change=${(/** @type {any} */ e) => { draft.text = e.target.value; }}></label>` : nothing}
        <button class="main" ?disabled=${steps.length >= j.most || j.refused !== undefined} @click=${() => set([...steps, [draft.block, ...(block.hint ? draft.text.split(/[\s,;]+/).filter(Boolean).map(minus) : [])].join(",")])}>Add</button>
      </div>
      <div class="choices"><button ?disabled=${steps.length === 0} @click=${() => set(steps.slice(0, -1))}>Take the last away</button>
        <button ?disabled=${steps.length === 0} @click=${() => set([])}>Take all away</button></div>
      <p class="soft">r = [10, 20, 30], c = [[100], [200]], m = [[1, 2], [0, 1]]</p></section>`;

    /** @param {string[]} chosen */
    function preset(chosen) {
      if (chosen)
        scene.ask({ start: chosen[1], chain: chosen[2], value: undefined, cell: 0 });
    }
  }

  /** @param {import("../../Kit/wire.js").Moment} moment @param {Scene} scene */
  function memory({ json: j, numbers }, scene) {
    const v = j.values[j.value], all = new Numbers(numbers), values = all.take(j.elements), reads = all.take(j.elements), cells = all.take(j.cells);
    const times = new Map();
    for (const read of reads)
      times.set(read, (times.get(read) ?? 0) + 1);
    const operands = (j.stretched ?? []).map((/** @type {any} */ o) => ({ ...o, values: all.take(j.elements), again: all.take(j.elements) }));
    const pick = (/** @type {number} */ cell) => scene.ask({ cell });
    return html`
      <section class="card" aria-label="Value"><h2><code>${v.name}</code>, ${v.kind}</h2>
        <dl class="facts"><dt>shape</dt><dd>${list(v.shape)}</dd><dt>strides</dt><dd>${list(v.strides)}</dd><dt>offset</dt><dd>${v.offset}</dd>
          <dt>in order</dt><dd>${v.contiguous ? "yes, contiguous" : "no: rows do not lie one after the other"}</dd>
          <dt>memory</dt><dd>${j.memory === j.value ? "its own" : html`that of <code>${j.values[j.memory].name}</code>`}</dd></dl>
        ${scene.asked.table === 1 ? html`<div class="scroll" tabindex="0" aria-label="Elements"><table><thead><tr><th>element</th><th>read from</th><th>number</th></tr></thead><tbody>
          ${Array.from(values, (value, i) => html`<tr><td>${i}</td><td>${reads[i]}</td><td>${text(value)}</td></tr>`)}</tbody></table></div>`
          : grids(v.shape, values, { pick, chosen: j.cell })}
        ${j.index ? html`<h2>Where the element ${list(j.position)} lies</h2><p class="soft">offset + Σ index · stride</p><div class="parts" data-formula="index"></div>` : html`<p>It has no elements.</p>`}
      </section>
      <section class="card" aria-label="Memory"><h2>The memory of <code>${j.values[j.memory].name}</code></h2>
        <ol class="strip">${Array.from(cells, (value, i) => html`<li class="slot"><span class=${`box ${times.has(i) ? "" : "unread"} ${reads[j.cell] === i ? "here" : ""}`} data-number=${value}>
          ${Number.isNaN(value) ? "–" : text(value)}</span><small>${i}${(times.get(i) ?? 0) > 1 ? ` ×${times.get(i)}` : ""}</small></li>`)}</ol>
        <p>Framed: what the chosen element reads.${times.size < j.cells ? html` Grey: not read by <code>${v.name}</code>.` : ""}
          ${times.size < j.elements ? "×2: read twice." : ""} ${j.memory === j.value ? "" : html`Whoever changes a number here changes <code>${v.name}</code>, too.`}</p>
        ${operands.length ? html`<h2>Broadcasting</h2><p>Both are brought to ${list(v.shape)}. Dashed cells are not copied: their stride is 0, and the same number is read again.</p>
          <div class="operands">${operands.map((/** @type {any} */ o) => html`<div><p><code>${o.name}</code> ${list(o.shape)}${o.grows ? html`, strides ${list(o.strides)}` : ""}</p>
            ${grids(v.shape, o.values, { again: o.again, chosen: j.cell })}</div>`)}</div>` : nothing}
      </section>`;
  }

  /** @param {import("../../Kit/wire.js").Moment} moment @param {Scene} scene */
  function tape({ json: j, numbers }, scene) {
    const all = new Numbers(numbers);
    return html`<section class="card tall" aria-label="Tape"><h2>The tape</h2><ol class="tape">${j.nodes.map((/** @type {any} */ n) => {
      const size = n.shape.reduce((/** @type {number} */ a, /** @type {number} */ b) => a * b, 1);
      const values = n.known ? all.take(size) : null, gradient = n.graded ? all.take(size) : null;
      const side = n.inputs.filter((/** @type {any} */ i) => i.constant);
      return html`<li><p><span class="op">${n.op}</span> ${n.inputs.length ? html`<span class="soft">reads</span> <code>${n.inputs.map((/** @type {any} */ i) => i.name).join(", ")}</code>` : ""}
          ${n.attributes ? html`<span class="soft">with</span> <code>${n.attributes}</code>` : ""} <span class="soft">gives</span> <code>${n.name}</code> ${list(n.shape)}</p>
        ${side.map((/** @type {any} */ i) => html`<p class="soft"><code>${i.name}</code> = ${i.constant}, needs no gradient</p>`)}
        <div class="two">${values ? html`<div><small class="soft">value</small>${grids(n.shape, values, {})}</div>` : html`<p class="soft">inside of a step: its value was not kept</p>`}
          ${gradient ? html`<div><small class="soft">its gradient</small>${grids(n.shape, gradient, n.op === "input" ? { pick: cell => scene.ask({ cell }), chosen: j.cell } : {})}</div>` : nothing}</div></li>`;
    })}</ol></section>
      <section class="card" aria-label="Check"><h2>Is it true?</h2>
        <p>${j.adds ? "The last value is added up, since only a single number has a gradient. " : ""}The sum is <b data-formula="total"></b>.</p>
        <p>The element ${list(j.position)} of the start, moved a little both ways, changes the sum by f(x + h) − f(x − h), for each unit by</p>
        <div class="parts" data-formula="difference"></div>
        <p>Autograd says <b data-formula="autograd"></b>. Choose another element in the gradient of the input.</p></section>`;
  }
});

/** @param {any} j */
function devices(j) {
  return html`<section class="card" aria-label="Devices"><h2>Devices here</h2>
      <div class="scroll" tabindex="0" aria-label="Devices"><table><thead><tr><th>name</th><th>usable</th></tr></thead><tbody>
      ${j.devices.map((/** @type {any} */ d) => html`<tr><td><code>${d.name}</code></td><td class=${d.usable ? "good" : ""}>${d.usable ? "yes" : "no"}</td></tr>`)}</tbody></table></div>
      ${j.devices.filter((/** @type {any} */ d) => !d.usable).map((/** @type {any} */ d) => html`<p><code>${d.name}</code>: ${d.reason}.</p>`)}
      <p>So that two can be mixed at all there is <code>Device.Meta</code>, a device without memory: it works out shapes and computes nothing.</p></section>
    <section class="card talk" aria-label="Mixing"><h2>x of [2, 2] on the processor</h2>
      ${j.lines.map((/** @type {any} */ l) => html`<p><code>${l.code}</code></p>${l.error ? html`<div class="refused"><b>The engine says:</b> ${l.error}</div>` : html`<p class="soft">→ ${l.says}</p>`}`)}
    </section>`;
}

/**
 * Numbers in rows and columns, one grid for each index of the dimensions before the last two.
 * @param {number[]} shape @param {Float32Array} values @param {{ pick?: (cell: number) => void, chosen?: number, again?: Float32Array }} how
 */
function grids(shape, values, how) {
  const columns = shape.length ? shape[shape.length - 1] : 1, rows = shape.length > 1 ? shape[shape.length - 2] : 1, each = rows * columns;
  if (values.length === 0)
    return nothing;
  const key = (/** @type {KeyboardEvent} */ e) => {
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: columns, ArrowUp: -columns }[e.key];
    if (!step || !how.pick)
      return;
    e.preventDefault();
    e.stopPropagation();
    const next = Math.max(0, Math.min(values.length - 1, (how.chosen ?? 0) + step));
    how.pick(next);
    const place = /** @type {HTMLElement} */ (e.currentTarget);
    /** @type {HTMLElement | null} */ (place.querySelector(`[data-cell="${next}"]`))?.focus();
  };
  return html`<div class="grids" @keydown=${key}>${Array.from({ length: values.length / each }, (_, g) => html`<table class="grid">
    ${shape.length > 2 ? html`<caption>[${before(shape, g)}, :, :]</caption>` : nothing}<tbody>${Array.from({ length: rows }, (_, r) => html`<tr>
      ${Array.from({ length: columns }, (_, c) => cell(g * each + r * columns + c))}</tr>`)}</tbody></table>`)}</div>`;

  /** @param {number} i */
  function cell(i) {
    const kind = `box ${how.again?.[i] ? "again" : ""} ${how.chosen === i ? "here" : ""}`;
    return html`<td>${how.pick ? html`<button class=${kind} data-number=${values[i]} data-cell=${i} aria-pressed=${how.chosen === i} tabindex=${how.chosen === i ? 0 : -1}
      @click=${() => how.pick?.(i)}>${text(values[i])}</button>` : html`<span class=${kind} data-number=${values[i]}>${text(values[i])}</span>`}</td>`;
  }
}

/** The index of a grid in the dimensions before the last two. @param {number[]} shape @param {number} grid */
function before(shape, grid) {
  const index = [];
  for (let d = shape.length - 3; d >= 0; d--) {
    index.unshift(grid % shape[d]);
    grid = Math.floor(grid / shape[d]);
  }
  return index.join(", ");
}

/** @param {number[]} numbers */
function list(numbers) {
  return `[${numbers.join(", ").replaceAll("-", "−")}]`;
}

/** A typed number, whose minus may be a true one. @param {string} typed */
function minus(typed) {
  return typed.replace("−", "-");
}
