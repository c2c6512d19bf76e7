// “What would this fan get?”: asks the server's own decision; nothing is counted.
import { el, icon, put } from "./dom.js";
import { get, linkPath } from "./api.js";
import { field, input, menu } from "./fields.js";
import { nameOf } from "./platforms.js";
import { REASONS } from "./words.js";

const AGENTS = [
  ["Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1", "iPhone, Safari"],
  ["Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36", "Android, Chrome"],
  ["Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/22B83 Instagram 357.0.0.30.118", "Inside Instagram on an iPhone"],
  ["Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15", "Mac, Safari"],
  ["Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36", "Windows, Chrome"],
  ["facebookexternalhit/1.1", "Facebook making a link preview"],
];

export function tester(draft, { link, catalogue }) {
  const agent = menu(AGENTS, AGENTS[0][0]);
  const from = input("", { maxlength: 2, placeholder: "DE", spellcheck: "false" });
  const language = input("", { maxlength: 20, placeholder: "de", spellcheck: "false" });
  const channel = input("", { placeholder: "newsletter" });
  const referrer = input("", { placeholder: "instagram.com" });
  const cookie = menu([["", "Nothing yet"], ...catalogue.map((one) => [one.id, one.name])], "");
  const answer = el("div", { class: "stack", role: "status" });
  const go = el("button", { type: "submit", class: "button strong" }, "Ask");
  const form = el(
    "form", { class: "stack", novalidate: true, on: { submit: ask } },
    el("div", { class: "conditions" },
      field("Device", agent), field("Country", from, { name: "country" }), field("Language", language, { name: "language" }),
      field("Channel", channel, { name: "channel" }), field("Coming from", referrer, { name: "referrer" }),
      field("Has chosen before", cookie, { name: "cookie" })),
    el("div", { class: "row" }, go), answer);

  async function ask(event) {
    event.preventDefault();
    go.disabled = true;
    try {
      const told = await get(linkPath(link.code, "/explain"), {
        userAgent: agent.value, country: from.value.trim(), language: language.value.trim(),
        channel: channel.value.trim(), referrer: referrer.value.trim(), cookie: cookie.value,
      });
      put(answer, draft.isUnsaved && el("p", { class: "note warn" }, "This is asked of what is saved. Save your changes to try them."), outcome(told, catalogue));
    } catch (problem) {
      put(answer, el("p", { class: "note bad" }, problem.message));
    } finally {
      go.disabled = false;
    }
  }
  return el(
    "section", { class: "item", "aria-labelledby": "tester" },
    el("div", {}, el("h3", { id: "tester" }, "What would this fan get?"), el("p", { class: "hint" }, "Nothing is counted.")), form);
}

const STEPS = {
  disabled: "Switched off", preview: "Link preview", presave: "Before the release", asked: "Asked for by the address",
  choose: "Asked for a choice", cookie: "Chosen before", app: "The platform’s own app", mode: "Everybody else",
  search: "Platform’s search", unavailable: "Not available",
};

function stepWords(name) {
  const rule = /^rules\[(\d+)\]$/.exec(name);
  return rule ? `Rule ${Number(rule[1]) + 1}` : STEPS[name] ?? name;
}

function outcome(told, catalogue) {
  const words = {
    redirect: told.platform ? `Straight to ${nameOf(catalogue, told.platform)}` : "Straight on",
    page: "The link’s page", presave: "The pre-save page", gone: "A page saying that the link is switched off",
  }[told.decision] ?? told.decision;
  return el(
    "div", { class: "stack" },
    el("p", { class: "note good" }, el("b", {}, words), ` – ${REASONS[told.reason] ?? told.reason}`),
    told.location && el("p", { class: "small soft" }, told.location),
    el("ol", { class: "trail" }, told.steps.map((step) => el(
      "li", { class: step.matched ? "hit" : null },
      step.matched ? icon("check") : el("span", { "aria-hidden": "true" }, "·"),
      el("span", {}, stepWords(step.rule), step.why && ` – ${step.why}`)))),
    told.split && el("p", { class: "small" }, splitWords(told.split)));
}

function splitWords(split) {
  const shares = split.variants.map((one) => `${one.variant} (${one.weight})`).join(", ");
  return {
    cookie: `A test is running: this fan has seen ${split.variant} before and gets it again.`,
    weight: `A test is running: chance decides, by weight – ${shares}.`,
    none: "A test is running, but this visit is shown none of its variants.",
  }[split.by] ?? split.why;
}
