// @ts-check
// The network that is shown against a trained run, on the same test samples.
import { html, nothing } from "../../vendor/lit-html.js";
import { sharp } from "../../Kit/canvas.js";
import { taskCard } from "../../Kit/controls.js";
import { theme } from "../../Kit/colors.js";
import { count } from "../../Kit/numbers.js";
import { paintPictures } from "../../Kit/pictures.js";
import { Answers } from "../../Kit/progress.js";
import { view } from "../../Kit/viewbase.js";

/** @type {import("../../Kit/controls.js").Task[]} */
const tasks = [
  { ask: "A is right on 93% and B on 94% of the same 1,000 samples. Which samples decide whether that is chance?",
    choices: ["all of them", "those that both get wrong", "those that only one gets right"], right: 2,
    why: "Where both are right or both are wrong they do not differ. If neither is better, only A and only B are as a fair coin falls." },
  { ask: "A is right on 10 samples that B gets wrong, and B on 20 that A gets wrong. Is B better by more than chance makes?",
    choices: ["yes", "no"], right: 1,
    why: "30 tosses of a fair coin fall 20 to 10 or farther apart about once in ten times (p ≈ 0.1): the verdict asks for less than 0.05." },
  { ask: "One class in ten differs with p = 0.04 by itself. Is that a finding?", choices: ["yes", "no, not with ten classes"], right: 1,
    why: "Of ten classes one falls below 0.05 by chance in four cases of ten. Holm's correction, which the table has, asks for more." },
];
const cells = { both: "both right", onlyA: "only A right", onlyB: "only B right", neither: "neither right" };

export const compareView = view("compare", "Compare", () => {
  const answers = new Answers("compare", tasks);
  return {
    page({ json: j }, scene) {
      if (j.problem)
        return html`<h1>Compare</h1><p class="lead">${j.problem}</p>`;
      const cell = (/** @type {keyof typeof cells} */ name) => html`<td><button aria-pressed=${j.cell === name} aria-label=${`${cells[name]}: ${count(j.counts[name])}`}
        @click=${() => scene.ask({ cell: name })}>${count(j.counts[name])}</button></td>`;
      const chosen = j.runs.find((/** @type {any} */ r) => r.name === j.run);
      return html`
        <h1>Compare</h1>
        <p class="lead"><b>A</b> is the network that is shown (${j.own}${j.step < 0 ? "" : html`, step ${count(j.step)}`}), <b>B</b> another that you choose. Both answer the same
          ${count(j.samples)} test samples; those that only one of them gets right say whether one is better.</p>
        <div class="cards">
          <section class="card" aria-label="B"><h2>B: ${chosen ? chosen.title : j.run}</h2>
            ${j.trouble ? html`<p class="bad" role="status">${j.trouble}</p>` : j.isLoading ? html`<p>It is being read and asked …</p>` : nothing}
            <ul class="runs scroll" tabindex="0" aria-label="Runs">${j.runs.map((/** @type {any} */ r) => html`<li class=${r.name === j.run ? "is-b" : ""}>
              ${r.problem ? html`<b>${r.title}</b>` : html`<button class="link" aria-current=${r.name === j.run ? "true" : nothing} @click=${() => scene.ask({ run: r.name })}>${r.title}</button>`}
              <span>${r.about}</span>${r.problem ? html`<span class="soft">${r.problem}</span>` : nothing}</li>`)}</ul>
            ${j.runs.length > 1 ? nothing : html`<p>${j.folder ? html`There are no runs in the folder ${j.folder} yet.` : "No folder of runs was given."} <code>madaline train</code> leaves one; <code>madaline studio … --runs FOLDER</code> shows those of another folder.</p>`}
          </section>
          ${j.isThere ? verdict() : html`<section class="card" aria-label="Verdict"><h2>Verdict</h2><p>${j.trouble ? "Choose another run." : html`${count(j.done)} of ${count(j.samples)} samples of A are answered …`}</p></section>`}
          ${taskCard(answers, scene.redraw)}
          ${j.isThere ? [classes(), cost()] : nothing}
        </div>
        ${j.isThere ? samples() : nothing}`;

      function verdict() {
        return html`<section class="card" aria-label="Verdict"><h2>Verdict</h2>
          <p class="verdict"><b>${j.verdict}</b></p>
          ${scene.asked.table === 1 ? html`<div class="scroll" tabindex="0" aria-label="Interval"><table><thead><tr><th>B − A</th><th>low</th><th>high</th></tr></thead><tbody><tr><td>${share(j.difference)}</td><td>${share(j.low)}</td><td>${share(j.high)}</td></tr></tbody></table></div>`
            : html`<canvas class="interval" role="img" aria-label=${`B − A is ${share(j.difference)}, with 95% certainty between ${share(j.low)} and ${share(j.high)}`}></canvas>`}
          <table class="four"><thead><tr><td></td><th>B right</th><th>B wrong</th></tr></thead>
            <tbody><tr><th>A right</th>${cell("both")}${cell("onlyA")}</tr><tr><th>A wrong</th>${cell("onlyB")}${cell("neither")}</tr></tbody></table>
          <p>Open a cell to see its samples.</p></section>`;
      }

      function classes() {
        return html`<section class="card two" aria-label="Classes"><h2>Each class</h2><div class="scroll" tabindex="0" aria-label="Classes"><table>
          <thead><tr><th>class</th><th class="bars">right</th><th>A</th><th>B</th><th>B − A, points</th><th>p, corrected</th><th>samples</th></tr></thead>
          <tbody>${j.classes.map((/** @type {any} */ c, /** @type {number} */ i) => html`<tr><td>${c.name}</td>
            <td class="bars"><div class="track a"><i data-bar=${i} data-of="a"></i></div><div class="track b"><i data-bar=${i} data-of="b"></i></div></td>
            <td>${c.aText}</td><td>${c.bText}</td><td class=${c.isBeyond ? "good" : ""}>${c.points}</td><td class=${c.isBeyond ? "good" : ""}>${c.p}</td><td>${count(c.count)}</td></tr>`)}</tbody></table></div>
          <p><span>The upper bar is A, the lower B.</span> ${j.ofClasses}</p></section>`;
      }

      function samples() {
        const title = cells[/** @type {keyof typeof cells} */ (j.cell)];
        const total = j.counts[j.cell];
        return html`<section class="card samples" aria-label="Samples"><h2>Samples: ${title}</h2>
          ${total === 0 ? html`<p>There is none.</p>` : html`<p>${total > j.found.length ? `The first ${j.found.length} of ${count(total)}.` : ""}</p>`}
          ${j.isImage ? html`<div class="tiles">${j.found.map((/** @type {any} */ f) => html`<figure><canvas class="tile" role="img" aria-label=${`test sample ${f.index}, ${f.is}`}></canvas>
              <figcaption><b>${f.is}</b><br>A: ${f.a} ${f.a === f.is ? "✓" : "✗"}<br>B: ${f.b} ${f.b === f.is ? "✓" : "✗"}</figcaption></figure>`)}</div>`
            : html`<div class="scroll" tabindex="0" aria-label="Samples"><table><thead><tr><th>test sample</th><th>is</th><th>A says</th><th>B says</th></tr></thead><tbody>${j.found.map((/** @type {any} */ f) => html`
              <tr><td>${f.index}</td><td>${f.is}</td><td>${f.a}</td><td>${f.b}</td></tr>`)}</tbody></table></div>`}</section>`;
      }

      function cost() {
        return html`<section class="card" aria-label="Cost"><h2>What it costs</h2>
          ${scene.asked.table === 1 ? nothing : html`<canvas class="cost" role="img" aria-label="Accuracy over multiply-adds, each ten times as many as far apart; the table has the numbers"></canvas>`}
          <div class="scroll" tabindex="0" aria-label="Costs"><table class="costs"><thead><tr><td></td><th>network</th><th>right (95% interval)</th><th>cost</th></tr></thead>
            <tbody>${j.costs.map((/** @type {any} */ c) => html`<tr><td><b>${c.letter}</b></td><td>${c.recipe}, ${c.name}</td><td>${c.text}</td><td><span class="whole">${count(c.multiplyAdds)}</span> multiply-adds a sample, <span class="whole">${count(c.parameters)}</span> parameters</td></tr>`)}</tbody></table></div>
          <p>Products are those of linear and convolutional layers. Runs that you have compared stay in the table.</p></section>`;
      }
    },
    paint({ json: j, numbers }, scene) {
      if (j.problem || !j.isThere)
        return;
      for (const element of scene.place.querySelectorAll("[data-bar]")) {
        const bar = /** @type {HTMLElement} */ (element);
        bar.style.width = `${100 * j.classes[Number(bar.dataset.bar)][bar.dataset.of ?? ""]}%`;
      }
      if (j.isImage && j.pictures)
        paintPictures(scene.place, j, numbers);
      const interval = scene.canvas("interval"), cost = scene.canvas("cost");
      if (interval)
        paintInterval(interval, j);
      if (cost)
        paintCost(cost, j);
    },
  };
});

/** @param {number} value */
function share(value) {
  return `${(100 * value).toFixed(2).replace("-", "−")} points`;
}

/** The difference with its interval, and where none is. @param {HTMLCanvasElement} canvas @param {any} j */
function paintInterval(canvas, j) {
  const width = canvas.clientWidth, pen = sharp(canvas, 66);
  const reach = 1.15 * Math.max(.01, Math.abs(j.low), Math.abs(j.high));
  const x = (/** @type {number} */ value) => width / 2 + value / reach * (width / 2 - 4);
  line(pen, theme("soft"), 1.5, x(0), 4, x(0), 44);
  line(pen, j.isBeyond ? theme(j.difference > 0 ? "warm" : "accent") : theme("soft"), 4, x(j.low), 24, x(j.high), 24);
  pen.fillStyle = theme("ink");
  pen.beginPath();
  pen.arc(x(j.difference), 24, 6, 0, 2 * Math.PI);
  pen.fill();
  label(pen, "← A better", 2, 60, "left");
  label(pen, "no difference", x(0), 60, "center");
  label(pen, "B better →", width - 2, 60, "right");
}

/** Accuracy over cost. @param {HTMLCanvasElement} canvas @param {any} j */
function paintCost(canvas, j) {
  const width = canvas.clientWidth, height = 210, pen = sharp(canvas, height), bottom = height - 26;
  const low = Math.max(0, Math.min(...j.costs.map((/** @type {any} */ c) => c.low)) - .02);
  const high = Math.min(1, Math.max(...j.costs.map((/** @type {any} */ c) => c.high)) + .02);
  const x = (/** @type {any} */ c) => 60 + c.across * (width - 110);
  const y = (/** @type {number} */ value) => bottom - (value - low) / (high - low) * (bottom - 14);
  for (const value of [low, (low + high) / 2, high]) {
    line(pen, theme("grid"), 1, 46, y(value), width, y(value));
    label(pen, `${(100 * value).toFixed(0)}%`, 40, y(value) + 4, "right");
  }
  label(pen, "more multiply-adds →", width - 2, height - 6, "right");
  for (const c of [...j.costs].reverse()) {
    const color = c.letter === "A" ? theme("accent") : c.letter === "B" ? theme("warm") : theme("soft");
    // A and B of one kind of network cost the same: side by side.
    const at = x(c) + (c.letter === "A" ? -11 : c.letter === "B" ? 11 : 0);
    line(pen, color, 2, at, y(c.low), at, y(c.high));
    pen.fillStyle = color;
    pen.beginPath();
    pen.arc(at, y(c.accuracy), 5, 0, 2 * Math.PI);
    pen.fill();
    if (c.letter)
      label(pen, c.letter, at + (c.letter === "A" ? -9 : 9), y(c.accuracy) + 5, c.letter === "A" ? "right" : "left", "ink");
  }
}

/** @param {CanvasRenderingContext2D} pen @param {string} color @param {number} width @param {number} x0 @param {number} y0 @param {number} x1 @param {number} y1 */
function line(pen, color, width, x0, y0, x1, y1) {
  pen.strokeStyle = color;
  pen.lineWidth = width;
  pen.beginPath();
  pen.moveTo(x0, y0);
  pen.lineTo(x1, y1);
  pen.stroke();
}

/** @param {CanvasRenderingContext2D} pen @param {string} words @param {number} x @param {number} y @param {CanvasTextAlign} align @param {string} [color] */
function label(pen, words, x, y, align, color = "soft") {
  pen.font = "13px system-ui, sans-serif";
  pen.textAlign = align;
  pen.fillStyle = theme(color);
  pen.fillText(words, x, y);
}
