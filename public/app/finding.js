// Platforms while they are being asked, and a new link while it fills in.
import { el, icon, put } from "./dom.js";
import { Problem, open } from "./api.js";
import { cover } from "./cover.js";
import { nameOf, tile } from "./platforms.js";
import { announce } from "./toast.js";
import { counted, duration, percent } from "./words.js";

const OUTCOMES = {
  found: "found", missed: "not there yet", not_asked: "not asked", asked: "still looking", waiting: "waiting",
};
const STATUSES = { verified: "found", pending: "likely: please confirm", unavailable: "not available" };

/** A list that fills as each source answers. */
export function sourceList(catalogue) {
  const bar = el("progress", { "aria-label": "Looking on every platform" });
  const list = el("ul", { class: "sources" });
  const head = el("div", {});
  const rows = new Map();
  function show({ platform, outcome, message }) {
    const words = OUTCOMES[outcome] ?? message ?? outcome;
    const row = rows.get(platform) ?? el("li", {});
    put(row, tile(catalogue, platform), el("b", {}, nameOf(catalogue, platform)),
      outcome === "found" ? el("span", { class: "good" }, icon("check")) : null, el("span", { class: "soft" }, words));
    if (!rows.has(platform)) list.append(row);
    rows.set(platform, row);
  }
  function finish(whole) {
    bar.remove();
    put(head, whole.title ? summary(whole) : el("p", { class: "note warn" }, "Nobody knows this yet. The link can still be made: give title and artist by hand, and it goes on looking."));
    const where = new Map(whole.destinations.map((one) => [one.platform, one]));
    put(list, whole.destinations.map((one) => destinationRow(catalogue, one)),
      (whole.sources ?? []).filter((one) => !where.has(one.source) && one.outcome !== "not_asked").map((one) => el(
        "li", {}, tile(catalogue, one.source), el("b", {}, nameOf(catalogue, one.source)),
        el("span", { class: "soft" }, OUTCOMES[one.outcome] ?? one.message))));
    announce(whole.title ? `${whole.title} by ${whole.artist}: ${counted(whole.destinations.length, "platform")}.` : "Nothing found.");
  }
  return { node: el("div", { class: "stack" }, head, bar, list), show, finish };
}

function summary(music) {
  return el(
    "div", { class: "found" }, cover({ title: music.title, artist: music.artist }, "small"),
    el("div", {}, el("b", {}, music.title), el("p", { class: "soft" },
      [music.artist, music.album, duration(music.durationMs)].filter(Boolean).join(" · "))));
}

function destinationRow(catalogue, one) {
  const sure = one.status !== "unavailable" && one.confidence < 1 ? ` (${percent(one.confidence)} sure)` : "";
  return el(
    "li", {}, tile(catalogue, one.platform), el("b", {}, nameOf(catalogue, one.platform)),
    one.status === "verified" && el("span", { class: "good" }, icon("check")),
    el("span", { class: "soft" }, (STATUSES[one.status] ?? one.status) + sure));
}

/** Asks where the music is; a line for each source where the server streams, else all at once. */
export async function lookUp(clue, list, signal) {
  const answer = await open("/resolve", {
    method: "POST", body: { [clue.kind]: clue.value }, signal, headers: { Accept: "application/jsonl, application/json" },
  });
  const type = answer.headers.get("Content-Type") ?? "";
  if (!type.startsWith("application/jsonl")) {
    const whole = await answer.json();
    list.finish(whole);
    return whole;
  }
  let whole = null;
  for await (const line of lines(answer.body)) {
    const told = JSON.parse(line);
    if ("destinations" in told) whole = told;
    else list.show(told);
  }
  if (!whole) throw new Problem({ detail: "The search was cut off." });
  list.finish(whole);
  return whole;
}

async function* lines(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    const parts = (rest + value).split("\n");
    rest = parts.pop();
    yield* parts.filter(Boolean);
  }
  if (rest.trim()) yield rest;
}

/** The new link as it fills in. */
export function madeList(catalogue, link) {
  const head = el("div", {});
  const list = el("ul", { class: "sources" });
  const bar = el("progress", { "aria-label": "Looking on more platforms" });
  const note = el("p", { class: "hint" }, "The other platforms are being asked. You can leave this page; it goes on.");
  function show(now) {
    put(head, summary(now));
    put(list, now.destinations.map((one) => destinationRow(catalogue, one)));
  }
  show(link);
  return {
    node: el("div", { class: "stack" }, head, list, bar, note), show,
    rest: () => {
      bar.remove();
      put(note, "Who has it not yet is asked again later: after an hour, a day, a week, and on release day.");
    },
  };
}
