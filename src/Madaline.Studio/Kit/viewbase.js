// @ts-check
// What the views without a training's history have in common: they ask, draw what comes, and ask again on every change.
import { render } from "../vendor/lit-html.js";
import { onTheme } from "./colors.js";
import { formula, formulas } from "./math.js";

/** @typedef {import("./wire.js").Moment} Moment */

/**
 * @typedef {{ ask(more: Record<string, any>): void, act(action: string, text: string): void, redraw(): void, asked: Record<string, any>, place: HTMLElement,
 *   canvas(name: string): HTMLCanvasElement | null }} Scene
 * @typedef {{ page(moment: Moment, scene: Scene): any, paint(moment: Moment, scene: Scene): void,
 *   key?(event: KeyboardEvent, scene: Scene): boolean, close?(): void }} Drawing
 */

/**
 * A view that draws moments.
 * @param {string} name @param {string} title @param {() => Drawing} make
 */
export function view(name, title, make) {
  return {
    name,
    title,
    /**
     * @param {HTMLElement} place @param {import("./wire.js").Wire} wire
     * @param {Record<string, any>} args @param {(changed: Record<string, any>) => void} changed
     */
    open(place, wire, args, changed) {
      const drawing = make();
      /** @type {Moment | null} */
      let last = null;
      /** @type {Scene} */
      const scene = {
        place,
        canvas: className => place.querySelector(`canvas.${className}`),
        asked: { ...args },
        ask(more) {
          Object.assign(scene.asked, more);
          for (const key of Object.keys(scene.asked)) {
            if (scene.asked[key] === undefined)
              delete scene.asked[key];
          }
          subscription.update(scene.asked);
          changed(scene.asked);
        },
        act: (action, text) => wire.do(action, undefined, text),
        redraw: () => last && draw(last),
      };
      /** @param {Moment} moment */
      function draw(moment) {
        last = moment;
        render(drawing.page(moment, scene), place);
        place.querySelectorAll("[data-formula]").forEach(element => {
          const path = /** @type {HTMLElement} */ (element).dataset.formula ?? "";
          const node = path.split(".").reduce((/** @type {any} */ part, key) => part?.[key], moment.json);
          if (node && Array.isArray(node[0]))
            formulas(element, node);
          else if (node)
            formula(element, node);
        });
        drawing.paint(moment, scene);
      }
      const subscription = wire.subscribe(name, scene.asked, draw);
      const resize = new ResizeObserver(() => scene.redraw());
      resize.observe(place);
      onTheme(() => place.isConnected && scene.redraw());
      return {
        close() {
          drawing.close?.();
          subscription.close();
          resize.disconnect();
        },
        /** @param {KeyboardEvent} event */
        key(event) {
          if (event.key.toLowerCase() === "t") {
            scene.asked.table = scene.asked.table === 1 ? undefined : 1;
            scene.ask({});
            return true;
          }
          return drawing.key?.(event, scene) ?? false;
        },
      };
    },
  };
}
