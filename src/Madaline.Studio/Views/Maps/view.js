// @ts-check
// The maps of each layer for one sample, while the network trains.
import { html } from "../../vendor/lit-html.js";
import { taskCard } from "../../Kit/controls.js";
import { largest } from "../../Kit/colors.js";
import { count, text } from "../../Kit/numbers.js";
import { paintPictures } from "../../Kit/pictures.js";
import { Answers } from "../../Kit/progress.js";
import { paint } from "../../Kit/tiles.js";
import { view } from "../../Kit/viewbase.js";
import { Numbers } from "../../Kit/wire.js";

/** @type {import("../../Kit/controls.js").Task[]} */
const tasks = [
  { ask: "Behind a ReLU some maps are empty for this sample. Are those neurons dead?",
    choices: ["yes", "perhaps: look at other samples"], right: 1,
    why: "A map that is 0 for one picture may find something in another. Dead means 0 for every sample: see Gradient flow." },
  { ask: "Which layer's maps look most like the picture?", choices: ["the first", "the last"], right: 0,
    why: "The first looks at single pixels and their neighbours; later ones at maps of maps, over larger fields, and after pooling at fewer pixels." },
];

export const mapsView = view("maps", "Feature maps", () => {
  const answers = new Answers("maps", tasks);
  return {
    page({ json: j, numbers }, scene) {
      if (j.problem)
        return html`<h1>Feature maps</h1><p class="lead">${j.problem}</p>`;
      const { maps } = parts(j, numbers), area = j.mapHeight * j.mapWidth;
      return html`
        <h1>Feature maps</h1>
        <p class="lead">What each layer makes of one sample, after step ${count(j.step)}. All maps of a layer share one scale: orange is above 0, blue below.</p>
        <div class="choose">
          <label class="field">Sample<input type="number" min="0" max=${j.samples - 1} .value=${String(j.sample)}
            @change=${(/** @type {any} */ e) => scene.ask({ sample: Math.max(0, Math.min(j.samples - 1, Math.round(Number(e.target.value)) || 0)) })}></label>
          <label class="field">Layer<select @change=${(/** @type {any} */ e) => scene.ask({ layer: e.target.selectedIndex })}>
            ${j.layers.map((/** @type {any} */ layer, /** @type {number} */ i) => html`<option ?selected=${i === j.layer}>${layer.name} ${layer.kind}, ${layer.shape}</option>`)}</select></label>
        </div>
        <div class="cards">
          <section class="card" aria-label="Sample"><h2>Sample</h2><div class="tiles"><canvas class="tile" role="img" aria-label=${`The sample, ${j.pictures[0].is}`}></canvas></div>
            <p>It is <b>${j.pictures[0].is}</b>; the network says <b>${j.pictures[0].said}</b>, ${j.pictures[0].sure} sure.</p></section>
          <section class="card" aria-label="Maps"><h2>${count(j.shown)}${j.shown < j.maps ? ` of ${count(j.maps)}` : ""} maps of ${j.mapHeight} × ${j.mapWidth}</h2>
            ${scene.asked.table === 1 ? html`<div class="scroll" tabindex="0" aria-label="Maps"><table><thead><tr><th>map</th><th>largest value</th><th>cells above 0</th></tr></thead>
              <tbody>${Array.from({ length: j.shown }, (_, i) => { const map = maps.subarray(i * area, (i + 1) * area);
                return html`<tr><td>${i}</td><td>${text(Math.max(...map))}</td><td>${count(map.filter(value => value > 0).length)} of ${count(area)}</td></tr>`; })}</tbody></table></div>`
              : html`<div class="tiles">${Array.from({ length: j.shown }, (_, i) => html`<canvas class="map" role="img" aria-label=${`map ${i}`}></canvas>`)}</div>`}</section>
          ${j.kernels > 0 ? html`<section class="card wide" aria-label="Kernels"><h2>${count(j.kernels)}${j.kernels < j.allKernels ? ` of ${count(j.allKernels)}` : ""} kernels of ${j.kernelHeight} × ${j.kernelWidth}</h2>
            <div class="tiles small">${Array.from({ length: j.kernels }, (_, i) => html`<canvas class="kernel-tile" role="img" aria-label=${`kernel of map ${Math.floor(i / j.inputs)}, input ${i % j.inputs}`}></canvas>`)}</div></section>` : ""}
          ${j.strip.length > 0 ? html`<section class="card wide" aria-label="How they came about"><h2>How the first ${count(j.stripKernels)} kernels came about</h2>
            <div class="scroll" tabindex="0" aria-label="Kernels by step"><table><thead><tr><th>kernel</th>${j.strip.map((/** @type {number} */ step) => html`<th>step ${count(step)}</th>`)}<th>now</th></tr></thead>
              <tbody>${Array.from({ length: j.stripKernels }, (_, k) => html`<tr><td>${k}</td>${Array.from({ length: j.strip.length + 1 }, (_, i) => html`<td><canvas class="strip" data-step=${i} data-kernel=${k} role="img"
                aria-label=${`kernel ${k} ${i < j.strip.length ? `at step ${j.strip[i]}` : "now"}`}></canvas></td>`)}</tr>`)}</tbody></table></div></section>` : ""}
          ${taskCard(answers, scene.redraw)}
        </div>`;
    },
    paint({ json: j, numbers }, scene) {
      if (j.problem)
        return;
      const { picture, maps, kernels, strip } = parts(j, numbers);
      const area = j.kernelHeight * j.kernelWidth, scale = largest(kernels);
      scene.place.querySelectorAll("canvas.strip").forEach(element => {
        const canvas = /** @type {HTMLCanvasElement} */ (element), at = Number(canvas.dataset.step), k = Number(canvas.dataset.kernel);
        const values = at < j.strip.length ? strip.subarray((at * j.stripKernels + k) * area, (at * j.stripKernels + k + 1) * area) : kernels.subarray(k * area, (k + 1) * area);
        paint(canvas, values, j.kernelWidth, j.kernelHeight, { signed: true, scale });
      });
      paintPictures(scene.place, j, picture);
      tiles("canvas.map", maps, j.mapHeight, j.mapWidth);
      tiles("canvas.kernel-tile", kernels, j.kernelHeight, j.kernelWidth);

      /** @param {string} selector @param {Float32Array} values @param {number} height @param {number} width */
      function tiles(selector, values, height, width) {
        const scale = largest(values);
        scene.place.querySelectorAll(selector).forEach((element, i) => paint(/** @type {HTMLCanvasElement} */ (element),
          values.subarray(i * height * width, (i + 1) * height * width), width, height, { signed: true, scale }));
      }
    },
  };
});

/** @param {any} j @param {Float32Array} numbers */
function parts(j, numbers) {
  const all = new Numbers(numbers);
  return {
    picture: all.take(j.channels * j.height * j.width),
    maps: all.take(j.shown * j.mapHeight * j.mapWidth),
    kernels: all.take(j.kernels > 0 ? j.kernels * j.kernelHeight * j.kernelWidth : 0),
    strip: all.take(j.strip.length * j.stripKernels * (j.kernelHeight ?? 0) * (j.kernelWidth ?? 0)),
  };
}
