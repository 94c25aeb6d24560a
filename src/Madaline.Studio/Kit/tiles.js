// @ts-check
// Small pictures of numbers: weights, maps, images.
import { diverging, largest, shade } from "./colors.js";

/**
 * Paints numbers as pixels.
 * @param {HTMLCanvasElement} canvas @param {Float32Array} values @param {number} width @param {number} height
 * @param {{ signed: boolean, scale?: number }} how
 */
export function paint(canvas, values, width, height, how) {
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
  }
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const picture = context.createImageData(width, height);
  const scale = how.scale ?? largest(values);
  for (let i = 0; i < width * height; i++) {
    const [r, g, b] = how.signed ? diverging(values[i] / scale) : shade(values[i] / scale);
    picture.data.set([r, g, b, 255], 4 * i);
  }
  context.putImageData(picture, 0, 0);
}

/**
 * Paints three planes as the colours of a picture.
 * @param {HTMLCanvasElement} canvas @param {Float32Array} values @param {number} width @param {number} height
 */
export function paintColors(canvas, values, width, height) {
  canvas.width = width;
  canvas.height = height;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  const picture = context.createImageData(width, height);
  const plane = width * height;
  let low = Infinity, high = -Infinity;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  for (let i = 0; i < plane; i++) {
    for (let c = 0; c < 3; c++)
      picture.data[4 * i + c] = 255 * (values[c * plane + i] - low) / (high - low || 1);
    picture.data[4 * i + 3] = 255;
  }
  context.putImageData(picture, 0, 0);
}

/**
 * The cell of a picture below a pointer.
 * @param {HTMLCanvasElement} canvas @param {PointerEvent | MouseEvent} event
 */
export function cellAt(canvas, event) {
  const box = canvas.getBoundingClientRect();
  return {
    x: Math.min(canvas.width - 1, Math.max(0, Math.floor((event.clientX - box.left) / box.width * canvas.width))),
    y: Math.min(canvas.height - 1, Math.max(0, Math.floor((event.clientY - box.top) / box.height * canvas.height))),
  };
}
