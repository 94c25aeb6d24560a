// @ts-check
// The drawings of the view Wheat: from its numbers to pixels.
import { sharp } from "../../Kit/canvas.js";
import { theme } from "../../Kit/colors.js";
import { classColor, mark } from "../../Kit/marks.js";

const font = "13px system-ui, sans-serif";

/**
 * Two columns; each drawing returns which row lies below a pointer.
 * @param {HTMLCanvasElement} canvas @param {any} j @param {any} lists
 */
export function paintScatter(canvas, j, lists) {
  const width = canvas.clientWidth, height = Math.min(width, 430), pad = 26;
  const pen = sharp(canvas, height), x = (/** @type {number} */ i) => pad + lists.unit[i * j.shown + j.x] * (width - 2 * pad);
  const y = (/** @type {number} */ i) => height - pad - lists.unit[i * j.shown + j.y] * (height - 2 * pad);
  pen.strokeStyle = theme("grid");
  pen.strokeRect(pad - 10, pad - 10, width - 2 * pad + 20, height - 2 * pad + 20);
  label(pen, j.columns[j.x].low, pad, height - 2, "left");
  label(pen, j.columns[j.x].high, width - pad, height - 2, "right");
  label(pen, j.columns[j.x].name, width / 2, height - 2, "center", "ink");
  label(pen, `${j.columns[j.y].name}, ${j.columns[j.y].low} to ${j.columns[j.y].high}`, pad - 10, 12, "left", "ink");
  for (let i = 0; i < j.rows; i++) {
    pen.globalAlpha = j.fold > 0 && lists.folds[i] !== j.fold ? .15 : .8;
    mark(pen, x(i), y(i), 5, lists.classes[i]);
  }
  pen.globalAlpha = 1;
  pen.strokeStyle = theme("ink");
  pen.lineWidth = 2.5;
  pen.beginPath();
  pen.arc(x(j.sample), y(j.sample), 10, 0, 2 * Math.PI);
  pen.stroke();
  return (/** @type {MouseEvent} */ e) => nearest(canvas, e, j.rows, i => [x(i), y(i)]);
}

/** All columns, a line for each row. @param {HTMLCanvasElement} canvas @param {any} j @param {any} lists */
export function paintAxes(canvas, j, lists) {
  const width = canvas.clientWidth, height = 440, top = 24, bottom = height - 74;
  const pen = sharp(canvas, height), side = 34;
  const x = (/** @type {number} */ c) => side + c * (width - 2 * side) / Math.max(1, j.shown - 1);
  const y = (/** @type {number} */ i, /** @type {number} */ c) => bottom - lists.unit[i * j.shown + c] * (bottom - top);
  const line = (/** @type {number} */ i) => {
    pen.strokeStyle = classColor(lists.classes[i]);
    pen.beginPath();
    for (let c = 0; c < j.shown; c++)
      pen.lineTo(x(c), y(i, c));
    pen.stroke();
  };
  for (let i = 0; i < j.rows; i++) {
    pen.globalAlpha = j.fold > 0 && lists.folds[i] !== j.fold ? .06 : .35;
    line(i);
  }
  pen.globalAlpha = 1;
  pen.lineWidth = 1;
  for (let c = 0; c < j.shown; c++) {
    pen.strokeStyle = theme("soft");
    pen.beginPath();
    pen.moveTo(x(c), top);
    pen.lineTo(x(c), bottom);
    pen.stroke();
    if (j.shown <= 10 && (width > 500 || c % 2 === 0)) {
      label(pen, j.columns[c].high, x(c), top - 8, "center");
      label(pen, j.columns[c].low, x(c), bottom + 15, "center");
    }
    // Names in three rows, so that neighbours do not touch, and none beyond the edge.
    if (j.shown <= 10) {
      const name = fitted(pen, j.columns[c].name, 3 * (width - 2 * side) / Math.max(1, j.shown - 1)), half = pen.measureText(name).width / 2;
      label(pen, name, Math.max(half, Math.min(width - half, x(c))), bottom + 34 + 17 * (c % 3), "center", "ink");
    }
  }
  pen.lineWidth = 7;
  const own = lists.classes[j.sample];
  pen.strokeStyle = theme("ink");
  pen.beginPath();
  for (let c = 0; c < j.shown; c++)
    pen.lineTo(x(c), y(j.sample, c));
  pen.stroke();
  pen.lineWidth = 3;
  line(j.sample);
  for (let c = 0; c < j.shown; c++)
    mark(pen, x(c), y(j.sample, c), 6, own);
  return (/** @type {MouseEvent} */ e) => {
    const box = canvas.getBoundingClientRect(), step = (width - 2 * side) / Math.max(1, j.shown - 1);
    const c = Math.max(0, Math.min(j.shown - 1, Math.round((e.clientX - box.left - side) / step)));
    return nearest(canvas, e, j.rows, i => [x(c), y(i, c)]);
  };
}

/** Which rows are test in which fold. @param {HTMLCanvasElement} canvas @param {any} j @param {any} lists */
export function paintFolds(canvas, j, lists) {
  const row = 26, width = canvas.clientWidth, left = 20, pen = sharp(canvas, row * j.folds + 16), cell = (width - left) / j.rows;
  for (let fold = 1; fold <= j.folds; fold++) {
    label(pen, String(fold), 4, row * fold - 8, "left", fold === j.fold ? "ink" : "soft");
    pen.fillStyle = theme("grid");
    pen.fillRect(left, row * (fold - 1) + 3, width - left, row - 6);
  }
  for (let i = 0; i < j.rows; i++) {
    const fold = lists.folds[i];
    pen.globalAlpha = j.fold > 0 && fold !== j.fold ? .3 : 1;
    pen.fillStyle = classColor(lists.classes[i]);
    pen.fillRect(left + i * cell, row * (fold - 1) + 3, Math.max(1.2, cell), row - 6);
  }
  pen.globalAlpha = 1;
  pen.strokeStyle = theme("ink");
  pen.lineWidth = 2;
  const at = left + (j.sample + .5) * cell;
  pen.strokeRect(at - 3, row * (lists.folds[j.sample] - 1) + 1, 6, row - 2);
  label(pen, "first row", left, row * j.folds + 13, "left");
  label(pen, "last row", width, row * j.folds + 13, "right");
  return (/** @type {MouseEvent} */ e) => Math.max(1, Math.min(j.folds,
    1 + Math.floor((e.clientY - canvas.getBoundingClientRect().top) / row)));
}

/** A dot for each fold's score, a line at the mean. @param {HTMLCanvasElement} canvas @param {any} j */
export function paintScores(canvas, j) {
  const row = 58, width = canvas.clientWidth, pen = sharp(canvas, row * j.settings.length + 22);
  const low = Math.min(.9, ...j.settings.flatMap((/** @type {any} */ s) => s.scores)), from = Math.floor(low * 20 - .4) / 20;
  const x = (/** @type {number} */ score) => 14 + (score - from) / (1 - from) * (width - 28);
  const step = [.05, .1, .2, .5].find(size => (1 - from) / size < width / 110) ?? 1;
  for (let at = 1; at > from - 1e-9; at -= step) {
    pen.strokeStyle = theme("grid");
    pen.beginPath();
    pen.moveTo(x(at), 0);
    pen.lineTo(x(at), row * j.settings.length);
    pen.stroke();
    label(pen, `${(100 * at).toFixed(0)}%`, x(at), row * j.settings.length + 16, at === 1 ? "right" : x(at) < 30 ? "left" : "center");
  }
  j.settings.forEach((/** @type {any} */ s, /** @type {number} */ r) => {
    const top = row * r, color = theme(s.isHonest ? "accent" : "warm");
    label(pen, s.title, 14, top + 16, "left", "ink");
    s.scores.forEach((/** @type {number} */ score, /** @type {number} */ fold) => {
      pen.fillStyle = color;
      pen.beginPath();
      pen.arc(x(score), top + 26 + 5 * fold, 4, 0, 2 * Math.PI);
      pen.fill();
    });
    if (s.scores.length) {
      pen.strokeStyle = color;
      pen.lineWidth = 2.5;
      pen.beginPath();
      pen.moveTo(x(s.mean), top + 20);
      pen.lineTo(x(s.mean), top + 53);
      pen.stroke();
      pen.lineWidth = 1;
    }
  });
}

/** A column once it is scaled, right and with a slip. @param {HTMLCanvasElement} canvas @param {any} j @param {any} lists */
export function paintSlip(canvas, j, lists) {
  const width = canvas.clientWidth, row = 62, pen = sharp(canvas, 2 * row);
  let low = Infinity, high = -Infinity;
  for (const list of [lists.before, lists.after]) {
    for (const value of list) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  const x = (/** @type {number} */ value) => 14 + (value - low) / (high - low || 1) * (width - 28);
  [lists.before, lists.after].forEach((list, r) => {
    const y = row * r + 40;
    label(pen, r === 0 ? "right" : "with the slip", 14, row * r + 16, "left", "ink");
    pen.strokeStyle = theme("grid");
    pen.beginPath();
    pen.moveTo(14, y + 14);
    pen.lineTo(width - 14, y + 14);
    pen.stroke();
    pen.globalAlpha = .6;
    for (let i = 0; i < j.rows; i++)
      mark(pen, x(list[i]), y + ((i * 7) % 13 - 6), 4, lists.classes[i]);
    pen.globalAlpha = 1;
    pen.strokeStyle = theme("ink");
    pen.lineWidth = 2.5;
    pen.beginPath();
    pen.arc(x(list[j.slip.row]), y + ((j.slip.row * 7) % 13 - 6), 9, 0, 2 * Math.PI);
    pen.stroke();
    pen.lineWidth = 1;
  });
}

/**
 * @param {HTMLCanvasElement} canvas @param {MouseEvent} event @param {number} rows
 * @param {(i: number) => number[]} at
 */
function nearest(canvas, event, rows, at) {
  const box = canvas.getBoundingClientRect();
  let best = 0, least = Infinity;
  for (let i = 0; i < rows; i++) {
    const [x, y] = at(i), distance = Math.hypot(x - event.clientX + box.left, y - event.clientY + box.top);
    if (distance < least)
      [best, least] = [i, distance];
  }
  return best;
}

/** @param {CanvasRenderingContext2D} pen @param {string} words @param {number} width */
function fitted(pen, words, width) {
  pen.font = font;
  let shown = words;
  while (shown.length > 4 && pen.measureText(shown).width > width - 8)
    shown = `${shown.slice(0, -2)}…`;
  return shown;
}

/**
 * @param {CanvasRenderingContext2D} pen @param {string} words @param {number} x @param {number} y
 * @param {CanvasTextAlign} align @param {string} [color]
 */
function label(pen, words, x, y, align, color = "soft") {
  pen.font = font;
  pen.textAlign = align;
  pen.fillStyle = theme(color);
  pen.fillText(words, x, y);
}
