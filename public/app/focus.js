// Where the reader is, while parts of the page are made anew.

/** Runs `work`, which makes what is in `place` anew, and puts focus and caret back where they were. */
export function keepingFocus(place, bar, work) {
  const active = document.activeElement;
  const name = place.contains(active) ? active.closest("[data-field]")?.dataset.field : null;
  const caret = name && "selectionStart" in active ? active.selectionStart : null;
  // The bar goes once there is nothing to save.
  const wasInBar = bar.contains(active);
  work();
  if (wasInBar) place.focus({ preventScroll: true });
  const control = name && place.querySelector(`[data-field="${CSS.escape(name)}"]`)?.querySelector("input, select, textarea, button");
  control?.focus({ preventScroll: true });
  if (caret !== null && control?.type === "text") control.setSelectionRange(caret, caret);
}

/** Scrolls a row of tabs so that one of them is seen; the page itself stays where it is. */
export function intoSight(row, one) {
  const left = one.getBoundingClientRect().left - row.getBoundingClientRect().left + row.scrollLeft;
  row.scrollLeft = left - (row.clientWidth - one.clientWidth) / 2;
}
