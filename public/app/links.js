// All links of the account: searched, sorted, by state, and the deleted ones to bring back.
import { button, el, icon, put, settled, way } from "./dom.js";
import { get, linkPath, send } from "./api.js";
import { FIRST_LIST } from "./begin.js";
import { cover } from "./cover.js";
import { emptyState, heading } from "./shell.js";
import { announce, copy, regret, toast } from "./toast.js";
import { STATES, counted, dated, day, distance, percent } from "./words.js";
import { field, input, menu } from "./fields.js";

const FILTERS = [["", "All"], ["released", "Live"], ["presave", "Pre-save"], ["disabled", "Off"], ["deleted", "Deleted"]];
const SORTS = [["-createdAt", "Newest first"], ["createdAt", "Oldest first"], ["-updatedAt", "Last changed"], ["title", "Title"]];

export async function view({ query }) {
  const wanted = { search: query.search ?? "", state: query.state ?? "", sort: query.sort ?? FIRST_LIST.sort };
  const list = el("ul", { class: "links", "aria-label": "Links" });
  const foot = el("div", { class: "row center" });
  const place = el("div", {}, list, foot);
  let round = 0;
  let shown = [];

  async function load(cursor = null) {
    round += 1;
    const own = round;
    const page = await get("/links", { ...wanted, limit: FIRST_LIST.limit, cursor });
    if (own !== round) return;
    shown = cursor ? [...shown, ...page.items] : page.items;
    const rows = wanted.state === "deleted"
      ? shown.map((link) => deletedRow(link, load)) : families(shown).map(({ link, variants }) => row(link, variants, load));
    const first = cursor ? list.children.length : 0;
    put(list, rows);
    put(foot, page.nextCursor && button("Show more", () => load(page.nextCursor).catch(regret), { look: "quiet" }));
    if (cursor) (list.children[first] ?? list.lastElementChild).querySelector("a, button")?.focus();
    put(place, list.children.length > 0 ? list : nothing(wanted), foot);
    return shown.length;
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

function pathOf(code) {
  return `#/links/${encodeURIComponent(code)}`;
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

/** Versions of a page stand under the link they belong to, where it is among those shown. */
function families(links) {
  const codes = new Set(links.map((link) => link.code));
  const isUnder = (one) => one.family && one.family !== one.code && codes.has(one.family);
  return links.filter((link) => !isUnder(link)).map((link) => ({
    link, variants: links.filter((one) => isUnder(one) && one.family === link.code),
  }));
}

function row(link, variants, load) {
  const at = link.state === "presave" && link.releaseAt
    ? ["out ", dated(link.releaseAt, distance)] : ["made ", dated(link.createdAt, day)];
  const pending = link.destinations.filter((one) => one.status === "pending").length;
  const reached = link.destinations.filter((one) => one.status === "verified").length;
  const path = pathOf(link.code);
  return el(
    "li", { class: "link" },
    cover(link, "small"),
    el("div", { class: "what" },
      el("a", { class: "name", href: path }, link.title),
      el("p", { class: "soft" }, link.artist),
      el("p", { class: "facts" },
        badge(link.state), el("span", {}, `/link/${link.code}`),
        el("span", {}, counted(reached, "platform")), el("span", {}, at),
        link.split && el("span", {}, "A/B test"),
        link.family && link.family !== link.code && el("a", { class: "ask", href: `${pathOf(link.family)}/ab` }, `a version of /link/${link.family}`),
        pending > 0 && el("a", { class: "ask", href: `${path}/edit/destinations` }, `${pending} to confirm`)),
      versions(link, variants)),
    el("div", { class: "acts" },
      button("", () => copy(link.url), { look: "bare", picture: "copy", "aria-label": `Copy the link of ${link.title}` }),
      el("a", { class: "button bare", href: `${path}/stats`, "aria-label": `Statistics of ${link.title}` }, icon("chart")),
      button("", () => remove(link, load), { look: "bare", picture: "bin", "aria-label": `Delete ${link.title}` })));
}

/** Which is which: by the headline, which is what versions mostly differ in. */
function versions(link, variants) {
  const shares = new Map((link.split?.variants ?? []).map((one) => [one.variant, one.weight]));
  const all = [...variants];
  for (const code of shares.keys()) {
    if (code !== link.code && !all.some((one) => one.code === code)) all.push({ code });
  }
  if (all.length === 0) return null;
  const sum = [...shares.values()].reduce((one, other) => one + other, 0);
  const share = (code) => shares.has(code) && el("span", {}, `${percent(shares.get(code) / sum)} of fans`);
  return el(
    "ul", { class: "versions", "aria-label": `Versions of ${link.title}` },
    shares.has(link.code) && el("li", {}, el("b", {}, "Its own page"), share(link.code)),
    all.map((one) => el(
      "li", {}, el("a", { href: `${pathOf(one.code)}/edit/words` }, nameOf(one, link)),
      el("span", {}, `/link/${one.code}`), share(one.code),
      one.state && one.state !== link.state && badge(one.state))));
}

function nameOf(one, link) {
  if (one.headline && one.headline !== link.headline) return `“${one.headline}”`;
  return one.title && one.title !== link.title ? one.title : "Another version";
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
