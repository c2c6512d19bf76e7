// A link's numbers: a time, filters, the series, and who came from where.
import { button, el, icon, put } from "./dom.js";
import { address, get, linkPath, search } from "./api.js";
import { breakdowns, nameOfKey } from "./breakdown.js";
import { bars } from "./chart.js";
import { csv, download } from "./csv.js";
import { definitions } from "./definitions.js";
import { choice, field, input, menu } from "./fields.js";
import { bots, funnel } from "./funnel.js";
import { emptyState } from "./shell.js";
import { announce } from "./toast.js";
import { number, ownZone, percent } from "./words.js";

const SPANS = [["7", "7 days"], ["30", "30 days"], ["90", "90 days"], ["365", "A year"], ["all", "All"], ["own", "From … to"]];
const INTERVALS = [["hour", "Hour"], ["day", "Day"], ["week", "Week"], ["month", "Month"]];
const FIGURES = [
  ["visits", "Visits"], ["uniques", "Unique visitors"], ["clickThroughs", "Click-throughs"], ["conversions", "Conversions"],
  ["conversionRate", "Conversion rate"], ["presaves", "Pre-saves"], ["signups", "Sign-ups"], ["bots", "Bots, apart"],
];
const FILTERS = ["platform", "country", "os", "referrer", "channel", "variant", "reason"];

export async function tab({ link, catalogue, query }) {
  const asked = { span: "30", interval: "day", tz: ownZone(), from: "", to: "", ...query };
  const meanings = await definitions();
  const place = el("div", { class: "stack" });
  const chips = el("div", { class: "chips" });
  const trouble = el("div", { role: "alert" });
  const own = el("div", { class: "row", hidden: asked.span !== "own" },
    field("From", input(asked.from, { type: "date", on: { change: (event) => change("from", event.target.value) } }), { name: "from" }),
    field("To", input(asked.to, { type: "date", on: { change: (event) => change("to", event.target.value) } }), { name: "to" }));
  const zone = field("Time zone", menu([...new Set([ownZone(), "UTC", asked.tz, ...(Intl.supportedValuesOf?.("timeZone") ?? [])])].map((one) => [one, one.replaceAll("_", " ")]), asked.tz, {
    on: { change: (event) => change("tz", event.target.value) },
  }), { name: "tz", look: "zone" });
  const raw = el("a", { class: "button", download: `${link.code}-events.csv` }, icon("save"), "Every event (CSV)");
  let round = 0;

  function filters() {
    return Object.fromEntries(FILTERS.filter((name) => name in asked).map((name) => [name, asked[name]]));
  }
  function change(name, value) {
    if (value === null) delete asked[name];
    else asked[name] = value;
    own.hidden = asked.span !== "own";
    history.replaceState(null, "", `#/links/${encodeURIComponent(link.code)}/stats${search(asked)}`);
    return load();
  }
  function showChips() {
    put(chips, Object.entries(filters()).map(([name, key]) => el(
      "button", { type: "button", class: "chip", on: { click: () => change(name, null) } },
      `${name}: ${nameOfKey(name, key, catalogue)}`, icon("close"), el("span", { class: "unseen" }, "Take the filter away"))));
  }
  async function load() {
    round += 1;
    const mine = round;
    showChips();
    place.setAttribute("aria-busy", "true");
    const time = span(asked, link);
    raw.href = address(linkPath(link.code, "/events.csv"), { from: time.from, to: time.to, tz: time.from && asked.tz });
    try {
      const report = await get(linkPath(link.code, "/stats"), { ...time, interval: asked.interval, tz: asked.tz, ...filters() });
      if (mine !== round) return;
      put(trouble);
      show(report);
      announce(`${number(report.totals.visits)} visits, ${percent(report.totals.conversionRate)} converted.`);
    } catch (problem) {
      if (mine === round) put(trouble, el("p", { class: "note bad" }, problem.message));
    } finally {
      place.removeAttribute("aria-busy");
    }
  }
  function show(report) {
    if (report.totals.visits === 0 && report.totals.bots === 0 && Object.keys(filters()).length === 0) {
      return put(place, emptyState("chart", "Nobody in this time", "Share the link, and what happens shows here within seconds. Your own visits are not counted while you are signed in.",
        el("a", { class: "button strong", href: `#/links/${encodeURIComponent(link.code)}/share` }, icon("share"), "Share it")));
    }
    put(
      place, figures(report.totals, meanings), series(report, asked, link, meanings),
      breakdowns(report, { catalogue, link, meanings, filters: filters(), pick: (name, key) => change(name, key) }),
      el("div", { class: "columns" }, funnel(report.funnel, link, meanings), bots(report, link, meanings)));
  }
  await load();
  return {
    node: el(
      "div", { class: "stack" },
      el("div", { class: "row end" },
        choice("Time", SPANS, asked.span, (value) => change("span", value)),
        choice("Each bar is a", INTERVALS, asked.interval, (value) => change("interval", value)), zone, raw),
      own, chips, trouble, place),
  };
}

/** From and to as the API takes them: whole days in the zone asked for. */
function span({ span: name, from, to, tz }) {
  if (name === "all") return {};
  if (name === "own") return { from, to };
  const parts = new Intl.DateTimeFormat("en", { timeZone: tz, year: "numeric", month: "2-digit", day: "2-digit" });
  const date = (ms) => {
    const { year, month, day } = Object.fromEntries(parts.formatToParts(ms).map((one) => [one.type, one.value]));
    return `${year}-${month}-${day}`;
  };
  const now = Date.now();
  return { from: date(now - (Number(name) - 1) * 86_400_000), to: date(now) };
}

function figures(totals, meanings) {
  return el("dl", { class: "figures" }, FIGURES.map(([name, words]) => el(
    "div", { class: "figure" }, el("dt", {}, words),
    el("dd", {}, name === "conversionRate" ? percent(totals[name]) : number(totals[name])),
    el("dd", { class: "says" }, meanings[name]))));
}

const STYLES = {
  hour: { month: "short", day: "numeric", hour: "numeric" }, day: { month: "short", day: "numeric" },
  week: { month: "short", day: "numeric" }, month: { month: "short", year: "numeric" },
};

function series(report, asked, link, meanings) {
  let zone = asked.tz;
  try {
    new Intl.DateTimeFormat(undefined, { timeZone: zone });
  } catch {
    zone = "UTC";
  }
  const short = new Intl.DateTimeFormat(undefined, { ...STYLES[asked.interval], timeZone: zone });
  const long = new Intl.DateTimeFormat(undefined, { ...STYLES[asked.interval], weekday: asked.interval === "day" ? "short" : undefined, year: "numeric", timeZone: zone });
  const entries = report.series.map((one) => ({
    label: short.format(new Date(one.start)), long: long.format(new Date(one.start)), all: one.visits, part: one.conversions, one,
  }));
  const names = FIGURES.map(([name]) => name);
  const table = () => el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Numbers over time" }, el(
    "table", {}, el("caption", {}, `By ${asked.interval}, ${zone}`),
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "From"), FIGURES.map(([, words]) => el("th", { scope: "col", class: "count" }, words)))),
    el("tbody", {}, entries.map(({ long: words, one }) => el(
      "tr", {}, el("th", { scope: "row" }, words),
      names.map((name) => el("td", { class: "count" }, name === "conversionRate" ? percent(one[name]) : number(one[name]))))))));
  return el(
    "section", { class: "panel", "aria-labelledby": "over-time" },
    el("div", { class: "heading" }, el("h2", { id: "over-time" }, "Over time"),
      button("CSV", () => download(`${link.code}-by-${asked.interval}.csv`, csv(["start", ...names], report.series.map((one) => [one.start, ...names.map((name) => one[name])]))), { picture: "save", "aria-label": "Download the numbers over time as CSV" })),
    meanings.series && el("p", { class: "hint" }, meanings.series),
    bars(entries, ["Visits", "Conversions"]),
    // A year of hours is a long table: it is made when somebody wants it.
    el("details", { class: "more", on: { toggle: (event) => event.target.children.length < 2 && event.target.append(table()) } }, el("summary", {}, "As a table")));
}
