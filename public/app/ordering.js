// Moving one of a list up and down: by two buttons, so that keyboard and screen reader do it too.
import { button, el } from "./dom.js";
import { announce } from "./toast.js";

/**
 * The buttons of `all[at]`, whose element is the child of `place` in the same position.
 *
 * `moved` takes the new order and shows it; then focus is on the item where it has gone. Buttons `beside` them stay
 * beside them where the line is short.
 */
export function movers(place, all, at, name, moved, ...beside) {
  const move = (by) => {
    const order = [...all];
    order.splice(at + by, 0, ...order.splice(at, 1));
    moved(order);
    const [up, down] = place.children[at + by].querySelectorAll(".moves button");
    const [wanted, other] = by < 0 ? [up, down] : [down, up];
    (wanted.disabled ? other : wanted).focus();
    announce(`${name} is now number ${at + by + 1} of ${all.length}.`);
  };
  return el(
    "span", { class: "moves" },
    button("", () => move(-1), { look: "bare", picture: "up", "aria-label": `Move ${name} up`, disabled: at === 0 }),
    button("", () => move(1), { look: "bare", picture: "down", "aria-label": `Move ${name} down`, disabled: at === all.length - 1 }),
    beside);
}
