// What the page says and shows.
import { button, el, icon, put } from "./dom.js";
import { Problem, linkPath, send } from "./api.js";
import { cover } from "./cover.js";
import { area, field, input, menu } from "./fields.js";
import { announce, toast } from "./toast.js";

const ART_BYTES_MAX = 10 * 1_024 * 1_024;
const ART_SIDE_WISHED = 640;
const TYPES = ["image/jpeg", "image/png", "image/webp"];

export function wordsAndArt(draft, context) {
  const text = (name, label, hint, limits = {}) => field(label, input(draft.get(name), {
    ...limits, on: { input: (event) => draft.set(name, event.target.value) },
  }), { name, hint });
  return el(
    "div", { class: "stack" },
    el("h2", {}, "Words & art"),
    artwork(draft, context),
    text("headline", "Headline", "One line under the artist, like “My first album is out”.", { maxlength: 200 }),
    field("About it", area(draft.get("bio"), { maxlength: 2_000, on: { input: (event) => draft.set("bio", event.target.value) } }), { name: "bio", hint: "A few sentences; line breaks stay." }),
    text("cta", "Words of the buttons", "Left empty, “Listen” in the fan’s language.", { maxlength: 60 }),
    el("h3", {}, "What it is"),
    el("div", { class: "columns" }, text("title", "Title", null, { maxlength: 300 }), text("artist", "Artist", null, { maxlength: 300 })),
    el("div", { class: "columns" }, text("album", "Album", null, { maxlength: 300 }),
      field("Kind", menu([["track", "Track"], ["album", "Album"], ["playlist", "Playlist"]], draft.get("kind"), { on: { change: (event) => draft.set("kind", event.target.value) } }), { name: "kind" })),
    el("div", { class: "columns" }, text("isrc", "ISRC", "Names one recording."), text("upc", "UPC", "Names a whole release.")));
}

function artwork(draft, { link, saved }) {
  const shown = el("div", {}, cover(draft.stored, "middle"));
  const flaw = el("p", { class: "flaw", role: "alert" });
  const note = el("p", { class: "hint" }, "JPEG, PNG or WebP up to 10 MB, square, best 1,600 pixels or more.");
  const file = el("input", { type: "file", accept: TYPES.join(","), class: "unseen", tabindex: "-1", "aria-hidden": "true", on: { change: () => take(file.files[0]) } });
  const pick = button("Choose a picture", () => file.click(), { picture: "image" });
  const drop = button("Take it away", async () => {
    await change(() => send("PATCH", linkPath(link.code), { artwork: null }, { headers: { "If-Match": draft.tag } }), "The picture is gone.");
  }, { hidden: !draft.stored.artwork });
  const place = el(
    "div", { class: "drop", on: {
      dragover: (event) => { event.preventDefault(); place.classList.add("over"); },
      dragleave: () => place.classList.remove("over"),
      drop: (event) => { event.preventDefault(); place.classList.remove("over"); take(event.dataTransfer.files[0]); },
    } },
    shown, el("div", { class: "row center" }, pick, drop, file), note, flaw);

  async function take(picture) {
    if (!picture) return;
    put(flaw);
    file.value = "";
    try {
      await check(picture);
    } catch (problem) {
      return put(flaw, icon("alert"), problem.message);
    }
    put(note, "Sending it…");
    await change(() => send("PUT", linkPath(link.code, "/artwork"), picture, {
      headers: { "Content-Type": picture.type, "If-Match": draft.tag },
    }), "The picture is in place.");
  }
  async function change(work, words) {
    place.setAttribute("aria-busy", "true");
    try {
      const newer = await work();
      toast(words);
      saved(newer);
    } catch (problem) {
      put(flaw, icon("alert"), problem.message);
      put(note, "JPEG, PNG or WebP up to 10 MB.");
    } finally {
      place.removeAttribute("aria-busy");
    }
  }
  return el("div", { class: "field", "data-field": "artwork" }, el("p", { class: "label" }, "Artwork"), place);
}

// What the server would refuse is said before ten megabytes travel.
async function check(picture) {
  const refuse = (detail) => { throw new Problem({ detail }); };
  if (!TYPES.includes(picture.type)) refuse("This is not a JPEG, PNG or WebP. Save it as one of these and choose it again.");
  if (picture.size > ART_BYTES_MAX) refuse(`This picture has ${(picture.size / 1_048_576).toFixed(1)} MB; 10 are the most.`);
  const { width, height } = await createImageBitmap(picture).catch(() => refuse("This picture cannot be read: it seems to be damaged."));
  if (Math.min(width, height) < ART_SIDE_WISHED) announce(`The picture is small, ${width} by ${height} pixels; it may look soft.`);
}
