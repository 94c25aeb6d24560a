// @ts-check
// Curves of a training: loss, score, and the score on samples that are not trained on.
import { html, nothing, render } from "../../vendor/lit-html.js";
import { onTheme, theme } from "../../Kit/colors.js";
import { count, text } from "../../Kit/numbers.js";
import { Numbers } from "../../Kit/wire.js";

/** @typedef {import("../../Kit/wire.js").Moment} Moment */

const uPlot = /** @type {any} */ (globalThis).uPlot;

/**
 * @param {HTMLElement} place @param {string} title @param {{ label: string, color: string, points?: boolean }[]} lines
 */
function makePlot(place, title, lines) {
  const axis = { stroke: theme("soft"), grid: { stroke: theme("grid"), width: 1 }, ticks: { stroke: theme("grid"), width: 1 },
    font: "13px system-ui, sans-serif" };
  return new uPlot({
    width: place.clientWidth,
    height: 270,
    scales: { x: { time: false } },
    axes: [
      { ...axis, label: "step", labelSize: 20, labelFont: "13px system-ui, sans-serif",
        values: (/** @type {any} */ _, /** @type {number[]} */ at) => at.map(count) },
      { ...axis, size: 60, values: (/** @type {any} */ _, /** @type {number[]} */ at) => at.map(axisText) },
    ],
    series: [
      { label: "step", value: (/** @type {any} */ _, /** @type {number} */ v) => v == null ? "–" : count(v) },
      ...lines.map(line => ({
        label: line.label, stroke: line.color, width: line.points ? 0 : 1.6, spanGaps: true,
        points: { show: line.points === true, size: 7, fill: line.color },
        value: (/** @type {any} */ _, /** @type {number} */ v) => v == null || Number.isNaN(v) ? "–" : text(v),
      })),
    ],
    cursor: { drag: { x: true, y: false } },
  }, [[], ...lines.map(() => [])], place);
}

export const runView = {
  name: "run",
  title: "Run",

  /**
   * @param {HTMLElement} place @param {import("../../Kit/wire.js").Wire} wire
   * @param {Record<string, any>} args @param {(changed: Record<string, any>) => void} changed
   */
  open(place, wire, args, changed) {
    /** @type {any[]} */
    let plots = [];
    /** @type {Moment | null} */
    let last = null;
    let asTable = args.table === 1;

    function begin() {
      for (const plot of plots)
        plot.destroy();
      plots = [];
    }

    /** @param {Moment} moment */
    function draw(moment) {
      last = moment;
      const j = moment.json;
      render(page(j), place);
      if (j.problem || asTable)
        return;
      const numbers = new Numbers(moment.numbers);
      const steps = numbers.take(j.points), losses = numbers.take(j.points), scores = numbers.take(j.points);
      const testSteps = numbers.take(j.tests), tests = numbers.take(j.tests);
      if (plots.length === 0) {
        const [left, right] = place.querySelectorAll(".figure");
        plots = [
          makePlot(/** @type {HTMLElement} */ (left), "loss", [{ label: "training loss", color: theme("accent") }]),
          makePlot(/** @type {HTMLElement} */ (right), j.measure, [
            { label: `training ${j.measure}`, color: theme("accent") },
            { label: `test ${j.measure}`, color: theme("warm"), points: true }]),
        ];
      }
      plots[0].setData([steps, losses]);
      plots[1].setData(uPlot.join([[steps, scores], [testSteps, tests]]));
    }

    /** @param {any} j */
    function page(j) {
      if (j.problem)
        return html`<p class="lead">${j.problem}</p>`;
      return html`
        <h1>Run</h1>
        <p class="lead">Each point is the mean over the steps since the one before. The orange points are up to 1,000 samples
          that the network is not trained on.</p>
        <div class="now">
          <div><b>${j.loss ?? "–"}</b><span>loss</span></div>
          <div><b>${j.score ?? "–"}</b><span>training ${j.measure}</span></div>
          <div><b>${j.test ?? "–"}</b><span>test ${j.measure}</span></div>
          <div><b>${count(j.parameters)}</b><span>parameters</span></div>
          <button @click=${toggle} aria-pressed=${asTable}>Numbers as a table</button>
        </div>
        <div class="cards">
          ${asTable ? html`<section class="card scroll" tabindex="0" aria-label="Numbers">${table(j)}</section>` : html`
            <section class="card"><h2>Loss</h2><div class="figure" role="img" aria-label=${`Training loss by step, now ${j.loss ?? "none"}`}></div></section>
            <section class="card"><h2>${capital(j.measure)}</h2><div class="figure" role="img" aria-label=${`${j.measure} by step, now ${j.score ?? "none"}`}></div></section>`}
          <section class="card"><h2>Layers</h2><div class="scroll" tabindex="0" aria-label="Layers"><table>
            <thead><tr><th>name</th><th>kind</th><th>parameters</th></tr></thead>
            <tbody>${j.layers.map((/** @type {any} */ layer) => html`<tr><td>${layer.name}</td><td>${layer.kind}</td>
              <td>${count(layer.parameters)}</td></tr>`)}</tbody></table></div></section>
        </div>`;
    }

    /** @param {any} j */
    function table(j) {
      if (!last)
        return nothing;
      const numbers = new Numbers(last.numbers);
      const steps = numbers.take(j.points), losses = numbers.take(j.points), scores = numbers.take(j.points);
      const every = Math.max(1, Math.ceil(steps.length / 200));
      return html`<table><thead><tr><th>step</th><th>loss</th><th>${j.measure}</th></tr></thead><tbody>
        ${Array.from(steps).map((step, i) => i % every ? nothing : html`<tr><td>${count(step)}</td><td>${text(losses[i])}</td>
          <td>${text(scores[i])}</td></tr>`)}</tbody></table>`;
    }

    function toggle() {
      asTable = !asTable;
      begin();
      changed(asTable ? { table: 1 } : {});
      if (last)
        draw(last);
    }

    const subscription = wire.subscribe("run", {}, draw);
    const resize = new ResizeObserver(() => {
      for (const plot of plots)
        plot.setSize({ width: plot.root.parentElement.clientWidth, height: 270 });
    });
    resize.observe(place);
    onTheme(() => {
      begin();
      if (last && place.isConnected)
        draw(last);
    });
    return {
      close() {
        subscription.close();
        resize.disconnect();
        begin();
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

/** A number of an axis: as short as it can be. @param {number} value */
function axisText(value) {
  return String(Number(value.toPrecision(6))).replace("-", "−");
}

/** @param {string} word */
function capital(word) {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
