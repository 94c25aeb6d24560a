// @ts-check
// The chain-rule microscope: one sample, one neuron, one weight, and the four equations with their numbers.
import { html, nothing, render } from "../../vendor/lit-html.js";
import { onTheme } from "../../Kit/colors.js";
import { numberField, slider, taskCard } from "../../Kit/controls.js";
import { formula, formulas } from "../../Kit/math.js";
import { count, text } from "../../Kit/numbers.js";
import { Answers } from "../../Kit/progress.js";
import { cellAt, paint, paintColors } from "../../Kit/tiles.js";
import { Numbers } from "../../Kit/wire.js";
import { NetworkPicture } from "./network.js";

/** @typedef {import("../../Kit/wire.js").Moment} Moment */

const phases = ["all", "forward", "backward", "update"];
const labels = /** @type {Record<string, string>} */ ({ z: "sum", a: "activation", 1: "equation 1", 2: "equation 2",
  3: "equation 3", 4: "equation 4", w: "update" });

/** @type {import("../../Kit/controls.js").Task[]} */
const tasks = [
  { ask: "A sigmoid output says 0.98 where 0 is right. Is its error δ large?", choices: ["yes, it is far off", "no, it is nearly flat there"], right: 1,
    why: "Equation 1 multiplies by σ′(z) = 0.98 · 0.02 ≈ 0.02: a saturated neuron learns slowly although it is badly wrong. The cross-entropy takes that factor away." },
  { ask: "A pixel is black: its a is 0. What is ∂C/∂w of its weights?", choices: ["0", "δ", "it depends on the others"], right: 0,
    why: "Equation 4: ∂C/∂w = a δ. What does not come in cannot be blamed. Choose a black pixel and look." },
  { ask: "Which weights are in equation 2 for δ of layer 1?", choices: ["those of layer 1", "those of layer 2"], right: 1,
    why: "Errors come back the way the activations went on: through the weights that lead out of the neuron." },
];

export const microscopeView = {
  name: "microscope",
  title: "Microscope",

  /**
   * @param {HTMLElement} place @param {import("../../Kit/wire.js").Wire} wire
   * @param {Record<string, any>} args @param {(changed: Record<string, any>) => void} changed
   */
  open(place, wire, args, changed) {
    let asked = { ...args };
    let phase = typeof args.phase === "string" ? args.phase : "all";
    let asTable = args.table === 1;
    const answers = new Answers("microscope", tasks);
    /** Whether results are hidden until they are guessed. */
    let hides = false;
    /** What was guessed of the equations that are shown, by their labels. @type {Map<string, number>} */
    let guesses = new Map();
    /** @type {any} */
    let shown = null;
    /** The weight before the step that was just taken. @type {string | null} */
    let step = null;
    /** @type {NetworkPicture | null} */
    let picture = null;
    const subscription = wire.subscribe("microscope", asked, draw);

    /** @param {Record<string, any>} more */
    function ask(more) {
      asked = { ...asked, ...more };
      for (const name of Object.keys(asked)) {
        if (asked[name] === undefined)
          delete asked[name];
      }
      subscription.update(asked);
      changed(asked);
    }

    /** @param {Moment} moment */
    function draw(moment) {
      const before = shown;
      shown = read(moment);
      step = before && !shown.json.problem && before.step + 1 === shown.step && before.json.weight === shown.json.weight
        && before.json.parameter === shown.json.parameter ? before.json.value
        : before && before.step === shown.step && before.json.weight === shown.json.weight ? step : null;
      const j = shown.json;
      if (before && !before.json.problem && !j.problem && (before.step !== shown.step || ["sample", "layer", "neuron", "cell"].some(name => before.json[name] !== j[name])))
        guesses = new Map();
      // What was chosen for this page stays chosen; a frame that answers an earlier question says nothing of it.
      const isAnswer = (asked.layer ?? j.layer) === j.layer && (asked.neuron ?? j.neuron) === j.neuron;
      if (!j.problem && isAnswer && (asked.neuron === undefined || asked.cell === undefined))
        ask({ layer: j.layer, neuron: j.neuron, cell: j.cell });
      render(j.problem ? html`<h1>Chain-rule microscope</h1><p class="lead">${shown.json.problem}</p>`
        : page(shown), place);
      if (!shown.json.problem)
        paintAll();
    }

    function paintAll() {
      const j = shown.json;
      const canvas = /** @type {HTMLCanvasElement | null} */ (place.querySelector("canvas.net"));
      if (canvas) {
        if (picture?.canvas !== canvas)
          picture = new NetworkPicture(canvas);
        picture.draw(shown.layers, { layer: j.layer, neuron: j.neuron, cell: j.cell, classes: j.classes ?? [],
          target: j.targetIndex ?? -1 });
      }
      const input = /** @type {HTMLCanvasElement | null} */ (place.querySelector("canvas.picture"));
      if (input)
        paintInput(input, j.inputShape, shown.input);
      for (const name of ["weights", "slopes"]) {
        const tile = /** @type {HTMLCanvasElement | null} */ (place.querySelector(`canvas.${name}`));
        if (tile)
          paint(tile, shown[name], shown.tile.width, shown.tile.height, { signed: true });
      }
      place.querySelectorAll("[data-equation]").forEach((element, i) => {
        const equation = visible(j)[i];
        const [symbols, numbers] = element.querySelectorAll(".maths > span");
        formula(symbols, equation.symbols);
        const parts = [["mrow", ["mrow"], ["mo", "="], equation.numbers[0]], ...equation.numbers.slice(1)];
        formulas(numbers, isOpen(equation) ? [...parts, ["mrow", ["mrow"], ["mo", "="], equation.result]] : parts);
        for (const name of ["engine", "difference", "gap", "result"]) {
          const part = element.querySelector(`[data-number=${name}]`);
          if (part)
            formula(part, equation[name]);
        }
      });
      for (const name of ["said", "done"]) {
        const part = place.querySelector(`[data-nudge=${name}]`);
        if (part)
          formula(part, j.nudge[name]);
      }
      const cost = place.querySelector("[data-cost]");
      if (cost)
        formula(cost, j.cost);
    }

    /** Whether the result of an equation may be seen. @param {any} e */
    function isOpen(e) {
      return !hides || e.value === undefined || isRight(e);
    }

    /** Whether it was guessed to two digits. @param {any} e */
    function isRight(e) {
      const guess = guesses.get(e.label);
      return guess !== undefined && Math.abs(guess - e.value) <= 0.02 * Math.abs(e.value) + 1e-9;
    }

    /** @param {any} j */
    function visible(j) {
      return j.equations.filter((/** @type {any} */ e) => phase === "all" || e.phase === phase);
    }

    /** @param {any} s */
    function page(s) {
      const j = s.json, layer = s.layers[j.layer];
      return html`
        <h1>Chain-rule microscope</h1>
        <p class="lead">One sample goes forward, its cost goes backward. Choose a neuron, and a weight that leads to it: every
          number is the network's own, computed by hand and compared with automatic differentiation.</p>
        <div class="choose">
          <label class="field">Samples
            <select @change=${(/** @type {any} */ e) => ask({ part: e.target.value, sample: 0 })}>
              ${["train", "test"].map(part => html`<option value=${part} ?selected=${part === j.part}>${part === "train" ? "training" : "test"}</option>`)}
            </select></label>
          ${numberField("Sample", j.sample, j.samples, value => ask({ sample: value }))}
          ${numberField("Layer", j.layer + 1, s.layers.length, value => ask({ layer: value - 1, neuron: undefined, cell: undefined }), 1)}
          ${numberField("Neuron", j.neuron, layer.neurons, value => ask({ neuron: value, cell: undefined }))}
          ${numberField("Input", j.cell, s.inputs, value => ask({ cell: value }))}
          <button aria-pressed=${asTable} @click=${toggle}>Numbers as a table</button>
        </div>
        <div class="cards">
          <section class="card sample" aria-label="Sample">
            <h2>Sample ${count(j.sample)}</h2>
            ${j.inputShape.length > 1 ? html`<canvas class="picture pixels" role="img"
              aria-label=${`The sample as the network sees it, ${j.inputShape.join(" × ")}; it is ${j.target}`}
              @click=${pickPixel}></canvas>` : html`<p>${count(s.input.length)} numbers</p>`}
            <p class="says">It is <b>${j.target}</b>; the network says <b>${j.said}</b>.</p>
            <p>Cost <span data-cost></span> <small>(${j.loss})</small></p>
            <div class="pair">
              <figure><canvas class="weights picture pixels" role="img" aria-label="Weights of the neuron" @click=${pickWeight}></canvas>
                <figcaption>its weights w</figcaption></figure>
              <figure><canvas class="slopes picture pixels" role="img" aria-label="Slopes of the cost by these weights" @click=${pickWeight}></canvas>
                <figcaption>∂C/∂w for this sample</figcaption></figure>
            </div>
          </section>
          <section class="card" aria-label="Network">
            <h2>Network after step ${count(s.step)}</h2>
            ${asTable ? table(layer, j) : html`
              <canvas class="net" tabindex="0" role="application"
                aria-label="The network. Arrow keys up and down choose a neuron, left and right a layer, shift with up and down an input."
                @click=${pick} @keydown=${keyed}></canvas>
              <p class="legend"><span><i class="positive"></i>above 0</span><span><i class="negative"></i>below 0</span>
                <span><i class="ring"></i>ring: its error δ</span></p>`}
            <h2 class="then">Change this weight</h2>
            ${slider("by h", j.nudge.by, -2, 2, 0.01, value => ask({ nudge: value }))}
            <p>∂C/∂w · h says that C changes by <b data-nudge="said"></b>; it changes by <b data-nudge="done"></b>${j.nudge.isFar
              ? html`<span class="bad">: h is too large for a slope</span>` : nothing}.</p>
          </section>
          <section class="card equations" aria-label="Equations">
            <h2>Layer ${j.layer + 1}, neuron ${count(j.neuron)}, input ${count(j.cell)}</h2>
            <div class="phases" role="group" aria-label="Phase">${phases.map(name => html`
              <button aria-pressed=${name === phase} @click=${() => { phase = name; asked.phase = name; changed(asked); draw2(); }}>${name}</button>`)}
              <button aria-pressed=${hides} @click=${() => { hides = !hides; guesses = new Map(); draw2(); }}>let me compute</button>
            </div>
            <ol>${visible(j).map((/** @type {any} */ e) => html`
              <li data-equation class=${"1234".includes(e.label) ? "is-current" : ""}>
                <span class="label">${labels[e.label]}</span>
                <div class="maths"><span></span><span></span></div>
                <div class="witness">${isOpen(e) ? witness(e) : guess(e)}</div>
                <div class="says">${e.says}</div>
                ${e.label === "w" && step ? html`<div class="says">The step just taken, over a whole mini-batch, made
                  it ${step} → ${j.value}.</div>` : nothing}
              </li>`)}
            </ol>
          </section>
          ${taskCard(answers, draw2)}
        </div>`;
    }

    /** A field for what an equation comes to. @param {any} e */
    function guess(e) {
      const given = guesses.get(e.label);
      return html`<label>Your result <input type="text" inputmode="decimal" @change=${(/** @type {any} */ event) => {
        const value = Number(event.target.value.replace(",", ".").replace("−", "-"));
        if (event.target.value.trim() && Number.isFinite(value))
          guesses.set(e.label, value);
        draw2();
      }}></label> ${given === undefined ? html`<span>two digits are enough</span>`
        : html`<span class="bad" role="status">Not ${text(given)}${Math.abs(given + e.value) <= 0.02 * Math.abs(e.value) ? ": look at the sign" : ""}. Try again.</span>`}`;
    }

    /** @param {any} e */
    function witness(e) {
      if (e.phase === "update")
        return nothing;
      return html`<span>by hand <b data-number="result"></b></span>
        <span>${e.phase === "forward" ? "network" : "autograd"} <b data-number="engine"></b></span>
        ${e.difference ? html`<span title="(C(w + h) − C(w − h)) / 2h in double precision">finite difference <b data-number="difference"></b></span>` : nothing}
        <span>apart <b data-number="gap"></b></span>`;
    }

    /** @param {any} layer @param {any} j */
    function table(layer, j) {
      return html`<div class="scroll" tabindex="0" aria-label="Neurons"><table>
        <thead><tr><th>neuron</th><th>z</th><th>${layer.a.length === layer.z.length ? "a" : ""}</th><th>δ</th></tr></thead>
        <tbody>${Array.from(layer.z).slice(0, 400).map((z, i) => html`
          <tr aria-current=${i === j.neuron ? "true" : nothing}><td><button class="link" @click=${() => ask({ neuron: i, cell: undefined })}>${i}</button></td>
            <td>${text(/** @type {number} */ (z))}</td><td>${layer.a.length === layer.z.length ? text(layer.a[i]) : ""}</td>
            <td>${text(layer.delta[i])}</td></tr>`)}</tbody></table>
        ${layer.neurons > 400 ? html`<p>The first 400 of ${count(layer.neurons)}.</p>` : nothing}</div>`;
    }

    function draw2() {
      if (shown) {
        render(page(shown), place);
        paintAll();
      }
    }

    function toggle() {
      asTable = !asTable;
      asked.table = asTable ? 1 : undefined;
      changed(JSON.parse(JSON.stringify(asked)));
      draw2();
    }

    /** @param {MouseEvent} event */
    function pick(event) {
      const found = picture?.find(event);
      if (!found)
        return;
      const j = shown.json;
      const before = shown.layers[found.layer];
      if (found.layer === j.layer - 1 && before.a.length === before.z.length)
        ask({ cell: found.neuron });
      else
        ask({ layer: found.layer, neuron: found.neuron, cell: undefined });
    }

    /** @param {MouseEvent} event */
    function pickPixel(event) {
      const canvas = /** @type {HTMLCanvasElement} */ (event.currentTarget);
      const { x, y } = cellAt(canvas, event);
      if (shown.json.layer === 0)
        ask({ cell: y * canvas.width + x });
      else
        ask({ layer: 0, neuron: undefined, cell: y * canvas.width + x });
    }

    /** @param {MouseEvent} event */
    function pickWeight(event) {
      const { x, y } = cellAt(/** @type {HTMLCanvasElement} */ (event.currentTarget), event);
      if (shown.json.weightShape.length === 1)
        ask({ cell: Math.min(shown.json.weights - 1, y * shown.tile.width + x) });
    }

    /** @param {KeyboardEvent} event */
    function keyed(event) {
      const j = shown.json, up = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
      const side = event.key === "ArrowLeft" ? -1 : event.key === "ArrowRight" ? 1 : 0;
      if (event.shiftKey && up)
        ask({ cell: wrap(j.cell + up, shown.inputs) });
      else if (up)
        ask({ neuron: wrap(j.neuron + up, shown.layers[j.layer].neurons), cell: undefined });
      else if (side)
        ask({ layer: Math.max(0, Math.min(shown.layers.length - 1, j.layer + side)), neuron: undefined, cell: undefined });
      else
        return;
      event.preventDefault();
      event.stopPropagation();
    }

    const resize = new ResizeObserver(() => shown && !shown.json.problem && paintAll());
    resize.observe(place);
    onTheme(() => place.isConnected && shown && !shown.json.problem && paintAll());
    return {
      close() {
        subscription.close();
        resize.disconnect();
      },
      /** @param {KeyboardEvent} event */
      key(event) {
        if (event.key.toLowerCase() !== "t")
          return false;
        toggle();
        return true;
      },
    };
  },
};

/** @param {Moment} moment */
function read(moment) {
  const j = moment.json;
  if (j.problem)
    return { json: j };
  const numbers = new Numbers(moment.numbers);
  const input = numbers.take(j.inputShape.reduce((/** @type {number} */ a, /** @type {number} */ b) => a * b, 1));
  const layers = j.layers.map((/** @type {any} */ layer) => ({ ...layer, z: numbers.take(layer.shown),
    a: numbers.take(layer.shownA), delta: numbers.take(layer.shown) }));
  const weights = numbers.take(j.weights), slopes = numbers.take(j.weights);
  return { json: j, step: moment.step, input, layers, weights, slopes, tile: tileOf(j), inputs: j.inputs };
}

/** The weights of a neuron as a picture: as its input where that is one, else nearly square. @param {any} j */
function tileOf(j) {
  if (j.weightShape.length === 3)
    return { width: j.weightShape[2], height: j.weightShape[0] * j.weightShape[1] };
  const image = j.inputShape;
  if (j.layer === 0 && image.length >= 2 && image.reduce((/** @type {number} */ a, /** @type {number} */ b) => a * b, 1) === j.weights)
    return { width: image[image.length - 1], height: j.weights / image[image.length - 1] };
  let width = Math.ceil(Math.sqrt(j.weights));
  while (j.weights % width !== 0)
    width++;
  return { width, height: j.weights / width };
}

/** @param {HTMLCanvasElement} canvas @param {number[]} shape @param {Float32Array} values */
function paintInput(canvas, shape, values) {
  const width = shape[shape.length - 1], height = shape[shape.length - 2];
  if (shape.length === 3 && shape[0] === 3)
    paintColors(canvas, values, width, height);
  else
    paint(canvas, values, width, height, { signed: values.some(value => value < 0) });
}

/** @param {number} value @param {number} count */
function wrap(value, count) {
  return (value + count) % count;
}
