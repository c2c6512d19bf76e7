// A link's picture, or the calm colours of a link without one.
import { draw, el } from "./dom.js";

const COLOURS = [
  ["8f7ae5", "e8a3bd"], ["3f8fa8", "a9d3b4"], ["d9775f", "f2c879"], ["4f6fb8", "9fd0dc"],
  ["b3598f", "f0b08c"], ["4d8a6a", "d6d58c"], ["6a5a8c", "c4a5c9"], ["a8703f", "e6cfa0"],
];

// FNV-1a, as the pages do, so that a link has the same colours here and there.
function pick(words) {
  let hash = 2_166_136_261;
  for (const byte of new TextEncoder().encode(words)) {
    hash = Math.imul(hash ^ byte, 16_777_619) >>> 0;
  }
  return COLOURS[(hash >>> 16) % COLOURS.length];
}

/** The least width in which the server keeps covers. */
const SMALL = 160;

/** The path of a link's artwork on this server; null without one. */
export function artworkPath(link) {
  if (!link.artwork) return null;
  return new URL(link.artwork.url, location.href).pathname;
}

export function cover(link, look = "") {
  const path = artworkPath(link);
  if (path) {
    // Nowhere here is a cover wider than this; a smaller picture has no smaller one.
    const size = link.artwork.width > SMALL ? `?size=${SMALL}` : "";
    return el("img", {
      class: `cover ${look}`.trim(), src: path + size, alt: "", loading: "lazy", decoding: "async",
      width: link.artwork.width, height: link.artwork.height,
    });
  }
  const [high, low] = pick((link.title ?? "") + (link.artist ?? ""));
  return draw(
    "svg", { class: `cover ${look}`.trim(), viewBox: "0 0 40 40", "aria-hidden": "true" },
    draw("rect", { width: 40, height: 40, fill: `#${low}` }),
    draw("circle", { cx: 12, cy: 11, r: 22, fill: `#${high}`, opacity: ".85" }),
    draw("path", { d: "M16 27a3 3 0 1 1-1.2-2.4V13l10-2v12a3 3 0 1 1-1.2-2.4v-6.4l-7.6 1.6z", fill: "#fff" }));
}
