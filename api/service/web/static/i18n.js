// The words of the interface: Vietnamese first, English by a switch. One JSON file a language, the same keys in both.

const KEPT = "trichluc.language";
let words = {};
let current = "vi";

/** Load the words of the language that was chosen last. */
export async function load() {
  current = localStorage.getItem(KEPT) === "en" ? "en" : "vi";
  const answer = await fetch(new URL(`./i18n/${current}.json`, import.meta.url));
  words = await answer.json();
  document.documentElement.lang = current;
}

/** "vi" or "en". */
export const language = () => current;

/** Choose the other language; the page starts anew, and nothing typed is in it that is not kept. */
export function change(to) {
  localStorage.setItem(KEPT, to);
  location.reload();
}

/** The words of a key; `{name}` in them becomes a value. A key without words shows itself, so that it is noticed. */
export function t(key, values = {}) {
  const text = words[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
}

/** The words of a key, or something else where there are none: for codes that the service may know better. */
export const named = (key, otherwise) => words[key] ?? otherwise;

/** What a finding or a problem says, in the language of the page. */
export const said = (one, key = "message") =>
  (current === "vi" ? one[`${key}_vi`] : one[`${key}_en`] ?? one[key]) ?? one[key] ?? "";

const locale = () => (current === "vi" ? "vi-VN" : "en-GB");

export const number = (value) => new Intl.NumberFormat(locale()).format(value);

export const percent = (value) =>
  new Intl.NumberFormat(locale(), { style: "percent", maximumFractionDigits: 0 }).format(value);

/** A time of the service (ISO 8601, UTC), for people. */
export function time(value) {
  if (!value) return "";
  const day = new Date(value);
  if (Number.isNaN(day.getTime())) return value;
  return new Intl.DateTimeFormat(locale(), { dateStyle: "short", timeStyle: "short" }).format(day);
}

/** A date as reports write it: 26/12/2020, 12/2020, 2020. */
export function day(value) {
  if (!value) return "";
  return /^\d{4}(-\d{2}){0,2}$/.test(value) ? value.split("-").reverse().join("/") : value;
}
