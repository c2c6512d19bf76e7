// Who is sent where without asking: rules from the top, the first that fits; then the link's mode.
import { button, el, put } from "./dom.js";
import { choice, field, input, menu } from "./fields.js";
import { movers } from "./ordering.js";
import { nameOf } from "./platforms.js";
import { tester } from "./tester.js";
import { announce } from "./toast.js";
import { SYSTEMS, country, fieldTime, language, momentOf } from "./words.js";

const MODES = [["page", "Show the page"], ["direct", "Straight to the device’s platform"]];
const IN_APP = [["", "Anywhere"], ["yes", "Inside an app such as Instagram"], ["no", "In a real browser"]];

export function rules(draft, context) {
  const list = el("ol", { class: "items" });
  const show = () => put(
    list, draft.get("rules").map((rule, at) => item(draft, context, list, rule, at, show)),
    draft.get("rules").length === 0 && el("li", { class: "note" }, "No rules: everybody gets what stands below. A rule sends some of them straight on, for instance iPhones to Apple Music."));
  show();
  const add = () => {
    draft.set("rules", [...draft.get("rules"), { when: {}, to: "page" }]);
    show();
    list.lastElementChild.querySelector("select, input")?.focus();
    announce("A rule is added.");
  };
  return el(
    "div", { class: "stack", "data-field": "rules" },
    el("div", {}, el("h2", {}, "Rules"), el("p", { class: "hint" }, "Read from the top; the first that fits decides. A fan who has chosen a platform before goes there all the same.")),
    el("p", { class: "flaw" }), list,
    el("div", { class: "row" }, button("Add a rule", add, { picture: "plus" })),
    choice("Everybody else", MODES, draft.get("mode"), (mode) => draft.set("mode", mode), { name: "mode" }),
    tester(draft, context));
}

function item(draft, { catalogue }, list, rule, at, show) {
  const path = `rules[${at}]`;
  rule.when ??= {};
  const summary = el("b", {}, sentence(rule, catalogue));
  const change = (key, value) => {
    const isNothing = value === "" || value === null || (Array.isArray(value) && value.length === 0);
    if (isNothing) delete rule.when[key];
    else rule.when[key] = value;
    put(summary, sentence(rule, catalogue));
    draft.touch();
  };
  const remove = () => {
    draft.set("rules", draft.get("rules").filter((other) => other !== rule));
    show();
    announce("The rule is taken out.");
  };
  const words = (key, label, hint, tidy = (text) => text) => field(label, input([].concat(rule.when[key] ?? []).join(", "), {
    spellcheck: "false",
    on: { change: (event) => change(key, event.target.value.split(/\s*[,;]\s*/).map(tidy).filter(Boolean)) },
  }), { name: `${path}.when.${key}`, hint });
  const when = (key, label) => field(label, input(fieldTime(rule.when[key]), {
    type: "datetime-local", on: { change: (event) => change(key, momentOf(event.target.value)) },
  }), { name: `${path}.when.${key}` });
  const os = [].concat(rule.when.os ?? []);
  const inApp = rule.when.inApp === undefined || rule.when.inApp === null ? "" : rule.when.inApp ? "yes" : "no";
  return el(
    "li", { class: "item", "data-field": path },
    el("div", { class: "top" }, el("span", { class: "badge" }, String(at + 1)), summary,
      movers(list, draft.get("rules"), at, `rule ${at + 1}`, (order) => { draft.set("rules", order); show(); },
        button("", remove, { look: "bare", picture: "bin", "aria-label": `Take rule ${at + 1} out` }))),
    el("p", { class: "flaw" }),
    field("Send them to", menu([["page", "The page"], ...catalogue.map((one) => [one.id, one.name])], rule.to, {
      on: { change: (event) => { rule.to = event.target.value; change("", null); } },
    }), { name: `${path}.to` }),
    el("details", { class: "more", open: Object.keys(rule.when).length === 0 }, el("summary", {}, "Whom"),
      el("div", { class: "conditions" },
        field("Device", menu([["", "Any"], ...Object.entries(SYSTEMS)], os.length === 1 ? os[0] : "", {
          on: { change: (event) => change("os", event.target.value ? [event.target.value] : []) },
        }), { name: `${path}.when.os`, hint: os.length > 1 ? `Now: ${os.map((one) => SYSTEMS[one]).join(", ")}` : null }),
        words("country", "Countries", "Like DE, AT", (text) => text.toUpperCase()),
        words("language", "Languages", "Like de, pt", (text) => text.toLowerCase()),
        words("channel", "Channels", "The part after ?ch= in your link"),
        words("referrer", "Coming from", "A site, like instagram.com", (text) => text.toLowerCase()),
        field("Opened", menu(IN_APP, inApp, { on: { change: (event) => change("inApp", event.target.value ? event.target.value === "yes" : null) } }), { name: `${path}.when.inApp` }),
        when("after", "From"), when("before", "Until"))));
}

/** A rule in words. */
function sentence({ when, to }, catalogue) {
  const some = (key, name) => [].concat(when[key] ?? []).map(name).join(" or ");
  const parts = [
    when.os && some("os", (one) => SYSTEMS[one] ?? one),
    when.country && `in ${some("country", country)}`,
    when.language && `speaking ${some("language", language)}`,
    when.channel && `by ?ch=${some("channel", (one) => one)}`,
    when.referrer && `from ${some("referrer", (one) => one)}`,
    when.inApp === true && "inside an app", when.inApp === false && "in a real browser",
    when.after && `from ${fieldTime(when.after).replace("T", " ")}`,
    when.before && `until ${fieldTime(when.before).replace("T", " ")}`,
  ].filter(Boolean);
  const whom = parts.length > 0 ? parts.join(", ") : "Everybody";
  return `${whom} → ${to === "page" ? "the page" : nameOf(catalogue, to)}`;
}
