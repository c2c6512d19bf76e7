// The embed dialog of a link's page: a preview, its size, and the code at a tap. Without this script the same code
// stands in a field below "Embed".
(() => {
  "use strict";
  const details = document.querySelector(".embed");
  const dialog = details && details.querySelector("dialog");
  if (!dialog || !dialog.showModal) return;
  const code = dialog.querySelector("textarea");
  const large = dialog.querySelector("input");
  const place = dialog.querySelector(".frame");
  const [copy, close] = dialog.querySelectorAll("button");
  const small = code.value;

  const address = new URL(small.match(/src="([^"]*)"/)[1]);
  const sizes = {
    small: { path: address.pathname, width: 400, height: 152 },
    large: { path: `${address.pathname}?size=large`, ...large.dataset },
  };

  // The same path and size for the preview and the code: what is seen is what is copied. The preview is this
  // origin's, whatever name the page was opened under.
  const show = () => {
    const { path, width, height } = large.checked ? sizes.large : sizes.small;
    code.value = small.replace(/src="[^"]*"/, `src="${address.origin}${path}"`)
      .replace(/width="\d+" height="\d+"/, `width="${width}" height="${height}"`);
    const preview = document.createElement("iframe");
    Object.assign(preview, { src: path, width, height, title: place.getAttribute("aria-label") });
    place.replaceChildren(preview);
    copy.textContent = copy.dataset.words;
  };

  const style = document.createElement("link");
  Object.assign(style, { rel: "stylesheet", href: "/embed.css" });
  document.head.append(style);
  copy.dataset.words = copy.textContent;
  for (const hidden of dialog.querySelectorAll("[hidden]")) hidden.hidden = false;
  copy.hidden = !navigator.clipboard;
  dialog.open = false;
  document.body.append(dialog);
  dialog.classList.add("modal");

  details.querySelector("summary").addEventListener("click", (event) => {
    event.preventDefault();
    show();
    dialog.showModal();
  });
  large.addEventListener("change", show);
  code.addEventListener("focus", () => code.select());
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
  // A frame that nobody sees need not go on.
  dialog.addEventListener("close", () => place.replaceChildren());
  copy.addEventListener("click", () => navigator.clipboard.writeText(code.value).then(() => {
    copy.textContent = copy.dataset.done;
  }, () => code.select()));
})();
