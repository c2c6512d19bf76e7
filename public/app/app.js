// The dashboard's beginning: who is here, which view is meant, and what a view may rely on.
//
// A view is a module whose `view(context)` answers { title, node, leave?, settle? }: `leave` is
// asked before another view takes its place and may say no, `settle` is called when it is gone.
import { mark, marked } from "./begin.js";
import { Problem, door, enter, session } from "./api.js";
import { el } from "./dom.js";
import { toast } from "./toast.js";
import { endWaiting, showBar, showView, showWaiting, troubleView } from "./shell.js";

const VIEWS = {
  links: () => import("./links.js"),
  new: () => styled(import("./create.js")),
  link: () => styled(import("./link.js")),
  account: () => styled(import("./account.js")),
  connections: () => styled(import("./connections.js")),
  moving: () => styled(import("./moving.js")),
};

/** Then the next view finds its looks at hand. */
const PARTS_AFTER_MS = 500;

let present = null;
let presentHash = null;
let turn = 0;

let looks = null;

/** What the list does without: the first view is not to wait for it. */
function parts() {
  looks ??= new Promise((resolve) => {
    const sheet = el("link", { rel: "stylesheet", href: "parts.css", on: { load: resolve, error: resolve } });
    document.head.append(sheet);
  });
  return looks;
}

async function styled(module) {
  const [made] = await Promise.all([module, parts()]);
  return made;
}

/** The parts of `#/links/mira-sleeper/stats?range=30`. */
function routeOf(hash) {
  const [path, query = ""] = hash.replace(/^#\/?/, "").split("?");
  const parts = path.split("/").filter(Boolean).map(decoded);
  return { parts, query: Object.fromEntries(new URLSearchParams(query)) };
}

function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

function nameOf(parts) {
  if (parts.length === 0) return "links";
  if (parts[0] === "links") return parts.length > 1 ? "link" : "links";
  return parts[0] in VIEWS ? parts[0] : "links";
}

async function show(event) {
  if (!session.account) return;
  const hash = location.hash;
  if (hash === "#main") return;
  const route = routeOf(hash);
  if (present?.turn?.(route)) {
    presentHash = hash;
    return;
  }
  if (present?.leave && !(await present.leave(route))) {
    // What was left is still shown, so its address is the right one again.
    history.replaceState(null, "", event?.oldURL ? new URL(event.oldURL).hash : presentHash);
    return;
  }
  turn += 1;
  const own = turn;
  const last = present;
  showWaiting();
  try {
    const name = nameOf(route.parts);
    const module = await VIEWS[name]();
    const made = await module.view({ ...route, reload });
    if (own !== turn) return made.settle?.();
    last?.settle?.();
    present = made;
    presentHash = hash;
    showBar(name === "link" || name === "new" ? "links" : name);
    showView(made.node, made.title);
    made.shown?.();
    setTimeout(parts, PARTS_AFTER_MS);
  } catch (error) {
    if (own !== turn || !session.account) return;
    last?.settle?.();
    present = null;
    const problem = error instanceof Problem ? error : unexpected(error);
    showView(troubleView(problem, () => show()), "Trouble");
  } finally {
    if (own === turn) endWaiting();
  }
}

function unexpected(error) {
  if (error instanceof TypeError && /import/i.test(error.message)) {
    return new Problem({ detail: "A part of this page could not be fetched. Look at your connection, then try again." });
  }
  console.error(error);
  return new Problem({ detail: "This page could not be shown. Load it again; if that does not help, tell whoever runs this server." });
}

/** Shows the same view anew. */
function reload() {
  return show();
}

async function showSignIn(said) {
  const { signIn } = await import("./signin.js");
  document.getElementById("bar").hidden = true;
  const made = signIn({ said, entered: begin });
  showView(made.node, made.title, { keepsFocus: true });
  made.shown();
}

function begin(told) {
  Object.assign(session, told);
  mark(true);
  if (!location.hash || location.hash === "#main") history.replaceState(null, "", "#/links");
  return show();
}

// A session that has ended asks for the key above the page, so that what was being written stays.
let asking = null;
door.closed = () => {
  asking ??= import("./signin.js").then(({ askAgain }) => askAgain()).then((told) => {
    asking = null;
    Object.assign(session, told);
    if (present) showBar(nameOf(routeOf(location.hash).parts));
    else show();
  });
  return Promise.resolve();
};

window.addEventListener("hashchange", show);
window.addEventListener("offline", () => toast("You are offline. What you write stays here; save it when you are back.", { isTrouble: true }));
window.addEventListener("beforeunload", (event) => {
  if (present?.isUnsaved?.()) event.preventDefault();
});
document.addEventListener("segue:signed-out", () => {
  present?.settle?.();
  present = null;
  mark(false);
  Object.assign(session, { account: null, csrf: null, endsAt: null });
  history.replaceState(null, "", "#/links");
  showSignIn("You are signed out.");
});
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  document.getElementById("main").focus();
});

if (!marked()) {
  await showSignIn("");
} else {
  try {
    await begin(await enter("GET", "session"));
  } catch (error) {
    if (error.status === 401) mark(false);
    await showSignIn(error.status === 401 ? "" : error.message);
  }
}
