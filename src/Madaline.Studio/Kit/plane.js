// @ts-check
// A drawing in a square of the plane: from its numbers to pixels, sharp on every screen.
import { theme } from "./colors.js";

export class Plane {
  /** @param {HTMLCanvasElement} canvas @param {number} low @param {number} high */
  constructor(canvas, low, high) {
    const ratio = devicePixelRatio, size = canvas.clientWidth;
    canvas.style.height = `${size}px`;
    canvas.width = Math.round(size * ratio);
    canvas.height = Math.round(size * ratio);
    this.size = size;
    this.low = low;
    this.high = high;
    this.canvas = canvas;
    this.pen = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
    this.pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    this.pen.clearRect(0, 0, size, size);
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
