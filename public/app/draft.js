// A link while it is being changed: what is stored, what is wanted, and the difference as a merge
// patch (RFC 7396), so that only what was touched is sent.

const WRITABLE = [
  "kind", "title", "artist", "album", "isrc", "upc", "durationMs", "releaseAt", "releaseMode", "state",
  "headline", "bio", "cta", "destinations", "mode", "rules", "emailCapture", "utm", "affiliate", "tracks",
];

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

/** What makes `after` of `before`. */
export function mergePatch(before, after) {
  const patch = {};
  for (const key of Object.keys(before ?? {})) {
    if (!(key in after)) patch[key] = null;
  }
  for (const [key, value] of Object.entries(after)) {
    const old = before?.[key];
    if (same(old, value)) continue;
    patch[key] = isObject(value) && isObject(old) ? mergePatch(old, value) : value;
  }
  return patch;
}

function merged(value, patch) {
  const out = { ...value };
  for (const [key, change] of Object.entries(patch)) {
    if (change === null) delete out[key];
    else out[key] = isObject(change) && isObject(out[key]) ? merged(out[key], change) : change;
  }
  return out;
}

export class Draft {
  #listeners = new Set();

  constructor(link) {
    this.adopt(link);
  }

  /** Takes a link as the server has it now; what was wanted besides is gone. */
  adopt(link) {
    this.stored = link;
    this.tag = link.tag;
    this.wanted = structuredClone(pickWritable(link));
    this.#tell("replaced");
  }

  /** Takes a newer link and keeps what was changed here on top of it. */
  rebase(link) {
    const patch = this.patch;
    this.stored = link;
    this.tag = link.tag;
    const own = pickWritable(link);
    this.wanted = { ...structuredClone(own), ...pickWritable(merged(own, patch)) };
    for (const [key, change] of Object.entries(patch)) if (change === null) this.wanted[key] = null;
    this.#tell("replaced");
  }

  get patch() {
    return mergePatch(pickWritable(this.stored), this.wanted);
  }

  get isUnsaved() {
    return Object.keys(this.patch).length > 0;
  }

  get(name) {
    return this.wanted[name];
  }

  /** Changes a field; an empty text is none. */
  set(name, value) {
    this.wanted[name] = value === "" ? null : value;
    this.#tell("changed");
  }

  /** Says that something inside a field was changed in place. */
  touch() {
    this.#tell("changed");
  }

  listen(listener) {
    this.#listeners.add(listener);
  }

  #tell(what) {
    for (const listener of this.#listeners) listener(what);
  }
}

function pickWritable(link) {
  return Object.fromEntries(WRITABLE.filter((name) => name in link).map((name) => [name, link[name]]));
}
