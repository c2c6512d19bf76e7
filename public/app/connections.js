// What else speaks with this account: webhooks that are told, keys that may ask.
import { el } from "./dom.js";
import { keys } from "./keys.js";
import { heading } from "./shell.js";
import { webhooks } from "./webhooks.js";

export async function view() {
  const [hooks, own] = await Promise.all([webhooks(), keys()]);
  return { title: "Connections", node: el("div", { class: "view" }, heading("Connections"), own, hooks) };
}
