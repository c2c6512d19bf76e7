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
};

let told = null;

/** Sentences by the numbers' names. */
export function definitions() {
  told ??= fetch("definitions.json", { credentials: "same-origin" })
    .then((answer) => (answer.ok ? answer.json() : {}))
    .then((own) => ({ ...FALLBACK, ...own }))
    .catch(() => FALLBACK);
  return told;
}
