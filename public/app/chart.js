// A series as bars: the whole pale, what converted of it solid. The same numbers stand in the table
// beneath, which is what screen readers are given.
import { draw, el, put } from "./dom.js";
import { compact, number } from "./words.js";

const HEIGHT = 220;
const LEFT = 44;
const FOOT = 24;

const BARS_MAX = 400;

/** Neighbours put together, so that a bar is never thinner than a screen shows. */
function gathered(entries) {
  const size = Math.ceil(entries.length / BARS_MAX);
  if (size <= 1) return entries;
  const sum = (part, name) => part.reduce((all, one) => all + one[name], 0);
  return Array.from({ length: Math.ceil(entries.length / size) }, (_, at) => {
    const part = entries.slice(at * size, (at + 1) * size);
    return { label: part[0].label, long: `${part[0].long} – ${part.at(-1).long}`, all: sum(part, "all"), part: sum(part, "part") };
  });
}

/** `series` holds { label, long, all, part }; `names` say what both are. */
export function bars(series, names) {
  const entries = gathered(series);
  const bubble = el("div", { class: "bubble", hidden: true, "aria-hidden": "true" });
  const place = el("div", { class: "chart", on: { pointerleave: () => { bubble.hidden = true; } } });
  let drawn = 0;

  function render(width) {
    const top = niceTop(Math.max(1, ...entries.map((one) => one.all)));
    const plot = HEIGHT - FOOT;
    const step = (width - LEFT) / entries.length;
    const thick = Math.max(1, Math.min(step * 0.72, 44));
    const y = (value) => plot - (value / top) * (plot - 8);
    const every = Math.max(1, Math.ceil(entries.length / Math.max(1, Math.floor((width - LEFT) / 72))));
    const lines = [0, 0.5, 1].map((part) => [
      draw("line", { class: "grid", x1: LEFT, x2: width, y1: y(top * part), y2: y(top * part) }),
      draw("text", { x: LEFT - 8, y: y(top * part) + 4, "text-anchor": "end" }, compact(top * part)),
    ]);
    const columns = entries.map((one, at) => {
      const middle = LEFT + step * (at + 0.5);
      const bar = (value, look) => value > 0 && draw("rect", {
        class: look, x: middle - thick / 2, width: thick, y: y(value), height: Math.max(1, plot - y(value)), rx: Math.min(4, thick / 3),
      });
      return [
        draw("rect", {
          class: "slot", x: middle - step / 2, width: step, y: 0, height: plot, rx: 4,
          on: { pointerenter: () => tell(one, (middle / width) * 100) },
        }),
        bar(one.all, "all"), bar(one.part, "part"),
        at % every === 0 && draw("text", { x: middle, y: HEIGHT - 6, "text-anchor": "middle" }, one.label),
      ];
    });
    put(place, draw("svg", { viewBox: `0 0 ${width} ${HEIGHT}`, "aria-hidden": "true" }, lines, columns), bubble);
  }
  function tell(one, at) {
    put(bubble, el("b", {}, one.long), el("br"), `${names[0]} ${number(one.all)}`, el("br"), `${names[1]} ${number(one.part)}`);
    bubble.style.setProperty("--at", `${Math.min(85, Math.max(15, at))}%`);
    bubble.hidden = false;
  }
  const watch = new ResizeObserver(([entry]) => {
    const width = Math.max(240, Math.round(entry.contentRect.width));
    if (width === drawn) return;
    drawn = width;
    render(width);
  });
  watch.observe(place);
  return el("figure", { class: "stack" }, place, el(
    "figcaption", { class: "legend" }, el("span", { class: "all" }, names[0]), el("span", {}, names[1])));
}

function niceTop(value) {
  const size = 10 ** Math.floor(Math.log10(value));
  const fit = [1, 2, 4, 5, 10].find((one) => one * size >= value) ?? 10;
  return Math.max(2, fit * size);
}
