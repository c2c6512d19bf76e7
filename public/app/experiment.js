// A/B: versions of the page on one address, their shares, and what came of it.
import { button, el, put } from "./dom.js";
import { get, linkPath, once, send, session } from "./api.js";
import { agreed, question } from "./dialog.js";
import { area, clearFlaws, field, input, showFlaw } from "./fields.js";
import { experimentReport } from "./experiment-report.js";
import { emptyState } from "./shell.js";
import { regret, toast } from "./toast.js";
import { fieldTime, momentOf, number, percent } from "./words.js";

const PAGES_MAX = 5;
const SHARE_MAX = 1_000;

export async function tab({ link, reload }) {
  if (session.account.plan !== "pro") {
    return { node: emptyState("fork", "Two pages, one address", "An A/B test shows some fans one version of the page and some another, and tells which converts better. It comes with the pro plan: ask whoever runs this server.") };
  }
  const [family, report] = await Promise.all([
    familyOf(link), link.split ? get(linkPath(link.code, "/stats"), { interval: "month" }) : null,
  ]);
  const place = el("div", { class: "stack" });
  put(
    place,
    report?.experiment && experimentReport(report.experiment, family),
    link.split && ending(link, family, reload),
    setUp(link, family, reload));
  return { node: place };
}

/** The link and its versions, the link itself first; a version may have a title or an artist of its own. */
async function familyOf(link) {
  const name = link.family ?? link.code;
  const found = new Map([[link.code, link]]);
  const lists = await Promise.all([...new Set([link.artist, link.title])].map(linksWith));
  for (const one of lists.flat()) {
    if (one.family === name || one.code === name) found.set(one.code, found.get(one.code) ?? one);
  }
  const named = [name, ...(link.split?.variants ?? []).map(({ variant }) => variant)];
  for (const code of named.filter((one) => !found.has(one))) {
    const one = await get(linkPath(code)).catch((problem) => { if (problem.status !== 404) throw problem; });
    if (one) found.set(code, one);
  }
  return [...found.values()];
}

async function linksWith(words) {
  const found = [];
  let cursor = null;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const part = await get("/links", { search: words, limit: 200, cursor });
    found.push(...part.items);
    cursor = part.nextCursor;
    if (!cursor) break;
  }
  return found;
}

function setUp(link, family, reload) {
  const { split } = link;
  const shares = new Map((split?.variants ?? []).map((one) => [one.variant, one.weight]));
  const rows = family.map((one) => ({ one, weight: input(String(shares.get(one.code) ?? (split ? 0 : 50)), {
    type: "number", min: 0, max: SHARE_MAX, inputmode: "numeric", "aria-label": `Share of ${one.code}`, on: { input: () => tell() },
  }) }));
  const sums = rows.map(() => el("span", { class: "number soft" }));
  const weights = () => rows.map(({ weight }) => Math.max(0, Math.round(Number(weight.value) || 0)));
  const tell = () => {
    const all = weights();
    const sum = all.reduce((one, other) => one + other, 0);
    sums.forEach((place, at) => put(place, sum > 0 ? percent(all[at] / sum) : "–"));
  };
  tell();
  const starts = input(fieldTime(split?.startsAt), { type: "datetime-local" });
  const ends = input(fieldTime(split?.endsAt), { type: "datetime-local" });
  const trouble = el("div", { role: "alert" });
  const go = el("button", { type: "submit", class: "button strong", disabled: family.length < 2 }, split ? "Save the shares" : "Start the test");
  const form = el(
    "form", { class: "panel", novalidate: true, on: { submit } },
    el("div", { class: "heading" }, el("h2", {}, split ? "Shares" : "Set up a test"),
      button("Make another version", () => another(link, reload), { picture: "plus" })),
    el("p", { class: "hint" }, "Each fan keeps the version they saw first. Fans who are sent straight on take no part. A share of 0 leaves a version out."),
    el("ul", { class: "items" }, rows.map(({ one, weight }, at) => el(
      "li", { class: "item", "data-field": `variants[${at}]` },
      el("div", { class: "top" },
        el("b", {}, one.code === link.code ? "This link’s own page" : one.headline || one.code),
        el("a", { href: `#/links/${encodeURIComponent(one.code)}/edit/words` }, one.code),
        el("span", { class: "row" }, el("span", {}, "Share"), weight, sums[at])),
      el("p", { class: "flaw" })))),
    family.length < 2 && el("p", { class: "note" }, "There is only one version so far. Make another, change its headline, words or art, and come back here."),
    el("div", { class: "columns" },
      field("From", starts, { name: "startsAt", hint: "Empty: at once." }), field("Until", ends, { name: "endsAt", hint: "Empty: until you end it." })),
    trouble, el("div", { class: "row" }, go));

  async function submit(event) {
    event.preventDefault();
    clearFlaws(form);
    put(trouble);
    const all = weights();
    const variants = rows.map(({ one }, at) => ({ variant: one.code, weight: all[at] })).filter((one) => one.weight > 0);
    if (variants.length < 2) return put(trouble, el("p", { class: "note bad" }, "A test needs two versions with a share."));
    go.disabled = true;
    try {
      await send("PUT", linkPath(link.code, "/split"), { variants, startsAt: momentOf(starts.value), endsAt: momentOf(ends.value) }, { headers: { "If-Match": link.tag } });
      toast(split ? "The shares are changed." : "The test runs.");
      await reload();
    } catch (problem) {
      if (!showFlaw(form, problem)) put(trouble, el("p", { class: "note bad" }, problem.message));
    } finally {
      go.disabled = false;
    }
  }
  return form;
}

async function another(link, reload) {
  const headline = input(link.headline, { maxlength: 200 });
  const cta = input(link.cta, { maxlength: 60 });
  const bio = area(link.bio, { maxlength: 2_000 });
  const key = once();
  const isMade = await question("Another version", [
    el("p", {}, `It is a link of its own with the same destinations, and costs 1 credit; you have ${number(session.account.credits)}. Change one thing only, and you will know what made the difference.`),
    field("Headline", headline), field("Words of the buttons", cta), field("About it", bio),
  ], [["yes", "Make it", "strong"], ["no", "Cancel"]]);
  if (isMade !== "yes") return;
  try {
    const made = await send("POST", linkPath(link.code, "/duplicate"), {
      headline: headline.value.trim() || null, cta: cta.value.trim() || null, bio: bio.value.trim() || null,
    }, { headers: { "Idempotency-Key": key } });
    session.account.credits -= 1;
    toast(`Version ${made.code} is made. Its art and words can be changed like any link’s.`);
    await reload();
  } catch (problem) {
    regret(problem);
  }
}

function ending(link, family, reload) {
  const end = async (keep, words) => {
    const title = keep ? `End the test and keep ${words}?` : "End the test?";
    const says = keep && keep !== link.code
      ? "Its title, headline, words and art become the link’s own; every fan sees them from now on."
      : "Every fan sees the link’s own page from now on.";
    if (!(await agreed(title, says, "End it"))) return;
    try {
      await send("DELETE", linkPath(link.code, "/split") + (keep ? `?keep=${encodeURIComponent(keep)}` : ""), undefined, { headers: { "If-Match": link.tag } });
      toast("The test is over.");
      await reload();
    } catch (problem) {
      regret(problem);
    }
  };
  return el(
    "section", { class: "panel", "aria-label": "End the test" },
    el("h2", {}, "End it"),
    el("div", { class: "row" }, link.split.variants.map(({ variant }) => {
      const own = family.find((one) => one.code === variant);
      const words = variant === link.code ? "the link’s own page" : `“${own?.headline || variant}”`;
      return button(`Keep ${words}`, () => end(variant, words));
    })));
}
