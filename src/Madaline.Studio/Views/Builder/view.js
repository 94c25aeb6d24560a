// @ts-check
// A network put together of blocks. The list is text; what it comes to, the engine says.
import { html, nothing } from "../../vendor/lit-html.js";
import { taskCard } from "../../Kit/controls.js";
import { count } from "../../Kit/numbers.js";
import { Answers } from "../../Kit/progress.js";
import { view } from "../../Kit/viewbase.js";

/** @typedef {{ type: string, [argument: string]: any }} Block */
/** @typedef {{ list: Block[], chosen: number }} Version */

/** A message holds 64 KiB; JSON in JSON takes more than its letters. */
const maxBytes = 60000;

/** @type {import("../../Kit/controls.js").Task[]} */
const tasks = [
  { ask: "Which block of a small picture network has most of the weights?",
    choices: ["the first convolution", "the pooling", "the first linear layer after flatten"], right: 2,
    why: "Each of its neurons takes every number of every map. A convolution uses a few weights at every place." },
  { ask: "And which one takes most multiply-adds?",
    choices: ["a convolution", "the last linear layer", "relu"], right: 0,
    why: "Its few weights are used again at every place of the picture." },
  { ask: "You put a second max-pool of 2 behind the first. What becomes of the weights of the linear layer behind flatten?",
    choices: ["they stay", "about half", "about a quarter"], right: 2,
    why: "Half the rows and half the columns: a quarter of the numbers, and each has a weight for every neuron." },
];

export const builderView = view("builder", "Builder", () => {
  const answers = new Answers("builder", tasks);
  /** @type {Block[] | null} */
  let list = null;
  /** @type {Version[]} */
  const past = [];
  /** @type {Version[]} */
  let future = [];
  let chosen = 0, focused = -1, dragged = -1, text = "", adding = "conv", shown = "json", note = "", listens = false;
  /** @type {any} */
  let scene;

  /** @param {Block[]} next @param {number} at */
  function put(next, at) {
    past.push({ list: list ?? [], chosen });
    future = [];
    show(next, at);
  }

  /** @param {Block[]} next @param {number} at */
  function show(next, at) {
    const changed = JSON.stringify(next);
    if (new TextEncoder().encode(JSON.stringify(changed)).length > maxBytes) {
      note = "These are more blocks than a message can hold.";
      scene.redraw();
      return;
    }
    [list, text, note] = [next, changed, ""];
    chosen = Math.max(0, Math.min(next.length - 1, at));
    scene.ask({ layers: changed, from: undefined });
    scene.redraw();
  }

  /** @param {Version[]} from @param {Version[]} to */
  function step(from, to) {
    const last = from.pop();
    if (last) {
      to.push({ list: list ?? [], chosen });
      show(last.list, last.chosen);
    }
  }
  const undo = () => step(past, future), redo = () => step(future, past);

  /** @param {number} from @param {number} to */
  function move(from, to) {
    if (!list || from < 0 || to < 0 || to >= list.length || from === to)
      return;
    const next = [...list];
    next.splice(to, 0, ...next.splice(from, 1));
    focused = to;
    put(next, to);
  }

  /** @param {number} at */
  function remove(at) {
    focused = Math.max(0, at - 1);
    put((list ?? []).filter((_, i) => i !== at), at - 1);
  }

  /** @param {number} at @param {Block[]} blocks */
  function insert(at, blocks) {
    focused = at;
    put([...(list ?? []).slice(0, at), ...blocks, ...(list ?? []).slice(at)], at);
  }

  /** What a person typed: JSON, or a word; nothing for what holds otherwise. @param {string} name @param {string} typed */
  function setArgument(name, typed) {
    if (!list)
      return;
    const block = { ...list[chosen] }, value = typed.trim();
    if (value === "")
      delete block[name];
    else
      block[name] = parsed(value);
    put(list.map((one, i) => i === chosen ? block : one), chosen);
  }

  /** @param {string} value */
  function parsed(value) {
    try {
      return JSON.parse(value);
    } catch {
      return value;
    }
  }

  /** A block as soon as it is added: what is needed is filled in. @param {any} type @returns {Block} */
  function fresh(type) {
    /** @type {Block} */
    const block = { type: type.name };
    const usual = /** @type {Record<string, any>} */ ({ outputs: 64, channels: 16, kernel: type.name.endsWith("pool") ? 2 : 3, groups: 4,
      size: 4, scale: 2, factor: 2, layers: [{ type: "block", channels: 16 }] });
    for (const argument of type.arguments.filter((/** @type {any} */ a) => a.needed))
      block[argument.name] = usual[argument.name] ?? 1;
    return block;
  }

  /** @param {KeyboardEvent} event */
  function hear(event) {
    if (!scene.place.isConnected) {
      document.removeEventListener("keydown", hear);
      return;
    }
    const target = /** @type {HTMLElement} */ (event.target), typing = target.matches("input, textarea, select");
    const at = Number(target.dataset?.block ?? -1);
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !typing)
      (event.shiftKey ? redo : undo)();
    else if (event.altKey && at >= 0 && event.key === "ArrowUp")
      move(at, at - 1);
    else if (event.altKey && at >= 0 && event.key === "ArrowDown")
      move(at, at + 1);
    else
      return;
    event.preventDefault();
  }

  /** @param {string} what @param {string} name @param {string} kind */
  function download(what, name, kind) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([what], { type: kind }));
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  /** @param {string} what */
  async function copy(what) {
    try {
      await navigator.clipboard.writeText(what);
      note = "Copied.";
    } catch {
      note = "The browser does not let this page copy: select the text.";
    }
    scene.redraw();
  }

  /** The arguments of a block in a line. @param {Block} block */
  const summary = block => Object.entries(block).filter(([name]) => name !== "type")
    .map(([name, value]) => Array.isArray(value) && typeof value[0] === "object" ? `${value.length} in ${name}` : `${name} ${JSON.stringify(value)}`).join(", ");

  /** @param {any} j */
  function blockList(j) {
    const isFresh = j.text === text;
    return html`<ol class="blocks" aria-label="Blocks"><li class="input"><span>input, one sample</span><span>${j.input}</span></li>${(list ?? []).map((block, i) => {
      const found = isFresh ? j.blocks?.[i] : undefined, problem = isFresh ? j.problems.find((/** @type {any} */ p) => p.at === i) : undefined;
      return html`<li class=${`${i === chosen ? "chosen" : ""} ${problem ? "wrong" : ""}`} draggable="true"
          @dragstart=${(/** @type {DragEvent} */ e) => { dragged = i; e.dataTransfer?.setData("text/plain", block.type); }}
          @dragover=${(/** @type {any} */ e) => { e.preventDefault(); e.currentTarget.classList.add("over"); }}
          @dragleave=${(/** @type {any} */ e) => e.currentTarget.classList.remove("over")}
          @drop=${(/** @type {any} */ e) => { e.preventDefault(); e.currentTarget.classList.remove("over"); move(dragged, i); dragged = -1; }}>
        <div class="line"><span class="grip" title="Drag" aria-hidden="true">⠿</span><button class="block" data-block=${i} aria-expanded=${i === chosen} @click=${() => { chosen = i; scene.redraw(); }}>
          <b>${i + 1}. ${block.type}</b><span>${found ? found.output : problem ? "does not fit" : "?"}</span>
          <small>${summary(block)}</small><small>${found && found.parameters ? `${count(found.parameters)} parameters` : nothing}</small></button></div>
        ${found?.parameters || found?.multiplyAdds ? html`<div class="shares" aria-hidden="true"><div class="track"><i data-share=${found.parameterShare}></i></div>
          <div class="track"><i data-share=${found.productShare}></i></div></div>` : nothing}
        ${problem ? html`<p class="problem" role="alert">${problem.text}</p>` : nothing}
        ${i === chosen ? inside(j, block, i) : nothing}</li>`;
    })}</ol>`;
  }

  /** The arguments of the chosen block. @param {any} j @param {Block} block @param {number} i */
  function inside(j, block, i) {
    const type = j.types.find((/** @type {any} */ t) => t.name === block.type);
    return html`<div class="inside">
      ${type ? html`<span>${type.means}</span>${type.arguments.map((/** @type {any} */ a) => field(a, block))}` : nothing}
      <div class="choices">
        <button ?disabled=${i === 0} @click=${() => move(i, i - 1)} title="Alt and up arrow" aria-label="Move up">↑</button>
        <button ?disabled=${i + 1 === list?.length} @click=${() => move(i, i + 1)} title="Alt and down arrow" aria-label="Move down">↓</button>
        <button @click=${() => insert(i + 1, [structuredClone(block)])}>Duplicate</button>
        <button @click=${() => remove(i)}>Delete</button></div></div>`;
  }

  /** @param {any} a @param {Block} block */
  function field(a, block) {
    const value = block[a.name], given = value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value);
    const otherwise = a.otherwise.replaceAll("\"", "");
    return html`<label>${a.name}
      ${a.choices.length ? html`<select @change=${(/** @type {any} */ e) => setArgument(a.name, e.target.value)}>
          <option value="" .selected=${value === undefined}>${otherwise} (usual)</option>
          ${a.choices.map((/** @type {string} */ c) => html`<option value=${c} .selected=${c === JSON.stringify(value)}>${c.replaceAll("\"", "")}</option>`)}</select>`
        : html`<input type="text" .value=${given} placeholder=${otherwise} @change=${(/** @type {any} */ e) => setArgument(a.name, e.target.value)}>`}
      <small title=${a.expected}>${a.means}${a.choices.length ? "" : `: ${a.kind}`}</small></label>`;
  }

  /** @param {any} j */
  function tools(j) {
    const type = j.types.find((/** @type {any} */ t) => t.name === adding);
    return html`<div class="row"><label class="field">New block
        <select @change=${(/** @type {any} */ e) => { adding = e.target.value; scene.redraw(); }}>
          ${j.types.map((/** @type {any} */ t) => html`<option .selected=${t.name === adding}>${t.name}</option>`)}</select></label>
      <button class="main" @click=${() => insert(list?.length ? chosen + 1 : 0, [fresh(type)])}>Add</button>
      <button title="Control Z" ?disabled=${past.length === 0} @click=${undo}>Undo</button>
      <button title="Control shift Z" ?disabled=${future.length === 0} @click=${redo}>Redo</button></div>
      <p>${type?.means ?? nothing} It comes behind the chosen block.</p>
      <div class="row"><label class="field">Start from
        <select @change=${(/** @type {any} */ e) => e.target.value && put(JSON.parse(e.target.value), 0)}>
          <option value="" .selected=${!j.starts.some((/** @type {any} */ s) => s.layers === j.text)}>choose a recipe</option>
          ${j.starts.map((/** @type {any} */ s) => html`<option value=${s.layers} .selected=${s.layers === j.text}>${s.name}</option>`)}</select></label></div>`;
  }

  /** @param {any} j */
  function facts(j) {
    const m = j.measured, measures = scene.asked.measure === 1;
    return html`<section class="card" aria-label="Network"><h2>The network</h2>
      ${j.fits ? html`<p><span class="good">It fits:</span> ${j.classes === 1 ? "one number" : `${j.classes} scores, one a class`} for each sample.</p>`
        : j.problems.map((/** @type {any} */ p) => html`<p class="problem">${p.at < 0 || !list?.[p.at] ? p.text : html`Block ${p.at + 1} (${list?.[p.at]?.type}) does not fit.
            <button class="link" @click=${() => { chosen = focused = p.at; scene.redraw(); }}>Show it</button>`}</p>`)}
      ${j.blocks ? html`<dl class="facts">
        <dt>Parameters</dt><dd>${count(j.parameters)} weights and biases, ${j.weights}</dd>
        <dt>Multiply-adds</dt><dd>${count(j.multiplyAdds)} a sample, forward</dd>
        <dt>Memory</dt><dd>about ${j.memory} in training, ${count(j.batch)} samples a step</dd>
        <dt>An epoch</dt><dd>${!measures ? "not measured" : !m ? "–" : m.refusal ? html`<span class="bad">${m.refusal}</span>`
          : m.epoch ? html`about <b>${m.epoch}</b> on this machine, from ${m.steps} steps${m.samples === j.batch ? "" : ` of ${m.samples} samples`} measured now:
            ${m.step} a step, ${m.all} for ${m.epochs === 1 ? "the epoch" : `all ${m.epochs} epochs`}` : "measuring …"}</dd></dl>` : nothing}
      <div class="choices">
        <button aria-pressed=${measures} @click=${() => scene.ask({ measure: measures ? undefined : 1 })}>Measure</button>
        <button class="main" ?disabled=${!j.fits || j.isNow || j.cannot !== ""} @click=${() => scene.act("build", text)}>Train it here</button></div>
      <p>${j.isNow ? "These are the layers that are trained." : j.cannot ? html`<span class="bad">${j.cannot}</span>` : j.fits
        ? "Begins anew with these layers: same data, loss, optimizer and seed. What was trained until now is given up." : nothing}</p></section>`;
  }

  /** @param {any} j */
  function texts(j) {
    const isCode = shown === "code", what = isCode ? j.code : j.json, name = isCode ? `${j.file}.cs` : `${j.file}.json`;
    return html`<section class="card" aria-label="Recipe and program"><h2>Take it along</h2>
      <div class="choices" role="group" aria-label="Which text">
        <button aria-pressed=${!isCode && shown !== "list"} @click=${() => { shown = "json"; scene.redraw(); }}>Recipe</button>
        <button aria-pressed=${isCode} @click=${() => { shown = "code"; scene.redraw(); }}>C#</button>
        <button aria-pressed=${shown === "list"} @click=${() => { shown = "list"; scene.redraw(); }}>Edit as text</button></div>
      ${shown === "list" ? html`<textarea rows="12" aria-label="Layers as JSON" .value=${list ? JSON.stringify(list, null, 1) : j.text}
          @change=${(/** @type {any} */ e) => edit(e.target.value)}></textarea><p>Taken up when you leave the field.</p>`
        : j.fits ? html`<pre tabindex="0" aria-label=${isCode ? "Program" : "Recipe"}>${what}</pre>
          <div class="row"><button @click=${() => copy(what)}>Copy</button>
            <button @click=${() => download(what, name, isCode ? "text/x-csharp" : "application/json")}>Save ${name}</button></div>
          <p>${isCode ? "The same network in a program of your own." : html`Train it anywhere: <code>madaline train ${j.file}.json</code>`}</p>`
        : html`<p>There is one as soon as the blocks fit.</p>`}
      ${note ? html`<p role="status">${note}</p>` : nothing}</section>`;
  }

  /** @param {string} typed */
  function edit(typed) {
    const value = parsed(typed);
    if (Array.isArray(value))
      put(value.map(normal), 0);
    else {
      note = "This is no list of layers in JSON: it was not taken up.";
      scene.redraw();
    }
  }

  /** @param {any} one @returns {Block} */
  const normal = one => typeof one === "object" && one !== null ? { ...one, type: String(one.type ?? "?") } : { type: String(one) };

  /** @param {any} j */
  function table(j) {
    return html`<section class="card" aria-label="Table"><h2>Layer by layer</h2><div class="scroll" tabindex="0" aria-label="Layers"><table>
      <thead><tr><th>block</th><th>output</th><th>parameters</th><th>multiply-adds</th></tr></thead>
      <tbody><tr><td>input</td><td>${j.input}</td><td></td><td></td></tr>
        ${(j.blocks ?? []).map((/** @type {any} */ b, /** @type {number} */ i) => html`<tr><td>${i + 1}. ${list?.[i]?.type}</td><td>${b.output}</td>
          <td>${count(b.parameters)}</td><td>${count(b.multiplyAdds)}</td></tr>`)}
        <tr><td>in all</td><td></td><td>${count(j.parameters ?? 0)}</td><td>${count(j.multiplyAdds ?? 0)}</td></tr></tbody></table></div></section>`;
  }

  return {
    page({ json: j }, shownIn) {
      scene = shownIn;
      if (!listens) {
        listens = true;
        document.addEventListener("keydown", hear);
      }
      if (j.problem)
        return html`<h1>Builder</h1><p class="lead">${j.problem}</p>`;
      // The list is the page's own as soon as anything was changed; before, it is the one that was asked for.
      if (list === null || (text !== j.text && scene.asked.layers === undefined)) {
        list = Array.isArray(j.layers) ? j.layers.map(normal) : list ?? [];
        text = j.text;
      }
      return html`
        <h1>Builder</h1>
        <p class="lead">Put a network together for the data of this training: add blocks, drag them, or move the chosen one with Alt and
          the arrow keys. Each block shows what it makes of one sample; where one does not fit, the engine says why.</p>
        <div class="cards">
          <section class="card" aria-label="Builder"><h2>Blocks</h2>${tools(j)}
            <p class="key"><i></i> share of the parameters <i class="products"></i> share of the multiply-adds</p>
            ${blockList(j)}</section>
          <div class="beside">${facts(j)}
            ${scene.asked.table === 1 ? table(j) : nothing}
            ${texts(j)}
            ${taskCard(answers, scene.redraw)}</div>
        </div>`;
    },
    paint() {
      for (const element of scene.place.querySelectorAll("[data-share]"))
        element.style.width = `${100 * Number(element.dataset.share)}%`;
      if (focused >= 0) {
        /** @type {HTMLElement | null} */ (scene.place.querySelector(`[data-block="${focused}"]`))?.focus();
        focused = -1;
      }
    },
    key(event) {
      const at = Number(/** @type {HTMLElement} */ (event.target).dataset?.block ?? -1);
      if (at < 0)
        return false;
      if (event.key === "Delete")
        remove(at);
      else if (event.key === "ArrowDown" || event.key === "ArrowUp")
        /** @type {HTMLElement | null} */ (scene.place.querySelector(`[data-block="${event.key === "ArrowUp" ? at - 1 : at + 1}"]`))?.focus();
      else
        return false;
      return true;
    },
  };
});
