// The fields of each kind of item: which are shown, which a person may correct, and how.

import { h } from "../dom.js";
import { day, named, said, t } from "../i18n.js";

export const DATES = new Set(["date", "as_of", "deadline"]);

/** Those that are shown, in order. */
export const SHOWN = {
  reference: ["doc_type", "code", "date", "issuer", "title", "article", "clause", "point", "relation", "form"],
  count: ["value", "total", "unit", "qualifier", "as_of", "form"],
  responsibility: ["role", "actors", "task", "about", "deadline", "deadline_text"],
  indicator: ["code", "label", "value_text", "unit", "note"],
  finding: ["type", "severity"],
};

/** Those that a person may correct. */
export const CORRECTED = {
  reference: ["code", "doc_type", "date", "issuer", "title", "article", "clause", "point", "relation"],
  count: ["value", "total", "unit", "qualifier", "as_of"],
  responsibility: ["role", "actors", "task", "about", "deadline", "deadline_text"],
  indicator: ["code", "label", "value_text", "unit", "note"],
  finding: [],
};

/** Fields that take one of few words. */
export const CHOICES = {
  relation: ["mentions", "based_on", "implements", "issues", "amends", "replaces", "repeals", "attached_to"],
  role: ["accountable", "lead", "coordinate", "assigned", "monitor"],
  qualifier: ["", "approximately", "more_than", "at_least", "at_most"],
};

/** Fields with suggestions of the archive and the registers. */
export const SUGGESTED = new Set(["code", "date", "issuer", "title", "doc_type"]);

/** A value as people read it. */
export function shownValue(name, value) {
  if (value === null || value === undefined || value === "") return "";
  if (Array.isArray(value)) return value.join("; ");
  if (DATES.has(name)) return day(value);
  return named(`value.${name}.${value}`, String(value));
}

/** A date as people type it (26/12/2020, 12/2020), as the service wants it. */
export function isoDate(text) {
  const parts = text.split(/[/.-]/).map((part) => part.trim());
  if (parts.length > 3 || !parts.every((part) => /^\d+$/.test(part)) || parts.at(-1).length !== 4) return text;
  return parts.reverse().map((part) => part.padStart(2, "0")).join("-");
}

/** Rows of a description list; a value that differs from what was extracted shows both. */
export function fieldRows(kind, fields, extracted, { changedOnly = false } = {}) {
  const rows = SHOWN[kind].flatMap((name) => {
    const now = shownValue(name, fields?.[name]);
    const before = extracted ? shownValue(name, extracted[name]) : now;
    const changed = now !== before;
    if ((!now && !changed) || (changedOnly && !changed)) return [];
    return [
      h("dt", {}, t(`field.${name}`)),
      h("dd", {}, changed && before ? [h("del", {}, before), " "] : null, changed ? h("ins", {}, now || "—") : now),
    ];
  });
  return rows.length ? h("dl", { class: "fields" }, rows) : null;
}

/** What an item is called in lists: the number of a document, or its words. */
export function heading(item) {
  if (item.kind === "finding") return said(item.fields);
  return item.anchor.quote || item.fields?.label || item.fields?.code || "—";
}

/** "751/QĐ-UBND" and "15/2023/QĐ-UBND" are number, year and symbol. */
export function partsOfCode(code) {
  const parts = code.trim().split("/");
  const year = parts.length > 2 && /^\d{4}$/.test(parts[1]) ? parts[1] : null;
  return { number: parts[0] || null, year, symbol: parts.slice(year ? 2 : 1).join("/") || null };
}
