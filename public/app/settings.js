// A link's release, its sign-ups and what is added to the addresses it leads to.
import { button, el, put } from "./dom.js";
import { choice, field, input, menu, tick } from "./fields.js";
import { nameOf } from "./platforms.js";
import { distance, fieldTime, moment, momentOf, ownZone } from "./words.js";

export function release(draft) {
  const said = el("p", { class: "note" });
  const tell = () => {
    const at = draft.get("releaseAt");
    if (!at) put(said, "No date: the link leads to the platforms as soon as they are known.");
    else if (new Date(at) > new Date()) put(said, `Until ${moment(at)} (${distance(at)}) fans can pre-save; then the same address becomes the link.`);
    else put(said, `Out since ${moment(at)}.`);
  };
  tell();
  const isOff = draft.get("state") === "disabled";
  return el(
    "div", { class: "stack" },
    el("h2", {}, "Release"), said,
    el("div", { class: "columns" }, field("Comes out", input(fieldTime(draft.get("releaseAt")), {
      type: "datetime-local", on: { change: (event) => { draft.set("releaseAt", momentOf(event.target.value)); tell(); } },
    }), { name: "releaseAt", hint: `In your time, ${ownZone()}. Empty: it is out.` })),
    choice("At which moment?", [["global", "Everywhere at once"], ["local", "At midnight where each fan is"]], draft.get("releaseMode"), (mode) => draft.set("releaseMode", mode), { name: "releaseMode" }),
    tick("Switched off", isOff, (off) => draft.set("state", off ? "disabled" : "released"), {
      name: "state", hint: "Fans see that the link is not in use any more. Nothing is lost; switch it on again when you like.",
    }));
}

export function signUps(draft) {
  return el(
    "div", { class: "stack" },
    el("h2", {}, "E-mail"),
    tick("Fans can leave their address on the page", draft.get("emailCapture"), (isOn) => draft.set("emailCapture", isOn), {
      name: "emailCapture",
      hint: "Unticked at first, apart from pre-saving, and confirmed by a letter: you only see addresses of fans who said yes twice.",
    }),
    el("p", { class: "hint" }, "Those who confirmed stand under Fans."));
}

const UTM = [
  ["source", "Source", "utm_source"], ["medium", "Medium", "utm_medium"], ["campaign", "Campaign", "utm_campaign"],
  ["term", "Term", "utm_term"], ["content", "Content", "utm_content"],
];

export function tracking(draft, { catalogue }) {
  const utm = draft.get("utm");
  return el(
    "div", { class: "stack" },
    el("div", {}, el("h2", {}, "Tracking"), el("p", { class: "hint" }, "Added to every address fans are sent to. A fan whose browser asks not to be followed gets none of it.")),
    el("div", { class: "columns", "data-field": "utm" }, UTM.map(([name, label, hint]) => field(label, input(utm[name], {
      maxlength: 200, on: { input: (event) => { utm[name] = event.target.value || null; draft.touch(); } },
    }), { name: `utm.${name}`, hint }))),
    affiliates(draft, catalogue));
}

function affiliates(draft, catalogue) {
  const rows = Object.entries(draft.get("affiliate") ?? {}).flatMap(([platform, pairs]) => Object.entries(pairs).map(([name, value]) => ({ platform, name, value })));
  const list = el("ul", { class: "items" });
  const keep = () => {
    const all = {};
    for (const { platform, name, value } of rows) {
      if (platform && name && value) (all[platform] ??= {})[name] = value;
    }
    draft.set("affiliate", all);
  };
  const show = () => put(list, rows.map((row, at) => {
    const part = (key, label, limits) => field(label, input(row[key], { ...limits, spellcheck: "false", on: { input: (event) => { row[key] = event.target.value.trim(); keep(); } } }), { name: `affiliate.${row.platform}.${row.name}` });
    return el(
      "li", { class: "item" },
      el("div", { class: "top" }, el("b", {}, row.platform ? nameOf(catalogue, row.platform) : "New"),
        button("", () => { rows.splice(at, 1); keep(); show(); }, { look: "bare", picture: "bin", "aria-label": `Take parameter ${at + 1} out` })),
      el("div", { class: "conditions" },
        field("Platform", menu([["", "Choose one"], ...catalogue.map((one) => [one.id, one.name])], row.platform, { on: { change: (event) => { row.platform = event.target.value; keep(); show(); } } })),
        part("name", "Parameter", { maxlength: 64, placeholder: "at" }), part("value", "Value", { maxlength: 200, placeholder: "1001lxyz" })));
  }));
  show();
  return el(
    "section", { class: "stack", "data-field": "affiliate", "aria-labelledby": "partner" },
    el("div", {}, el("h3", { id: "partner" }, "Partner parameters"), el("p", { class: "hint" }, "Your own affiliate token, for each platform that has such a programme.")),
    el("p", { class: "flaw" }), list,
    el("div", { class: "row" }, button("Add one", () => { rows.push({ platform: "", name: "", value: "" }); show(); list.lastElementChild.querySelector("select").focus(); }, { picture: "plus" })));
}
