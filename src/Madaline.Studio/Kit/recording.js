// @ts-check
// In place of the connection, where the page is one file: it answers from what was kept.

/** @typedef {import("./wire.js").Moment} Moment */
/** @typedef {{ view: string, args: Record<string, any>, step: number, moment: number, json: any, lists: number[] }} Kept */

export class Recording {
  /** @param {string} packed in base64 @param {(state: string, text: string) => void} onState */
  constructor(packed, onState) {
    this.onState = onState;
    /** @type {(text: string) => void} */
    this.onProblem = () => { };
    this.onAnother = () => { };
    /** @type {Map<number, { view: string, args: Record<string, any>, draw: (moment: Moment) => void }>} */
    this.subscriptions = new Map();
    this.nextId = 1;
    /** @type {number[]} */
    this.steps = [];
    this.at = 0;
    this.said = "";
    /** @type {Kept[]} */
    this.frames = [];
    /** The views that there is something of. @type {Set<string>} */
    this.views = new Set();
    /** @type {Float32Array[]} */
    this.lists = [];
    this.open(packed).catch(error => onState("lost", `This file is damaged: ${error}`));
  }

  /** @param {string} packed */
  async open(packed) {
    const bytes = Uint8Array.from(atob(packed), c => c.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    const buffer = await new Response(stream).arrayBuffer();
    const length = new DataView(buffer).getInt32(0, true);
    const about = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
    const all = new Float32Array(buffer.slice(4 + length));
    let from = 0;
    this.lists = about.lists.map((/** @type {number} */ size) => all.subarray(from, from += size));
    this.frames = about.frames;
    this.views = new Set(this.frames.map(frame => frame.view));
    this.steps = about.steps;
    this.at = this.steps.length - 1;
    this.onState("open", "");
    this.drawAll();
  }

  drawAll() {
    for (const id of this.subscriptions.keys())
      requestAnimationFrame(() => this.draw(id));
  }

  /** @param {number} id */
  draw(id) {
    const subscription = this.subscriptions.get(id), frame = subscription && this.find(subscription.view, subscription.args);
    if (!subscription || !frame)
      return;
    const size = frame.lists.reduce((sum, list) => sum + this.lists[list].length, 0), numbers = new Float32Array(size);
    let at = 0;
    for (const list of frame.lists) {
      numbers.set(this.lists[list], at);
      at += this.lists[list].length;
    }
    subscription.draw({ step: frame.step, json: structuredClone(frame.json), numbers });
    if (subscription.view === "status")
      return;
    const other = Object.keys(frame.args).find(name => subscription.args[name] !== undefined && subscription.args[name] !== frame.args[name]);
    this.note(other ? `This file does not hold ${other} ${subscription.args[other]} here; the nearest is shown. The studio itself shows all.`
      : frame.moment !== this.at ? `Of this view the file holds step ${frame.step} only.` : "");
  }

  /** Says what is not there, and no longer than that. @param {string} text */
  note(text) {
    if (text !== this.said)
      this.onProblem(text);
    this.said = text;
  }

  /** What comes nearest to what is asked: first the moment, then one argument after the other. @param {string} view @param {Record<string, any>} args */
  find(view, args) {
    let left = nearest(this.frames.filter(frame => frame.view === view), frame => Math.abs(frame.moment - this.at));
    for (const name of new Set(left.flatMap(frame => Object.keys(frame.args)))) {
      const wanted = args[name] ?? left[0].args[name];
      left = nearest(left, frame => frame.args[name] === wanted ? 0
        : typeof wanted === "number" && typeof frame.args[name] === "number" ? Math.abs(frame.args[name] - wanted) : 1e9);
    }
    return left[0];
  }

  /**
   * @param {string} view @param {Record<string, any>} args @param {(moment: Moment) => void} draw
   */
  subscribe(view, args, draw) {
    const id = this.nextId++;
    this.subscriptions.set(id, { view, args: { ...args }, draw });
    requestAnimationFrame(() => this.draw(id));
    return {
      /** @param {Record<string, any>} changed */
      update: changed => {
        this.subscriptions.set(id, { view, args: { ...changed }, draw });
        requestAnimationFrame(() => this.draw(id));
      },
      close: () => this.subscriptions.delete(id),
    };
  }

  /** @param {string} action @param {number} [value] */
  do(action, value = 0) {
    if (action !== "goto" && action !== "reach" && action !== "now") {
      this.onProblem("This page is a file: it shows what was kept, and cannot train.");
      return;
    }
    const step = action === "now" ? Infinity : value;
    const moments = this.steps.map((at, moment) => ({ moment, distance: Math.abs(at - step) }));
    this.at = step === Infinity ? this.steps.length - 1 : moments.sort((a, b) => a.distance - b.distance)[0].moment;
    this.drawAll();
  }
}

/** @param {Kept[]} frames @param {(frame: Kept) => number} distance */
function nearest(frames, distance) {
  const least = Math.min(...frames.map(distance));
  return frames.filter(frame => distance(frame) === least);
}
