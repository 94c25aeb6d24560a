// @ts-check
// Which questions were answered, kept by this browser for this address.

/** @typedef {import("./controls.js").Task} Task */

const key = "madaline-answers";
/** @type {Record<string, { done: boolean, answers: Record<string, number> }>} */
const all = read();
/** @type {(() => void)[]} */
const listeners = [];

function read() {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "{}") ?? {};
  } catch {
    return {};
  }
}

/** The answers to a view's questions. */
export class Answers {
  /** @param {string} view @param {Task[]} tasks @param {Task[]} others tasks of the view that stand elsewhere */
  constructor(view, tasks, others = []) {
    this.view = view;
    this.tasks = tasks;
    this.others = others;
  }

  /** @param {Task} task @returns {number | undefined} */
  get(task) {
    const given = all[this.view]?.answers?.[task.ask];
    return typeof given === "number" ? given : undefined;
  }

  /** @param {Task} task @param {number} choice */
  set(task, choice) {
    const known = { ...all[this.view]?.answers, [task.ask]: choice };
    all[this.view] = { answers: known, done: [...this.tasks, ...this.others].every(one => known[one.ask] === one.right) };
    try {
      localStorage.setItem(key, JSON.stringify(all));
    } catch {
      // Where nothing may be stored, answers last as long as the page.
    }
    listeners.forEach(listener => listener());
  }
}

/** Whether all questions of a view are answered rightly. @param {string} view */
export function isDone(view) {
  return all[view]?.done === true;
}

/** @param {() => void} listener */
export function onProgress(listener) {
  listeners.push(listener);
}
