// The link in the forms it is shared in: channels, QR code, embeds, files.
import { button, el, icon, put, safeAddress } from "./dom.js";
import { field, input } from "./fields.js";
import { copy } from "./toast.js";

export async function tab({ link }) {
  const own = `/link/${encodeURIComponent(link.code)}`;
  return {
    node: el(
      "div", { class: "columns" },
      channels(link), qr(link, own), embeds(link),
      el("section", { class: "panel" },
        el("h2", {}, "As data"),
        el("p", { class: "hint" }, "What the music is, for players and scripts; open to everybody."),
        el("ul", { class: "stack" }, [["json", "JSON"], ["xspf", "Playlist (XSPF)"], ["jspf", "Playlist (JSPF)"]].map(([ending, words]) => el(
          "li", {}, el("a", { href: `${own}.${ending}`, target: "_blank", rel: "noopener" }, words)))),
        el("h3", {}, "The picture shown by messengers"),
        el("p", {}, el("img", { class: "cover card", src: `${own}/card.jpg`, alt: `Preview picture of ${link.title}`, width: 1200, height: 630, loading: "lazy" })))),
  };
}

function channels(link) {
  const shown = el("code", {}, link.url);
  const address = () => {
    const text = name.value.trim();
    return text ? `${link.url}?ch=${encodeURIComponent(text)}` : link.url;
  };
  const name = input("", { placeholder: "newsletter", maxlength: 60, spellcheck: "false", on: { input: () => put(shown, address()) } });
  return el(
    "section", { class: "panel" }, el("h2", {}, "The link"),
    field("Channel", name, { hint: "Give each post its own, and the statistics tell them apart." }),
    el("p", { class: "secret" }, shown, button("Copy", () => copy(address()), { look: "strong", picture: "copy" })),
    navigator.share && el("p", {}, button("Share…", () => navigator.share({ title: link.title, url: address() }).catch(() => {}), { picture: "share" })),
    el("p", {}, el("a", { href: safeAddress(`${link.url}?choose`), target: "_blank", rel: "noopener" }, "See the page as fans do")));
}

function qr(link, own) {
  return el(
    "section", { class: "panel" }, el("h2", {}, "QR code"),
    el("img", { class: "qr", src: `${own}/qr.svg`, alt: `QR code of ${link.url}`, width: 192, height: 192, loading: "lazy" }),
    el("p", { class: "hint" }, "Visits by it count as channel “qr”."),
    el("div", { class: "row" }, ["svg", "png"].map((ending) => el(
      "a", { class: "button", href: `${own}/qr.${ending}`, download: `${link.code}.${ending}` }, icon("save"), ending.toUpperCase()))));
}

function embeds(link) {
  const tracks = link.tracks?.length ?? 0;
  const frame = (size, width, height) => `<iframe src="${link.url}/embed${size}" width="${width}" height="${height}" title="${plain(`${link.title} – ${link.artist}`)}" loading="lazy"></iframe>`;
  const forms = [
    ["Small player card", frame("", 400, 152)],
    ["Large player card", frame("?size=large", 600, Math.min(280 + 44 * tracks, 600))],
    ["Plain link", `<a href="${link.url}">${plain(`${link.title} by ${link.artist}`)}</a>`],
  ];
  return el(
    "section", { class: "panel" }, el("h2", {}, "On your own site"),
    forms.map(([words, code]) => el(
      "div", { class: "snippet" },
      field(words, el("textarea", { rows: 3, readonly: true, spellcheck: "false", value: code, on: { focus: (event) => event.target.select() } })),
      el("p", {}, button("Copy", () => copy(code, "Code"), { picture: "copy", "aria-label": `Copy: ${words}` })))));
}

/** Text as it may stand inside markup that somebody pastes elsewhere. */
function plain(text) {
  return text.replace(/[&<>"]/g, (one) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[one]);
}
