// What each number means, beside the number. The server's own words where it has them.

const FALLBACK = {
  visits: "Times a human opened the link, or was sent on by it.",
  uniques: "Different visitors, each counted once a day; who they are is not kept.",
  clickThroughs: "Humans sent to a platform, by a button or straight away.",
  presaves: "Releases fans asked to have in their library on release day.",
  signups: "E-mail addresses fans left on the page.",
  conversions: "Visits that led to a platform, a pre-save or a sign-up; each visit counts once.",
  conversionRate: "Conversions divided by visits.",
  bots: "Requests by programs: kept apart, never part of another number.",
  by: { platform: "Where fans were sent.", variant: "The version of the page that was shown." },
  funnel: {},
  botsBy: {
    preview: "Messengers and networks showing the link; a sign that it is being shared.",
    prefetch: "Browsers that looked ahead; not a visit yet.", own: "Your own visits while signed in.",
  },
};

let told = null;

/** Sentences by the numbers' names; `by`, `funnel` and `botsBy` hold theirs by key. */
export function definitions() {
  told ??= fetch("definitions.json", { credentials: "same-origin" })
    .then((answer) => (answer.ok ? answer.text() : "{}"))
    // They are written for the API's description too, where names stand between grave accents.
    .then((text) => JSON.parse(text.replaceAll("`", "")))
    .then((own) => ({
      ...FALLBACK, ...own,
      by: { ...FALLBACK.by, ...own.by }, funnel: { ...own.funnel }, botsBy: { ...FALLBACK.botsBy, ...own.botsBy },
    }))
    .catch(() => FALLBACK);
  return told;
}
