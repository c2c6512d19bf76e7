// Elements are made here and nowhere else. Words reach the page as text, never as markup, so that
// nothing a fan, a platform or an import wrote can become part of it.
import { DRAWINGS } from "./icons.js";

const SVG = "http://www.w3.org/2000/svg";

/**
 * An element with attributes and children.
 *
 * `on` holds listeners by event name, `vars` custom properties; true is an attribute without a
 * value, null and false leave it out. Children are nodes, texts, or lists of these.
 */
export function el(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

/** The same for the parts of a drawing. */
export function draw(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "on") {
      for (const [event, listener] of Object.entries(value)) node.addEventListener(event, listener);
    } else if (name === "vars") {
      for (const [key, text] of Object.entries(value)) node.style.setProperty(key, text);
    } else if (name === "value" || name === "checked" || name === "selected") {
      node[name] = value;
      if (name === "selected" && value) node.setAttribute("selected", "");
    } else {
      node.setAttribute(name, value === true ? "" : String(value));
    }
  }
  append(node, children);
  return node;
}

function append(node, children) {
  for (const child of children) {
    if (child === null || child === undefined || child === false) continue;
    if (Array.isArray(child)) append(node, child);
    else node.append(child instanceof Node ? child : String(child));
  }
}

/** Replaces what an element holds. */
export function put(node, ...children) {
  node.replaceChildren();
  append(node, children);
  return node;
}

const drawn = new Map();

/** A drawing of icons.js; the words beside it are what is read out. */
export function icon(name) {
  if (!drawn.has(name)) {
    drawn.set(name, draw(
      "svg", { class: "icon", viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" },
      draw("path", { d: DRAWINGS[name] })));
  }
  return drawn.get(name).cloneNode(true);
}

/** A button of this page. */
export function button(words, listener, { look = "", picture = null, ...rest } = {}) {
  return el(
    "button", { type: "button", class: `button ${look}`.trim(), on: { click: listener }, ...rest },
    picture && icon(picture), words && el("span", {}, words));
}

/** A link in the look of a button. */
export function way(words, href, { look = "", picture = null, ...rest } = {}) {
  return el(
    "a", { class: `button ${look}`.trim(), href, ...rest },
    picture && icon(picture), el("span", {}, words));
}

let numbered = 0;

/** A name no other element of the page has. */
export function fresh(stem) {
  numbered += 1;
  return `${stem}-${numbered}`;
}

/** Only what a browser may be sent to; anything else leads nowhere. */
export function safeAddress(text) {
  try {
    const address = new URL(text, location.href);
    return ["https:", "http:"].includes(address.protocol) ? address.href : null;
  } catch {
    return null;
  }
}

/** Calls once, when nothing has asked for `ms`. */
export function settled(ms, work) {
  let timer = 0;
  return (...words) => {
    clearTimeout(timer);
    timer = setTimeout(() => work(...words), ms);
  };
}
