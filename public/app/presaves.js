// How many want it on release day, and what became of each.
import { button, el } from "./dom.js";
import { get, linkPath } from "./api.js";
import { csv, download } from "./csv.js";
import { nameOf, tile } from "./platforms.js";
import { emptyState } from "./shell.js";
import { distance, moment, number } from "./words.js";

const STATES = [
  ["queued", "Waiting for the day", "Promised; they run when the release comes out."],
  ["waiting", "Looking for the release", "It is out, but not on the platform yet; asked for three days."],
  ["saving", "Being saved", "On the way at this moment."],
  ["saved", "In their library", "Done."],
  ["reminded", "Reminded by e-mail", "Where a platform cannot save, a letter with the link."],
  ["failed", "Did not work", "The platform said no for good, or three days were not enough."],
  ["revoked", "Taken back", "Fans who changed their mind."],
  ["expired", "Ran out", "The fan’s permission had ended before the day."],
];
const REASONS = {
  denied: "the fan said no", unreachable: "the platform did not answer", invalid_grant: "the permission was withdrawn",
  not_registered: "the platform does not know the fan for this app", not_found: "the release was not there",
  gave_up: "tried for three days", rejected: "the platform refused it", unconfirmed: "the address was not confirmed",
  link_deleted: "the link was deleted", expired: "the permission ran out",
};

export async function tab({ link, catalogue }) {
  const told = await get(linkPath(link.code, "/presaves"));
  const all = Object.values(told.totals).reduce((sum, one) => sum + one, 0);
  if (all === 0) {
    return {
      node: link.state === "presave"
        ? emptyState("heart", "No pre-save yet", `Share the link now: until it comes out ${distance(link.releaseAt)}, its page asks fans to pre-save.`,
          el("a", { class: "button strong", href: `#/links/${encodeURIComponent(link.code)}/share` }, "Share it"))
        : emptyState("heart", "No pre-saves", "Give a link a release date in the future, and the same address collects pre-saves until then.",
          el("a", { class: "button", href: `#/links/${encodeURIComponent(link.code)}/edit/release` }, "Set a date")),
    };
  }
  const present = STATES.filter(([key]) => told.totals[key] > 0);
  return {
    node: el(
      "div", { class: "stack" },
      el("p", { class: "soft" }, link.releaseAt && (link.state === "presave" ? `Comes out ${moment(link.releaseAt)}, ${distance(link.releaseAt)}.` : `Out since ${moment(link.releaseAt)}.`)),
      el("dl", { class: "figures" }, present.map(([key, words, says]) => el(
        "div", { class: "figure" }, el("dt", {}, words), el("dd", {}, number(told.totals[key])), el("dd", { class: "says" }, says)))),
      el("section", { class: "panel" },
        el("div", { class: "heading" }, el("h2", {}, "By platform"),
          button("CSV", () => download(`${link.code}-presaves.csv`, csv(["platform", ...STATES.map(([key]) => key)], told.by.map((one) => [one.platform, ...STATES.map(([key]) => one.states[key] ?? 0)]))), { picture: "save", "aria-label": "Download pre-saves by platform as CSV" })),
        el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Pre-saves by platform" }, el(
          "table", {},
          el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "Platform"), present.map(([, words]) => el("th", { scope: "col", class: "count" }, words)))),
          el("tbody", {}, told.by.map((one) => el(
            "tr", {}, el("th", { scope: "row" }, el("span", { class: "row" }, tile(catalogue, one.platform), nameOf(catalogue, one.platform))),
            present.map(([key]) => el("td", { class: "count" }, number(one.states[key])))))))),
        reasons(told, catalogue))),
  };
}

function reasons(told, catalogue) {
  const lines = told.by.flatMap((one) => Object.entries(one.reasons ?? {}).map(([reason, count]) => el(
    "li", {}, `${nameOf(catalogue, one.platform)}: ${number(count)} – ${REASONS[reason] ?? reason}`)));
  return lines.length > 0 && el("div", { class: "stack" }, el("h3", {}, "Why some came to nothing"), el("ul", {}, lines));
}
