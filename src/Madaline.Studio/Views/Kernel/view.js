// @ts-check
// A kernel that slides over a picture: nine products and their sum.
import { html } from "../../vendor/lit-html.js";
import { largest } from "../../Kit/colors.js";
import { taskCard, Walk } from "../../Kit/controls.js";
import { mapCell, moved, paintMap, pictureChoice } from "../../Kit/maps.js";
import { text } from "../../Kit/numbers.js";
import { Answers } from "../../Kit/progress.js";
import { view } from "../../Kit/viewbase.js";
import { Numbers } from "../../Kit/wire.js";

/** @type {import("../../Kit/controls.js").Task[]} */
const tasks = [
  { ask: "The course's numbers, kernel “sharpen” (0 −1 0, −1 5 −1, 0 −1 0), padding 1, second row, first column: what is the sum?",
    choices: ["89", "210", "206", "320"], right: 1,
    why: "5 · 103 − 105 − 99 − 101 = 210; the fourth neighbour lies outside and counts as 0." },
  { ask: "A 3 × 3 kernel without padding slides over 28 × 28 pixels. How large is the map?",
    choices: ["28 × 28", "27 × 27", "26 × 26"], right: 2,
    why: "It fits in n − k + 1 = 26 places each way: a kernel of 3 takes 2 away, not 1. Padding 1 keeps the size." },
];

export const kernelView = view("kernel", "Kernel lab", () => {
  const answers = new Answers("kernel", tasks), walk = new Walk();
  /** What was shown last. @type {any} */
  let now = null;
  return {
    close: () => walk.stop(),
    page({ json: j, numbers }, scene) {
      now = j;
      /** The next place of the map; at its end none. */
      const slide = () => {
        const next = now.row * now.output.width + now.column + 1, more = next < now.output.height * now.output.width;
        if (more)
          scene.ask({ row: Math.floor(next / now.output.width), column: next % now.output.width });
        return more;
      };
      /** The next of Kirsch's directions, around and around. */
      const turn = () => {
        const all = j.kernels.filter((/** @type {string} */ name) => name.startsWith("Kirsch"));
        scene.ask({ preset: all[(all.indexOf(now.kernelName) + 1) % all.length], kernel: undefined });
        return true;
      };
      const kernel = parts(j, numbers).kernel;
      const set = (/** @type {number} */ i, /** @type {number} */ value) =>
        scene.ask({ kernel: Array.from(kernel, (old, k) => k === i ? value : Number(old.toFixed(4))).join(","), preset: undefined });
      return html`
        <h1>Kernel lab</h1>
        <p class="lead">A kernel lies over nine pixels; each pixel is multiplied by the number on it, and the sum is one pixel of the map.
          Click a place, move it with the arrow keys, or write a kernel of your own.</p>
        <div class="choose">
          ${pictureChoice(j, scene.ask)}
          <label class="field">Kernel<select @change=${(/** @type {any} */ e) => scene.ask({ preset: e.target.value, kernel: undefined })}>
            ${j.kernels.map((/** @type {string} */ name) => html`<option ?selected=${name === j.kernelName}>${name}</option>`)}
            ${j.kernelName === "own" ? html`<option selected>own</option>` : ""}</select></label>
          <label class="field">Padding<select @change=${(/** @type {any} */ e) => scene.ask({ padding: Number(e.target.value) })}>
            ${[0, 1].map(p => html`<option ?selected=${p === j.padding}>${p}</option>`)}</select></label>
          <label class="field">Stride<select @change=${(/** @type {any} */ e) => scene.ask({ stride: Number(e.target.value), row: 0, column: 0 })}>
            ${[1, 2, 3].map(s => html`<option ?selected=${s === j.stride}>${s}</option>`)}</select></label>
        </div>
        <div class="choices"><button @click=${() => walk.toggle(slide, 350)}>Slide, or stop</button>
          <button @click=${() => walk.toggle(turn, 900)}>Kirsch around the compass, or stop</button></div>
        <div class="cards">
          <section class="card" aria-label="Picture"><h2>Picture, ${j.input.height} × ${j.input.width}</h2>
            <canvas class="input" role="img" aria-label="The picture with the nine pixels below the kernel framed"
              @click=${(/** @type {MouseEvent} */ e) => pick(e, j, scene)}></canvas></section>
          <section class="card" aria-label="Kernel"><h2>Kernel</h2>
            <div class="grid">${Array.from(kernel, (value, i) => html`<input type="number" step="any" aria-label=${`Row ${Math.floor(i / 3) + 1}, column ${i % 3 + 1}`}
              .value=${String(Number(value.toFixed(4)))} @change=${(/** @type {any} */ e) => set(i, Number(e.target.value) || 0)}>`)}</div>
            <h2>Row ${j.row + 1}, column ${j.column + 1} of the map</h2>
            <div class="parts" data-formula="sum"></div>
            <p>The network's own convolution says <b data-formula="result"></b>.</p>
            <p>Size of the map: <span data-formula="size"></span></p></section>
          <section class="card" aria-label="Map"><h2>Map, ${j.output.height} × ${j.output.width}</h2>
            ${scene.asked.table === 1 ? table(j, numbers) : html`<canvas class="output" tabindex="0" role="application"
              aria-label="The map; arrow keys move the place"
              @click=${(/** @type {MouseEvent} */ e) => scene.ask(mapCell(e))} @keydown=${(/** @type {KeyboardEvent} */ e) => moved(e, j, j.output, scene.ask)}></canvas>`}
            <p>Orange is above 0, blue below.</p></section>
          <section class="card wide" aria-label="Kirsch's edges"><h2>Kirsch's eight directions</h2>
            <div class="beside"><div class="compass">${["NorthWest", "North", "NorthEast", "West", "", "East", "SouthWest", "South", "SouthEast"].map(name => html`<figure class=${name && `Kirsch ${name}` === j.kernelName ? "is-chosen" : ""}>
              <canvas class=${name ? `at-${name}` : "edges"} role="img" aria-label=${name ? `edges that face ${name}` : "the largest of the eight at each place"}></canvas>
              <figcaption>${name ? html`<button class="link" @click=${() => scene.ask({ preset: `Kirsch ${name}`, kernel: undefined })}>${name.replace(/([a-z])([A-Z])/, "$1-$2").toLowerCase()}</button>` : "largest"}</figcaption></figure>`)}</div>
            <p>Each kernel answers to edges that face one way: orange where it gets brighter that way, blue where it gets darker. In the middle
              stands, at each place, the largest of the eight: the edges of all directions.</p></div></section>
          ${taskCard(answers, scene.redraw)}
        </div>`;
    },
    paint({ json: j, numbers }, scene) {
      const { input, output, edges, compass } = parts(j, numbers);
      paintMap(scene.place, "input", input, j.input, { signed: false, scale: 255, numbers: true,
        frame: { top: j.top, left: j.left, height: 3, width: 3 } });
      paintMap(scene.place, "output", output, j.output, { signed: true, numbers: true,
        frame: { top: j.row, left: j.column, height: 1, width: 1 } });
      const area = j.edges.height * j.edges.width, scale = largest(edges);
      paintMap(scene.place, "edges", edges, j.edges, { signed: true, scale });
      j.compass.forEach((/** @type {string} */ name, /** @type {number} */ i) =>
        paintMap(scene.place, `at-${name}`, compass.subarray(i * area, (i + 1) * area), j.edges, { signed: true, scale }));
    },
  };
});

/** @param {any} j @param {Float32Array} numbers */
function parts(j, numbers) {
  const all = new Numbers(numbers);
  return { input: all.take(j.input.height * j.input.width), output: all.take(j.output.height * j.output.width), kernel: all.take(9), below: all.take(9),
    edges: all.take(j.edges.height * j.edges.width), compass: all.take(8 * j.edges.height * j.edges.width) };
}

/** The place whose nine pixels have this one in their middle. @param {MouseEvent} event @param {any} j @param {import("../../Kit/viewbase.js").Scene} scene */
function pick(event, j, scene) {
  const { row, column } = mapCell(event);
  const place = (/** @type {number} */ at, /** @type {number} */ size) => Math.max(0, Math.min(size - 1, Math.round((at - 1 + j.padding) / j.stride)));
  scene.ask({ row: place(row, j.output.height), column: place(column, j.output.width) });
}

/** @param {any} j @param {Float32Array} numbers */
function table(j, numbers) {
  const { output } = parts(j, numbers);
  return html`<div class="scroll" tabindex="0" aria-label="Map"><table><tbody>${Array.from({ length: j.output.height }, (_, row) => html`<tr>
    ${Array.from({ length: j.output.width }, (_, column) => html`<td>${text(output[row * j.output.width + column])}</td>`)}</tr>`)}</tbody></table></div>`;
}
