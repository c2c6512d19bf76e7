// Labelled fields with a hint and a place for what is wrong with them.
import { el, fresh, put } from "./dom.js";

/**
 * A label, its control, a hint and room for an error.
 *
 * `name` is the field as the API names it: by it a refusal finds its place.
 */
export function field(label, control, { hint = null, name = null, look = "" } = {}) {
  control.id ||= fresh("field");
  const hintId = hint ? `${control.id}-hint` : null;
  const errorId = `${control.id}-error`;
  control.setAttribute("aria-describedby", [hintId, errorId].filter(Boolean).join(" "));
  return el(
    "div", { class: `field ${look}`.trim(), "data-field": name },
    el("label", { for: control.id }, label),
    hint && el("p", { class: "hint", id: hintId }, hint),
    control,
    el("p", { class: "flaw", id: errorId }));
}

export function input(value, { on = {}, ...attributes } = {}) {
  return el("input", { type: "text", autocomplete: "off", value: value ?? "", on, ...attributes });
}

export function area(value, { on = {}, ...attributes } = {}) {
  return el("textarea", { rows: 4, value: value ?? "", on, ...attributes });
}

/** A menu; `choices` are pairs of value and words. */
export function menu(choices, value, { on = {}, ...attributes } = {}) {
  return el(
    "select", { on, ...attributes },
    choices.map(([key, words]) => el("option", { value: key, selected: key === value }, words)));
}

export function tick(label, isOn, changed, { hint = null, name = null } = {}) {
  const id = fresh("tick");
  const hintId = hint ? `${id}-hint` : null;
  return el(
    "div", { class: "tick", "data-field": name },
    el("input", {
      type: "checkbox", id, checked: isOn, "aria-describedby": hintId,
      on: { change: (event) => changed(event.target.checked) },
    }),
    el("div", {}, el("label", { for: id }, label), hint && el("p", { class: "hint", id: hintId }, hint)));
}

/** One of a few, all in sight. */
export function choice(legend, choices, value, changed, { name = fresh("choice"), hint = null } = {}) {
  return el(
    "fieldset", { class: "choice", "data-field": name },
    el("legend", {}, legend), hint && el("p", { class: "hint" }, hint),
    el("div", { class: "segments" }, choices.map(([key, words]) => {
      const id = fresh("choice");
      return [
        el("input", {
          type: "radio", id, name, value: key, checked: key === value,
          on: { change: () => changed(key) },
        }),
        el("label", { for: id }, words),
      ];
    })));
}

/** Takes away what was said to be wrong within `root`. */
export function clearFlaws(root) {
  for (const flaw of root.querySelectorAll(".flaw")) put(flaw);
  for (const control of root.querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
}

/** Puts a refusal at its field and goes there; false where the field is not within `root`. */
export function showFlaw(root, problem) {
  const place = problem.field && placeOf(root, problem.field);
  if (!place) return false;
  const flaw = place.querySelector(".flaw");
  const control = place.querySelector("input, select, textarea, button");
  if (flaw) put(flaw, problem.message);
  control?.setAttribute("aria-invalid", "true");
  // What is folded away takes no focus.
  for (let fold = place.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  control?.focus();
  return Boolean(flaw);
}

/** The nearest place: `rules[2].when.country`, else `rules[2].when`, else `rules[2]`, else `rules`. */
function placeOf(root, path) {
  let name = path;
  while (name) {
    const place = root.querySelector(`[data-field="${CSS.escape(name)}"]`);
    if (place) return place;
    const cut = Math.max(name.lastIndexOf("."), name.lastIndexOf("["));
    if (cut <= 0) return null;
    name = name.slice(0, cut);
  }
  return null;
}
