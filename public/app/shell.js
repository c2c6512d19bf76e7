// What stands around every view: the bar with its ways, the title, where focus goes.
import { el, icon, put } from "./dom.js";
import { session } from "./api.js";
import { announce } from "./toast.js";
import { number } from "./words.js";

const WAYS = [
  ["links", "Links", "link"],
  ["account", "Account", "person"],
  ["connections", "Connections", "plug"],
  ["moving", "In & out", "swap"],
];

/** The bar; `here` is the first part of the route. */
export function showBar(here) {
  const bar = document.getElementById("bar");
  bar.hidden = !session.account;
  if (bar.hidden) return;
  if (!bar.firstChild) put(bar, brand(), ways(), el("p", { class: "who" }));
  for (const way of bar.querySelectorAll("nav a")) {
    if (way.hash === `#/${here}`) way.setAttribute("aria-current", "page");
    else way.removeAttribute("aria-current");
  }
  put(
    bar.querySelector(".who"), el("b", {}, session.account.name),
    el("span", {}, `${number(session.account.credits)} credits · ${session.account.plan}`));
}

function brand() {
  return el("a", { class: "brand", href: "#/links" },
    el("img", { src: "/favicon.svg", width: 32, height: 32, alt: "" }), el("span", {}, "Segue"));
}

function ways() {
  return el("nav", { "aria-label": "Main" }, el("ul", {}, WAYS.map(([route, words, picture]) => el(
    "li", {}, el("a", { href: `#/${route}` }, icon(picture), el("span", {}, words))))));
}

let isFirst = true;

/**
 * Shows a view: its node, its title, and focus on its heading, so that it is read from there.
 *
 * The first is read from the top as any page is, and lets the browser lay it out when it paints.
 */
export function showView(node, title, { keepsFocus = isFirst } = {}) {
  const main = document.getElementById("main");
  put(main, node);
  document.title = title ? `${title} · Segue` : "Segue";
  isFirst = false;
  if (keepsFocus) return;
  window.scrollTo(0, 0);
  const heading = main.querySelector("h1");
  if (heading) {
    heading.setAttribute("tabindex", "-1");
    heading.focus({ preventScroll: true });
  }
}

/** While a view is on its way. */
export function showWaiting() {
  document.getElementById("main").setAttribute("aria-busy", "true");
}

export function endWaiting() {
  document.getElementById("main").removeAttribute("aria-busy");
}

/** A view that could not be made, and what can be done about it. */
export function troubleView(problem, again) {
  announce(problem.message);
  return el(
    "section", { class: "empty" },
    icon("alert"),
    el("h1", {}, problem.status === 404 ? "Nothing is here" : "This did not work"),
    el("p", {}, problem.message),
    el("p", { class: "row center" },
      el("button", { type: "button", class: "button", on: { click: again } }, "Try again"),
      el("a", { class: "button quiet", href: "#/links" }, "To your links")));
}

/** A heading with its actions. */
export function heading(title, ...actions) {
  return el("div", { class: "heading" }, el("h1", {}, title), el("div", { class: "row" }, actions));
}

/** Nothing yet, and how to begin. */
export function emptyState(picture, title, words, ...actions) {
  return el(
    "div", { class: "empty" }, icon(picture), el("h2", {}, title), el("p", {}, words),
    actions.length > 0 && el("p", { class: "row center" }, actions));
}
