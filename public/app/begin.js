// What the dashboard needs first, asked for while the rest of it is still on its way: this module
// waits for no other, so it runs before they have arrived.

// A browser that never signed in here, or signed out, has nobody to ask for.
const MARK = "segue:signed-in";

export function marked() {
  try {
    return localStorage.getItem(MARK) !== null;
  } catch {
    return true;
  }
}

export function mark(isIn) {
  try {
    if (isIn) localStorage.setItem(MARK, "yes");
    else localStorage.removeItem(MARK);
  } catch {
    // Where nothing may be kept, the server is asked each time.
  }
}

/** How the list of links begins; whoever asks for exactly this finds it under way. */
export const FIRST_LIST = { sort: "-createdAt", limit: 30 };

const under = new Map();

function begin(path) {
  const answer = fetch(path, {
    headers: { Accept: "application/json" }, credentials: "same-origin", cache: "no-cache",
  });
  // Whoever takes it hears of a failure; if nobody does, nobody needs to.
  answer.catch(() => {});
  under.set(path, answer);
}

/** The answer that is under way, once; undefined where none is. */
export function begun(path) {
  const answer = under.get(path);
  under.delete(path);
  return answer;
}

/** What was asked for before who is here has changed is worth nothing. */
export function forget() {
  under.clear();
}

if (marked()) {
  begin("/app/session");
  if (/^(#\/?(links\/?)?)?$/.test(location.hash)) begin(`/api/v1/links?${new URLSearchParams(FIRST_LIST)}`);
} else {
  // Whoever shows it hears of a failure.
  import("./signin.js").catch(() => {});
}
