// Everything out, everything in.
import { button, el, icon, put } from "./dom.js";
import { address, get, search, send } from "./api.js";
import { csv, download } from "./csv.js";
import { field, menu, tick } from "./fields.js";
import { heading } from "./shell.js";
import { announce } from "./toast.js";
import { counted, number } from "./words.js";

const EXPORTS = [
  ["jsonl", "Everything", "Links, art, numbers, fans, webhooks, ledger: one JSON Lines file that another Segue takes in whole."],
  ["csv", "Links as a table", "One line for each link, for a spreadsheet."],
  ["nginx", "For nginx", "A map of addresses to leave with: the links go on without Segue."],
  ["redirects", "For a static host", "A _redirects file, as Netlify and others read it."],
];
const FORMATS = [
  ["", "Tell by the file"], ["jsonl", "Segue’s own (JSON Lines)"], ["csv", "CSV"], ["shlink", "Shlink"], ["yourls", "YOURLS"],
  ["list", "ISRCs, UPCs or addresses, one a line"],
];
const TYPES = { csv: "text/csv", json: "application/json", jsonl: "application/jsonl", txt: "text/plain" };
const STATUSES = { created: "made", skipped: "there already", failed: "refused", wouldCreate: "would be made" };
const PAUSE_MS = 700;

export async function view() {
  const made = importing();
  return {
    title: "In & out", node: el("div", { class: "view" }, heading("In & out"), exporting(), made.node), settle: made.stop,
  };
}

function exporting() {
  return el(
    "section", { class: "panel", "aria-labelledby": "out" }, el("h2", { id: "out" }, "Take it with you"),
    el("ul", { class: "items" }, EXPORTS.map(([format, words, says]) => el(
      "li", { class: "item" }, el("div", { class: "top" }, el("b", {}, words),
        el("a", { class: "button", href: address("/export", { format }), download: true, "aria-label": `Download: ${words}` }, icon("save"), "Download")),
      el("p", { class: "soft small" }, says)))));
}

function importing() {
  let isGone = false;
  let isTrial = true;
  let wasTrial = true;
  let looksFurther = false;
  const file = el("input", { type: "file", accept: ".jsonl,.json,.csv,.txt" });
  const format = menu(FORMATS, "");
  const go = el("button", { type: "submit", class: "button strong" }, "Begin");
  const said = el("div", { class: "stack", "aria-live": "polite" });
  const form = el(
    "form", { class: "stack", novalidate: true, on: { submit } },
    el("div", { class: "columns" }, field("File", file, { name: "file" }), field("What it is", format, { name: "format" })),
    tick("Only try it", true, (isOn) => { isTrial = isOn; }, { hint: "Says what would happen with each line and changes nothing." }),
    tick("Look for the platforms a line does not name", false, (isOn) => { looksFurther = isOn; }, { hint: "Goes on by itself afterwards; with many links it takes a while." }),
    el("div", { class: "row" }, go), said);

  async function submit(event) {
    event.preventDefault();
    const chosen = file.files[0];
    if (!chosen) return put(said, el("p", { class: "note bad" }, "Choose a file first."));
    go.disabled = true;
    wasTrial = isTrial;
    put(said, el("progress", { "aria-label": "Sending the file" }), el("p", {}, `Sending ${chosen.name}…`));
    try {
      const ending = chosen.name.split(".").pop().toLowerCase();
      const begun = await send("POST", `/import${search({ format: format.value, dryRun: wasTrial ? "true" : "", resolve: looksFurther ? "true" : "" })}`, chosen, {
        headers: { "Content-Type": TYPES[ending] ?? "application/octet-stream" },
      });
      await follow(begun);
    } catch (problem) {
      put(said, el("p", { class: "note bad", role: "alert" }, problem.message));
    } finally {
      go.disabled = false;
    }
  }
  async function follow(begun) {
    let now = begun;
    while (!isGone) {
      show(now);
      if (now.state !== "running") return announce("The import has ended.");
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      now = await get(`/import/${encodeURIComponent(begun.id)}`);
    }
  }
  function show(now) {
    const isRunning = now.state === "running";
    // How many lines there are is known at the end only.
    const bar = isRunning && el("progress", { "aria-label": "Import" });
    const skipped = now.skipped > 0 ? `, ${number(now.skipped)} there already` : "";
    const counts = `${number(now.created)} ${wasTrial ? "would be made" : "made"}${skipped}, ${number(now.failed)} refused`;
    put(
      said, bar, el("p", {}, isRunning ? `${counted(now.done ?? 0, "line")} so far: ${counts}.` : `Done: ${counts}.`),
      !isRunning && now.problem && el("p", { class: "note bad" }, now.problem),
      now.state === "interrupted" && el("p", { class: "note warn" }, "It was interrupted. Send the same file again: it goes on where it stopped, and makes nothing twice."),
      !isRunning && report(now.report ?? []),
      !isRunning && !wasTrial && now.created > 0 && el("p", {}, el("a", { class: "button", href: "#/links" }, "See your links")));
  }
  return {
    node: el(
      "section", { class: "panel", "aria-labelledby": "in" }, el("h2", { id: "in" }, "Bring links in"),
      el("p", { class: "hint" }, "From another Segue, a spreadsheet, Shlink, YOURLS, or a plain list. Each new link takes one credit; the same file twice makes nothing twice."), form),
    stop: () => { isGone = true; },
  };
}

function report(rows) {
  if (rows.length === 0) return null;
  const words = (row) => [row.webhook && row.url, row.problem, row.secret].filter(Boolean).join(" ");
  return el(
    "div", { class: "stack" },
    el("div", { class: "heading" }, el("h3", {}, "Lines to look at"),
      button("CSV", () => download("import-report.csv", csv(["row", "status", "code", "problem"], rows.map((row) => [row.row, row.status, row.code, words(row)]))), { picture: "save", "aria-label": "Download the report as CSV" })),
    el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Lines to look at" }, el(
      "table", {}, el("thead", {}, el("tr", {}, ["Line", "What became of it", "Why"].map((text) => el("th", { scope: "col" }, text)))),
      el("tbody", {}, rows.map((row) => el("tr", {}, el("th", { scope: "row" }, number(row.row)), el("td", {}, STATUSES[row.status] ?? row.status, row.code && ` ${row.code}`), el("td", {}, words(row))))))));
}
