// All links of the account: searched, sorted, by state, and the deleted ones to bring back.
import { button, el, icon, put, settled, way } from "./dom.js";
import { get, linkPath, send } from "./api.js";
import { FIRST_LIST } from "./begin.js";
import { cover } from "./cover.js";
import { emptyState, heading } from "./shell.js";
import { announce, copy, regret, toast } from "./toast.js";
import { STATES, counted, day, distance } from "./words.js";
import { field, input, menu } from "./fields.js";

const FILTERS = [["", "All"], ["released", "Live"], ["presave", "Pre-save"], ["disabled", "Off"], ["deleted", "Deleted"]];
const SORTS = [["-createdAt", "Newest first"], ["createdAt", "Oldest first"], ["-updatedAt", "Last changed"], ["title", "Title"]];

export async function view({ query }) {
  const wanted = { search: query.search ?? "", state: query.state ?? "", sort: query.sort ?? FIRST_LIST.sort };
  const list = el("ul", { class: "links", "aria-label": "Links" });
  const foot = el("div", { class: "row center" });
  const place = el("div", {}, list, foot);
  let round = 0;

  async function load(cursor = null) {
    round += 1;
    const own = round;
    const page = await get("/links", { ...wanted, limit: FIRST_LIST.limit, cursor });
    if (own !== round) return;
    if (!cursor) put(list);
    const first = list.children.length;
    list.append(...page.items.map((link) => (wanted.state === "deleted" ? deletedRow(link, load) : row(link, load))));
    put(foot, page.nextCursor && button("Show more", () => load(page.nextCursor).catch(regret), { look: "quiet" }));
    if (cursor) list.children[first]?.querySelector("a, button")?.focus();
    put(place, list.children.length > 0 ? list : nothing(wanted), foot);
    return list.children.length;
  }

  const again = () => {
    const words = new URLSearchParams(Object.entries(wanted).filter(([key, value]) => value && !(key === "sort" && value === FIRST_LIST.sort)));
    history.replaceState(null, "", words.size > 0 ? `#/links?${words}` : "#/links");
    load().then((count) => announce(counted(count, "link"))).catch(regret);
  };
  const find = input(wanted.search, {
    type: "search", maxlength: 200, placeholder: "Title, artist or code",
    on: { input: settled(250, (event) => { wanted.search = event.target.value.trim(); again(); }) },
  });
  await load();
  const isFirst = list.children.length === 0 && !wanted.search && !wanted.state;
  return {
    title: "Links",
    node: el(
      "div", { class: "view" },
      heading("Links", way("New link", "#/new", { look: "strong", picture: "plus" })),
      !isFirst && el("div", { class: "tools", role: "search" },
        field("Search", find),
        field("Show", menu(FILTERS, wanted.state, { on: { change: (event) => { wanted.state = event.target.value; again(); } } })),
        field("Order", menu(SORTS, wanted.sort, { on: { change: (event) => { wanted.sort = event.target.value; again(); } } }))),
      place),
  };
}

function nothing(wanted) {
  if (wanted.state === "deleted") {
    return emptyState("bin", "Nothing deleted", "What you delete stays here for 30 days, and comes back with one tap.");
  }
  if (wanted.search || wanted.state) {
    return emptyState("search", "Nothing found", "No link has these words and this state. Try fewer words, or show all.");
  }
  return el(
    "div", { class: "empty first" }, icon("link"),
    el("h2", {}, "Make your first link"),
    el("p", {}, "One address for a release, on every service. Whoever opens it lands on the music where they listen."),
    el("ol", { class: "steps" },
      el("li", {}, el("b", {}, "Paste one thing you have"), " – an ISRC, a UPC, or the release’s address on any service."),
      el("li", {}, el("b", {}, "Watch the others being found"), " – and say yes to what is only likely."),
      el("li", {}, el("b", {}, "Share the one address"), " – then see here where your listeners are.")),
    el("p", { class: "row center" }, way("Make your first link", "#/new", { look: "strong", picture: "plus" })));
}

function row(link, load) {
  const at = link.state === "presave" && link.releaseAt
    ? `out ${distance(link.releaseAt)}` : `made ${day(link.createdAt)}`;
  const pending = link.destinations.filter((one) => one.status === "pending").length;
  const reached = link.destinations.filter((one) => one.status === "verified").length;
  const path = `#/links/${encodeURIComponent(link.code)}`;
  return el(
    "li", { class: "link" },
    cover(link, "small"),
    el("div", { class: "what" },
      el("a", { class: "name", href: path }, link.title),
      el("p", { class: "soft" }, link.artist),
      el("p", { class: "facts" },
        badge(link.state), el("span", {}, `/link/${link.code}`),
        el("span", {}, counted(reached, "platform")), el("span", {}, at),
        link.split && !Array.isArray(link.split) && el("span", {}, "A/B test"),
        pending > 0 && el("a", { class: "ask", href: `${path}/edit/destinations` }, `${pending} to confirm`))),
    el("div", { class: "acts" },
      button("", () => copy(link.url), { look: "bare", picture: "copy", "aria-label": `Copy the link of ${link.title}` }),
      el("a", { class: "button bare", href: `${path}/stats`, "aria-label": `Statistics of ${link.title}` }, icon("chart")),
      button("", () => remove(link, load), { look: "bare", picture: "bin", "aria-label": `Delete ${link.title}` })));
}

function deletedRow(link, load) {
  return el(
    "li", { class: "link" },
    cover(link, "small"),
    el("div", { class: "what" },
      el("p", { class: "name" }, link.title), el("p", { class: "soft" }, link.artist),
      el("p", { class: "facts" }, badge("deleted"), el("span", {}, `/link/${link.code}`),
        link.deletedAt && el("span", {}, `deleted ${distance(link.deletedAt)}`))),
    el("div", { class: "acts" },
      button("Bring back", () => restore(link, load), { look: "quiet", picture: "undo" })));
}

export function badge(state) {
  return el("span", { class: `badge ${state}` }, STATES[state] ?? state);
}

/** Deletes a link and offers the way back; `done` is called after each. */
export async function remove(link, done) {
  try {
    await send("DELETE", linkPath(link.code));
    await done();
    toast(`“${link.title}” is deleted. Its address answers nobody now; it can come back within 30 days.`, {
      undo: () => restore(link, done),
    });
  } catch (problem) {
    regret(problem);
  }
}

async function restore(link, done) {
  try {
    await send("POST", linkPath(link.code, "/restore"));
    await done();
    toast(`“${link.title}” is back.`);
  } catch (problem) {
    regret(problem);
  }
}
