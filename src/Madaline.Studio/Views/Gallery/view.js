// @ts-check
// Pictures with their class names, to be guessed before they are shown.
import { html } from "../../vendor/lit-html.js";
import { taskCard } from "../../Kit/controls.js";
import { count } from "../../Kit/numbers.js";
import { paintPictures } from "../../Kit/pictures.js";
import { Answers } from "../../Kit/progress.js";
import { view } from "../../Kit/viewbase.js";

/** @type {import("../../Kit/controls.js").Task[]} */
const tasks = [
  { ask: "All pictures have their pixels shuffled, each in the same way. Which network trains as well as before?",
    choices: ["a fully connected one", "a convolutional one", "neither"], right: 0,
    why: "To a fully connected network pixels are a list: in another order it finds the same weights in another order. A convolution looks at neighbours, and shuffling takes them apart. Look with “Shuffle the pixels”: that is all a fully connected network ever sees." },
  { ask: "Hide the names and guess ten pictures. Whom do you expect to be right more often at the start of training?",
    choices: ["you", "the network"], right: 0,
    why: "Before it is trained the network guesses: one in as many as there are classes is right. Train, and look again." },
];

export const galleryView = view("gallery", "Gallery", () => {
  const answers = new Answers("gallery", tasks);
  return {
    page({ json: j }, scene) {
      if (j.problem)
        return html`<h1>Gallery</h1><p class="lead">${j.problem}</p>`;
      const hides = scene.asked.names === "off";
      return html`
        <h1>Gallery</h1>
        <p class="lead">What is trained on and tested with, with the names of the classes, and what the network says after step ${count(j.step)}.</p>
        <div class="choose">
          <label class="field">Samples<select @change=${(/** @type {any} */ e) => scene.ask({ part: e.target.value, page: 0 })}>
            ${["train", "test"].map(part => html`<option value=${part} ?selected=${part === j.part}>${part === "train" ? "training" : "test"}</option>`)}</select></label>
          <label class="field">Class<select @change=${(/** @type {any} */ e) => scene.ask({ class: e.target.selectedIndex, page: 0 })}>
            <option ?selected=${j.class === 0}>all</option>${j.classes.map((/** @type {string} */ name, /** @type {number} */ i) => html`<option ?selected=${j.class === i + 1}>${name}</option>`)}</select></label>
          <button @click=${() => scene.ask({ page: j.page - 1 })} ?disabled=${j.page === 0}>Before</button>
          <button @click=${() => scene.ask({ page: j.page + 1 })} ?disabled=${j.page + 1 >= j.pages}>Next</button>
          <button aria-pressed=${hides} @click=${() => scene.ask({ names: hides ? undefined : "off" })}>${hides ? "Show the names" : "Hide the names"}</button>
          <button aria-pressed=${j.shuffled} @click=${() => scene.ask({ pixels: j.shuffled ? undefined : "shuffled" })}>${j.shuffled ? "Pixels as they are" : "Shuffle the pixels"}</button>
          <span>page ${count(j.page + 1)} of ${count(j.pages)}</span>
        </div>
        ${scene.asked.table === 1 ? html`<div class="card scroll" tabindex="0" aria-label="Samples"><table><thead><tr><th>sample</th><th>is</th><th>network says</th><th>sure</th></tr></thead>
          <tbody>${j.pictures.map((/** @type {any} */ p) => html`<tr><td>${count(p.index)}</td><td>${p.is}</td><td>${p.said}</td><td>${p.sure}</td></tr>`)}</tbody></table></div>`
          : html`<div class="card tiles">${j.pictures.map((/** @type {any} */ p) => html`<figure>
            <canvas class="tile" role="img" aria-label=${hides ? `sample ${p.index}` : `sample ${p.index}, ${p.is}`}></canvas>
            <figcaption>${hides ? "?" : html`<b>${p.is}</b><br><span class=${p.is === p.said ? "good" : "bad"}>${p.said}</span> ${p.sure}`}</figcaption></figure>`)}</div>`}
        ${taskCard(answers, scene.redraw)}`;
    },
    paint({ json: j, numbers }, scene) {
      if (!j.problem)
        paintPictures(scene.place, j, numbers);
    },
  };
});
