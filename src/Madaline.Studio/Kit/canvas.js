// @ts-check
// A canvas as sharp as the screen.

/**
 * Makes a canvas as many pixels as the screen has for it; numbers are in the page's own.
 * @param {HTMLCanvasElement} canvas @param {number} height @returns {CanvasRenderingContext2D}
 */
export function sharp(canvas, height) {
  const ratio = devicePixelRatio, width = Math.round(canvas.clientWidth * ratio), rows = Math.round(height * ratio);
  canvas.style.height = `${height}px`;
  // To set a size empties a canvas, and takes long.
  if (canvas.width !== width || canvas.height !== rows) {
    canvas.width = width;
    canvas.height = rows;
  }
  const pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, canvas.clientWidth, height);
  return pen;
}
