// @ts-check
// The shell: the bar of the training, the list of views, and the view that is open.
import { html, nothing, render } from "../vendor/lit-html.js";
import { Wire } from "./wire.js";
import { count } from "./numbers.js";
import { adalineView } from "../Views/Adaline/view.js";
import { batchView } from "../Views/Batch/view.js";
import { confusionView } from "../Views/Confusion/view.js";
import { digitView } from "../Views/Digit/view.js";
import { flowView } from "../Views/Flow/view.js";
import { galleryView } from "../Views/Gallery/view.js";
import { kernelView } from "../Views/Kernel/view.js";
import { landscapeView } from "../Views/Landscape/view.js";
import { mapsView } from "../Views/Maps/view.js";
import { microscopeView } from "../Views/Microscope/view.js";
import { perceptronView } from "../Views/Perceptron/view.js";
import { poolingView } from "../Views/Pooling/view.js";
import { runView } from "../Views/Run/view.js";
import { sigmoidView } from "../Views/Sigmoid/view.js";
import { tensorsView } from "../Views/Tensors/view.js";
import { valleyView } from "../Views/Valley/view.js";

/** In the order of the course. */
const views = [perceptronView, adalineView, sigmoidView, valleyView, batchView, landscapeView, runView, microscopeView, flowView, tensorsView,
  digitView, confusionView, galleryView, kernelView, poolingView, mapsView];
const first = runView;
const speeds = [[1, "1 step a second"], [5, "5 steps a second"], [20, "20 steps a second"],
  [100, "100 steps a second"], [0, "full speed"]];
const tokenKey = "madaline-token";

const state = {
  connection: "connecting",
  text: "",
  problem: "",
  moment: "",
  session: /** @type {any} */ (null),
  view: /** @type {any} */ (first),
  args: /** @type {Record<string, any>} */ ({}),
  help: false,
};

/** The token comes in the fragment once, and stays with this tab. */
function readToken() {
  const fragment = location.hash.slice(1);
  if (/^[0-9a-f]{32}/.test(fragment)) {
    sessionStorage.setItem(tokenKey, fragment.slice(0, 32));
    history.replaceState(null, "", `${location.pathname}#${fragment.slice(32).replace(/^&/, "")}`);
  }
  return sessionStorage.getItem(tokenKey) ?? "";
}

/** What the address asks for: #view=microscope&layer=1&neuron=3 … */
function readPlace() {
  const place = new URLSearchParams(location.hash.slice(1));
  state.view = views.find(view => view.name === place.get("view")) ?? first;
  state.args = {};
  for (const [name, value] of place) {
    if (name === "step")
      wanted = Number(value);
    else if (name !== "view")
      state.args[name] = value !== "" && Number.isFinite(Number(value)) ? Number(value) : value;
  }
}

/** A step that the address asks for, until it has been asked for. @type {number | null} */
let wanted = null;
const token = readToken();
readPlace();
const wire = new Wire(token, (connection, text) => {
  state.connection = connection;
  state.text = text;
  draw();
});
wire.onProblem = (/** @type {string} */ text) => {
  state.problem = text;
  say(text);
  draw();
};
wire.subscribe("status", {}, moment => {
  state.session = moment.json;
  if (wanted !== null) {
    wire.do("reach", wanted);
    wanted = null;
  }
  draw();
});

/** What brings anybody to this moment: the same digits on every machine. */
function momentText() {
  const s = state.session, place = new URLSearchParams({ view: state.view.name, step: String(s.shown) });
  for (const [name, value] of Object.entries(state.args))
    place.set(name, String(value));
  return `madaline studio ${s.recipe} --seed ${s.seed} --at "${place}"`;
}

async function copyMoment() {
  const text = momentText();
  try {
    await navigator.clipboard.writeText(text);
    state.moment = "Copied: ";
  } catch {
    state.moment = "To this moment: ";
  }
  state.moment += text;
  draw();
}

let lastSaid = 0;

/** Tells readers of the screen, at most once in two seconds. @param {string} text */
function say(text) {
  const place = document.getElementById("live");
  if (place && performance.now() - lastSaid > 2000) {
    lastSaid = performance.now();
    place.textContent = text;
  }
}

/** @type {{ close(): void, key?(event: KeyboardEvent): boolean } | null} */
let open = null;

function openView() {
  open?.close();
  const place = document.getElementById("view");
  if (!place)
    return;
  const inner = document.createElement("div");
  inner.className = state.view.name;
  place.replaceChildren(inner);
  open = state.view.open(inner, wire, state.args, (/** @type {Record<string, any>} */ changed) => {
    state.args = changed;
    writePlace();
  });
  writePlace();
  document.title = `${state.view.title} · Madaline studio`;
}

function writePlace() {
  const place = new URLSearchParams({ view: state.view.name });
  for (const [name, value] of Object.entries(state.args))
    place.set(name, String(value));
  history.replaceState(null, "", `#${place}`);
}

/** @param {string} action @param {number} [value] */
function act(action, value) {
  state.problem = "";
  wire.do(action, value);
  draw();
}

/** @param {string} name */
function go(name) {
  const view = views.find(one => one.name === name);
  if (view && view !== state.view) {
    state.view = view;
    state.args = {};
    draw();
    openView();
  }
}

function toggleTheme() {
  const root = document.documentElement;
  const isDark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = isDark ? "light" : "dark";
  document.dispatchEvent(new Event("themechange"));
}

/** @param {any} s */
function bar(s) {
  const ended = s.phase === "ended";
  return html`
    <div class="what"><b>${s.recipe}</b> <span>on ${s.dataset}, seed ${s.seed}</span></div>
    <div class="buttons">
      ${s.playing
        ? html`<button class="main" title="Space" @click=${() => act("pause")}>Pause</button>`
        : html`<button class="main" title="Space" ?disabled=${ended} @click=${() => act("play")}>Train</button>`}
      <button title="Right arrow" ?disabled=${ended} @click=${() => act("step", 1)}>Step</button>
      <button title="Shift and right arrow" ?disabled=${ended} @click=${() => act("epoch")}>Epoch</button>
      <button ?disabled=${s.latest === 0} @click=${() => act("restart")}>Anew</button>
      <button title="A command that shows this moment on any machine" ?disabled=${s.byHand} @click=${copyMoment}>Moment</button>
    </div>
    <label class="field">Speed
      <select @change=${(/** @type {any} */ e) => act("speed", Number(e.target.value))}>
        ${speeds.map(([value, text]) => html`<option value=${value} ?selected=${value === s.speed}>${text}</option>`)}
      </select>
    </label>
    <label class="field">Rate ε
      <input class="rate" type="text" inputmode="decimal" .value=${s.rateText} ?disabled=${!s.rateIsFree || ended}
        title=${s.rateIsFree ? "The learning rate from the next step on" : "The recipe's schedule sets the rate"}
        @change=${(/** @type {any} */ e) => setRate(e.target)}>
    </label>
    <label class="scrub">
      <span>Step <output>${count(s.shown)}</output> of ${count(s.total)}, epoch ${s.epoch} of ${s.epochs}
        ${s.past ? html`<button class="link" @click=${() => act("now")}>back to step ${count(s.latest)}</button>` : nothing}
      </span>
      <input type="range" min="0" max=${Math.max(1, s.latest)} .value=${String(s.shown)} ?disabled=${!s.canTravel}
        aria-label="Go to a step" @input=${(/** @type {any} */ e) => act("goto", Number(e.target.value))}>
    </label>`;
}

/** @param {HTMLInputElement} field */
function setRate(field) {
  const value = Number(field.value.replace(",", ".").replace("−", "-"));
  if (Number.isFinite(value) && value > 0)
    act("rate", value);
  else
    wire.onProblem(`“${field.value}” is no learning rate; expected a number above 0, such as 0.1.`);
}

const keys = [["Space", "train or pause"], ["→", "one step"], ["Shift →", "to the end of the epoch"],
  [", and .", "one step back or forward in time"], ["T", "the numbers as a table"], ["?", "this list"]];

function draw() {
  const s = state.session;
  render(html`
    <header>
      <a class="logo" href="#" @click=${(/** @type {Event} */ e) => { e.preventDefault(); go("run"); }}>
        <img src="/Kit/icon.svg" alt="" width="28" height="28"><span>Madaline studio</span></a>
      <nav aria-label="Views">${views.map(view => html`
        <a href="#view=${view.name}" aria-current=${view === state.view ? "page" : nothing}
          @click=${(/** @type {Event} */ e) => { e.preventDefault(); go(view.name); }}>${view.title}</a>`)}
      </nav>
      <button class="quiet" title="Keys: ?" aria-label="Keys" @click=${() => { state.help = !state.help; draw(); }}>?</button>
      <button class="quiet" aria-label="Light or dark" title="Light or dark" @click=${toggleTheme}>◐</button>
    </header>
    ${state.connection === "open" || state.connection === "connecting" ? nothing
      : html`<p class="banner" role="alert">${state.text}</p>`}
    ${state.problem ? html`<p class="banner problem" role="alert">${state.problem}
      <button class="link" @click=${() => { state.problem = ""; draw(); }}>close</button></p>` : nothing}
    ${s ? html`<section class="bar" aria-label="Training">${bar(s)}</section>` : html`<section class="bar">…</section>`}
    ${s && s.phase === "ended" ? html`<p class="note">The training is over: ${s.end}.</p>` : nothing}
    ${s && s.byHand ? html`<p class="note">A rate was set by hand: the recipe alone does not give this network.</p>` : nothing}
    ${state.moment ? html`<p class="note">${state.moment}
      <button class="link" @click=${() => { state.moment = ""; draw(); }}>close</button></p>` : nothing}
    ${state.help ? html`<section class="help" aria-label="Keys"><dl>${keys.map(([key, what]) => html`
      <dt><kbd>${key}</kbd></dt><dd>${what}</dd>`)}</dl></section>` : nothing}
    <main id="view" tabindex="-1"></main>`,
  /** @type {HTMLElement} */ (document.getElementById("app")));
}

document.addEventListener("keydown", event => {
  const target = /** @type {HTMLElement} */ (event.target);
  if (event.ctrlKey || event.metaKey || event.altKey || target.matches("input:not([type=range]), select, textarea"))
    return;
  if (open?.key?.(event)) {
    event.preventDefault();
    return;
  }
  const s = state.session;
  if (!s)
    return;
  if (event.key === " " && !target.matches("button, a"))
    act(s.playing ? "pause" : "play");
  else if (event.key === "ArrowRight" && !target.matches("input"))
    act(event.shiftKey ? "epoch" : "step", 1);
  else if (event.key === ",")
    act("goto", Math.max(0, s.shown - 1));
  else if (event.key === ".")
    act("goto", Math.min(s.latest, s.shown + 1));
  else if (event.key === "?")
    state.help = !state.help;
  else
    return;
  event.preventDefault();
  draw();
});
window.addEventListener("hashchange", () => {
  readPlace();
  draw();
  openView();
});

draw();
openView();
