// @ts-check
// Marks of classes: a colour of Okabe and Ito's palette and a shape each, so that colour alone never tells.
import { isDark } from "./colors.js";

const light = ["#0072b2", "#d55e00", "#009e73", "#b0578d", "#8a6d00", "#3f7fae"];
const night = ["#56b4e9", "#e69f00", "#2fc79b", "#dd94bf", "#f0e442", "#ff7f3f"];
const shapes = ["●", "▲", "■", "◆", "▼", "✚"];

/** @param {number} index @returns {string} */
export function classColor(index) {
  return (isDark() ? night : light)[index % light.length];
}

/** A class's shape as a letter, for legends and tables. @param {number} index @returns {string} */
export function classSign(index) {
  return shapes[index % shapes.length];
}

/**
 * Draws a class's mark.
 * @param {CanvasRenderingContext2D} pen @param {number} x @param {number} y @param {number} size half its width
 * @param {number} index
 */
export function mark(pen, x, y, size, index) {
  pen.beginPath();
  const kind = index % shapes.length;
  if (kind === 0)
    pen.arc(x, y, size * .92, 0, 2 * Math.PI);
  else if (kind === 2)
    pen.rect(x - size * .82, y - size * .82, size * 1.64, size * 1.64);
  else if (kind === 5) {
    pen.rect(x - size, y - size * .34, size * 2, size * .68);
    pen.rect(x - size * .34, y - size, size * .68, size * 2);
  } else {
    const up = kind === 4 ? -1 : 1;
    const points = kind === 3 ? [[0, -1.15], [1.15, 0], [0, 1.15], [-1.15, 0]] : [[0, -1.1 * up], [1.05, .8 * up], [-1.05, .8 * up]];
    points.forEach(([dx, dy]) => pen.lineTo(x + dx * size, y + dy * size));
    pen.closePath();
  }
  pen.fillStyle = classColor(index);
  pen.fill();
}
