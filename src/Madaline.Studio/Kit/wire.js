// @ts-check
// The connection to the engine. A subscription is sent its next frame only when this page has drawn the last one.

const headerBytes = 24;

/**
 * One moment of a view: what it says, and lists of numbers to draw.
 * @typedef {{ step: number, json: any, numbers: Float32Array }} Moment
 */

/** Reads the lists of a moment one after the other. */
export class Numbers {
  /** @param {Float32Array} all */
  constructor(all) {
    this.all = all;
    this.at = 0;
  }

  /** @param {number} count @returns {Float32Array} */
  take(count) {
    this.at += count;
    return this.all.subarray(this.at - count, this.at);
  }
}

export class Wire {
  /** @param {string} token @param {(state: string, text: string) => void} onState */
  constructor(token, onState) {
    this.token = token;
    this.onState = onState;
    /** @type {Map<number, { view: string, args: object, draw: (moment: Moment) => void, moment: Moment | null }>} */
    this.subscriptions = new Map();
    this.nextId = 1;
    this.wait = 250;
    /** @type {(text: string) => void} */
    this.onProblem = () => { };
    /** Called where another session answers than the one before. */
    this.onAnother = () => { };
    this.session = "";
    this.connect();
  }

  connect() {
    const socket = new WebSocket(`ws://${location.host}/live`);
    socket.binaryType = "arraybuffer";
    this.socket = socket;
    socket.onopen = () => this.send({ kind: "hello", token: this.token });
    socket.onmessage = event => typeof event.data === "string"
      ? this.hear(JSON.parse(event.data)) : this.receive(event.data);
    socket.onclose = event => {
      if (event.code === 1008) {
        this.onState("refused", event.reason);
        return;
      }
      this.onState("lost", "The studio does not answer. Trying again …");
      setTimeout(() => this.connect(), this.wait);
      this.wait = Math.min(2000, this.wait * 2);
    };
  }

  /** @param {object} message */
  send(message) {
    if (this.socket && this.socket.readyState === WebSocket.OPEN)
      this.socket.send(JSON.stringify(message));
  }

  /** @param {any} message */
  hear(message) {
    if (message.kind === "hello") {
      this.wait = 250;
      this.onState("open", "");
      if (this.session && this.session !== message.session)
        this.onAnother();
      this.session = message.session;
      for (const [id, subscription] of this.subscriptions)
        this.send({ kind: "subscribe", id, view: subscription.view, args: subscription.args });
    } else if (message.kind === "problem") {
      this.onProblem(message.text);
    }
  }

  /** @param {ArrayBuffer} buffer */
  receive(buffer) {
    const header = new DataView(buffer, 0, headerBytes);
    const id = header.getInt32(4, true);
    const subscription = this.subscriptions.get(id);
    if (!subscription)
      return;
    const length = header.getInt32(16, true);
    const text = new TextDecoder().decode(new Uint8Array(buffer, headerBytes, length));
    const isWaiting = subscription.moment !== null;
    subscription.moment = {
      step: Number(header.getBigInt64(8, true)),
      json: JSON.parse(text),
      numbers: new Float32Array(buffer, headerBytes + length, header.getInt32(20, true)),
    };
    if (!isWaiting)
      requestAnimationFrame(() => this.draw(id));
  }

  /** @param {number} id */
  draw(id) {
    const subscription = this.subscriptions.get(id);
    if (!subscription || !subscription.moment)
      return;
    const moment = subscription.moment;
    subscription.moment = null;
    try {
      subscription.draw(moment);
    } finally {
      this.send({ kind: "ack", id });
    }
  }

  /**
   * Looks at a view from now on.
   * @param {string} view @param {object} args @param {(moment: Moment) => void} draw
   */
  subscribe(view, args, draw) {
    const id = this.nextId++;
    const subscription = { view, args, draw, moment: null };
    this.subscriptions.set(id, subscription);
    this.send({ kind: "subscribe", id, view, args });
    return {
      /** @param {object} changed */
      update: changed => {
        subscription.args = changed;
        this.send({ kind: "subscribe", id, view, args: changed });
      },
      close: () => {
        this.subscriptions.delete(id);
        this.send({ kind: "unsubscribe", id });
      },
    };
  }

  /** @param {string} action @param {number} [value] @param {string} [text] */
  do(action, value, text) {
    this.send({ kind: "do", action, value, text });
  }
}
