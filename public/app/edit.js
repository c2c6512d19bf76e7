// The editor: sections on one side, what fans will see on the other, one save for everything.
import { button, el, put } from "./dom.js";
import { get, linkPath, send } from "./api.js";
import { question } from "./dialog.js";
import { Draft } from "./draft.js";
import { clearFlaws, showFlaw } from "./fields.js";
import { intoSight, keepingFocus } from "./focus.js";
import { livePreview } from "./preview.js";
import { destinations } from "./destinations.js";
import { rules } from "./rules.js";
import { wordsAndArt } from "./words-art.js";
import { release, signUps, tracking } from "./settings.js";
import { announce, regret, toast } from "./toast.js";
import { tracks } from "./tracks.js";

const SECTIONS = [
  ["destinations", "Destinations", destinations, ["destinations"]],
  ["rules", "Rules", rules, ["rules", "mode"]],
  ["words", "Words & art", wordsAndArt, ["title", "artist", "album", "headline", "bio", "cta", "artwork", "artworkUrl", "kind", "isrc", "upc"]],
  ["tracks", "Tracks", tracks, ["tracks"]],
  ["release", "Release", release, ["releaseAt", "releaseMode", "state"]],
  ["emails", "E-mail", signUps, ["emailCapture"]],
  ["tracking", "Tracking", tracking, ["utm", "affiliate"]],
];

/** A single track has no list of tracks, unless it was given one. */
function sectionsOf(draft) {
  const hasTracks = draft.get("kind") !== "track" || draft.get("tracks")?.length > 0;
  return SECTIONS.filter(([key]) => hasTracks || key !== "tracks");
}

export async function tab({ link, catalogue, rest, changed }) {
  const draft = new Draft(link);
  const path = `#/links/${encodeURIComponent(link.code)}/edit`;
  const isSection = (name) => sectionsOf(draft).some(([key]) => key === name);
  let present = isSection(rest[0]) ? rest[0] : "destinations";
  const place = el("div", { class: "panel", role: "tabpanel", id: "section", tabindex: "-1" });
  const list = el("div", { class: "tabs", role: "tablist", "aria-label": "What to edit" });
  const save = button("Save changes", () => keep().catch(regret), { look: "strong" });
  const bar = el(
    "div", { class: "savebar", role: "region", "aria-label": "Unsaved changes", hidden: true },
    el("p", {}, "Unsaved changes"),
    button("Discard", () => { draft.adopt(draft.stored); announce("Changes discarded."); }), save);
  const trouble = el("div", { role: "alert" });
  const preview = livePreview(draft, link.code);
  const toPreview = el("p", { class: "to-preview" }, button("See the preview", () => {
    preview.node.scrollIntoView();
    preview.node.querySelector("input").focus({ preventScroll: true });
  }, { look: "quiet", picture: "eye" }));
  const context = { catalogue, link, draft, saved: (newer) => { draft.rebase(newer); changed(newer); } };

  function showTabs() {
    put(list, sectionsOf(draft).map(([key, words]) => el("button", {
      type: "button", role: "tab", id: `tab-${key}`, "aria-controls": "section",
      "aria-selected": key === present ? "true" : "false", tabindex: key === present ? "0" : "-1",
      on: { click: () => go(key), keydown: (event) => step(event) },
    }, words)));
  }
  function showSection() {
    if (!isSection(present)) present = "destinations";
    showTabs();
    place.setAttribute("aria-labelledby", `tab-${present}`);
    put(place, SECTIONS.find(([key]) => key === present)[2](draft, context));
    intoSight(list, list.querySelector("[aria-selected=true]"));
  }
  function go(key) {
    present = key;
    history.replaceState(null, "", `${path}/${key}`);
    showSection();
    list.querySelector("[aria-selected=true]").focus();
  }
  function step(event) {
    const all = sectionsOf(draft);
    const at = all.findIndex(([key]) => key === present);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    go(all[(to + all.length) % all.length][0]);
  }
  draft.listen((what) => {
    bar.hidden = !draft.isUnsaved;
    if (what === "replaced") keepingFocus(place, bar, showSection);
    else if (list.children.length !== sectionsOf(draft).length) showTabs();
    preview.refresh();
  });

  async function keep() {
    if (!draft.isUnsaved) return true;
    clearFlaws(place);
    put(trouble);
    save.disabled = true;
    try {
      const newer = await send("PATCH", linkPath(link.code), draft.patch, { headers: { "If-Match": draft.tag } });
      draft.adopt(newer);
      changed(newer);
      toast("Saved. Fans see it now.");
      return true;
    } catch (problem) {
      if (problem.code === "precondition_failed") return await settleConflict();
      const section = SECTIONS.find(([, , , fields]) => fields.includes(problem.field?.split(/[.[]/)[0]));
      if (section && section[0] !== present && isSection(section[0])) go(section[0]);
      if (!showFlaw(place, problem)) put(trouble, el("p", { class: "note bad" }, problem.message));
      return false;
    } finally {
      save.disabled = false;
    }
  }
  async function settleConflict() {
    const answer = await question(
      "This link was changed elsewhere",
      "Since you opened it, somebody – perhaps you in another window, or an assistant – has saved other changes. You can put yours on top of theirs, or drop yours.",
      [["mine", "Put mine on top", "strong"], ["theirs", "Drop mine"], ["wait", "Not now"]]);
    if (answer !== "mine" && answer !== "theirs") return false;
    const newer = await get(linkPath(link.code));
    changed(newer);
    if (answer === "theirs") {
      draft.adopt(newer);
      return false;
    }
    draft.rebase(newer);
    return keep();
  }
  async function leave() {
    if (!draft.isUnsaved) return true;
    const answer = await question("Keep your changes?", "You have changed this link and not saved it.", [
      ["save", "Save them", "strong"], ["drop", "Drop them"], ["stay", "Stay here"],
    ]);
    if (answer === "save") return keep();
    return answer === "drop";
  }

  showSection();
  const shortcut = (event) => {
    if (event.key !== "s" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    keep().catch(regret);
  };
  document.addEventListener("keydown", shortcut);
  return {
    node: el("div", { class: "editor" }, el("div", { class: "stack" }, list, toPreview, place, trouble, bar), preview.node),
    isUnsaved: () => draft.isUnsaved,
    leave,
    turn: ({ parts }) => {
      if (parts[0] !== "links" || parts[1] !== link.code || (parts[2] ?? "edit") !== "edit") return false;
      if (parts[3] && parts[3] !== present && isSection(parts[3])) go(parts[3]);
      return true;
    },
    shown: () => preview.refresh(),
    settle: () => document.removeEventListener("keydown", shortcut),
  };
}
