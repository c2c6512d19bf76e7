// Where a link goes: found, confirmed, written by hand, in which countries.
import { button, el, icon, put, safeAddress } from "./dom.js";
import { field, input, menu } from "./fields.js";
import { movers } from "./ordering.js";
import { nameOf, platformOf, tile } from "./platforms.js";
import { announce } from "./toast.js";
import { percent } from "./words.js";

const SOURCES = { manual: "written by you", resolver: "found by its code", search: "found by its words" };
const STATUSES = [["verified", "Send fans there"], ["pending", "Not sure yet"], ["unavailable", "Not there, do not look again"]];

export function destinations(draft, { catalogue }) {
  const list = el("ul", { class: "items" });
  const show = () => {
    const all = draft.get("destinations");
    put(list, all.map((one, at) => item(draft, catalogue, list, one, at, show)));
    if (all.length === 0) list.append(el("li", { class: "note" }, "No platform yet. Paste an address below; with an ISRC or UPC the rest is found by itself."));
  };
  show();
  const waiting = draft.get("destinations").filter((one) => one.status === "pending").length;
  return el(
    "div", { class: "stack", "data-field": "destinations" },
    el("div", {}, el("h2", {}, "Where it goes"),
      el("p", { class: "hint" }, "Fans see the platforms in the order that suits their device; your own order is that of this list and of what programs read. What you write yourself always stands.")),
    waiting > 0 && el("p", { class: "note warn" }, waiting === 1
      ? "One was found by likeness only. Nobody is sent there until you say so."
      : `${waiting} were found by likeness only. Nobody is sent there until you say so.`),
    el("p", { class: "flaw" }), list, adding(draft, catalogue, show));
}

function item(draft, catalogue, list, one, at, show) {
  const name = nameOf(catalogue, one.platform);
  const path = `destinations[${at}]`;
  const change = (key, value) => {
    one[key] = value;
    draft.touch();
  };
  const remove = () => {
    draft.set("destinations", draft.get("destinations").filter((other) => other !== one));
    show();
    announce(`${name} taken out.`);
  };
  const settle = (status, words) => {
    change("status", status);
    show();
    announce(words);
  };
  const address = safeAddress(one.url);
  const territories = input((one.territories ?? []).join(", "), {
    placeholder: "everywhere", spellcheck: "false",
    on: { change: (event) => change("territories", event.target.value.toUpperCase().split(/[\s,;]+/).filter(Boolean)) },
  });
  return el(
    "li", { class: one.status === "pending" ? "item ask" : "item", "data-field": path },
    el("div", { class: "top" },
      tile(catalogue, one.platform), el("b", {}, name),
      el("span", { class: `badge ${one.status ?? "verified"}` }, statusWords(one)),
      address && el("a", { class: "button bare", href: address, target: "_blank", rel: "noopener noreferrer", "aria-label": `Open at ${name}` }, icon("out")),
      movers(list, draft.get("destinations"), at, name, (order) => { draft.set("destinations", order); show(); },
        button("", remove, { look: "bare", picture: "bin", "aria-label": `Take ${name} out` }))),
    one.status === "pending" && el("div", { class: "row" },
      button("Yes, that is it", () => settle("verified", `${name} confirmed.`), { look: "strong", picture: "check" }),
      button("No, it is not", () => settle("unavailable", `${name} is not it.`))),
    field(`Address at ${name}`, input(one.url, {
      type: "url", spellcheck: "false", on: { input: (event) => change("url", event.target.value.trim()) },
    }), { name: `${path}.url` }),
    el("details", { class: "more" }, el("summary", {}, "More"),
      el("div", { class: "columns" },
        field("What it means", menu(STATUSES, one.status ?? "verified", { on: { change: (event) => { change("status", event.target.value); show(); } } }), { name: `${path}.status` }),
        field("Only in these countries", territories, { name: `${path}.territories`, hint: "Two letters each, like DE, AT, CH." })),
      el("p", { class: "hint" }, origin(one))));
}

function statusWords(one) {
  return { verified: "Fans go here", pending: "To confirm", unavailable: "Not there" }[one.status ?? "verified"];
}

function origin(one) {
  if (!one.source) return "New.";
  const sure = one.source === "manual" ? "" : `, ${percent(one.confidence)} sure`;
  return `It was ${SOURCES[one.source] ?? one.source}${sure}.`;
}

function adding(draft, catalogue, show) {
  const pick = menu([["", "Choose a platform"], ...catalogue.map((one) => [one.id, one.name])], "");
  const address = input("", {
    type: "url", placeholder: "https://…", spellcheck: "false",
    on: { input: () => { pick.value = platformOf(catalogue, address.value.trim()) ?? pick.value; } },
  });
  const flaw = el("p", { class: "flaw", role: "alert" });
  const add = (event) => {
    event.preventDefault();
    const url = address.value.trim();
    put(flaw);
    if (!safeAddress(url) || !/^https?:\/\//i.test(url)) return put(flaw, "Paste the whole address, with https:// before it.");
    if (!pick.value) return put(flaw, "Choose the platform this address belongs to.");
    const all = draft.get("destinations");
    const old = all.find((one) => one.platform === pick.value);
    if (old) Object.assign(old, { url, status: "verified" });
    else all.push({ platform: pick.value, url });
    draft.touch();
    announce(`${nameOf(catalogue, pick.value)} ${old ? "changed" : "added"}.`);
    address.value = "";
    pick.value = "";
    show();
    address.focus();
  };
  return el(
    "form", { class: "stack", novalidate: true, on: { submit: add } },
    el("h3", {}, "Add a platform"),
    el("div", { class: "columns" }, field("Its address", address, { hint: "The platform is told by the address." }), field("Platform", pick)),
    flaw, el("div", { class: "row" }, el("button", { type: "submit", class: "button" }, icon("plus"), "Add")));
}
