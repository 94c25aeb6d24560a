// @ts-check
// Draw a picture: what the network sees of it and says.
import { html } from "../../vendor/lit-html.js";
import { taskCard } from "../../Kit/controls.js";
import { count } from "../../Kit/numbers.js";
import { Answers } from "../../Kit/progress.js";
import { paint } from "../../Kit/tiles.js";
import { view } from "../../Kit/viewbase.js";

/** @type {import("../../Kit/controls.js").Task[]} */
const tasks = [
  { ask: "Draw a 3 in a corner, with “centred” switched off. What will a fully connected network say?",
    choices: ["3: a shape is a shape", "something else, perhaps"], right: 1,
    why: "It learned which pixels belong to a 3, not its shape: moved pixels are other inputs. A convolution is better at that, and centring helps both." },
  { ask: "Draw nothing that is a digit. How sure will the network be?",
    choices: ["not at all", "often very sure"], right: 1,
    why: "Its answers must add up to 1, and it never saw anything that is no digit." },
];

export const digitView = view("digit", "Draw a digit", () => {
  const answers = new Answers("digit", tasks);
  /** What was drawn, from 0 to 1. @type {Float32Array} */
  let drawn = new Float32Array(0);
  let size = { width: 0, height: 0 };
  let isDrawing = false;

  /** @param {PointerEvent} event @param {import("../../Kit/viewbase.js").Scene} scene */
  function stroke(event, scene) {
    const canvas = /** @type {HTMLCanvasElement} */ (event.currentTarget), box = canvas.getBoundingClientRect();
    const x = (event.clientX - box.left) / box.width * size.width - .5, y = (event.clientY - box.top) / box.height * size.height - .5;
    dab(x, y);
    send(scene);
  }

  /** Ink around a point, soft at its edge. @param {number} x @param {number} y */
  function dab(x, y) {
    const radius = 1.35 * size.width / 28;
    for (let row = Math.floor(y - radius - 1); row <= y + radius + 1; row++) {
      for (let column = Math.floor(x - radius - 1); column <= x + radius + 1; column++) {
        if (row < 0 || column < 0 || row >= size.height || column >= size.width)
          continue;
        const ink = Math.max(0, Math.min(1, radius + .5 - Math.hypot(column - x, row - y)));
        drawn[row * size.width + column] = Math.max(drawn[row * size.width + column], ink);
      }
    }
  }

  /** @param {import("../../Kit/viewbase.js").Scene} scene */
  function send(scene) {
    let text = "";
    for (const value of drawn)
      text += Math.round(255 * value).toString(16).padStart(2, "0");
    scene.ask({ pixels: text });
  }

  return {
    page({ json: j }, scene) {
      if (j.problem)
        return html`<h1>Draw a digit</h1><p class="lead">${j.problem}</p>`;
      return html`
        <h1>Draw a digit</h1>
        <p class="lead">Draw with the mouse, a finger or a pen. The network after step ${count(j.step)} looks at ${j.width} × ${j.height} pixels of it.</p>
        <div class="cards">
          <section class="card" aria-label="Drawing"><h2>Your drawing</h2>
            <canvas class="draw" role="img" aria-label="A field to draw on"
              @pointerdown=${(/** @type {PointerEvent} */ e) => { isDrawing = true; /** @type {any} */ (e.currentTarget).setPointerCapture(e.pointerId); stroke(e, scene); }}
              @pointermove=${(/** @type {PointerEvent} */ e) => isDrawing && stroke(e, scene)} @pointerup=${() => { isDrawing = false; }}
              @pointercancel=${() => { isDrawing = false; }}></canvas>
            <div class="choices"><button @click=${() => { drawn.fill(0); send(scene); }}>Clear</button>
              <button aria-pressed=${j.center} @click=${() => scene.ask({ center: j.center ? "off" : undefined })}>centred</button></div></section>
          <section class="card" aria-label="Seen"><h2>What the network sees</h2>
            <canvas class="seen" role="img" aria-label="The pixels that the network is given"></canvas>
            <p>${j.center ? "Moved so that its centre of mass lies in the middle, as in the training pictures." : "As it was drawn."}</p></section>
          <section class="card" aria-label="Answer"><h2>${j.isEmpty ? "Nothing is drawn yet" : `It says ${j.said}`}</h2>
            <div class="scroll" tabindex="0" aria-label="Probabilities"><table><thead><tr><th>class</th><th>probability</th><td></td></tr></thead>
              <tbody>${j.classes.map((/** @type {any} */ c, /** @type {number} */ i) => html`<tr class=${c.name === j.said ? "said" : ""}><td>${c.name}</td><td>${c.text}</td>
                <td><div class="track"><i data-bar=${i}></i></div></td></tr>`)}</tbody></table></div></section>
          ${taskCard(answers, scene.redraw)}
        </div>`;
    },
    paint({ json: j, numbers }, scene) {
      if (j.problem)
        return;
      if (drawn.length !== j.width * j.height) {
        drawn = new Float32Array(j.width * j.height);
        size = { width: j.width, height: j.height };
        const text = scene.asked.pixels ?? "";
        for (let i = 0; i < drawn.length && text.length === 2 * drawn.length; i++)
          drawn[i] = parseInt(text.slice(2 * i, 2 * i + 2), 16) / 255;
      }
      const field = scene.canvas("draw");
      const seen = scene.canvas("seen");
      if (!field || !seen)
        return;
      paint(field, drawn, j.width, j.height, { signed: false, scale: 1 });
      paint(seen, numbers, j.width, j.height, { signed: false, scale: 1 });
      for (const element of scene.place.querySelectorAll("[data-bar]")) {
        const bar = /** @type {HTMLElement} */ (element);
        bar.style.width = `${100 * j.classes[Number(bar.dataset.bar)].share}%`;
      }
    },
  };
});
