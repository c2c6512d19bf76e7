// A new link: one field that takes whatever the artist has, and the platforms as they are found.
import { button, el, icon, put, settled, way } from "./dom.js";
import { Problem, get, linkPath, once, send, session } from "./api.js";
import { clueOf } from "./clue.js";
import { clearFlaws, choice, field, input, menu, showFlaw } from "./fields.js";
import { platforms } from "./platforms.js";
import { lookUp, madeList, sourceList } from "./finding.js";
import { announce, copy, regret, toast } from "./toast.js";
import { counted, momentOf, number } from "./words.js";

const STARTS = [["clue", "I have a code or an address"], ["hand", "By hand"]];

export async function view() {
  const catalogue = await platforms();
  const state = { way: "clue", clue: clueOf(""), key: once(), last: null, isSaved: false };
  const found = el("div", { class: "stack", "aria-live": "polite" });
  const said = el("p", { class: "hint", role: "status" }, "For example GBARL9300135, 886443927087 or open.spotify.com/track/…");
  const given = input("", {
    name: "clue", spellcheck: "false", autocapitalize: "off", placeholder: "Paste it here",
    on: { input: () => changed() },
  });
  const title = input("", { maxlength: 300 });
  const artist = input(session.account.name ?? "", { maxlength: 300 });
  const code = input("", { spellcheck: "false", placeholder: "for later, if you know it" });
  const kind = menu([["track", "A track"], ["album", "An album"], ["playlist", "A playlist"]], "track");
  const slug = input("", { spellcheck: "false", autocapitalize: "off", placeholder: "mira-sleeper" });
  let releaseMode = "global";
  const moments = choice("At which moment?", [["global", "Everywhere at once"], ["local", "At midnight where each fan is"]], "global", (mode) => { releaseMode = mode; }, { name: "releaseMode" });
  moments.hidden = true;
  const date = input("", { type: "datetime-local", on: { input: (event) => { moments.hidden = !event.target.value; } } });
  const byClue = el("div", { class: "stack" }, field("ISRC, UPC or address", given, { name: "sourceUrl" }), said, found);
  const byHand = el(
    "div", { class: "stack", hidden: true },
    el("div", { class: "columns" }, field("Title", title, { name: "title" }), field("Artist", artist, { name: "artist" })),
    el("div", { class: "columns" }, field("What it is", kind, { name: "kind" }), field("ISRC or UPC", code, { name: "isrc", hint: "With it the platforms are found as soon as they have the release." })));
  const isPro = session.account.plan === "pro";
  slug.disabled = !isPro;
  const go = el("button", { type: "submit", class: "button strong" }, "Make the link");
  const trouble = el("div", { role: "alert" });
  const form = el(
    "form", { class: "stack", novalidate: true, on: { submit } },
    el("section", { class: "panel" },
      choice("How do you want to begin?", STARTS, "clue", (way) => {
        state.way = way;
        byClue.hidden = way !== "clue";
        byHand.hidden = way !== "hand";
      }), byClue, byHand),
    el("section", { class: "panel" },
      el("div", { class: "columns" },
        field("Own ending", slug, {
          name: "slug",
          hint: isPro ? `${location.host}/link/… – leave it empty for seven random characters. It never changes.`
            : "Own endings come with the pro plan; this link gets seven random characters.",
        }),
        field("Comes out", date, { name: "releaseAt", hint: "In the future: until then the same address collects pre-saves." })),
      moments),
    trouble,
    el("div", { class: "row" }, go, el("p", { class: "soft" }, `Costs 1 credit; you have ${number(session.account.credits)}.`)));

  let looking = null;
  const look = settled(500, async (clue) => {
    looking?.abort();
    looking = new AbortController();
    const list = sourceList(catalogue);
    put(found, list.node);
    try {
      state.last = await lookUp(clue, list, looking.signal);
    } catch (problem) {
      if (problem.name === "AbortError") return;
      put(found, el("p", { class: "note warn" }, problem.message, " You can make the link all the same; it goes on looking."));
    }
  });
  function changed() {
    state.clue = clueOf(given.value);
    put(said, state.clue.kind && icon("check"), state.clue.kind && " ", state.clue.words);
    said.classList.toggle("good", Boolean(state.clue.kind));
    clearFlaws(form);
    if (state.clue.kind) look(state.clue);
    else put(found);
  }

  function order() {
    const body = {};
    if (state.way === "clue") {
      if (!state.clue.kind) throw new Problem({ field: "sourceUrl", detail: given.value ? state.clue.words : "Paste an ISRC, a UPC or an address first." });
      body[state.clue.kind] = state.clue.value;
    } else {
      if (!title.value.trim()) throw new Problem({ field: "title", detail: "A link needs a title." });
      if (!artist.value.trim()) throw new Problem({ field: "artist", detail: "A link needs an artist." });
      Object.assign(body, { title: title.value.trim(), artist: artist.value.trim(), kind: kind.value });
      const clue = clueOf(code.value);
      if (code.value && !["isrc", "upc"].includes(clue.kind)) throw new Problem({ field: "isrc", detail: clue.words });
      if (clue.kind) body[clue.kind] = clue.value;
    }
    if (slug.value.trim()) body.slug = slug.value.trim();
    if (date.value) Object.assign(body, { releaseAt: momentOf(date.value), releaseMode });
    return body;
  }

  async function submit(event) {
    event.preventDefault();
    clearFlaws(form);
    put(trouble);
    let body = null;
    go.disabled = true;
    put(go, "Making it…");
    try {
      body = order();
      // The same order again is the same link; another one needs another key.
      const text = JSON.stringify(body);
      if (text !== state.text) Object.assign(state, { key: once(), text });
      const link = await send("POST", "/links", body, { headers: { "Idempotency-Key": state.key } });
      looking?.abort();
      state.isSaved = true;
      session.account.credits -= 1;
      showMade(link);
    } catch (problem) {
      if (problem.field === "upc" || problem.field === "isrc") problem.field = state.way === "clue" ? "sourceUrl" : "isrc";
      if (!showFlaw(form, problem)) put(trouble, el("p", { class: "note bad" }, problem.message));
    } finally {
      go.disabled = false;
      put(go, "Make the link");
    }
  }

  const node = el(
    "div", { class: "view" }, el("h1", {}, "New link"),
    session.account.plan === "free" && el("p", { class: "note warn" }, "Your plan is free: making links comes with starter. Ask whoever runs this server."),
    session.account.plan !== "free" && session.account.credits < 1 && el("p", { class: "note warn" }, "No credit is left, so no link can be made. Account says when the next come; for more, ask whoever runs this server."),
    form);
  let isGone = false;
  function showMade(link) {
    const made = madeList(catalogue, link);
    const head = el("h1", { tabindex: "-1" }, "Your link is there");
    put(
      node, head,
      el("section", { class: "panel" },
        el("p", { class: "secret" }, el("code", {}, link.url), button("Copy", () => copy(link.url), { picture: "copy", look: "strong" })),
        made.node),
      el("div", { class: "row" },
        way("Words, art, rules", `#/links/${encodeURIComponent(link.code)}`, { picture: "pen" }),
        way("Share it", `#/links/${encodeURIComponent(link.code)}/share`, { picture: "share" }),
        way("Another link", `#/new?${once().slice(0, 4)}`, { picture: "plus" })));
    head.focus();
    announce("The link is made.");
    follow(link, made).catch(regret);
  }
  async function follow(link, made) {
    let known = link.destinations.length;
    for (const wait of [600, 900, 1_200, 1_500, 2_000, 3_000, 4_000, 5_000, 8_000]) {
      await new Promise((resolve) => setTimeout(resolve, wait));
      if (isGone) return;
      const newer = await get(linkPath(link.code));
      made.show(newer);
      if (newer.destinations.length > known) announce(`${counted(newer.destinations.length, "platform")} found.`);
      known = newer.destinations.length;
    }
    made.rest();
  }

  return {
    title: "New link", node,
    isUnsaved: () => !state.isSaved && Boolean(title.value || given.value),
    shown: () => given.focus(),
    settle: () => {
      isGone = true;
      looking?.abort();
    },
    leave: async () => {
      if (!state.isSaved && state.way === "hand" && title.value) toast("The link was not made.");
      return true;
    },
  };
}
