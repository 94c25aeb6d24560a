// @ts-check
// Samples as small pictures, grey or in colour.
import { isDark } from "./colors.js";

/**
 * Paints the pictures of a moment onto canvases of the class `tile`, in order.
 * @param {HTMLElement} place @param {any} j with channels, height, width and pictures @param {Float32Array} pixels
 */
export function paintPictures(place, j, pixels) {
  const plane = j.height * j.width;
  place.querySelectorAll("canvas.tile").forEach((element, i) => {
    const canvas = /** @type {HTMLCanvasElement} */ (element);
    canvas.width = j.width;
    canvas.height = j.height;
    const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    const picture = context.createImageData(j.width, j.height);
    for (let k = 0; k < plane; k++) {
      for (let c = 0; c < 3; c++) {
        const value = pixels[(i * j.channels + (j.channels === 3 ? c : 0)) * plane + k];
        // Grey samples are ink: dark on light paper, light on dark.
        picture.data[4 * k + c] = 255 * (j.channels === 1 && !isDark() ? 1 - value : value);
      }
      picture.data[4 * k + 3] = 255;
    }
    context.putImageData(picture, 0, 0);
  });
}
