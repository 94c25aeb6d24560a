// @ts-check
// The echo canceller: signals before and after, the taps beside the echo path, and the LMS rule at one sample.
import { html, nothing } from "../../vendor/lit-html.js";
import { sharp } from "../../Kit/canvas.js";
import { slider, taskCard } from "../../Kit/controls.js";
import { largest, theme } from "../../Kit/colors.js";
import { count, text } from "../../Kit/numbers.js";
import { Answers } from "../../Kit/progress.js";
import { Numbers } from "../../Kit/wire.js";

/** @typedef {import("../../Kit/viewbase.js").Scene} Scene */
/** @typedef {import("../../Kit/wire.js").Moment} Moment */

/** @type {import("../../Kit/controls.js").Task[]} */
export const echoTasks = [
  { ask: "μ is doubled again and again. What happens in the end?", choices: ["it learns faster and faster", "it diverges in a loud syllable", "it stops learning"], right: 1,
    why: "After a step the error of the same sample is e (1 − 2μ‖x‖²). Above μ = 1/‖x‖² that is larger than e, and ‖x‖² is largest where the voice is loud." },
  { ask: "The echo path is 24 samples long, the filter has 12 taps. How good can it get?",
    choices: ["as good as with 24, but later", "some echo always stays", "it cannot learn at all"], right: 1,
    why: "What comes back after more than 12 samples lies outside of its delay line. More taps than 24 do no harm: they learn 0." },
  { ask: "Somebody speaks here, too (more noise). Which μ leaves less disturbance in the taps?",
    choices: ["a smaller one", "a larger one"], right: 0,
    why: "Each step takes the noise for an error, too. Small steps average it out; that is the price of being quick." },
];

/** @param {import("../../Kit/controls.js").Task[]} others tasks of the other parts of the view */
export function echoView(others) {
  const answers = new Answers("adaline", echoTasks, others);
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let timer;

  /** @param {Moment} moment @param {Scene} scene */
  function page(moment, scene) {
    const j = moment.json;
    const to = (/** @type {number} */ time) => scene.ask({ time: Math.max(0, Math.min(j.length - 1, Math.round(time))) });
    return html`<div class="cards">
      <section class="card wide" aria-label="Line"><h2>Sample ${count(j.time)}, after <span data-formula="seconds"></span> s</h2>
        <ul class="tags"><li><i></i>echo, d: <span data-formula="before"></span></li><li><i class="after"></i>what is left, e: <span data-formula="after"></span></li>
          <li>echo reduction: <b>${j.reduction}</b> dB</li></ul>
        ${scene.asked.table === 1 ? table(moment) : html`
          <figure><canvas class="curve whole" tabindex="0" role="application" aria-label="Loudness over the whole time before and after; arrow keys move the time, with Shift faster"
            @click=${(/** @type {MouseEvent} */ e) => to(place(e) * j.length)} @keydown=${(/** @type {KeyboardEvent} */ e) => key(e)}></canvas>
            <figcaption>Loudness over 1.5 s, before and after; below, the echo reduction in dB</figcaption></figure>
          <figure><canvas class="curve near" role="img" aria-label="The signals around this sample, before and after"></canvas>
            <figcaption>The 30 ms around this sample</figcaption></figure>`}
        <input class="time" type="range" min="0" max=${j.length - 1} step="1" .value=${String(j.time)} aria-label="Time, in samples"
          @input=${(/** @type {any} */ e) => to(Number(e.target.value))}>
        <div class="choices">
          <button @click=${() => to(0)} ?disabled=${j.time === 0}>Start</button>
          <button @click=${() => to(j.time - 1)} ?disabled=${j.time === 0}>−1</button>
          <button class="main" @click=${() => to(j.time + 1)} ?disabled=${j.time >= j.length - 1}>One sample</button>
          <button @click=${() => to(j.time + 100)} ?disabled=${j.time >= j.length - 1}>+100</button>
          <button aria-pressed=${timer !== undefined} @click=${() => play(scene, j)}>${timer === undefined ? "Play" : "Halt"}</button>
          <button @click=${() => to(j.length - 1)} ?disabled=${j.time >= j.length - 1}>End</button>
        </div>
      </section>
      <section class="card tall" aria-label="Filter"><h2>The filter</h2>
        ${slider("rate μ", j.rate, 0, 0.6, 0.001, value => scene.ask({ rate: value }))}
        ${slider("taps", j.taps, 1, 48, 1, value => scene.ask({ taps: Math.round(value) }))}
        ${slider("noise here", j.noise, 0, 0.2, 0.005, value => scene.ask({ noise: value }))}
        ${slider("voice", j.voice, 0, 99, 1, value => scene.ask({ voice: Math.round(value) }))}
        <p>With this rate it <b class=${j.zone === "learns" || j.zone === "crawls" ? "good" : "bad"}>${j.zone}</b>: ${j.zoneText}.</p>
        <dl><dt>surely stable for</dt><dd class="parts" data-formula="safe"></dd>
          <dt>1/(taps · mean power)</dt><dd data-formula="mean"></dd></dl>
        <p>Textbooks give the second bound, from the mean power of the signal. A voice is loud for moments, so the true limit is lower.
          Here μ is ${j.rate > j.safeRate ? html`<span class="bad">above</span> what is surely stable.` : "within what is surely stable."}</p>
        <h2>Taps beside the true echo path</h2>
        ${scene.asked.table === 1 ? tapTable(moment) : html`<canvas class="curve taps" role="img" aria-label="Each tap of the filter as a dot, the echo path as a line"></canvas>
          <p>Line: the echo path. Dots: what the filter has learned.</p>`}
      </section>
      <section class="card" aria-label="Rule"><h2>LMS at this sample</h2>
        ${j.sum ? html`<dl><dt>y = Σ wᵢ xₜ₋ᵢ =</dt><dd class="parts" data-formula="sum"></dd>
          <dt>e = d − y =</dt><dd class="parts" data-formula="error"></dd></dl>
          <p>The tap with the largest input changes most: wᵢ ← wᵢ + 2μ e xₜ₋ᵢ</p><div class="parts" data-formula="update"></div>
          <p>After the step the error of this sample is e (1 − 2μ‖x‖²) =</p><div class="parts" data-formula="shrinks"></div>`
          : html`<p class="bad">At sample ${count(j.done)} the error had run away; from there on there is nothing to see. Choose a smaller μ.</p>`}
      </section>
      ${taskCard(answers, scene.redraw)}
    </div>`;

    /** @param {KeyboardEvent} event */
    function key(event) {
      const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
      if (!step)
        return;
      event.preventDefault();
      event.stopPropagation();
      to(j.time + step * (event.shiftKey ? 400 : 40));
    }
  }

  /** Goes on until the end, until halted, or until the page is left. @param {Scene} scene @param {any} j */
  function play(scene, j) {
    if (timer !== undefined) {
      halt(scene);
      return;
    }
    let time = j.time >= j.length - 1 ? 0 : j.time;
    timer = setInterval(() => {
      time += 60;
      if (time >= j.length || !scene.place.isConnected || (scene.asked.part ?? "echo") !== "echo")
        halt(scene);
      else
        scene.ask({ time });
    }, 60);
    scene.redraw();
  }

  /** @param {Scene} scene */
  function halt(scene) {
    clearInterval(timer);
    timer = undefined;
    if (scene.place.isConnected)
      scene.redraw();
  }

  return { page, paint };
}

/** @param {MouseEvent} event */
function place(event) {
  const box = /** @type {HTMLElement} */ (event.currentTarget).getBoundingClientRect();
  return (event.clientX - box.left) / box.width;
}

/** @param {Moment} moment */
function parts({ json: j, numbers }) {
  const all = new Numbers(numbers);
  return { loudBefore: all.take(j.bins), loudAfter: all.take(j.bins), reduction: all.take(j.bins), before: all.take(j.near), after: all.take(j.near),
    taps: all.take(j.taps), path: all.take(j.path) };
}

/** @param {Moment} moment */
function table(moment) {
  const j = moment.json, p = parts(moment);
  return html`<div class="scroll" tabindex="0" aria-label="Signals"><table><thead><tr><th>sample</th><th>loudest before</th><th>after</th><th>reduction, dB</th></tr></thead><tbody>
    ${Array.from({ length: j.bins }, (_, i) => i % 5 ? nothing : html`<tr><td>${count(i * j.bin)}</td><td>${text(p.loudBefore[i])}</td><td>${text(p.loudAfter[i])}</td>
      <td>${text(p.reduction[i])}</td></tr>`)}</tbody></table></div>
    <div class="scroll" tabindex="0" aria-label="Samples around"><table><thead><tr><th>sample</th><th>d</th><th>e</th></tr></thead><tbody>
    ${Array.from({ length: j.near }, (_, i) => html`<tr><td>${count(j.from + i)}</td><td>${text(p.before[i])}</td><td>${text(p.after[i])}</td></tr>`)}</tbody></table></div>`;
}

/** @param {Moment} moment */
function tapTable(moment) {
  const p = parts(moment);
  return html`<div class="scroll" tabindex="0" aria-label="Taps"><table><thead><tr><th>tap</th><th>echo path</th><th>filter</th></tr></thead><tbody>
    ${Array.from(p.path, (value, i) => html`<tr><td>${i}</td><td>${text(value)}</td><td>${i < p.taps.length ? text(p.taps[i]) : "–"}</td></tr>`)}</tbody></table></div>`;
}

/** @param {Moment} moment @param {Scene} scene */
function paint(moment, scene) {
  const j = moment.json, p = parts(moment);
  const whole = scene.canvas("whole"), near = scene.canvas("near"), taps = scene.canvas("taps");
  if (whole)
    paintWhole(whole, j, p);
  if (near) {
    const height = 130, pen = sharp(near, height), width = near.clientWidth, at = (j.time - j.from + .5) / j.near * width;
    marker(pen, at, height);
    const scale = largest(p.before), y = (/** @type {number} */ v) => height / 2 - v / scale * height * .46;
    curve(pen, p.before, width, y, theme("warm"), 2);
    curve(pen, p.after, width, y, theme("accent"), 2);
  }
  if (taps)
    paintTaps(taps, p);
}

/** @param {HTMLCanvasElement} canvas @param {any} j @param {ReturnType<typeof parts>} p */
function paintWhole(canvas, j, p) {
  const top = 110, height = 210, pen = sharp(canvas, height), width = canvas.clientWidth, most = 50;
  const level = (/** @type {number} */ v) => top - Math.min(1, v / j.loudest) * (top - 6);
  const decibels = (/** @type {number} */ v) => height - 20 - Math.max(-10, Math.min(most, v)) / (most + 10) * (height - top - 24);
  for (const [values, color] of /** @type {[Float32Array, string][]} */ ([[p.loudBefore, theme("warm")], [p.loudAfter, theme("accent")]])) {
    pen.fillStyle = color;
    values.forEach((v, i) => {
      const y = Number.isNaN(v) ? 0 : level(v);
      if (!Number.isNaN(v))
        pen.fillRect(i / j.bins * width, y, width / j.bins + .5, top - y);
    });
  }
  pen.strokeStyle = theme("grid");
  pen.fillStyle = theme("soft");
  pen.font = "12px system-ui, sans-serif";
  pen.lineWidth = 1;
  for (const mark of [0, 20, 40]) {
    pen.beginPath();
    pen.moveTo(0, decibels(mark));
    pen.lineTo(width, decibels(mark));
    pen.stroke();
    pen.fillText(`${mark} dB`, 3, decibels(mark) - 3);
  }
  curve(pen, p.reduction, width, decibels, theme("ink"), 2);
  marker(pen, j.time / j.length * width, height);
}

/** @param {HTMLCanvasElement} canvas @param {ReturnType<typeof parts>} p */
function paintTaps(canvas, p) {
  const height = 170, pen = sharp(canvas, height), width = canvas.clientWidth, n = p.path.length, step = width / n;
  let most = .6;
  for (const tap of p.taps)
    most = Math.max(most, Math.abs(tap));
  const y = (/** @type {number} */ v) => height / 2 - v / most * height * .44;
  pen.strokeStyle = theme("grid");
  pen.lineWidth = 1;
  pen.beginPath();
  pen.moveTo(0, y(0));
  pen.lineTo(width, y(0));
  pen.stroke();
  pen.fillStyle = theme("soft");
  pen.font = "12px system-ui, sans-serif";
  pen.textAlign = "center";
  for (let i = 0; i < n; i += 8)
    pen.fillText(String(i), (i + .5) * step, height - 4);
  curve(pen, p.path, width, y, theme("warm"), 2);
  pen.fillStyle = theme("accent");
  p.taps.forEach((tap, i) => {
    pen.beginPath();
    pen.arc((i + .5) * step, y(tap), Math.min(5, step * .4), 0, 2 * Math.PI);
    pen.fill();
  });
}

/** Points at the middle of equal parts of the width; a gap where there is none.
 * @param {CanvasRenderingContext2D} pen @param {Float32Array} values @param {number} width @param {(value: number) => number} y @param {string} color @param {number} line */
function curve(pen, values, width, y, color, line) {
  pen.strokeStyle = color;
  pen.lineWidth = line;
  pen.beginPath();
  let isOpen = false;
  values.forEach((value, i) => {
    const x = (i + .5) / values.length * width;
    if (Number.isNaN(value))
      isOpen = false;
    else if (isOpen)
      pen.lineTo(x, y(value));
    else {
      pen.moveTo(x, y(value));
      isOpen = true;
    }
  });
  pen.stroke();
}

/** @param {CanvasRenderingContext2D} pen @param {number} x @param {number} height */
function marker(pen, x, height) {
  pen.strokeStyle = theme("ink");
  pen.lineWidth = 1;
  pen.setLineDash([4, 3]);
  pen.beginPath();
  pen.moveTo(x, 0);
  pen.lineTo(x, height);
  pen.stroke();
  pen.setLineDash([]);
}
