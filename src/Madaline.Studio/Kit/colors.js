// @ts-check
// Colours of numbers: blue below 0, orange above, as in figures; both tell for eyes that confuse red and green.

const dark = matchMedia("(prefers-color-scheme: dark)");

/** The theme that is shown. */
export function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : dark.matches;
}

/** @param {() => void} changed */
export function onTheme(changed) {
  dark.addEventListener("change", changed);
  document.addEventListener("themechange", changed);
}

/** @type {Map<string, string>} */
const known = new Map();
onTheme(() => known.clear());

/** A colour of the theme, as a canvas takes it. @param {string} name @returns {string} */
export function theme(name) {
  let color = known.get(name);
  if (!color) {
    const probe = document.createElement("i");
    probe.style.color = `var(--${name})`;
    document.body.append(probe);
    color = getComputedStyle(probe).color;
    probe.remove();
    known.set(name, color);
  }
  return color;
}

const light = { mid: [255, 255, 255], low: [0, 90, 160], high: [200, 80, 0] };
const night = { mid: [24, 28, 34], low: [80, 165, 235], high: [245, 150, 60] };

/**
 * A colour of a number between −1 and 1.
 * @param {number} value @returns {[number, number, number]}
 */
export function diverging(value) {
  const colors = isDark() ? night : light;
  const end = value < 0 ? colors.low : colors.high;
  const part = Math.min(1, Math.abs(value));
  const mix = (/** @type {number} */ i) => Math.round(colors.mid[i] + part * (end[i] - colors.mid[i]));
  return [mix(0), mix(1), mix(2)];
}

/** @param {number} value @returns {string} */
export function divergingText(value) {
  const [r, g, b] = diverging(value);
  return `rgb(${r} ${g} ${b})`;
}

/** A shade of a number between 0 and 1: ink on paper. @param {number} value @returns {[number, number, number]} */
export function shade(value) {
  const part = Math.max(0, Math.min(1, value));
  const from = isDark() ? 20 : 255, to = isDark() ? 240 : 15;
  const level = Math.round(from + part * (to - from));
  return [level, level, level];
}

/** The largest size in a list, to scale colours by. @param {Float32Array} list */
export function largest(list) {
  let size = 0;
  for (const value of list)
    size = Math.max(size, Math.abs(value));
  return size || 1;
}

/** From deep blue to yellow, the same for all eyes and in both themes: heights. After the map cividis. */
const stops = [[0, 34, 78], [62, 75, 107], [124, 123, 120], [188, 175, 111], [253, 231, 55]];

/** @param {number} part between 0 and 1 @returns {string} */
export function height(part) {
  const at = Math.max(0, Math.min(.9999, part)) * (stops.length - 1), low = Math.floor(at);
  const [r, g, b] = [0, 1, 2].map(i => Math.round(stops[low][i] + (at - low) * (stops[low + 1][i] - stops[low][i])));
  return `rgb(${r} ${g} ${b})`;
}
