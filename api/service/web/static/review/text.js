// The text of a document with every item marked in its place: a paragraph a line, cut wherever an item begins or ends.

import { h, reveal } from "../dom.js";
import { t } from "../i18n.js";

/** Letters of a line and its height in pixels, about: what a paragraph takes up before it is laid out. */
const LINE = 75;
const HEIGHT = 27;

export class TextView {
  constructor(model, offsets, { choose }) {
    this.model = model;
    this.offsets = offsets;
    this.choose = choose;
    this.marks = new Map();
    this.lines = [];
    this.pane = h("div", { class: "text", tabindex: "0", role: "region", "aria-label": t("review.text"), lang: "vi" });
    this.pane.addEventListener("click", (event) => this.clicked(event));
    this.draw();
    model.on("items", (ids) => this.update(ids));
    model.on("select", (id) => this.select(id));
    model.on("view", () => this.focusKind());
    document.addEventListener("selectionchange", () => this.selecting());
  }

  draw() {
    this.marks.clear();
    this.placed = this.model
      .all()
      .filter((item) => item.state !== "orphaned" && item.anchor.end > item.anchor.start)
      .map((item) => ({ id: item.id, start: this.offsets.unit(item.anchor.start), end: this.offsets.unit(item.anchor.end) }));
    const cuts = [...new Set(this.placed.flatMap(({ start, end }) => [start, end]))].sort((a, b) => a - b);
    const starts = [...this.placed].sort((a, b) => a.start - b.start);
    this.lines = [];
    let [at, cut, next] = [0, 0, 0];
    let open = [];
    const drawn = this.offsets.text.split("\n").map((line) => {
      const end = at + line.length;
      const paragraph = h("p", { dataset: { start: at } });
      paragraph.style.containIntrinsicBlockSize = `auto ${Math.ceil((line.length || 1) / LINE) * HEIGHT}px`;
      this.lines.push({ start: at, element: paragraph });
      let from = at;
      while (from < end || (from === end && at === end)) {
        while (cuts[cut] <= from) cut += 1;
        const to = Math.min(cuts[cut] ?? end, end);
        while (next < starts.length && starts[next].start <= from) open.push(starts[next++]);
        open = open.filter((one) => one.end > from);
        if (to > from) paragraph.append(this.segment(from, to, open));
        if (to >= end) break;
        from = to;
      }
      at = end + 1;
      return paragraph;
    });
    this.pane.replaceChildren(...drawn);
    this.focusKind();
  }

  segment(from, to, open) {
    const text = this.offsets.text.slice(from, to);
    if (!open.length) return h("span", { dataset: { start: from } }, text);
    const ids = open.map(({ id }) => id);
    const element = h("span", { class: "m", dataset: { start: from } }, text);
    element.ids = ids;
    for (const id of ids) {
      if (!this.marks.has(id)) this.marks.set(id, []);
      this.marks.get(id).push(element);
    }
    return element;
  }

  /** Colours follow the tab that is open; the rest stays quiet. */
  focusKind() {
    this.pane.dataset.kind = this.model.kind;
    this.update([...this.marks.keys()]);
  }

  update(ids) {
    if (ids.some((id) => this.isNew(id))) return this.draw();
    for (const id of ids) for (const element of this.marks.get(id) ?? []) this.paint(element);
    return null;
  }

  isNew(id) {
    const { anchor, state } = this.model.items.get(id) ?? {};
    if (!anchor || state === "orphaned" || anchor.end <= anchor.start) return false;
    const place = this.placed.find((one) => one.id === id);
    return !place || place.start !== this.offsets.unit(anchor.start) || place.end !== this.offsets.unit(anchor.end);
  }

  paint(element) {
    const items = element.ids.map((id) => this.model.item(id)).filter(Boolean);
    const main = items.filter((item) => item.kind === this.model.kind).at(-1);
    const classes = ["m"];
    if (main) classes.push("main", `s-${main.state}`);
    if (items.some((item) => item.kind === "finding" && item.state === "open")) classes.push("found");
    if (element.ids.includes(this.model.selected)) classes.push("selected");
    if (element.ids.some((id) => this.model.marked.has(id))) classes.push("marked");
    const wanted = classes.join(" ");
    if (element.className !== wanted) element.className = wanted;
  }

  select(id) {
    const before = this.shown;
    this.shown = id;
    for (const one of [before, id]) for (const element of this.marks.get(one) ?? []) this.paint(element);
    const first = this.marks.get(id)?.[0];
    if (first && this.model.from !== "text") reveal(first, this.pane);
  }

  clicked(event) {
    const ids = event.target.ids;
    if (!ids || !document.getSelection().isCollapsed) return;
    // What is of the open tab goes first, then the narrowest.
    const found = [...ids].reverse();
    const id = found.find((one) => this.model.items.get(one).kind === this.model.kind) ?? found[0];
    this.model.select(id, "text");
  }

  /** Show a place that is no item: a section, a word that was looked for. */
  show(point) {
    const unit = this.offsets.unit(point);
    const line = this.lines.findLast((one) => one.start <= unit);
    if (!line) return;
    reveal(line.element, this.pane, true);
    line.element.classList.remove("shown");
    requestAnimationFrame(() => line.element.classList.add("shown"));
  }

  /** The part of the text that is selected, in code points, without blanks around it; null where none is. */
  selection() {
    const chosen = document.getSelection();
    if (!chosen.rangeCount || chosen.isCollapsed) return null;
    const range = chosen.getRangeAt(0);
    if (!this.pane.contains(range.commonAncestorContainer)) return null;
    let start = place(range.startContainer, range.startOffset);
    let end = place(range.endContainer, range.endOffset);
    const { text } = this.offsets;
    while (start < end && /\s/.test(text[start])) start += 1;
    while (end > start && /\s/.test(text[end - 1])) end -= 1;
    if (end <= start) return null;
    return { start: this.offsets.point(start), end: this.offsets.point(end), page: null };
  }

  selecting() {
    const span = this.selection();
    if (span || this.chosen) this.choose(span);
    this.chosen = span;
  }
}

/** The place of a point of the document, in UTF-16 units of the text. */
function place(node, offset) {
  if (node.nodeType === Node.TEXT_NODE) return Number(node.parentElement.dataset.start) + offset;
  const child = node.childNodes[offset];
  const element = child?.nodeType === Node.ELEMENT_NODE ? child : null;
  if (element?.dataset.start !== undefined) return Number(element.dataset.start);
  const last = node.childNodes[offset - 1];
  if (last?.dataset?.start !== undefined) return Number(last.dataset.start) + last.textContent.length;
  return Number(node.dataset?.start ?? 0) + (offset ? node.textContent.length : 0);
}
