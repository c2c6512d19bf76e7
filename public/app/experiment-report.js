// What a test says so far: the verdict in words, then each version with the span its true rate lies in.
import { button, el } from "./dom.js";
import { csv, download } from "./csv.js";
import { moment, number, percent } from "./words.js";

const STATES = { early: "Too early to say", better: "One is better", same: "No difference worth waiting for", ended: "The test is over" };

/** The verdict with the versions by the headlines they are known by. */
function inWords(text, variants, nameOf) {
  const told = variants.reduce((words, one) => {
    const name = nameOf(one.variant);
    return name === one.variant ? words : words.replaceAll(one.variant, `“${name}”`);
  }, text);
  return told.slice(0, 1).toUpperCase() + told.slice(1);
}

export function experimentReport(report, family) {
  const verdict = report.verdict ?? { state: "early", text: "" };
  const nameOf = (code) => family.find((one) => one.code === code)?.headline || code;
  const low = Math.min(...report.variants.map((one) => one.low));
  const high = Math.max(...report.variants.map((one) => one.high));
  const wide = Math.max(high - low, 1e-9);
  const at = (value) => `${((value - low) / wide) * 100}%`;
  return el(
    "section", { class: "panel", "aria-labelledby": "report" },
    el("div", { class: "heading" }, el("h2", { id: "report" }, "How it goes"),
      button("CSV", () => download("experiment.csv", csv(
        ["variant", "visits", "conversions", "conversionRate", "low", "high"],
        report.variants.map((one) => [one.variant, one.visits, one.conversions, one.conversionRate, one.low, one.high]))), { picture: "save", "aria-label": "Download the experiment as CSV" })),
    el("div", { class: `verdict ${verdict.state}`, role: "status" },
      el("span", { class: "small" }, STATES[verdict.state] ?? verdict.state), el("b", {}, inWords(verdict.text, report.variants, nameOf))),
    el("p", { class: "soft small" }, report.isRunning ? `Running since ${moment(report.startsAt)}` : `From ${moment(report.startsAt)}`, report.endsAt && ` until ${moment(report.endsAt)}`, "."),
    el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Versions compared" }, el(
      "table", {},
      el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Version"), ["Visits", "Conversions", "Rate"].map((words) => el("th", { scope: "col", class: "count" }, words)), el("th", { scope: "col" }, "Likely between"))),
      el("tbody", {}, report.variants.map((one) => el(
        "tr", {}, el("th", { scope: "row" }, nameOf(one.variant), nameOf(one.variant) !== one.variant && el("span", { class: "hint" }, ` ${one.variant}`)),
        el("td", { class: "count" }, number(one.visits)), el("td", { class: "count" }, number(one.conversions)), el("td", { class: "count" }, percent(one.conversionRate)),
        el("td", {}, el("span", { class: "small number" }, `${percent(one.low)} – ${percent(one.high)}`),
          el("span", { class: "span", "aria-hidden": "true", vars: { "--low": at(one.low), "--wide": `${((one.high - one.low) / wide) * 100}%`, "--at": at(one.conversionRate) } }))))))),
    el("details", { class: "more" }, el("summary", {}, "How is this told?"), el("p", { class: "hint" }, report.method, " You may look as often as you like: looking does not make a false alarm likelier.")));
}
