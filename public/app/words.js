// Numbers, times and the names of things, in the reader's own locale and zone.

import { el } from "./dom.js";

// Each format is made when it is first needed: making one reads the browser's locale tables.
function made(make) {
  let one = null;
  return () => (one ??= make());
}

const whole = made(() => new Intl.NumberFormat());
const short = made(() => new Intl.NumberFormat(undefined, { notation: "compact", maximumFractionDigits: 1 }));
const share = made(() => new Intl.NumberFormat(undefined, { style: "percent", maximumFractionDigits: 1 }));
const dayAndTime = made(() => new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" }));
const dayOnly = made(() => new Intl.DateTimeFormat(undefined, { dateStyle: "medium" }));
const ago = made(() => new Intl.RelativeTimeFormat(undefined, { numeric: "auto" }));

/** Small numbers need no locale, and so no tables of one. */
export const number = (value) => (Math.abs(value ?? 0) < 1_000 && Number.isInteger(value ?? 0) ? String(value ?? 0) : whole().format(value));
export const compact = (value) => short().format(value ?? 0);
export const percent = (value) => share().format(value ?? 0);
export const moment = (text) => (text ? dayAndTime().format(new Date(text)) : "–");
export const day = (text) => (text ? dayOnly().format(new Date(text)) : "–");

let areTablesRead = false;

/**
 * What `words` makes of a moment, in a place of its own. The first format reads the browser's
 * locale tables, which takes longer than all else the first view does: until that is drawn, the
 * day stands there as it is written in data.
 */
export function dated(text, words) {
  if (areTablesRead) return el("time", { datetime: text }, words(text));
  const place = el("time", { datetime: text }, text.slice(0, 10));
  requestAnimationFrame(() => setTimeout(() => {
    areTablesRead = true;
    place.textContent = words(text);
  }));
  return place;
}

export const ownZone = made(() => Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC");

export function counted(count, one, many = `${one}s`) {
  return `${number(count)} ${count === 1 ? one : many}`;
}

const STEPS = [["day", 86_400], ["hour", 3_600], ["minute", 60]];

/** How long ago or how far ahead. */
export function distance(text) {
  const seconds = (new Date(text) - Date.now()) / 1_000;
  if (Math.abs(seconds) > 60 * 86_400) return day(text);
  for (const [unit, size] of STEPS) {
    if (Math.abs(seconds) >= size) return ago().format(Math.round(seconds / size), unit);
  }
  return ago().format(0, "second");
}

let regions = null;
let tongues = null;

/** A country's name; its code where the browser does not know it. */
export function country(code) {
  try {
    regions ??= new Intl.DisplayNames(undefined, { type: "region" });
    return regions.of(code) ?? code;
  } catch {
    return code;
  }
}

export function language(code) {
  try {
    tongues ??= new Intl.DisplayNames(undefined, { type: "language" });
    return tongues.of(code) ?? code;
  } catch {
    return code;
  }
}

export const SYSTEMS = {
  ios: "iPhone, iPad", android: "Android", macos: "Mac", windows: "Windows", linux: "Linux",
  chromeos: "ChromeOS", other: "Other",
};

export const REASONS = {
  preview: "Link preview", presave: "Pre-save page", asked: "Asked for by the link",
  cookie: "Chosen before", rule: "Your rule", app: "Inside the platform’s app",
  device: "By device", page: "Landing page", search: "Platform’s search", unavailable: "Not available",
};

export const STATES = { presave: "Pre-save", released: "Live", disabled: "Off", deleted: "Deleted" };

/** Minutes and seconds. */
export function duration(ms) {
  if (!ms) return "";
  const seconds = Math.round(ms / 1_000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** What a date-and-time field shows for a moment, in the reader's zone. */
export function fieldTime(text) {
  if (!text) return "";
  const date = new Date(text);
  const local = new Date(date.getTime() - date.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

/** The moment a date-and-time field means; null where it is empty. */
export function momentOf(fieldText) {
  if (!fieldText) return null;
  const date = new Date(fieldText);
  return Number.isNaN(date.getTime()) ? null : date.toISOString().replace(".000Z", "Z");
}
