// @ts-check
// The shell: the bar of the training, the list of views, and the view that is open.
import { html, nothing, render } from "../vendor/lit-html.js";
import { Recording } from "./recording.js";
import { Wire } from "./wire.js";
import { count } from "./numbers.js";
import { isDone, onProgress } from "./progress.js";
import { adalineView } from "../Views/Adaline/view.js";
import { batchView } from "../Views/Batch/view.js";
import { builderView } from "../Views/Builder/view.js";
import { compareView } from "../Views/Compare/view.js";
import { confusionView } from "../Views/Confusion/view.js";
import { digitView } from "../Views/Digit/view.js";
import { flowView } from "../Views/Flow/view.js";
import { galleryView } from "../Views/Gallery/view.js";
import { kernelView } from "../Views/Kernel/view.js";
import { landscapeView } from "../Views/Landscape/view.js";
import { mapsView } from "../Views/Maps/view.js";
import { matricesView } from "../Views/Matrices/view.js";
import { microscopeView } from "../Views/Microscope/view.js";
import { perceptronView } from "../Views/Perceptron/view.js";
import { poolingView } from "../Views/Pooling/view.js";
import { runView } from "../Views/Run/view.js";
import { sigmoidView } from "../Views/Sigmoid/view.js";
import { tensorsView } from "../Views/Tensors/view.js";
import { valleyView } from "../Views/Valley/view.js";
import { wheatView } from "../Views/Wheat/view.js";

/** In the order of the course. */
const parts = [
  { title: "A neuron", views: [perceptronView, adalineView, sigmoidView] },
  { title: "Descent", views: [valleyView, batchView, landscapeView] },
  { title: "A network", views: [runView, matricesView, microscopeView, flowView, tensorsView] },
  { title: "Data and answers", views: [wheatView, digitView, confusionView, galleryView] },
  { title: "Pictures", views: [kernelView, poolingView, mapsView] },
  { title: "Further", views: [builderView, compareView] },
];
const views = parts.flatMap(part => part.views);
const first = runView;
const speeds = [[1, "1 step a second"], [5, "5 steps a second"], [20, "20 steps a second"],
  [100, "100 steps a second"], [0, "full speed"]];
const icon = /** @type {HTMLLinkElement} */ (document.querySelector("link[rel=icon]")).href;
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
  /** Whether the list of views is open where it has no place of its own. */
  menu: false,
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
/** What was kept, where this page is one file without a studio behind it. */
const kept = document.getElementById("recording")?.textContent;
const wire = kept ? new Recording(kept, onState) : new Wire(token, onState);

/** @param {string} connection @param {string} text */
function onState(connection, text) {
  state.connection = connection;
  state.text = text;
  draw();
}

/** The steps that a file holds. @type {() => number[]} */
const keptSteps = () => wire instanceof Recording ? wire.steps : [];
/** Whether there is something of a view. @param {any} view */
const isThere = view => !(wire instanceof Recording) || wire.views.has(view.name);
wire.onProblem = (/** @type {string} */ text) => {
  state.problem = text;
  say(text);
  draw();
};
/** What was shown when the studio went away, until another answers. @type {any} */
let before = null;
wire.onAnother = () => before = state.session;
wire.subscribe("status", {}, moment => {
  state.session = moment.json;
  if (before) {
    comeBack(before, moment.json);
    before = null;
  }
  if (wanted !== null) {
    wire.do("reach", wanted);
    wanted = null;
  }
  draw();
});

/** Trains to where this page was, if that is the same training. @param {any} was @param {any} now */
function comeBack(was, now) {
  const isSame = ["recipe", "dataset", "seed", "stepsPerEpoch"].every(name => was[name] === now[name]) && !was.byHand && !was.built;
  if (isSame && !now.playing && now.phase !== "ended" && now.latest < was.shown) {
    wanted = was.shown;
    state.moment = `The studio was started again; it trains to step ${count(was.shown)}, where this page was.`;
  } else {
    state.moment = "The studio was started again.";
  }
}

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

/** The page with this moment in it, as one file. */
async function saveFile() {
  state.moment = "The file is being written …";
  draw();
  try {
    const answer = await fetch("/api/page.html", { headers: { Authorization: `Bearer ${token}` } });
    if (!answer.ok)
      throw new Error(await answer.text());
    const link = document.createElement("a");
    link.href = URL.createObjectURL(await answer.blob());
    link.download = `${state.session.recipe}-step-${state.session.shown}.html`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    state.moment = `Saved as ${link.download}.`;
  } catch (error) {
    state.moment = "";
    wire.onProblem(`The file could not be had: ${error instanceof Error ? error.message : error}`);
  }
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
  state.menu = false;
  if (view && view !== state.view) {
    state.view = view;
    state.args = {};
    openView();
  }
  draw();
}

function toggleTheme() {
  const root = document.documentElement;
  const isDark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = isDark ? "light" : "dark";
  document.dispatchEvent(new Event("themechange"));
}

/** The bar of a page that is one file. @param {any} s */
function keptBar(s) {
  const steps = keptSteps(), at = steps.indexOf(s.shown);
  return html`
    <div class="what"><b>${s.recipe}</b> <span>on ${s.dataset}, seed ${s.seed}</span></div>
    <div class="buttons" role="group" aria-label="Moments">${steps.map((step, i) => html`
      <button aria-pressed=${i === at} @click=${() => act("goto", step)}>${step === 0 ? "before training" : `step ${count(step)}`}</button>`)}
      <button title="A command that shows this moment on any machine" ?disabled=${s.byHand} @click=${copyMoment}>Moment</button></div>
    <p class="note">Kept from a training of ${s.epochs} ${s.epochs === 1 ? "epoch" : "epochs"}; this file has no engine.</p>`;
}

/** @param {any} s */
function bar(s) {
  if (kept)
    return keptBar(s);
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
      <button title="A command that shows this moment on any machine" ?disabled=${s.byHand || s.built} @click=${copyMoment}>Moment</button>
      <button title="This moment as one HTML file, which needs no studio" @click=${saveFile}>File</button>
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

/** Large type, and the card that was clicked in full light. */
function togglePresent() {
  document.documentElement.toggleAttribute("data-present");
  document.querySelectorAll(".card.is-lit").forEach(card => card.classList.remove("is-lit"));
}

const keys = [["Space", "train or pause"], ["→", "one step"], ["Shift →", "to the end of the epoch"],
  [", and .", "one step back or forward in time"], ["T", "the numbers as a table"],
  ["P", "to present: large type, no list; a click on a card dims the others"], ["?", "this list"]];

function draw() {
  const s = state.session;
  render(html`
    <header>
      <a class="logo" href="#" aria-label="Madaline studio" @click=${(/** @type {Event} */ e) => { e.preventDefault(); go("run"); }}>
        <img src=${icon} alt="" width="28" height="28"><span>Madaline studio</span></a>
      <button class="menu" aria-expanded=${state.menu} @click=${() => { state.menu = !state.menu; draw(); }}>${state.view.title}
        <span aria-hidden="true">▾</span><span class="visually-hidden">, choose a view</span></button>
      <span class="gap"></span>
      <button class="quiet" title="Keys: ?" aria-label="Keys" @click=${() => { state.help = !state.help; draw(); }}>?</button>
      <button class="quiet" aria-label="Light or dark" title="Light or dark" @click=${toggleTheme}>◐</button>
    </header>
    <nav aria-label="Views" class=${state.menu ? "is-open" : ""}>${parts.filter(part => part.views.some(isThere)).map(part => html`<section><h2>${part.title}</h2>
      ${part.views.filter(isThere).map(view => html`<a href="#view=${view.name}" aria-current=${view === state.view ? "page" : nothing}
        @click=${(/** @type {Event} */ e) => { e.preventDefault(); go(view.name); }}>${view.title}${isDone(view.name)
          ? html`<span class="done" aria-hidden="true">✓</span><span class="visually-hidden">, its questions answered</span>` : nothing}</a>`)}</section>`)}
    </nav>
    <div class="content">
      ${state.connection === "open" || state.connection === "connecting" ? nothing
        : html`<p class="banner" role="alert">${state.text}</p>`}
      ${state.problem ? html`<p class="banner problem" role="alert">${state.problem}
        <button class="link" @click=${() => { state.problem = ""; draw(); }}>close</button></p>` : nothing}
      ${s ? html`<section class="bar" aria-label="Training">${bar(s)}</section>` : html`<section class="bar">…</section>`}
      ${s && s.phase === "ended" && !kept ? html`<p class="note">The training is over: ${s.end}.</p>` : nothing}
      ${s && s.byHand ? html`<p class="note">A rate was set by hand: the recipe alone does not give this network.</p>` : nothing}
      ${s && s.built && !kept ? html`<p class="note">These layers were built in the page: to train them elsewhere, save the recipe in the Builder.</p>` : nothing}
      ${state.moment ? html`<p class="note">${state.moment}
        <button class="link" @click=${() => { state.moment = ""; draw(); }}>close</button></p>` : nothing}
      ${state.help ? html`<section class="help" aria-label="Keys"><dl>${keys.map(([key, what]) => html`
        <dt><kbd>${key}</kbd></dt><dd>${what}</dd>`)}</dl></section>` : nothing}
      <main id="view" tabindex="-1"></main>
    </div>`,
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
  if (kept && [",", "."].includes(event.key))
    act("goto", keptSteps()[Math.max(0, Math.min(keptSteps().length - 1, keptSteps().indexOf(s.shown) + (event.key === "," ? -1 : 1)))]);
  else if (event.key === " " && !target.matches("button, a"))
    act(s.playing ? "pause" : "play");
  else if (event.key === "ArrowRight" && !target.matches("input"))
    act(event.shiftKey ? "epoch" : "step", 1);
  else if (event.key === ",")
    act("goto", Math.max(0, s.shown - 1));
  else if (event.key === ".")
    act("goto", Math.min(s.latest, s.shown + 1));
  else if (event.key.toLowerCase() === "p")
    togglePresent();
  else if (event.key === "?")
    state.help = !state.help;
  else
    return;
  event.preventDefault();
  draw();
});
document.addEventListener("click", event => {
  const card = event.target instanceof Element ? event.target.closest(".card") : null;
  if (!document.documentElement.hasAttribute("data-present") || !card || card.classList.contains("is-lit"))
    return;
  document.querySelectorAll(".card.is-lit").forEach(other => other.classList.remove("is-lit"));
  card.classList.add("is-lit");
});
window.addEventListener("hashchange", () => {
  readPlace();
  draw();
  openView();
});

onProgress(draw);
draw();
openView();
