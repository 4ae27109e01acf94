// Which items are shown, and in which order.

/** Lower case without marks, as the search of the service folds text. */
export const folded = (text) =>
  (text ?? "").normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[đĐ]/g, "d").toLowerCase();

/** The ids that are shown, in order. */
export function inView(model) {
  const { filter, kind } = model;
  const words = folded(filter.words).split(/\s+/).filter(Boolean);
  const found = model.all(kind).filter((item) => fits(item, model.groupOf.get(item.id), filter, words));
  if (kind !== "reference" || filter.order === "text") return found.map((item) => item.id);
  if (filter.order === "confidence") {
    return found.sort((a, b) => (a.confidence ?? 1) - (b.confidence ?? 1)).map((item) => item.id);
  }
  return grouped(model, found).flatMap(({ items }) => items.map((item) => item.id));
}

/** Items by the document that they cite, documents in the order in which they are first cited. */
export function grouped(model, items) {
  const sets = new Map();
  for (const item of items) {
    const group = model.groupOf.get(item.id) ?? null;
    if (!sets.has(group)) sets.set(group, { group, items: [] });
    sets.get(group).items.push(item);
  }
  // What cites no document that is known ("văn bản trên") comes last.
  return [...sets.values()].sort((a, b) => (a.group === null) - (b.group === null));
}

function fits(item, group, filter, words) {
  if (filter.state === "open" && item.state !== "open") return false;
  if (filter.state === "decided" && (item.state === "open" || item.state === "orphaned")) return false;
  if (!["all", "open", "decided"].includes(filter.state) && item.state !== filter.state) return false;
  if (filter.confidence && (item.confidence ?? 1) < filter.confidence) return false;
  if (filter.registered && group?.registered !== filter.registered) return false;
  if (filter.group && group?.id !== filter.group) return false;
  if (!words.length) return true;
  const text = folded([item.anchor.quote, ...Object.values(item.fields ?? {}), group?.title].join(" "));
  return words.every((word) => text.includes(word));
}
