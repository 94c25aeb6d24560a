// @ts-check
// Sliders and tasks that views share.
import { html, nothing } from "../vendor/lit-html.js";

/**
 * A slider with its number beside it, which can be typed as well.
 * @param {string} label @param {number} value @param {number} min @param {number} max @param {number} step
 * @param {(value: number) => void} set
 */
export function slider(label, value, min, max, step, set) {
  return html`<label class="slider"><span>${label}</span>
    <input type="range" min=${min} max=${max} step=${step} .value=${String(value)} aria-label=${`${label}, slider`}
      @input=${(/** @type {any} */ e) => set(Number(e.target.value))}>
    <input type="number" min=${min} max=${max} step="any" .value=${String(value)} aria-label=${label}
      @change=${(/** @type {any} */ e) => set(Math.max(min, Math.min(max, Number(e.target.value) || 0)))}></label>`;
}

/**
 * A field for an integer.
 * @param {string} label @param {number} value @param {number} count @param {(value: number) => void} set @param {number} [from]
 */
export function numberField(label, value, count, set, from = 0) {
  return html`<label class="field">${label}
    <input type="number" min=${from} max=${from + count - 1} .value=${String(value)}
      @change=${(/** @type {any} */ e) => set(Math.max(from, Math.min(from + count - 1, Math.round(Number(e.target.value)) || from)))}></label>`;
}

/** Goes on by itself, a step at a time; where motion is not wanted, each call is one step. */
export class Walk {
  constructor() {
    this.timer = 0;
  }

  /** @param {() => boolean} step whether there is another one @param {number} milliseconds */
  toggle(step, milliseconds) {
    if (this.timer) {
      this.stop();
      return;
    }
    if (step() && !matchMedia("(prefers-reduced-motion: reduce)").matches)
      this.timer = setInterval(() => step() || this.stop(), milliseconds);
  }

  stop() {
    clearInterval(this.timer);
    this.timer = 0;
  }
}

/**
 * A question to answer before looking: the choices, which is right, and why.
 * @typedef {{ ask: string, choices: string[], right: number, why: string }} Task
 */

/**
 * @param {import("./progress.js").Answers} answers to the tasks of a view @param {() => void} redraw
 */
export function taskCard(answers, redraw) {
  return html`<section class="card tasks" aria-label="Tasks"><h2>Say first, then try</h2>
    ${answers.tasks.map(task => {
      const given = answers.get(task);
      return html`<fieldset><legend>${task.ask}</legend>
        ${task.choices.map((choice, i) => html`<label><input type="radio" name=${task.ask} .checked=${given === i}
          @change=${() => { answers.set(task, i); redraw(); }}> ${choice}</label>`)}
        ${given === undefined ? nothing : html`<p role="status"><b>${given === task.right ? "Yes." : "No."}</b> ${task.why}</p>`}
      </fieldset>`;
    })}</section>`;
}
