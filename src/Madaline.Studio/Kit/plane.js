// @ts-check
// A drawing in a square of the plane: from its numbers to pixels, sharp on every screen.
import { sharp } from "./canvas.js";
import { height, theme } from "./colors.js";

export class Plane {
  /** @param {HTMLCanvasElement} canvas @param {number} low @param {number} high */
  constructor(canvas, low, high) {
    const size = canvas.clientWidth;
    this.size = size;
    this.low = low;
    this.high = high;
    this.canvas = canvas;
    this.pen = sharp(canvas, size);
  }

  /** @param {number} value */
  x(value) {
    return (value - this.low) / (this.high - this.low) * this.size;
  }

  /** @param {number} value */
  y(value) {
    return this.size - this.x(value);
  }

  /** Where a pointer is, in the plane's numbers. @param {MouseEvent} event */
  at(event) {
    const box = this.canvas.getBoundingClientRect(), span = this.high - this.low;
    return {
      x: this.low + (event.clientX - box.left) / box.width * span,
      y: this.high - (event.clientY - box.top) / box.height * span,
    };
  }

  /** @param {string} acrossName @param {string} upName @param {number[]} marks */
  axes(acrossName, upName, marks) {
    const pen = this.pen;
    pen.strokeStyle = theme("grid");
    pen.fillStyle = theme("soft");
    pen.font = "13px system-ui, sans-serif";
    pen.lineWidth = 1;
    for (const mark of marks) {
      this.line([mark, this.low], [mark, this.high]);
      this.line([this.low, mark], [this.high, mark]);
      pen.textAlign = "center";
      pen.fillText(String(mark).replace("-", "−"), this.x(mark), this.size - 5);
      pen.textAlign = "left";
      pen.fillText(String(mark).replace("-", "−"), 5, this.y(mark) - 3);
    }
    pen.textAlign = "right";
    pen.fillStyle = theme("ink");
    pen.fillText(acrossName, this.size - 6, this.size - 20);
    pen.textAlign = "left";
    pen.fillText(upName, 22, 15);
  }

  /**
   * Bands of equal height over the whole plane; a band is of the root, so that the bottom shows as well.
   * @param {number} grid points along a side @param {number} low @param {number} high
   * @param {(row: number, column: number) => number} at NaN where there is none
   */
  heights(grid, low, high, at) {
    const cell = this.size / (grid - 1);
    for (let row = 0; row < grid; row++) {
      for (let column = 0; column < grid; column++) {
        const part = Math.sqrt(Math.max(0, Math.min(1, (at(row, column) - low) / (high - low || 1))));
        if (Number.isNaN(part))
          continue;
        this.pen.fillStyle = height(Math.floor(part * 20) / 20);
        this.pen.fillRect((column - .5) * cell, (row - .5) * cell, cell + .6, cell + .6);
      }
    }
  }

  /** @param {number[]} from @param {number[]} to */
  line(from, to) {
    this.pen.beginPath();
    this.pen.moveTo(this.x(from[0]), this.y(from[1]));
    this.pen.lineTo(this.x(to[0]), this.y(to[1]));
    this.pen.stroke();
  }

  /** @param {ArrayLike<number>} across @param {ArrayLike<number>} up */
  curve(across, up) {
    this.pen.beginPath();
    for (let i = 0; i < across.length; i++)
      this.pen.lineTo(this.x(across[i]), this.y(up[i]));
    this.pen.stroke();
  }

  /** @param {number} x @param {number} y @param {number} radius @param {string} fill @param {string} [stroke] */
  dot(x, y, radius, fill, stroke) {
    this.pen.beginPath();
    this.pen.arc(this.x(x), this.y(y), radius, 0, 2 * Math.PI);
    this.pen.fillStyle = fill;
    this.pen.fill();
    if (stroke) {
      this.pen.strokeStyle = stroke;
      this.pen.lineWidth = 2;
      this.pen.stroke();
    }
  }
}
