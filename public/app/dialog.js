// A question that waits for its answer. Escape is “no”; focus comes back to where it was.
import { el } from "./dom.js";

/** Asks; answers the key of the chosen answer, null for Escape. `answers` are [key, words, look]. */
export function question(title, words, answers) {
  return new Promise((resolve) => {
    const before = document.activeElement;
    const dialog = el(
      "dialog", { class: "dialog", "aria-labelledby": "asked" },
      el("h2", { id: "asked" }, title),
      [].concat(words).map((text) => (text instanceof Node ? text : el("p", {}, text))),
      el("div", { class: "row" }, answers.map(([key, says, look = ""]) => el(
        "button", { type: "button", class: `button ${look}`.trim(), on: { click: () => dialog.close(key) } }, says))));
    dialog.addEventListener("close", () => {
      dialog.remove();
      before?.focus?.();
      resolve(dialog.returnValue || null);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** Whether it shall be done. */
export async function agreed(title, words, yes, { isDangerous = false } = {}) {
  const answer = await question(title, words, [["yes", yes, isDangerous ? "danger" : "strong"], ["no", "Cancel"]]);
  return answer === "yes";
}
