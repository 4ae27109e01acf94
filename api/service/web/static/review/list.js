// The list of items: one list box, its groups the cited documents. The focus stays on the list; which option is meant
// moves (aria-activedescendant).

import { fill, h, reveal } from "../dom.js";
import { number, percent, t } from "../i18n.js";
import { heading, shownValue } from "./fields.js";
import { grouped } from "./filter.js";

/** How sure the machine must be for its figure not to be shown. */
const SURE = 0.9;

export class List {
  constructor(model) {
    this.model = model;
    this.options = new Map();
    this.element = h("div", { class: "list", role: "listbox", tabindex: "0", id: "list" });
    this.element.addEventListener("click", (event) => this.clicked(event));
    model.on("view", () => this.draw());
    model.on("items", (ids) => ids.forEach((id) => this.update(id)));
    model.on("select", (id) => this.select(id));
    this.draw();
  }

  draw() {
    this.options.clear();
    const { model } = this;
    this.element.setAttribute("aria-label", t(`kind.${model.kind}`));
    const items = model.shown.map((id) => model.item(id));
    if (!items.length) {
      this.element.removeAttribute("aria-activedescendant");
      const any = model.all(model.kind).length;
      return fill(this.element, h("p", { class: "empty", role: "option", "aria-disabled": "true" }, t(any ? "review.none.shown" : "review.none")));
    }
    const byGroup = model.kind === "reference" && model.filter.order === "grouped";
    const drawn = byGroup ? grouped(model, items).map((set, at) => this.group(set, at)) : items.map((item) => this.option(item));
    fill(this.element, drawn);
    return this.select(model.selected);
  }

  group({ group, items }, at) {
    const id = `group-${at}`;
    const about = group
      ? [
          h("span", { class: "group-title" }, group.title),
          h("span", { class: "group-more" }, groupFacts(group)),
        ]
      : h("span", { class: "group-title" }, t("review.no.group"));
    return h(
      "div",
      { role: "group", "aria-labelledby": id, class: "group" },
      h("div", { id, class: "group-head", role: "presentation" }, about),
      items.map((item) => this.option(item)),
    );
  }

  option(item) {
    const element = h("div", { role: "option", id: `item-${item.id}`, dataset: { id: item.id } });
    this.options.set(item.id, element);
    this.paint(element, item);
    return element;
  }

  paint(element, item) {
    const chosen = item.id === this.model.selected;
    const marked = this.model.marked.has(item.id);
    element.className = `option s-${item.state}${marked ? " marked" : ""}${item.waiting ? " waiting" : ""}`;
    element.setAttribute("aria-selected", chosen);
    fill(
      element,
      h("span", { class: "sign", "aria-hidden": "true" }),
      h("span", { class: "unseen" }, `${t(`state.${item.state}`)}. `),
      h("span", { class: "quote" }, heading(item)),
      h("span", { class: "more" }, facts(item)),
      h("span", { class: "badges" }, badges(item, marked)),
    );
  }

  update(id) {
    const element = this.options.get(id);
    const item = this.model.item(id);
    if (element && item) this.paint(element, item);
  }

  select(id) {
    for (const [one, element] of this.options)
      if (one === id || element.getAttribute("aria-selected") === "true") element.setAttribute("aria-selected", one === id);
    const element = this.options.get(id);
    if (!element) return;
    this.element.setAttribute("aria-activedescendant", element.id);
    reveal(element, this.element);
  }

  clicked(event) {
    const option = event.target.closest("[data-id]");
    if (!option) return;
    if (event.ctrlKey || event.metaKey || event.shiftKey) this.model.mark(option.dataset.id);
    else this.model.select(option.dataset.id, "list");
  }
}

function groupFacts(group) {
  const said = [shownValue("date", group.date), group.issuer];
  if (group.cited_by) said.push(t("review.cited.by", { count: number(group.cited_by) }));
  if (group.registered && group.registered !== "not_found") said.push(t(`registered.${group.registered}`));
  return said.filter(Boolean).join(" · ");
}

function facts(item) {
  const { kind, fields } = item;
  const names = {
    reference: ["date", "issuer", "title"],
    count: ["unit", "as_of"],
    responsibility: ["actors", "deadline_text"],
    indicator: ["value_text", "unit"],
    finding: ["type"],
  }[kind];
  const said = names.map((name) => shownValue(name, fields?.[name]));
  if (item.section) said.push(`§ ${item.section}`);
  if (item.anchor.page) said.push(t("page.short", { page: item.anchor.page }));
  return said.filter(Boolean).join(" · ");
}

function badges(item, marked) {
  return [
    marked && h("span", { class: "badge" }, t("marked")),
    item.kind === "finding" && h("span", { class: `badge ${item.fields?.severity}` }, shownValue("severity", item.fields?.severity)),
    item.kind !== "finding" && item.findings?.length > 0 && h("span", { class: "badge warning" }, t("findings.count", { count: item.findings.length })),
    item.confidence !== null && item.confidence < SURE && h("span", { class: "badge" }, percent(item.confidence)),
    item.comments?.length > 0 && h("span", { class: "badge" }, t("comments.count", { count: item.comments.length })),
    item.waiting && h("span", { class: "badge" }, t("waiting")),
  ];
}
