// The way to the server: JSON both ways, refusals as Problem, the CSRF field on whatever changes.
import { begun, forget } from "./begin.js";

const API = "/api/v1";

/** A refusal in the server's words (RFC 9457). */
export class Problem extends Error {
  constructor({ status = 0, code = "unreachable", detail = "", field = null, reasons = [], retryAfter = null }) {
    super(detail);
    Object.assign(this, { status, code, field, reasons, retryAfter });
  }
}

export const session = { account: null, csrf: null, endsAt: null };

/** What happens when the server no longer knows this browser; the shell sets it. */
export const door = { closed: () => {} };

const UNREACHABLE =
  "The server cannot be reached. Look at your connection; nothing you wrote here is lost.";

/** One request as it is; throws Problem only where the server could not be reached. */
export async function ask(path, { method = "GET", body, headers = {}, signal } = {}) {
  const fields = { Accept: "application/json", ...headers };
  let payload = body;
  const isPlain = body !== undefined && !(body instanceof Blob) && typeof body !== "string";
  if (isPlain) {
    payload = JSON.stringify(body);
    fields["Content-Type"] ??= "application/json";
  }
  if (method !== "GET") forget();
  if (method !== "GET" && session.csrf) fields["Segue-CSRF"] = session.csrf;
  try {
    return await (method === "GET" && begun(path)) || await fetch(path, {
      method, body: payload, headers: fields, signal, credentials: "same-origin", cache: "no-cache",
    });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Problem({ detail: UNREACHABLE });
  }
}

/** The refusal in an answer. */
export async function refusal(answer) {
  let told = {};
  try {
    told = await answer.json();
  } catch {
    told = {};
  }
  return new Problem({
    status: answer.status,
    code: told.code ?? `status_${answer.status}`,
    detail: told.detail ?? `The server answered ${answer.status} and did not say why.`,
    field: told.field ?? null,
    reasons: told.reasons ?? [],
    retryAfter: answer.headers.get("Retry-After"),
  });
}

async function checked(path, options) {
  const answer = await ask(path, options);
  if (answer.ok) return answer;
  const problem = await refusal(answer);
  if (answer.status === 401 && session.account) await door.closed();
  throw problem;
}

async function read(answer) {
  if (answer.status === 204) return null;
  const value = await answer.json();
  const tag = answer.headers.get("ETag");
  if (tag && value && typeof value === "object") {
    // Not part of the link's own JSON, so it never travels back with it.
    Object.defineProperty(value, "tag", { value: tag, enumerable: false });
  }
  return value;
}

/** A JSON answer of the API; `query` leaves out what is empty. */
export async function get(path, query = {}, options = {}) {
  return read(await checked(API + path + search(query), options));
}

export async function send(method, path, body, options = {}) {
  return read(await checked(API + path, { ...options, method, body }));
}

/** The answer itself, for what is streamed or not JSON. */
export function open(path, options = {}) {
  return checked(API + path, options);
}

/** The door of the dashboard itself. */
export async function enter(method, path, body, options = {}) {
  return read(await checked(`/app/${path}`, { ...options, method, body }));
}

export function search(query) {
  const pairs = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== "");
  return pairs.length === 0 ? "" : `?${new URLSearchParams(pairs)}`;
}

/** Where the browser itself can fetch something of the API, with its cookie. */
export function address(path, query = {}) {
  return API + path + search(query);
}

export function linkPath(code, tail = "") {
  return `/links/${encodeURIComponent(code)}${tail}`;
}

/** A new name for one creation, so that a repeated request creates nothing. */
export function once() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
