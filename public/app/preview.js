// The page as it would look with the changes, and how messengers would show the link.
//
// The page comes from the server by a form into a frame of its own. Each round takes a new frame:
// a frame that is sent somewhere again would leave a step in the browser's history.
import { button, el, put, settled } from "./dom.js";
import { enter, session } from "./api.js";
import { choice } from "./fields.js";

const PAUSE_MS = 450;
/** What the server draws on the picture of a link. */
const ON_CARD = ["title", "artist", "releaseAt", "releaseMode"];
const MESSENGERS = [["whatsapp", "WhatsApp"], ["imessage", "iMessage"], ["discord", "Discord"]];

export function livePreview(draft, code) {
  const path = `/app/preview/${encodeURIComponent(code)}`;
  const phone = el("div", { class: "phone" });
  const unfurls = el("div", { class: "unfurls", hidden: true });
  const said = el("p", { class: "hint", role: "status" });
  let shows = "page";
  let round = 0;

  const refresh = settled(PAUSE_MS, () => {
    if (!phone.isConnected) return;
    round += 1;
    if (shows === "page") showPage(round);
    else showUnfurls(round);
  });

  const kind = () => (draft.get("releaseAt") && new Date(draft.get("releaseAt")) > new Date() ? "presave" : "page");

  function showPage(own) {
    const frame = el("iframe", { name: `preview-${own}`, title: "Preview of the link’s page", sandbox: true, hidden: phone.children.length > 0 });
    phone.append(frame);
    const hidden = (name, value) => el("input", { type: "hidden", name, value });
    const form = el(
      "form", { method: "post", action: path, target: frame.name, hidden: true },
      hidden("csrf", session.csrf), hidden("link", JSON.stringify(draft.patch)), hidden("as", kind()));
    frame.addEventListener("load", () => {
      if (own !== round) return frame.remove();
      frame.hidden = false;
      for (const other of [...phone.children]) if (other !== frame) other.remove();
    });
    document.body.append(form);
    form.submit();
    form.remove();
  }

  async function showUnfurls(own) {
    try {
      const card = await enter("POST", `preview/${encodeURIComponent(code)}/unfurl?as=${kind()}`, draft.patch);
      if (own !== round) return;
      put(said, ON_CARD.some((name) => name in draft.patch) && "The picture still shows what is saved: it is drawn anew when you save. The words beside it are already yours.");
      put(unfurls, MESSENGERS.map(([look, words]) => el("figure", { class: "stack" }, el("figcaption", { class: "label" }, words), unfurl(look, card))));
    } catch (problem) {
      put(said, problem.message);
    }
  }

  const node = el(
    "aside", { class: "preview", "aria-label": "Preview", id: "preview" },
    el("div", { class: "row" },
      choice("Preview", [["page", "Page"], ["unfurls", "In messengers"]], "page", (key) => {
        shows = key;
        phone.hidden = key !== "page";
        unfurls.hidden = key !== "unfurls";
        put(said);
        refresh();
      }),
      button("", refresh, { look: "bare", picture: "undo", "aria-label": "Show the preview anew" })),
    phone, unfurls, said);
  return { node, refresh };
}

function unfurl(look, card) {
  const host = hostOf(card.url);
  const picture = imagePath(card.image);
  const image = picture && el("img", { src: picture, alt: "", width: 1200, height: 630 });
  const words = el(
    "div", {}, look === "discord" && el("p", {}, card.siteName ?? host), el("b", {}, card.title),
    look !== "imessage" && card.description && el("p", {}, card.description), look !== "discord" && el("p", {}, host));
  return el("div", { class: `unfurl ${look}` }, look === "discord" ? [words, image] : [image, words]);
}

function hostOf(address) {
  try {
    return new URL(address, location.href).hostname;
  } catch {
    return location.hostname;
  }
}

// Always from here: the picture is this server's own, by whatever name it calls itself.
function imagePath(address) {
  try {
    const image = new URL(address, location.href);
    return image.pathname + image.search;
  } catch {
    return null;
  }
}
