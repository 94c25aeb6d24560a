// @ts-check
// Formulas: nested arrays from the engine become MathML. Where the structure stays, only texts change.

const space = "http://www.w3.org/1998/Math/MathML";
const elements = new Set(["mrow", "mi", "mn", "mo", "mtext", "msup", "msub", "msubsup", "mfrac", "munder"]);

/** @typedef {[string, ...any[]]} FormulaNode */

/** @param {FormulaNode} node @returns {Element} */
function make(node) {
  const [name, ...children] = node;
  if (!elements.has(name))
    throw new Error(`no formula element ${name}`);
  const element = document.createElementNS(space, name);
  for (const child of children)
    element.append(typeof child === "string" ? document.createTextNode(child) : make(child));
  return element;
}

/** @param {Element} element @param {FormulaNode} node */
function patch(element, node) {
  const [name, ...children] = node;
  if (element.localName !== name || element.childNodes.length !== children.length) {
    element.replaceWith(make(node));
    return;
  }
  for (let i = 0; i < children.length; i++) {
    const old = element.childNodes[i], child = children[i];
    if (typeof child !== "string" && old instanceof Element)
      patch(old, child);
    else if (typeof child === "string" && old.nodeType === Node.TEXT_NODE) {
      if (old.nodeValue !== child)
        old.nodeValue = child;
    } else {
      old.replaceWith(typeof child === "string" ? document.createTextNode(child) : make(child));
    }
  }
}

/**
 * Shows a formula in an element.
 * @param {Element} place @param {FormulaNode} node
 */
export function formula(place, node) {
  const math = place.firstElementChild;
  if (math && math.localName === "math" && math.firstElementChild) {
    patch(math.firstElementChild, node);
    return;
  }
  const made = document.createElementNS(space, "math");
  made.append(make(node));
  place.replaceChildren(made);
}

/**
 * Shows the parts of a long formula one after the other; a line may end between two.
 * @param {Element} place @param {FormulaNode[]} parts
 */
export function formulas(place, parts) {
  while (place.children.length > parts.length)
    place.lastElementChild?.remove();
  while (place.children.length < parts.length)
    place.append(document.createElement("span"));
  parts.forEach((part, i) => formula(place.children[i], part));
}
