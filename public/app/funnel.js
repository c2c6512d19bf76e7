// From the visit to what it came to, and what was no visit at all.
import { button, el } from "./dom.js";
import { csv, download } from "./csv.js";
import { number, percent } from "./words.js";

const STEPS = [
  ["visits", "Visits"], ["clickThroughs", "Sent to a platform"], ["started", "Began a pre-save"], ["authorised", "Allowed it"],
  ["queued", "Pre-saved"], ["failed", "Came to nothing"], ["signups", "Signed up"], ["conversions", "Converted in all"],
];
const CLASSES = {
  preview: "Link previews", search: "Search engines", ai: "AI crawlers", monitor: "Monitors", library: "Programs",
  scanner: "Scanners", prefetch: "Prefetches", own: "You", other: "Others",
};

const hint = (words) => words && el("small", { class: "hint" }, words);

export function funnel(numbers, link, meanings) {
  const whole = Math.max(1, numbers.visits);
  const steps = STEPS.filter(([name], at) => at < 2 || at === STEPS.length - 1 || numbers[name] > 0);
  return el(
    "section", { class: "panel", "aria-labelledby": "funnel" },
    el("div", { class: "heading" }, el("h2", { id: "funnel" }, "From visit to fan"),
      button("CSV", () => download(`${link.code}-funnel.csv`, csv(["step", "count"], STEPS.map(([name]) => [name, numbers[name] ?? 0]))), { picture: "save", "aria-label": "Download the funnel as CSV" })),
    el("ol", { class: "funnel" }, steps.map(([name, words]) => el(
      "li", {}, el("span", {}, words, hint(meanings.funnel[name])),
      el("span", { class: "meter", "aria-hidden": "true", vars: { "--part": `${Math.min(100, (numbers[name] / whole) * 100)}%` } }),
      el("span", { class: "number" }, number(numbers[name]), " ", el("span", { class: "soft small" }, percent(numbers[name] / whole)))))));
}

export function bots(report, link, meanings) {
  const rows = report.botsBy ?? [];
  return el(
    "section", { class: "panel", "aria-labelledby": "bots" },
    el("div", { class: "heading" }, el("h2", { id: "bots" }, "Bots, apart"),
      rows.length > 0 && button("CSV", () => download(`${link.code}-bots.csv`, csv(["class", "events"], rows.map((row) => [row.key, row.events]))), { picture: "save", "aria-label": "Download the bots as CSV" })),
    el("p", { class: "hint" }, meanings.bots),
    rows.length === 0 ? el("p", {}, number(report.totals.bots)) : el("div", { class: "scroll" }, el(
      "table", {}, el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Class"), el("th", { scope: "col", class: "count" }, "Events"))),
      el("tbody", {}, rows.map((row) => el(
        "tr", {}, el("th", { scope: "row" }, CLASSES[row.key] ?? row.key, hint(meanings.botsBy[row.key])),
        el("td", { class: "count" }, number(row.events))))))));
}
