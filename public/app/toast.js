// What was done, said once and out loud, with a way back where there is one.
import { button, el, put } from "./dom.js";

const STAYS_MS = 6_000;
const UNDO_STAYS_MS = 20_000;

/** Says it to screen readers only. */
export function announce(words) {
  const place = document.getElementById("said");
  put(place);
  setTimeout(() => put(place, words), 50);
}

/** A message that goes by itself; with `undo` it stays longer, and while it is looked at. */
export function toast(words, { undo = null, isTrouble = false } = {}) {
  const shown = el(
    "div", { class: isTrouble ? "toast trouble" : "toast", role: isTrouble ? "alert" : "status" },
    el("p", {}, words));
  const close = () => shown.remove();
  if (undo) {
    shown.append(button("Undo", async () => {
      close();
      await undo();
    }, { look: "quiet" }));
  }
  shown.append(button("", close, { look: "bare", picture: "close", "aria-label": "Close the message" }));
  const stays = undo ? UNDO_STAYS_MS : STAYS_MS;
  let timer = setTimeout(close, stays);
  for (const hold of ["pointerenter", "focusin"]) {
    shown.addEventListener(hold, () => clearTimeout(timer));
  }
  for (const go of ["pointerleave", "focusout"]) {
    shown.addEventListener(go, () => {
      clearTimeout(timer);
      timer = setTimeout(close, stays);
    });
  }
  shown.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
  document.getElementById("toasts").append(shown);
  return close;
}

/** A refusal as a message. */
export function regret(problem) {
  if (problem.name === "AbortError") return;
  toast(problem.message || "That did not work.", { isTrouble: true });
}

/** Copies, and says so. */
export async function copy(text, what = "Link") {
  try {
    await navigator.clipboard.writeText(text);
    toast(`${what} copied.`);
  } catch {
    toast("Your browser does not let this page copy. Select the text and copy it by hand.", { isTrouble: true });
  }
}
