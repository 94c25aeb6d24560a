// @ts-check
// The network as a picture: the value of each neuron as its colour, its error as a ring.
import { sharp } from "../../Kit/canvas.js";
import { divergingText, largest, theme } from "../../Kit/colors.js";

/**
 * @typedef {{ x: number, y: number, size: number }} Spot
 * @typedef {{ name: string, kind: string, then: string, shape: number[], neurons: number, shown: number,
 *   z: Float32Array, a: Float32Array, delta: Float32Array }} Layer
 */

const gap = 4, titleSpace = 40, mostInColumn = 16;

/** Where every neuron of a layer is drawn, within a column of a width. @param {Layer} layer @param {number} width @param {number} height */
function spots(layer, width, height) {
  return layer.shape.length === 3 ? mapSpots(layer, width, height) : rowSpots(layer.shown, width, height);
}

/** @param {number} count @param {number} width @param {number} height @returns {Spot[]} */
function rowSpots(count, width, height) {
  const columns = Math.max(1, Math.ceil(count / Math.max(mostInColumn, Math.sqrt(count * height / Math.max(1, width)))));
  const rows = Math.ceil(count / columns);
  const step = Math.min(40, width / columns, height / rows);
  const left = (width - step * columns) / 2 + step / 2, top = (height - step * rows) / 2 + step / 2;
  return Array.from({ length: count }, (_, i) => ({
    x: left + Math.floor(i / rows) * step, y: top + i % rows * step, size: step - Math.min(gap, step / 4) }));
}

/** Maps of a convolution side by side. @param {Layer} layer @param {number} width @param {number} height @returns {Spot[]} */
function mapSpots(layer, width, height) {
  const [maps, rows, columns] = layer.shape;
  const shown = Math.floor(layer.shown / (rows * columns));
  let across = 1;
  while (Math.ceil(shown / across) * (rows + 2) * width > across * (columns + 2) * height && across < shown)
    across++;
  const pixel = Math.min(width / (across * (columns + 2)), height / (Math.ceil(shown / across) * (rows + 2)), 8);
  const left = (width - across * (columns + 2) * pixel) / 2;
  return Array.from({ length: shown * rows * columns }, (_, i) => {
    const map = Math.floor(i / (rows * columns)), y = Math.floor(i / columns) % rows, x = i % columns;
    return {
      x: left + (map % across * (columns + 2) + x + 1.5) * pixel,
      y: (Math.floor(map / across) * (rows + 2) + y + 1.5) * pixel, size: pixel };
  });
}

/** How many maps are drawn where not all are. @param {Layer} layer */
function mapsShown(layer) {
  if (layer.shape.length !== 3 || layer.shown === layer.neurons)
    return "";
  return ` (${Math.floor(layer.shown / (layer.shape[1] * layer.shape[2]))} of ${layer.shape[0]} maps)`;
}

export class NetworkPicture {
  /** @param {HTMLCanvasElement} canvas */
  constructor(canvas) {
    this.canvas = canvas;
    /** @type {{ spots: Spot[], left: number }[]} */
    this.columns = [];
  }

  /**
   * @param {Layer[]} layers @param {{ layer: number, neuron: number, cell: number, classes: string[], target: number }} chosen
   */
  draw(layers, chosen) {
    const width = this.canvas.clientWidth, height = Math.max(340, Math.min(620, width * 1.1)), pen = sharp(this.canvas, height);
    const names = chosen.classes.length > 0 && chosen.classes.length <= 20 ? Math.min(90, width * .2) : 0;
    const column = (width - names) / layers.length;
    this.columns = layers.map((layer, i) => ({
      left: i * column, spots: spots(layer, column - 12, height - titleSpace - 8) }));
    this.drawLines(pen, layers, chosen);
    layers.forEach((layer, i) => this.drawLayer(pen, layer, i, chosen, column));
    if (names > 0)
      this.drawNames(pen, layers, chosen);
  }

  /** @param {number} layer @param {number} neuron */
  place(layer, neuron) {
    const column = this.columns[layer], spot = column?.spots[neuron];
    return spot ? { x: column.left + 6 + spot.x, y: titleSpace + spot.y, size: spot.size } : null;
  }

  /** From the chosen cell to the chosen neuron, and on to what depends on it. @param {CanvasRenderingContext2D} pen @param {Layer[]} layers @param {any} chosen */
  drawLines(pen, layers, chosen) {
    const at = this.place(chosen.layer, chosen.neuron);
    if (!at)
      return;
    pen.strokeStyle = theme("line");
    pen.lineWidth = 1;
    const next = this.columns[chosen.layer + 1];
    if (next && next.spots.length <= 200) {
      pen.beginPath();
      next.spots.forEach((_, k) => {
        const to = this.place(chosen.layer + 1, k);
        if (to) {
          pen.moveTo(at.x, at.y);
          pen.lineTo(to.x, to.y);
        }
      });
      pen.stroke();
    }
    const before = chosen.layer > 0 && layers[chosen.layer - 1].a.length === layers[chosen.layer - 1].z.length
      ? this.place(chosen.layer - 1, chosen.cell) : null;
    if (before) {
      pen.strokeStyle = theme("ink");
      pen.lineWidth = 2;
      pen.beginPath();
      pen.moveTo(before.x, before.y);
      pen.lineTo(at.x, at.y);
      pen.stroke();
    }
  }

  /** @param {CanvasRenderingContext2D} pen @param {Layer} layer @param {number} index @param {any} chosen @param {number} column */
  drawLayer(pen, layer, index, chosen, column) {
    const hasOwn = layer.a.length === layer.z.length;
    const values = hasOwn ? layer.a : layer.z;
    const scale = largest(values), errors = largest(layer.delta);
    pen.fillStyle = theme("ink");
    pen.font = "600 13px system-ui, sans-serif";
    pen.textAlign = "center";
    const middle = this.columns[index].left + column / 2;
    pen.fillText(`layer ${index + 1}: ${layer.kind}`, middle, 14, column - 6);
    pen.fillStyle = theme("soft");
    pen.font = "12px system-ui, sans-serif";
    pen.fillText((layer.then || "no activation") + mapsShown(layer), middle, 30, column - 6);
    for (let i = 0; i < this.columns[index].spots.length; i++) {
      const at = this.place(index, i);
      if (!at)
        continue;
      if (layer.shape.length === 3)
        this.drawPixel(pen, at, values[i] / scale);
      else
        this.drawNeuron(pen, at, values[i] / scale, layer.delta[i] / errors);
      if (index === chosen.layer && i === chosen.neuron)
        this.drawMark(pen, at, layer.shape.length === 3);
    }
  }

  /** @param {CanvasRenderingContext2D} pen @param {Spot} at @param {number} value */
  drawPixel(pen, at, value) {
    pen.fillStyle = divergingText(value);
    pen.fillRect(at.x - at.size / 2, at.y - at.size / 2, at.size + .5, at.size + .5);
  }

  /** @param {CanvasRenderingContext2D} pen @param {Spot} at @param {number} value @param {number} error */
  drawNeuron(pen, at, value, error) {
    const radius = at.size / 2 - 2;
    pen.beginPath();
    pen.arc(at.x, at.y, Math.max(1, radius), 0, 2 * Math.PI);
    pen.fillStyle = divergingText(value);
    pen.fill();
    pen.lineWidth = 1;
    pen.strokeStyle = theme("soft");
    pen.stroke();
    if (Math.abs(error) > .02) {
      pen.beginPath();
      pen.arc(at.x, at.y, Math.max(1, radius + 1), 0, 2 * Math.PI);
      pen.lineWidth = 1 + 3 * Math.abs(error) * Math.min(1, at.size / 20);
      pen.strokeStyle = error > 0 ? theme("warm") : theme("accent");
      pen.stroke();
    }
  }

  /** @param {CanvasRenderingContext2D} pen @param {Spot} at @param {boolean} isSquare */
  drawMark(pen, at, isSquare) {
    pen.strokeStyle = theme("ink");
    pen.lineWidth = 2;
    const half = Math.max(at.size / 2 + 3, 6);
    pen.beginPath();
    if (isSquare)
      pen.rect(at.x - half, at.y - half, 2 * half, 2 * half);
    else
      pen.arc(at.x, at.y, half, 0, 2 * Math.PI);
    pen.stroke();
  }

  /** @param {CanvasRenderingContext2D} pen @param {Layer[]} layers @param {any} chosen */
  drawNames(pen, layers, chosen) {
    const last = layers.length - 1;
    pen.textAlign = "left";
    chosen.classes.forEach((/** @type {string} */ name, /** @type {number} */ i) => {
      const at = this.place(last, i);
      if (!at || at.size < 8)
        return;
      const isRight = i === chosen.target;
      pen.font = `${isRight ? "600 " : ""}13px system-ui, sans-serif`;
      pen.fillStyle = theme(isRight ? "ink" : "soft");
      pen.fillText(`${isRight ? "▸ " : ""}${name}`, at.x + at.size / 2 + 8, at.y + 4, this.canvas.clientWidth - at.x - at.size / 2 - 10);
    });
  }

  /** The neuron below a pointer. @param {MouseEvent} event */
  find(event) {
    const box = this.canvas.getBoundingClientRect();
    const x = event.clientX - box.left, y = event.clientY - box.top;
    let best = null, nearest = 400;
    for (let layer = 0; layer < this.columns.length; layer++) {
      for (let i = 0; i < this.columns[layer].spots.length; i++) {
        const at = this.place(layer, i);
        const far = at ? (at.x - x) ** 2 + (at.y - y) ** 2 : Infinity;
        if (far < nearest) {
          nearest = far;
          best = { layer, neuron: i };
        }
      }
    }
    return best;
  }
}
