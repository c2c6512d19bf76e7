// Fans who left their address and confirmed it.
import { button, el, icon, put } from "./dom.js";
import { address, get, linkPath } from "./api.js";
import { emptyState } from "./shell.js";
import { regret } from "./toast.js";
import { country, day, language } from "./words.js";

export async function tab({ link }) {
  const path = linkPath(link.code, "/fans");
  const body = el("tbody");
  const foot = el("div", { class: "row center" });
  async function load(cursor = null) {
    const page = await get(path, { limit: 50, cursor });
    body.append(...page.items.map((fan) => el(
      "tr", {}, el("th", { scope: "row" }, fan.email), el("td", {}, fan.country ? country(fan.country) : "–"),
      el("td", {}, language(fan.locale)), el("td", {}, day(fan.confirmedAt)))));
    put(foot, page.nextCursor && button("Show more", () => load(page.nextCursor).catch(regret), { look: "quiet" }));
  }
  await load();
  if (body.rows.length === 0) {
    return {
      node: link.emailCapture
        ? emptyState("mail", "Nobody has confirmed yet", "Fans who leave their address get one letter that asks them to confirm. Those who do stand here.")
        : emptyState("mail", "No sign-ups", "This link does not ask for addresses. Turn it on, and fans who want your news can leave theirs.",
          el("a", { class: "button", href: `#/links/${encodeURIComponent(link.code)}/edit/emails` }, "Turn it on")),
    };
  }
  return {
    node: el(
      "section", { class: "panel" },
      el("div", { class: "heading" }, el("h2", {}, "Confirmed fans"),
        el("a", { class: "button", href: address(linkPath(link.code, "/fans.csv")), download: `fans-${link.code}.csv` }, icon("save"), "All as CSV")),
      el("p", { class: "hint" }, "They said yes to your news about this link. Every letter you send must let them go again."),
      el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Confirmed fans" }, el(
        "table", {}, el("thead", {}, el("tr", {}, ["Address", "Country", "Language", "Confirmed"].map((words) => el("th", { scope: "col" }, words)))), body)),
      foot),
  };
}
