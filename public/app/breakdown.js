// Who came from where: a table for each dimension. A tap on a row shows only its visits.
import { button, el } from "./dom.js";
import { csv, download } from "./csv.js";
import { nameOf } from "./platforms.js";
import { REASONS, SYSTEMS, country, number } from "./words.js";

const DIMENSIONS = [
  ["platform", "Platforms"], ["country", "Countries"], ["os", "Devices"], ["referrer", "Coming from"],
  ["channel", "Channels"], ["reason", "What they got"], ["variant", "Variants"],
];
const NOTHING = {
  country: "Unknown", referrer: "Directly", channel: "Without a channel", platform: "None", variant: "Outside the test", os: "Unknown",
};
const NOBODY = ["", "none", "unknown", "-"];
const ROWS = 8;

/** A key as a reader knows it. */
export function nameOfKey(dimension, key, catalogue) {
  if (NOBODY.includes(key)) return NOTHING[dimension] ?? "Unknown";
  switch (dimension) {
  case "platform": return nameOf(catalogue, key);
  case "country": return country(key);
  case "os": return SYSTEMS[key] ?? key;
  case "reason": return REASONS[key] ?? key;
  default: return key;
  }
}

export function breakdowns(report, context) {
  return el("div", { class: "columns" }, DIMENSIONS
    .filter(([name]) => (report.by[name] ?? []).length > 0)
    .map(([name, words]) => breakdown(name, words, report.by[name], context)));
}

function breakdown(name, words, all, { catalogue, link, meanings, filters, pick }) {
  const measure = name === "platform" ? "clickThroughs" : "visits";
  const rows = [...all].sort((one, other) => other[measure] - one[measure]);
  const most = Math.max(1, ...rows.map((one) => one[measure]));
  const line = (row) => {
    const says = nameOfKey(name, row.key, catalogue);
    // What has no key cannot be asked for.
    const isPicked = filters[name] === row.key;
    const label = row.key === "" || isPicked ? el("span", {}, says) : el("button", { type: "button", class: "pick", on: { click: () => pick(name, row.key) } }, says);
    return el(
      "tr", {}, el("th", { scope: "row" }, label, el("span", { class: "meter", vars: { "--part": `${(row[measure] / most) * 100}%` } })),
      name !== "platform" && el("td", { class: "count" }, number(row.visits)),
      el("td", { class: "count" }, number(row.clickThroughs)), el("td", { class: "count" }, number(row.conversions)));
  };
  const body = el("tbody", {}, rows.slice(0, ROWS).map(line));
  const more = rows.length > ROWS && button(`All ${rows.length}`, () => {
    body.append(...rows.slice(ROWS).map(line));
    more.remove();
    body.rows[ROWS].querySelector("button")?.focus();
  }, { look: "quiet" });
  return el(
    "section", { class: "panel", "aria-label": words },
    el("div", { class: "heading" }, el("h2", {}, words),
      button("CSV", () => download(`${link.code}-${name}.csv`, csv([name, "visits", "clickThroughs", "conversions"], rows.map((row) => [row.key, row.visits, row.clickThroughs, row.conversions]))), { picture: "save", "aria-label": `Download ${words.toLowerCase()} as CSV` })),
    meanings.by[name] && el("p", { class: "hint" }, meanings.by[name]),
    el("div", { class: "scroll" }, el(
      "table", { class: "ranked" },
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, words),
        name !== "platform" && el("th", { scope: "col", class: "count", title: meanings.visits }, "Visits"),
        el("th", { scope: "col", class: "count", title: meanings.clickThroughs }, "Clicks"),
        el("th", { scope: "col", class: "count", title: meanings.conversions }, "Conv."))), body)),
    more);
}
