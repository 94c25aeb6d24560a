// @ts-check
// ADALINE and MADALINE: an echo canceller, three neurons that vote, and what was before and after.
import { html, nothing } from "../../vendor/lit-html.js";
import { slider, taskCard } from "../../Kit/controls.js";
import { theme } from "../../Kit/colors.js";
import { Plane } from "../../Kit/plane.js";
import { Answers } from "../../Kit/progress.js";
import { view } from "../../Kit/viewbase.js";
import { echoTasks, echoView } from "./echo.js";

/** @typedef {import("../../Kit/viewbase.js").Scene} Scene */

/** @type {import("../../Kit/controls.js").Task[]} */
const tasks = [
  { ask: "Can three ADALINEs and a majority learn XOR?", choices: ["yes", "no, each is only a line", "only with hidden weights that learn too"], right: 0,
    why: "Two lines cut the corners off, the third always gives the same answer: two of three are right everywhere." },
  { ask: "The vote is wrong: the sums are −0.2, −3 and 0.5, and the right answer is +. Which ADALINE is changed?",
    choices: ["the first", "the second", "all three"], right: 0,
    why: "One vote more is enough, and the sum nearest to 0 is turned with the least change: what the others know stays." },
];
const years = [
  ["1943", "McCulloch and Pitts", "describe a neuron as a unit with a threshold: nets of them can compute every logical function. Nothing learns yet.", "perceptron", "A neuron with a threshold"],
  ["1957", "Rosenblatt’s perceptron", "learns its weights from its mistakes, first on an IBM 704, then built as the Mark I: where a line separates the classes, its rule ends.", "perceptron", "The perceptron and its rule"],
  ["1960", "Widrow and Hoff’s ADALINE", "learns from its sum before the threshold, by least mean squares. Many of them are MADALINE (Stanford, 1959 to 1962), often called the first neural network applied to a real problem: filters that eliminate echoes on phone lines.", "adaline&part=echo", "The echo canceller"],
  ["1969", "Minsky and Papert", "prove in “Perceptrons” what a single layer cannot do, such as XOR, and for years interest in neural networks fades.", "perceptron&task=xor", "XOR on a perceptron"],
  ["1986", "Rumelhart, Hinton and Williams", "make backpropagation known: hidden layers learn, by the chain rule. Every network here is trained by it.", "microscope", "The chain rule with numbers"],
];

export const adalineView = view("adaline", "Adaline, Madaline", () => {
  const answers = new Answers("adaline", tasks, echoTasks), echo = echoView(tasks);
  return {
    page(moment, scene) {
      const j = moment.json;
      const part = (/** @type {string} */ name) => scene.ask({ part: name });
      return html`
        <h1>Adaline, Madaline</h1>
        <p class="lead">${j.part === "vote" ? html`Each of three ADALINEs draws a line and votes + or −; the majority decides. Where it is wrong, the rule changes the one
          that is turned most easily. Go on change by change.`
          : j.part === "history" ? html`Five years in which neural networks changed. Each leads to the view where the thing itself is alive.`
          : html`On a telephone line you hear yourself: the far voice comes back as an echo. An ADALINE on the last samples learns that echo and takes it away.
            Go through time, and change μ until it diverges.`}</p>
        <div class="choices" role="group" aria-label="Part">${[["echo", "Echo"], ["vote", "Vote of three"], ["history", "History"]].map(([name, title]) => html`
          <button aria-pressed=${name === j.part} @click=${() => part(name)}>${title}</button>`)}</div>
        ${j.part === "echo" ? echo.page(moment, scene) : j.part === "vote" ? votePage(j, scene) : html`<section class="card" aria-label="History"><ol class="years">
          ${years.map(([year, who, what, place, title]) => html`<li><b>${year}</b>${who} ${what}<p><a href=${`#view=${place}`}>${title}</a></p></li>`)}</ol></section>`}`;
    },
    paint(moment, scene) {
      if (moment.json.part === "echo")
        echo.paint(moment, scene);
      else if (moment.json.part === "vote")
        paintVote(moment, scene);
    },
  };

  /** @param {any} j @param {Scene} scene */
  function votePage(j, scene) {
    const c = j.change, sign = (/** @type {number} */ v) => v > 0 ? "+" : "−";
    return html`<div class="cards vote">
      <section class="card" aria-label="Plane">
        <div class="choices" role="group" aria-label="What to learn">${j.tasks.map((/** @type {any} */ t) => html`
          <button aria-pressed=${t.name === j.task} @click=${() => scene.ask({ task: t.name, changes: 0 })}>${t.title}</button>`)}</div>
        <canvas class="plane" role="img" aria-label=${`${j.points.length} points, three lines, and where the majority says plus; ${j.wrong} are wrong`}></canvas>
        <p>Shaded orange: two or three say +. A short stroke leads from each line to its + side.
          ${outside(j)}
          ${j.wrong === 0 ? html`<span class="good">All ${j.points.length} answers are right.</span>`
            : html`<span class="bad">${j.wrong} of ${j.points.length} answers ${j.wrong === 1 ? "is" : "are"} wrong.</span>`}</p>
      </section>
      <section class="card" aria-label="Rule"><h2>The rule, ${j.changes === 1 ? "one change" : `${j.changes} changes`} so far</h2>
        <div class="choices">
          <button @click=${() => scene.ask({ changes: 0 })} ?disabled=${j.changes === 0}>Back to the start</button>
          <button @click=${() => scene.ask({ changes: j.changes - 1 })} ?disabled=${j.changes === 0}>One back</button>
          <button class="main" @click=${() => scene.ask({ changes: j.changes + 1 })} ?disabled=${j.changes >= j.all}>One change</button>
          <button @click=${() => scene.ask({ changes: j.all })} ?disabled=${j.changes >= j.all}>To the end</button>
        </div>
        <p>${j.ends ? html`It ends after ${j.all === 1 ? "one change" : `${j.all} changes`}.`
          : html`<span class="bad">After ${j.all} changes it has not ended: ${j.task === "ring" ? "a majority of three lines cannot enclose a disc." : "try another start."}</span>`}</p>
        ${c ? html`<p>The vote on (${point(j.points[c.point])}) was wrong; ${sign(j.points[c.point].right)} is right:</p>
          <div class="scroll" tabindex="0" aria-label="Votes"><table><thead><tr><th>ADALINE</th><th>sum s</th><th>says</th><th>rule I</th></tr></thead><tbody>
            ${c.votes.map((/** @type {any} */ v, /** @type {number} */ i) => html`<tr class=${v.chosen ? "chosen" : ""}><td>${i + 1}</td><td data-formula=${`change.votes.${i}.sum`}></td>
              <td>${sign(v.says)}</td><td class="why">${v.chosen ? "is changed" : v.says === j.points[c.point].right ? "was right" : "stays: farther from 0"}</td></tr>`)}</tbody></table></div>
          <p>w ← w + α (y − s) x / ‖x‖², the bias counted as a weight of 1:</p>
          ${c.rules.map((/** @type {any} */ r, /** @type {number} */ i) => html`<p><b>ADALINE ${r.member + 1}</b></p><div class="rules">
            ${r.lines.map((/** @type {any} */ _, /** @type {number} */ k) => html`<div class="parts" data-formula=${`change.rules.${i}.lines.${k}`}></div>`)}</div>`)}` : nothing}
        ${slider("α", j.alpha, 0.05, 1.95, 0.05, value => scene.ask({ alpha: value, changes: 0 }))}
        ${slider("start", j.start, 0, 99, 1, value => scene.ask({ start: Math.round(value), changes: 0 }))}
      </section>
      <section class="card" aria-label="Answers"><h2>What they say of each point</h2>
        <div class="scroll" tabindex="0" aria-label="Points"><table><thead><tr><th>x₁, x₂</th><th>s of 1</th><th>of 2</th><th>of 3</th><th>vote</th><th>right</th></tr></thead>
          <tbody>${j.points.map((/** @type {any} */ p, /** @type {number} */ i) => html`<tr><td>${point(p)}</td>
            ${p.votes.map((/** @type {any} */ _, /** @type {number} */ k) => html`<td data-formula=${`points.${i}.sums.${k}`}></td>`)}
            <td class=${p.said === p.right ? "good" : "bad"}>${sign(p.said)}</td><td>${sign(p.right)}</td></tr>`)}</tbody></table></div>
        <h2>Weights</h2><div class="scroll" tabindex="0" aria-label="Weights"><table><thead><tr><th>ADALINE</th><th>w₁</th><th>w₂</th><th>b</th></tr></thead>
          <tbody>${j.members.map((/** @type {any} */ _, /** @type {number} */ i) => html`<tr><td>${i + 1}</td>${[0, 1, 2].map(k => html`<td data-formula=${`members.${i}.weights.${k}`}></td>`)}</tr>`)}</tbody></table></div>
      </section>
      ${taskCard(answers, scene.redraw)}
    </div>`;
  }
});

/** A point's coordinates, which have one digit behind the point at most. @param {any} p */
function point(p) {
  return `${p.x1}, ${p.x2}`.replaceAll("-", "−");
}

/** @param {any} j */
function outside(j) {
  const away = [1, 2, 3].filter(i => j.members[i - 1].line.length < 4);
  return away.length === 0 ? nothing : away.length === 1 ? `Line ${away[0]} lies outside.` : `Lines ${away.join(" and ")} lie outside.`;
}

/** @param {import("../../Kit/viewbase.js").Moment} moment @param {Scene} scene */
function paintVote({ json: j, numbers }, scene) {
  const canvas = scene.canvas("plane");
  if (!canvas)
    return;
  const plane = new Plane(canvas, -j.edge, j.edge), pen = plane.pen, cell = plane.size / (j.grid - 1);
  for (let i = 0; i < j.grid * j.grid; i++) {
    pen.globalAlpha = numbers[i] === 0 || numbers[i] === 3 ? .3 : .17;
    pen.fillStyle = theme(numbers[i] > 1 ? "warm" : "accent");
    const column = i % j.grid, row = Math.floor(i / j.grid), x = edge(column), y = edge(row);
    pen.fillRect(x, y, edge(column + 1) - x, edge(row + 1) - y);
  }
  pen.globalAlpha = 1;
  plane.axes("x₁", "x₂", [-1, 0, 1]);
  const chosen = j.change ? j.change.votes.map((/** @type {any} */ v) => v.chosen) : [];
  j.members.forEach((/** @type {any} */ m, /** @type {number} */ i) => {
    if (m.line.length < 4)
      return;
    const [x1, y1, x2, y2] = m.line, x = x1 + (x2 - x1) * (.35 + .15 * i), y = y1 + (y2 - y1) * (.35 + .15 * i);
    pen.strokeStyle = theme("ink");
    pen.lineWidth = chosen[i] ? 4 : 2;
    pen.setLineDash([[], [10, 5], [3, 4]][i]);
    plane.line([x1, y1], [x2, y2]);
    pen.setLineDash([]);
    plane.line([x, y], [x + .16 * m.towardsX, y + .16 * m.towardsY]);
    plane.dot(x, y, 11, theme("card"), theme("ink"));
    label(String(i + 1), x, y, theme("ink"));
  });
  j.points.forEach((/** @type {any} */ p, /** @type {number} */ i) => {
    const color = theme(p.right > 0 ? "warm" : "accent"), isAsked = j.change?.point === i;
    plane.dot(p.x1, p.x2, isAsked ? 14 : 11, color, p.said === p.right && !isAsked ? color : theme("ink"));
    label(p.right > 0 ? "+" : "−", p.x1, p.x2, theme("card"));
    if (p.said !== p.right)
      label("wrong", p.x1, p.x2, theme("ink"), 27);
  });

  /** Whole pixels, so that cells neither overlap nor gape. @param {number} i */
  function edge(i) {
    return Math.round((i - .5) * cell);
  }

  /** @param {string} text @param {number} x @param {number} y @param {string} color @param {number} [down] */
  function label(text, x, y, color, down = 5) {
    pen.fillStyle = color;
    pen.font = "600 14px system-ui, sans-serif";
    pen.textAlign = "center";
    pen.fillText(text, plane.x(x), plane.y(y) + down);
  }
}
