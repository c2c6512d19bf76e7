// The catalogue of streaming platforms, asked for once.
import { draw, el } from "./dom.js";
import { get } from "./api.js";

let known = null;

export async function platforms() {
  known ??= get("/platforms").then((page) => page.items).catch((problem) => {
    known = null;
    throw problem;
  });
  return known;
}

export function nameOf(list, id) {
  return list.find((one) => one.id === id)?.name ?? id;
}

/** A tile of the platform's colour with its first letter; its name stands beside it. */
export function tile(list, id) {
  const platform = list.find((one) => one.id === id);
  const colour = /^[0-9a-f]{6}$/i.test(platform?.color ?? "") ? platform.color : "6b6b75";
  const [red, green, blue] = [0, 2, 4].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255);
  const light = 0.2126 * red * red + 0.7152 * green * green + 0.0722 * blue * blue;
  return el("span", { class: "tile", "aria-hidden": "true" }, draw(
    "svg", { viewBox: "0 0 40 40" },
    draw("rect", { width: 40, height: 40, rx: 11, fill: `#${colour}` }),
    draw("text", {
      x: 20, y: 27, "text-anchor": "middle", "font-size": 20, "font-weight": 700,
      fill: 1.05 / (light + 0.05) < 3 ? "#101010" : "#ffffff",
    }, (platform?.name ?? id).slice(0, 1).toUpperCase())));
}

/** The platform whose addresses live at this one's host; null if none. */
export function platformOf(list, url) {
  try {
    const host = new URL(url).hostname.toLowerCase();
    const fits = list.flatMap((one) => one.hosts
      .filter((own) => host === own || host.endsWith(`.${own}`)).map((own) => ({ id: one.id, own })));
    fits.sort((one, other) => other.own.length - one.own.length);
    return fits[0]?.id ?? null;
  } catch {
    return null;
  }
}
