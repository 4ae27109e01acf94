// The pages of a document as images, with a box around every item. Lines of text lie over the image, unseen: they can
// be selected, searched and read out, and a dragged box takes the words under it.

import { get } from "../api.js";
import { fill, h, reveal } from "../dom.js";
import { t } from "../i18n.js";

const SCALE = 1.5;
/** Shorter drags are clicks, in pixels. */
const DRAG = 6;

export class PageView {
  constructor(model, offsets, { choose, add }) {
    Object.assign(this, { model, offsets, choose, add });
    this.marks = new Map();
    this.pane = h("div", { class: "pages-view", tabindex: "0", role: "region", "aria-label": t("review.pages") });
    this.pages = Array.from({ length: model.head.pages }, (_, at) => this.empty(at + 1));
    this.pane.append(...this.pages.map((page) => page.element));
    const seen = (entries) => entries.filter((one) => one.isIntersecting).forEach((one) => this.load(Number(one.target.dataset.page)));
    this.watch = new IntersectionObserver(seen, { root: this.pane, rootMargin: "100% 0px" });
    for (const page of this.pages) this.watch.observe(page.element);
    this.pane.addEventListener("click", (event) => this.clicked(event));
    model.on("items", (ids) => this.changed(ids));
    model.on("select", (id) => this.select(id));
    model.on("view", () => this.update([...this.marks.keys()]));
    document.addEventListener("selectionchange", () => this.selecting());
  }

  empty(numbered) {
    const element = h("div", { class: "page skeleton", dataset: { page: numbered }, role: "group", "aria-label": t("page.number", { page: numbered }) });
    return { number: numbered, element, loaded: null };
  }

  async load(numbered) {
    const page = this.pages[numbered - 1];
    if (!page || page.loaded) return page?.loaded;
    const path = this.model.head.links.pages.replace("{number}", numbered);
    page.loaded = Promise.all([get(path), get(`${path}/lines`).catch(() => ({ lines: [] }))]);
    try {
      const [info, { lines }] = await page.loaded;
      Object.assign(page, { info, lines });
      this.draw(page);
    } catch (error) {
      page.loaded = null;
      fill(page.element, h("p", { class: "failure", role: "alert" }, error.message));
    }
    return page.loaded;
  }

  draw(page) {
    const { element, info, lines } = page;
    element.style.aspectRatio = `${info.width} / ${info.height}`;
    const image = h("img", { src: `${info.image}?scale=${SCALE}`, alt: "", draggable: "false", onload: () => element.classList.remove("skeleton") });
    const layer = h("div", { class: "words", lang: "vi" }, lines.map((line) => this.line(line, info)));
    this.boxes = this.boxes ?? new Map();
    const boxes = h("div", { class: "boxes", "aria-hidden": "true" });
    this.boxes.set(page.number, boxes);
    fill(element, image, boxes, layer);
    layer.addEventListener("pointerdown", (event) => this.drag(event, page));
    this.drawBoxes(page);
  }

  line({ start, end, box }, info) {
    const element = h("span", { dataset: { start } }, this.offsets.slice(start, end));
    put(element, box, info);
    // In units of the page's own width: the text keeps its size when the page is drawn larger.
    element.style.fontSize = `${((box[3] - box[1]) / info.width) * 100 * 0.8}cqw`;
    return element;
  }

  drawBoxes(page) {
    const places = this.boxes.get(page.number);
    const known = new Map(page.info.mentions.map((one) => [one.id, one.boxes]));
    for (const item of this.model.all())
      if (!known.has(item.id) && item.state !== "orphaned") known.set(item.id, this.boxesOf(item, page));
    const drawn = [];
    for (const [id, boxes] of known) {
      if (!this.model.items.has(id)) continue;
      const elements = boxes.map((box) => put(h("div", { class: "box", dataset: { id } }), box, page.info));
      const others = (this.marks.get(id) ?? []).filter((one) => one.page !== page.number);
      if (elements.length) this.marks.set(id, [...others, { page: page.number, elements }]);
      drawn.push(elements);
    }
    fill(places, drawn);
    this.update([...known.keys()]);
  }

  /** Where the words of an item stand that a person added: in proportion along its lines. */
  boxesOf({ anchor }, page) {
    return page.lines
      .filter((line) => line.start < anchor.end && anchor.start < line.end)
      .map(({ start, end, box: [x0, y0, x1, y1] }) => {
        const along = (point) => x0 + ((Math.min(Math.max(point, start), end) - start) / (end - start)) * (x1 - x0);
        return [along(anchor.start), y0, along(anchor.end), y1];
      });
  }

  changed(ids) {
    if (ids.some((id) => !this.marks.has(id))) for (const page of this.pages) if (page.info) this.drawBoxes(page);
    this.update(ids);
  }

  update(ids) {
    for (const id of ids) {
      const item = this.model.item(id);
      const main = item?.kind === this.model.kind;
      const classes = `box k-${item?.kind} s-${item?.state}${main ? " main" : ""}${id === this.model.selected ? " selected" : ""}`;
      for (const { elements } of this.marks.get(id) ?? []) for (const element of elements) element.className = classes;
    }
  }

  async select(id) {
    this.update([this.shown, id].filter(Boolean));
    this.shown = id;
    const page = this.model.items.get(id)?.anchor.page;
    if (!page || this.model.from === "text") return;
    await this.load(page);
    if (this.shown !== id) return;
    const first = this.marks.get(id)?.[0]?.elements[0];
    reveal(first ?? this.pages[page - 1].element, this.pane);
  }

  show(point) {
    const page = this.pages.findLast((one) => one.info?.span && one.info.span[0] <= point);
    if (page) reveal(page.element, this.pane, true);
  }

  clicked(event) {
    if (!document.getSelection().isCollapsed) return;
    const boxes = document.elementsFromPoint(event.clientX, event.clientY).filter((one) => one.matches(".box"));
    const box = boxes.find((one) => one.matches(".main")) ?? boxes[0];
    if (box) this.model.select(box.dataset.id, "text");
  }

  selection() {
    const chosen = document.getSelection();
    if (!chosen.rangeCount || chosen.isCollapsed) return null;
    const range = chosen.getRangeAt(0);
    const page = range.startContainer.parentElement?.closest(".page");
    if (!page || !this.pane.contains(range.endContainer)) return null;
    const point = (node, offset) => {
      const line = node.parentElement?.closest("[data-start]");
      return line ? Number(line.dataset.start) + [...line.textContent.slice(0, offset)].length : null;
    };
    const [start, end] = [point(range.startContainer, range.startOffset), point(range.endContainer, range.endOffset)];
    return start === null || end === null || end <= start ? null : { start, end, page: Number(page.dataset.page) };
  }

  selecting() {
    const span = this.selection();
    if (span || this.chosen) this.choose(span);
    this.chosen = span;
  }

  /** Let every drag draw a box, as fingers need it: without, theirs scroll. */
  drawing(on) {
    this.always = on;
    this.pane.classList.toggle("drawing", on);
  }

  /** With Shift, beside the words, or while drawing, a drag draws a box. */
  drag(event, page) {
    const meant = this.always || (event.pointerType !== "touch" && (event.shiftKey || event.target === event.currentTarget));
    if (event.button || !meant) return;
    event.preventDefault();
    const frame = page.element.getBoundingClientRect();
    const at = (one) => [((one.clientX - frame.left) / frame.width) * page.info.width, ((one.clientY - frame.top) / frame.height) * page.info.height];
    const from = at(event);
    const rubber = h("div", { class: "rubber" });
    page.element.append(rubber);
    const area = (one) => {
      const to = at(one);
      return [Math.min(from[0], to[0]), Math.min(from[1], to[1]), Math.max(from[0], to[0]), Math.max(from[1], to[1])];
    };
    const move = (one) => put(rubber, area(one), page.info);
    const end = (one) => {
      removeEventListener("pointermove", move);
      rubber.remove();
      const box = area(one);
      if (box[2] - box[0] < DRAG && box[3] - box[1] < DRAG) return;
      const span = this.under(page, box);
      if (span) this.add(span);
    };
    addEventListener("pointermove", move);
    addEventListener("pointerup", end, { once: true });
  }

  /** The words under a box: whole words, along the lines whose middle it covers. */
  under(page, [x0, y0, x1, y1]) {
    const covered = page.lines.filter(({ box }) => (box[1] + box[3]) / 2 >= y0 && (box[1] + box[3]) / 2 <= y1 && box[0] < x1 && x0 < box[2]);
    if (!covered.length) return null;
    const point = (line, x) => line.start + Math.round(((x - line.box[0]) / (line.box[2] - line.box[0])) * (line.end - line.start));
    const [first, last] = [covered[0], covered.at(-1)];
    let start = Math.max(first.start, point(first, x0));
    let end = Math.min(last.end, point(last, x1));
    const letter = (at) => this.offsets.slice(at, at + 1);
    while (start > first.start && /\S/.test(letter(start - 1))) start -= 1;
    while (end < last.end && /\S/.test(letter(end))) end += 1;
    while (start < end && /\s/.test(letter(start))) start += 1;
    while (end > start && /\s/.test(letter(end - 1))) end -= 1;
    return end > start ? { start, end, page: page.number } : null;
  }
}

/** Place an element over a part of the page. */
function put(element, [x0, y0, x1, y1], { width, height }) {
  element.style.left = `${(x0 / width) * 100}%`;
  element.style.top = `${(y0 / height) * 100}%`;
  element.style.width = `${((x1 - x0) / width) * 100}%`;
  element.style.height = `${((y1 - y0) / height) * 100}%`;
  return element;
}
