// @ts-check
// The loss around the weights of now, along two directions.
import { html } from "../../vendor/lit-html.js";
import { slider, taskCard } from "../../Kit/controls.js";
import { theme } from "../../Kit/colors.js";
import { count, text } from "../../Kit/numbers.js";
import { Plane } from "../../Kit/plane.js";
import { Answers } from "../../Kit/progress.js";
import { view } from "../../Kit/viewbase.js";

/** @type {import("../../Kit/controls.js").Task[]} */
const tasks = [
  { ask: "The network stands in the middle of a hollow. Is it at the least loss there is?",
    choices: ["yes, it is surrounded by higher ground", "that cannot be seen here"], right: 1,
    why: "This is a slice along two directions of very many. In some other direction it may still go down." },
  { ask: "Before training, what do you expect to see?",
    choices: ["a slope or a plain", "a deep hollow in the middle"], right: 0,
    why: "Random weights are no special place. A hollow forms as training finds one. Look now, train, and look again." },
];

export const landscapeView = view("landscape", "Landscape", () => {
  const answers = new Answers("landscape", tasks);
  return {
    page({ json: j, numbers }, scene) {
      const all = j.grid * j.grid;
      return html`
        <h1>Landscape of this network</h1>
        <p class="lead">The loss over ${count(j.samples)} training samples, if all weights were moved along two random directions at once.
          It is a slice of a space of ${count(j.parameters)} dimensions.</p>
        <div class="cards">
          <section class="card" aria-label="Landscape"><h2>Around the weights after step ${count(j.step)}</h2>
            ${scene.asked.table === 1 ? html`<div class="scroll" tabindex="0" aria-label="Losses"><table><tbody>${Array.from({ length: j.grid }, (_, row) => row % j.coarse ? "" : html`
              <tr>${Array.from({ length: j.grid }, (_, column) => column % j.coarse ? "" : html`<td>${text(numbers[row * j.grid + column])}</td>`)}</tr>`)}</tbody></table></div>`
              : html`<canvas class="plane" role="img" aria-label="Losses around the network, blue where they are low; the network is in the middle"></canvas>`}
            <p>${j.done < all ? `${count(j.done)} of ${count(all)} points so far.` : "Blue is low, yellow is high. The dot is the network."}</p>
          </section>
          <section class="card" aria-label="Slice"><h2>Slice</h2>
            ${slider("radius", j.radius, 0.05, 3, 0.05, value => scene.ask({ radius: value }))}
            <div class="choices"><button @click=${() => scene.ask({ directions: j.directions + 1 })}>Other directions</button></div>
            <p>A radius of 1 moves each neuron's weights by as much as they are large.</p>
            <table><tbody>
              <tr><td>loss here</td><td data-formula="here"></td></tr>
              <tr><td>least in this slice</td><td data-formula="lowest"></td></tr>
              <tr><td>greatest in this slice</td><td data-formula="highest"></td></tr></tbody></table>
          </section>
          ${taskCard(answers, scene.redraw)}
        </div>`;
    },
    paint({ json: j, numbers }, scene) {
      const canvas = scene.canvas("plane");
      if (!canvas)
        return;
      const plane = new Plane(canvas, -1, 1);
      plane.heights(j.grid, j.low, j.high, (row, column) => {
        // Where nothing is known yet, the coarse point stands for its neighbours.
        const own = numbers[row * j.grid + column];
        return Number.isNaN(own)
          ? numbers[Math.round(row / j.coarse) * j.coarse * j.grid + Math.round(column / j.coarse) * j.coarse] : own;
      });
      plane.dot(0, 0, 8, theme("warm"), theme("card"));
    },
  };
});
