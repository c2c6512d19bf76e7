// One link: who it is, and its tabs. A tab's module answers what a view answers.
import { button, el, icon, put, safeAddress } from "./dom.js";
import { get, linkPath } from "./api.js";
import { cover } from "./cover.js";
import { badge, remove } from "./links.js";
import { intoSight } from "./focus.js";
import { platforms } from "./platforms.js";
import { copy } from "./toast.js";

const TABS = [
  ["edit", "Edit", "pen", () => import("./edit.js")],
  ["stats", "Statistics", "chart", () => import("./stats.js")],
  ["ab", "A/B test", "fork", () => import("./experiment.js")],
  ["presaves", "Pre-saves", "heart", () => import("./presaves.js")],
  ["fans", "Fans", "mail", () => import("./fans.js")],
  ["share", "Share", "share", () => import("./share.js")],
];

export async function view(context) {
  const [, code, name = "edit", ...rest] = context.parts;
  const [tab, words, , load] = TABS.find(([key]) => key === name) ?? TABS[0];
  const [link, catalogue, module] = await Promise.all([get(linkPath(code)), platforms(), load()]);
  const head = el("div", { class: "linkhead" });
  let isGone = false;
  const showHead = (now) => put(head, cover(now, "middle"), headWords(now, async () => {
    isGone = true;
    if (/^#\/links(\?|$)/.test(location.hash)) await context.reload();
    else location.hash = "#/links";
  }));
  showHead(link);
  const made = await module.tab({ ...context, link, catalogue, rest, changed: showHead });
  const ways = tabs(link, tab);
  return {
    ...made,
    title: `${link.title} – ${words}`,
    // What was changed on a link that is deleted meanwhile cannot be kept.
    leave: async (route) => isGone || !made.leave || made.leave(route),
    isUnsaved: () => !isGone && Boolean(made.isUnsaved?.()),
    node: el("div", { class: "view" }, head, ways, made.node),
    shown: () => {
      intoSight(ways, ways.querySelector("[aria-current]"));
      made.shown?.();
    },
  };
}

function headWords(link, gone) {
  const address = safeAddress(link.url);
  return el(
    "div", { class: "stack" },
    el("div", {}, el("h1", {}, link.title), el("p", { class: "soft" }, link.artist)),
    el("div", { class: "row" }, badge(link.state),
      el("a", { href: address, target: "_blank", rel: "noopener" }, `/link/${link.code}`),
      button("Copy", () => copy(link.url), { look: "quiet", picture: "copy", "aria-label": "Copy the link’s address" }),
      button("", () => remove(link, gone), { look: "bare", picture: "bin", "aria-label": "Delete this link" })));
}

function tabs(link, present) {
  return el("nav", { class: "tabs", "aria-label": "This link" }, el("ul", {}, TABS.map(([key, words, picture]) => el(
    "li", {}, el("a", {
      href: `#/links/${encodeURIComponent(link.code)}/${key}`, "aria-current": key === present ? "page" : null,
    }, icon(picture), words)))));
}
