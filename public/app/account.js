// Plan, credits and where each went; who is signed in.
import { button, el, put } from "./dom.js";
import { enter, get, session } from "./api.js";
import { agreed } from "./dialog.js";
import { heading, showBar } from "./shell.js";
import { regret, toast } from "./toast.js";
import { csv, download } from "./csv.js";
import { distance, moment, number } from "./words.js";

const PLANS = {
  free: "Looking around. Making links comes with starter.",
  starter: "Links and pre-saves with addresses of seven random characters.",
  pro: "Own endings for addresses, and A/B tests.",
};
const REASONS = { grant: "Credits given", allowance: "Monthly allowance", link: "A link" };

export async function view() {
  const [account, sessions] = await Promise.all([get("/account", { limit: 25 }), enter("GET", "sessions")]);
  Object.assign(session.account, { credits: account.credits, plan: account.plan, name: account.name });
  return {
    title: "Account",
    node: el(
      "div", { class: "view" },
      heading("Account", button("Sign out", signOut)),
      el("dl", { class: "figures" },
        figure("Credits", number(account.credits), "A new link or pre-save takes one; everything else is free."),
        figure("Plan", account.plan, PLANS[account.plan]),
        account.allowance?.credits > 0 && figure("Each month", `+${number(account.allowance.credits)}`, account.allowance.nextAt ? `Next ${distance(account.allowance.nextAt)}, ${moment(account.allowance.nextAt)}.` : "")),
      account.credits < 3 && el("p", { class: "note warn" }, "Few credits are left. Links you have go on as ever; for more, ask whoever runs this server."),
      ledger(account), sessionList(sessions.items)),
    shown: () => showBar("account"),
  };
}

function figure(words, value, says) {
  return el("div", { class: "figure" }, el("dt", {}, words), el("dd", {}, value), el("dd", { class: "says" }, says));
}

async function signOut() {
  try {
    await enter("DELETE", "session");
    document.dispatchEvent(new Event("segue:signed-out"));
  } catch (problem) {
    regret(problem);
  }
}

function ledger(account) {
  const entries = [];
  const body = el("tbody");
  const foot = el("div", { class: "row center" });
  const show = (page) => {
    entries.push(...page.ledger);
    body.append(...page.ledger.map((one) => el(
      "tr", {}, el("td", {}, moment(one.at)),
      el("td", {}, REASONS[one.reason] ?? one.reason, one.code && [" ", el("a", { href: `#/links/${encodeURIComponent(one.code)}` }, one.code)]),
      el("td", { class: `count ${one.amount > 0 ? "good" : ""}` }, (one.amount > 0 ? "+" : "") + number(one.amount)))));
    put(foot, page.nextCursor && button("Show more", () => get("/account", { limit: 50, cursor: page.nextCursor }).then(show).catch(regret), { look: "quiet" }));
  };
  show(account);
  return el(
    "section", { class: "panel", "aria-labelledby": "ledger" },
    el("div", { class: "heading" }, el("h2", { id: "ledger" }, "Ledger"),
      button("CSV", () => download("ledger.csv", csv(["at", "reason", "code", "amount"], entries.map((one) => [one.at, one.reason, one.code, one.amount]))), { picture: "save", "aria-label": "Download the entries shown as CSV" })),
    el("div", { class: "scroll" }, el(
      "table", {}, el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "When"), el("th", { scope: "col" }, "What"), el("th", { scope: "col", class: "count" }, "Credits"))), body)),
    foot);
}

function sessionList(items) {
  const list = el("ul", { class: "items" });
  const show = () => put(list, items.map((one) => el(
    "li", { class: "item" },
    el("div", { class: "top" }, el("b", {}, browserOf(one.userAgent)), one.isThis && el("span", { class: "badge active" }, "This browser"),
      !one.isThis && button("Sign it out", () => end(one), { "aria-label": `Sign out ${browserOf(one.userAgent)}` })),
    el("p", { class: "soft small" }, `Since ${moment(one.createdAt)} · last seen ${distance(one.lastSeenAt)}`))));
  async function end(one) {
    if (!(await agreed("Sign that browser out?", "Whoever uses it needs the key to come back.", "Sign it out"))) return;
    try {
      await enter("DELETE", `sessions/${encodeURIComponent(one.id)}`);
      items = items.filter((other) => other !== one);
      show();
      toast("Signed out.");
    } catch (problem) {
      regret(problem);
    }
  }
  show();
  return el("section", { class: "panel", "aria-labelledby": "sessions" }, el("h2", { id: "sessions" }, "Where you are signed in"), list);
}

/** A browser in two words. */
function browserOf(agent) {
  const text = agent ?? "";
  const kind = [["Edg/", "Edge"], ["Firefox/", "Firefox"], ["Chrome/", "Chrome"], ["Safari/", "Safari"]].find(([mark]) => text.includes(mark))?.[1] ?? "A browser";
  const system = [["iPhone", "iPhone"], ["iPad", "iPad"], ["Android", "Android"], ["Mac OS", "Mac"], ["Windows", "Windows"], ["Linux", "Linux"]].find(([mark]) => text.includes(mark))?.[1];
  return system ? `${kind} on ${system}` : kind;
}
