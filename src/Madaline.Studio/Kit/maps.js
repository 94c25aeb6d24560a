// @ts-check
// Maps of a picture lab: a picture with a frame around some of its cells, and a choice of the picture.
import { html, nothing } from "../vendor/lit-html.js";
import { sharp } from "./canvas.js";
import { theme } from "./colors.js";
import { count } from "./numbers.js";
import { paint } from "./tiles.js";

/** @typedef {{ top: number, left: number, height: number, width: number }} Frame */

/**
 * Paints a map, enlarged without blur, with a frame.
 * @param {HTMLElement} place where a canvas of the class is @param {string} name @param {Float32Array} values
 * @param {{ height: number, width: number }} size @param {{ signed: boolean, scale?: number, frame?: Frame, numbers?: boolean }} how
 */
export function paintMap(place, name, values, size, how) {
  const canvas = /** @type {HTMLCanvasElement | null} */ (place.querySelector(`canvas.${name}`));
  if (!canvas)
    return;
  const small = document.createElement("canvas");
  paint(small, values, size.width, size.height, how);
  const width = canvas.clientWidth, cell = width / size.width, pen = sharp(canvas, cell * size.height);
  canvas.dataset.columns = String(size.width);
  canvas.dataset.rows = String(size.height);
  pen.imageSmoothingEnabled = false;
  pen.drawImage(small, 0, 0, width, cell * size.height);
  if (how.numbers && cell >= 34) {
    pen.font = "600 13px system-ui, sans-serif";
    pen.textAlign = "center";
    for (let i = 0; i < values.length; i++) {
      const text = String(Math.round(values[i] * 100) / 100).replace("-", "−");
      const x = (i % size.width + .5) * cell, y = (Math.floor(i / size.width) + .5) * cell + 5;
      pen.lineWidth = 4;
      pen.strokeStyle = theme("card");
      pen.strokeText(text, x, y);
      pen.fillStyle = theme("ink");
      pen.fillText(text, x, y);
    }
  }
  if (how.frame) {
    pen.strokeStyle = theme("warm");
    pen.lineWidth = 3;
    pen.strokeRect(how.frame.left * cell, how.frame.top * cell, how.frame.width * cell, how.frame.height * cell);
  }
}

/** The cell of a painted map below a pointer. @param {MouseEvent} event */
export function mapCell(event) {
  const canvas = /** @type {HTMLCanvasElement} */ (event.currentTarget), box = canvas.getBoundingClientRect();
  const columns = Number(canvas.dataset.columns), rows = Number(canvas.dataset.rows);
  return {
    column: Math.max(0, Math.min(columns - 1, Math.floor((event.clientX - box.left) / box.width * columns))),
    row: Math.max(0, Math.min(rows - 1, Math.floor((event.clientY - box.top) / box.height * rows))),
  };
}

/**
 * Which picture to work on.
 * @param {any} j @param {(more: Record<string, any>) => void} ask
 */
export function pictureChoice(j, ask) {
  return html`<label class="field">Picture<select @change=${(/** @type {any} */ e) => ask({ image: e.target.value, row: undefined, column: undefined, padding: undefined })}>
      <option value="course" ?selected=${j.image === "course"}>the course's 5 × 5 numbers</option>
      ${j.samples > 0 ? html`<option value="sample" ?selected=${j.image === "sample"}>a training sample</option>` : nothing}</select></label>
    ${j.image === "sample" ? html`<label class="field">Sample, of ${count(j.samples)}<input type="number" min="0" max=${j.samples - 1} .value=${String(j.sample)}
      @change=${(/** @type {any} */ e) => ask({ sample: Math.max(0, Math.min(j.samples - 1, Math.round(Number(e.target.value)) || 0)) })}></label>` : nothing}`;
}

/**
 * Moves a place with the arrow keys.
 * @param {KeyboardEvent} event @param {any} j @param {{ height: number, width: number }} size @param {(more: Record<string, any>) => void} ask
 */
export function moved(event, j, size, ask) {
  const down = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  const right = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
  if (!down && !right)
    return;
  event.preventDefault();
  event.stopPropagation();
  ask({ row: Math.max(0, Math.min(size.height - 1, j.row + down)), column: Math.max(0, Math.min(size.width - 1, j.column + right)) });
}
