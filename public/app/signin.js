// The door: a key opens it.
import { button, el, icon, put } from "./dom.js";
import { enter } from "./api.js";
import { clearFlaws, field, input } from "./fields.js";

/** The page for who is not signed in. */
export function signIn({ said, entered }) {
  const form = keyForm(entered);
  const node = el(
    "div", { class: "door" },
    el("img", { src: "/favicon.svg", width: 64, height: 64, alt: "" }),
    el("h1", { tabindex: "-1" }, "Your links, and how they do"),
    el("p", { class: "lead" }, "Sign in with the key of your account on this server."),
    said && el("p", { class: "note" }, said),
    form.node,
    el("details", { class: "more" },
      el("summary", {}, "Where does a key come from?"),
      el("p", {}, "Whoever runs this server makes it for you. It begins with ", el("code", {}, "segue_"),
        " and is shown once, so keep it where you keep passwords. More keys can be made here once you are in."),
      el("p", {}, "Running this server yourself? "),
      el("pre", { tabindex: "0" }, "segue account create --name \"Mira\" --plan pro --credits 100"),
      el("p", {}, "makes an account and prints its key; ", el("code", {}, "segue key create"), " makes another key for one that exists.")));
  return { title: "Sign in", node, shown: () => form.focus() };
}

/** Asks for the key above the page; answers the new session. */
export function askAgain() {
  return new Promise((resolve) => {
    const dialog = el(
      "dialog", { class: "dialog", "aria-labelledby": "again", on: { cancel: (event) => event.preventDefault() } },
      el("h2", { id: "again" }, "Sign in again"),
      el("p", {}, "Your session has ended. What you were writing is still here: sign in, then save it."));
    const form = keyForm((told) => {
      dialog.close();
      dialog.remove();
      resolve(told);
    });
    dialog.append(form.node);
    document.body.append(dialog);
    dialog.showModal();
    form.focus();
  });
}

function keyForm(entered) {
  const key = input("", {
    type: "password", autocomplete: "current-password", spellcheck: "false", autocapitalize: "off",
    placeholder: "segue_…", required: true, name: "key",
  });
  const place = field("Key", key, { name: "key" });
  const go = el("button", { type: "submit", class: "button strong" }, "Sign in");
  const look = button("Show", () => {
    const isHidden = key.type === "password";
    key.type = isHidden ? "text" : "password";
    put(look, isHidden ? "Hide" : "Show");
    look.setAttribute("aria-pressed", String(isHidden));
  }, { look: "quiet", "aria-pressed": "false" });
  const node = el("form", { class: "panel stack", novalidate: true, on: { submit } }, place, el("div", { class: "row" }, go, look));

  async function submit(event) {
    event.preventDefault();
    clearFlaws(node);
    const flaw = place.querySelector(".flaw");
    const text = key.value.trim();
    const complain = (words) => {
      put(flaw, icon("alert"), words);
      key.setAttribute("aria-invalid", "true");
      key.focus();
    };
    if (!text) return complain("Paste your key here.");
    go.disabled = true;
    try {
      await entered(await enter("POST", "session", { key: text }));
    } catch (problem) {
      const words = problem.status === 401
        ? "This key is not known here, or it has been revoked. Look for a missing character, or ask for a new one."
        : problem.message;
      complain(words);
    } finally {
      go.disabled = false;
    }
  }
  return { node, focus: () => key.focus() };
}
