// What is on an album or a playlist, in its order.
import { button, el, icon, put } from "./dom.js";
import { field, input } from "./fields.js";
import { movers } from "./ordering.js";
import { announce } from "./toast.js";

const TITLE_MAX = 300;

export function tracks(draft) {
  const list = el("ol", { class: "items" });
  const show = () => {
    const all = draft.get("tracks") ?? [];
    put(list, all.map((one, at) => item(draft, list, one, at, show)));
    if (all.length === 0) list.append(el("li", { class: "note" }, "No track yet. Add them below, in the order of the release."));
  };
  show();
  return el(
    "div", { class: "stack", "data-field": "tracks" },
    el("div", {}, el("h2", {}, "Tracks"),
      el("p", { class: "hint" }, "The page lists them in this order, and so does the large player card.")),
    el("p", { class: "flaw" }), list, adding(draft, show));
}

function item(draft, list, one, at, show) {
  const path = `tracks[${at}]`;
  const title = el("b", {}, one.title);
  const text = (name, label, limits = {}) => field(label, input(one[name], {
    ...limits,
    on: {
      input: (event) => {
        one[name] = name === "title" ? event.target.value : event.target.value.trim() || null;
        put(title, one.title);
        draft.touch();
      },
    },
  }), { name: `${path}.${name}` });
  const remove = () => {
    draft.set("tracks", draft.get("tracks").filter((other) => other !== one));
    show();
    const next = list.children[at] ?? list.lastElementChild;
    next.querySelector(".remove")?.focus();
    announce(`${one.title} is taken out.`);
  };
  return el(
    "li", { class: "item", "data-field": path },
    el("div", { class: "top" }, el("span", { class: "badge" }, String(at + 1)), title, one.artist && el("span", { class: "soft" }, one.artist),
      movers(list, draft.get("tracks"), at, one.title, (order) => { draft.set("tracks", order); show(); },
        button("", remove, { look: "bare remove", picture: "bin", "aria-label": `Take ${one.title} out` }))),
    el("p", { class: "flaw" }),
    el("details", { class: "more" }, el("summary", {}, el("span", {}, "Change", el("span", { class: "unseen" }, ` title, artist and ISRC of ${one.title}`))),
      text("title", "Title", { maxlength: TITLE_MAX }),
      el("div", { class: "columns" },
        text("artist", "Artist", { maxlength: TITLE_MAX, placeholder: draft.get("artist") }),
        text("isrc", "ISRC", { spellcheck: "false" }))));
}

function adding(draft, show) {
  const title = input("", { maxlength: TITLE_MAX });
  const artist = input("", { maxlength: TITLE_MAX, placeholder: draft.get("artist") });
  const isrc = input("", { spellcheck: "false" });
  const flaw = el("p", { class: "flaw", role: "alert" });
  const add = (event) => {
    event.preventDefault();
    put(flaw);
    if (!title.value.trim()) {
      put(flaw, icon("alert"), "A track needs a title.");
      return title.focus();
    }
    const made = { title: title.value.trim(), artist: artist.value.trim() || null, isrc: isrc.value.trim() || null };
    draft.set("tracks", [...(draft.get("tracks") ?? []), made]);
    announce(`${made.title} added as number ${draft.get("tracks").length}.`);
    for (const one of [title, artist, isrc]) one.value = "";
    show();
    title.focus();
  };
  return el(
    "form", { class: "stack", novalidate: true, on: { submit: add } },
    el("h3", {}, "Add a track"), field("Title", title),
    el("div", { class: "columns" },
      field("Artist", artist, { hint: "Left empty, the artist of the release." }), field("ISRC", isrc, { hint: "If you have it." })),
    flaw, el("div", { class: "row" }, el("button", { type: "submit", class: "button" }, icon("plus"), "Add")));
}
