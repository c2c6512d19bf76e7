// Keys: made, shown once, revoked.
import { button, el, icon, put } from "./dom.js";
import { get, send } from "./api.js";
import { agreed, question } from "./dialog.js";
import { copy, regret, toast } from "./toast.js";
import { day } from "./words.js";

export async function keys() {
  const body = el("tbody");
  const load = async () => {
    const page = await get("/keys");
    put(body, page.items.map((one) => el(
      "tr", {}, el("th", { scope: "row" }, el("code", {}, `${one.prefix}…`)), el("td", {}, day(one.createdAt)),
      el("td", {}, one.revokedAt ? el("span", { class: "soft" }, `revoked ${day(one.revokedAt)}`) : el("span", { class: "badge active" }, "In use")),
      el("td", {}, !one.revokedAt && button("Revoke", () => revoke(one).catch(regret), { look: "danger", "aria-label": `Revoke ${one.prefix}` })))));
  };
  async function make() {
    const made = await send("POST", "/keys", {});
    await load();
    await showOnce("Your new key", made.key, "Whoever has it can do everything you can do here. Keep it where you keep passwords.");
  }
  async function revoke(one) {
    const isSure = await agreed("Revoke this key?", `What uses ${one.prefix}… stops at once, and browsers signed in with it are signed out, perhaps this one too. It cannot be undone.`, "Revoke it", { isDangerous: true });
    if (!isSure) return;
    await send("DELETE", `/keys/${encodeURIComponent(one.id)}`);
    await load();
    toast("The key is revoked.");
  }
  await load();
  return el(
    "section", { class: "panel", "aria-labelledby": "keys" },
    el("div", { class: "heading" }, el("h2", { id: "keys" }, "Keys"), button("New key", () => make().catch(regret), { picture: "plus" })),
    el("p", { class: "hint" }, "A key opens this dashboard, the API at ", el("code", {}, "/api/v1"), " and the door for AI assistants at ", el("code", {}, "/mcp"), ". One for each, so that one can be revoked alone."),
    el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "List of keys" }, el("table", {}, el("thead", {}, el("tr", {}, ["Begins with", "Made", "State"].map((words) => el("th", { scope: "col" }, words)), el("td", {}))), body)));
}

/** A secret that is shown this once. */
export function showOnce(title, secret, words) {
  return question(title, [
    el("p", {}, words),
    el("p", { class: "secret" }, el("code", {}, secret), button("Copy", () => copy(secret, "It is"), { look: "strong", picture: "copy" })),
    el("p", { class: "note warn" }, icon("alert"), " It is shown only now."),
  ], [["kept", "I have kept it"]]);
}
