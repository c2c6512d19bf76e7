// Webhooks: addresses of the artist's own that are told what happens.
import { button, el, put } from "./dom.js";
import { get, send } from "./api.js";
import { agreed } from "./dialog.js";
import { clearFlaws, field, input, showFlaw } from "./fields.js";
import { showOnce } from "./keys.js";
import { announce, regret, toast } from "./toast.js";
import { distance, moment, number } from "./words.js";

const EVENTS = [
  ["link.created", "A link is made"], ["link.updated", "A link is changed"], ["link.released", "A release comes out"],
  ["presave.queued", "A fan pre-saves"], ["presave.delivered", "A pre-save is in a library"], ["presave.failed", "A pre-save fails"],
  ["subscriber.confirmed", "A fan confirms an address"], ["click.batch", "Clicks, at most once a minute for each link"],
];
const STATES = { active: "Active", paused: "Paused", failed: "Given up" };
const FATES = { queued: "Waiting", delivered: "Delivered", dead: "Given up", dropped: "No longer true" };

export async function webhooks() {
  const list = el("ul", { class: "items" });
  async function load() {
    const page = await get("/webhooks");
    put(list, page.items.map((one) => item(one, load)), page.items.length === 0 && el("li", { class: "note" }, "None yet. Give an address of your own below, and it is sent a signed message when something happens."));
  }
  await load();
  return el(
    "section", { class: "panel", "aria-labelledby": "hooks" }, el("h2", { id: "hooks" }, "Webhooks"),
    el("p", { class: "hint" }, "Each message is signed in ", el("code", {}, "Segue-Signature"), ", sent at least once and tried again for a day."), list, adding(load));
}

function item(one, load) {
  const said = el("div", { class: "stack", role: "status" });
  const change = (body, words) => send("PATCH", path(one), body).then(load).then(() => toast(words)).catch(regret);
  const remove = async () => {
    if (!(await agreed("Delete this webhook?", `${one.url} is told nothing any more. Its secret is gone with it.`, "Delete it", { isDangerous: true }))) return;
    await send("DELETE", path(one)).then(load).catch(regret);
  };
  const test = async () => {
    put(said, el("progress", { "aria-label": "Sending a test" }));
    try {
      const told = await send("POST", `${path(one)}/test`, {});
      const isGood = told.status >= 200 && told.status < 300;
      put(said, el("p", { class: isGood ? "note good" : "note bad" }, isGood
        ? `It answered ${told.status} after ${number(told.durationMs)} ms.`
        : told.error ?? `It answered ${told.status}; anything from 200 to 299 would be right.`));
    } catch (problem) {
      put(said, el("p", { class: "note bad" }, problem.message));
    }
  };
  const deliveries = async () => {
    try {
      put(said, deliveryTable((await get(`${path(one)}/deliveries`)).items));
      announce("Deliveries shown.");
    } catch (problem) {
      regret(problem);
    }
  };
  return el(
    "li", { class: "item" },
    el("div", { class: "top" }, el("b", {}, one.url), el("span", { class: `badge ${one.state}` }, STATES[one.state] ?? one.state)),
    el("p", { class: "soft small" }, one.events.join(", ")),
    el("p", { class: "soft small" }, one.lastDeliveryAt ? `Last told ${distance(one.lastDeliveryAt)}, answer ${one.lastStatus ?? "none"}.` : "Not told anything yet."),
    one.state === "failed" && el("p", { class: "note bad" }, `It has not answered since ${moment(one.failingSince)}, so it is left in peace. Put it right, send a test, then switch it on again; what happened meanwhile is not sent.`),
    one.state === "active" && one.failingSince && el("p", { class: "note warn" }, `It has been failing since ${moment(one.failingSince)}; each message is tried for a day.`),
    el("div", { class: "row" },
      button("Send a test", test), button("Deliveries", deliveries),
      one.state === "active" ? button("Pause", () => change({ state: "paused" }, "Paused.")) : button("Switch on", () => change({ state: "active" }, "It is told again."), { look: "strong" }),
      button("Change", () => put(said, changing(one, load))),
      button("Delete", remove, { look: "danger", "aria-label": `Delete the webhook ${one.url}` })), said);
}

const path = (one) => `/webhooks/${encodeURIComponent(one.id)}`;

function deliveryTable(items) {
  if (items.length === 0) return el("p", { class: "hint" }, "Nothing was sent yet.");
  return el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Deliveries" }, el(
    "table", {},
    el("thead", {}, el("tr", {}, ["Event", "When", "State", "Answer", "Tried", "Next"].map((words) => el("th", { scope: "col" }, words)))),
    el("tbody", {}, items.map((one) => el(
      "tr", {}, el("th", { scope: "row" }, one.type ?? one.event ?? "–", el("span", { class: "hint" }, ` ${one.id}`)), el("td", {}, moment(one.createdAt)),
      el("td", {}, el("span", { class: `badge ${one.state}` }, FATES[one.state] ?? one.state)), el("td", {}, one.status ?? one.error ?? "–"),
      el("td", { class: "count" }, number(one.attempts)), el("td", {}, one.nextAt ? distance(one.nextAt) : "–"))))));
}

function adding(load) {
  return hookForm("Add a webhook", "Add it", "", ["link.created", "link.released", "presave.delivered"], async (body, form) => {
    const made = await send("POST", "/webhooks", body);
    form.querySelector("input").value = "";
    await load();
    await showOnce("Your webhook’s secret", made.secret, "With it your receiver checks that a message is from here.");
  });
}

function changing(one, load) {
  return hookForm("Change it", "Save", one.url, one.events, async (body) => {
    await send("PATCH", path(one), body);
    await load();
    toast("The webhook is changed.");
  });
}

function hookForm(title, does, address, events, work) {
  const url = input("", { type: "url", placeholder: "https://…", spellcheck: "false", value: address });
  const wanted = new Set(events);
  const trouble = el("div", { role: "alert" });
  const form = el(
    "form", { class: "stack", novalidate: true, on: { submit } },
    el("h3", {}, title), field("Address", url, { name: "url" }),
    el("fieldset", { "data-field": "events" }, el("legend", {}, "Tell it when"), el("div", { class: "columns" }, EVENTS.map(([key, words]) => el(
      "label", { class: "tick" }, el("input", {
        type: "checkbox", checked: wanted.has(key), on: { change: (event) => (event.target.checked ? wanted.add(key) : wanted.delete(key)) },
      }), words))), el("p", { class: "flaw" })),
    trouble, el("div", { class: "row" }, el("button", { type: "submit", class: "button strong" }, does)));
  async function submit(event) {
    event.preventDefault();
    clearFlaws(form);
    put(trouble);
    try {
      await work({ url: url.value.trim(), events: EVENTS.map(([key]) => key).filter((key) => wanted.has(key)) }, form);
    } catch (problem) {
      if (!showFlaw(form, problem)) put(trouble, el("p", { class: "note bad" }, problem.message));
    }
  }
  return form;
}
