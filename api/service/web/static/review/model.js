// What the review page knows of a document: its items as the service told them, what waits to be sent on top of that,
// which one is looked at, which are shown. Views listen to it and never to each other.

import { inView } from "./filter.js";

/** Kinds of items, in the order of the tabs. */
export const KINDS = ["reference", "count", "responsibility", "indicator", "finding"];

/** What a decision makes of an item until the service has answered. */
export const BECOMES = {
  accept: "accepted",
  correct: "corrected",
  reject: "rejected",
  confirm: "confirmed",
  fix: "fixed",
  dismiss: "dismissed",
};

export class Model {
  constructor(data) {
    this.listeners = {};
    this.waiting = new Map();
    this.marked = new Set();
    this.kind = "reference";
    this.selected = null;
    this.filter = { state: "all", words: "", confidence: 0, registered: "", group: "", order: "grouped" };
    this.take(data);
    this.show();
  }

  /** Listen: "items" (ids), "select" (id), "view", "head", "marked". */
  on(topic, f) {
    (this.listeners[topic] ??= []).push(f);
  }

  tell(topic, value) {
    for (const f of this.listeners[topic] ?? []) f(value);
  }

  /** All of a document, as the service told it. */
  take(data) {
    this.head = { ...data, items: undefined, groups: undefined };
    this.items = new Map(data.items.map((item) => [item.id, item]));
    this.regroup(data.groups);
    this.outline = data.outline;
  }

  regroup(groups) {
    this.groups = groups;
    this.groupOf = new Map(groups.flatMap((group) => group.items.map((item) => [item, group])));
  }

  /** What a decision changed, whoever made it. An older answer than the one known changes nothing. */
  merge(answer) {
    if (answer.version < this.head.version) return;
    for (const item of answer.items ?? []) this.items.set(item.id, item);
    for (const id of answer.gone ?? []) this.items.delete(id);
    const regrouped = answer.groups && JSON.stringify(answer.groups) !== JSON.stringify(this.groups);
    if (answer.groups) this.regroup(answer.groups);
    for (const key of ["version", "status", "assignee", "assigned", "undo", "redo", "orphaned"])
      if (key in answer) this.head[key] = answer[key];
    const ids = (answer.items ?? []).map((item) => item.id);
    // A new one, or one whose group is another now, has no place in the list yet.
    const unknown = ids.some((id) => !this.shown.includes(id) && this.items.get(id).kind === this.kind);
    if (regrouped || unknown || answer.gone?.length) this.show(this.selected);
    else this.tell("items", ids);
    this.tell("head");
  }

  /** An item as people see it: with what waits to be sent. */
  item(id) {
    const item = this.items.get(id);
    const hoped = this.waiting.get(id)?.at(-1);
    return item && hoped ? { ...item, ...hoped, waiting: true } : item;
  }

  /** Items of a kind, in the order of the text; orphaned ones last. */
  all(kind) {
    return [...this.items.keys()]
      .map((id) => this.item(id))
      .filter((item) => !kind || item.kind === kind)
      .sort((a, b) => (a.state === "orphaned") - (b.state === "orphaned") || a.anchor.start - b.anchor.start);
  }

  open(kind) {
    return this.all(kind).filter((item) => item.state === "open").length;
  }

  /** Show items before the service has answered. */
  hope(ids, key, change) {
    for (const id of ids) this.waiting.set(id, [...(this.waiting.get(id) ?? []), { key, ...change }]);
    this.tell("items", ids);
    this.tell("head");
  }

  /** What was hoped for came, or did not. */
  settle(key) {
    const ids = [];
    for (const [id, hopes] of this.waiting) {
      const left = hopes.filter((one) => one.key !== key);
      if (left.length === hopes.length) continue;
      ids.push(id);
      if (left.length) this.waiting.set(id, left);
      else this.waiting.delete(id);
    }
    if (ids.length) this.tell("items", ids);
    this.tell("head");
  }

  /** Choose what is shown. It then stays as it is, so that what was just decided does not jump away. */
  show(select = null) {
    this.shown = inView(this);
    if (select && this.shown.includes(select)) this.selected = select;
    else if (!this.shown.includes(this.selected)) {
      this.selected = this.shown.find((id) => this.item(id).state === "open") ?? this.shown[0] ?? null;
    }
    this.tell("view");
    this.tell("select", this.selected);
  }

  filterBy(change) {
    Object.assign(this.filter, change);
    this.show(this.selected);
  }

  tab(kind, select = null) {
    if (kind !== this.kind) {
      this.kind = kind;
      this.marked.clear();
      this.filter = { ...this.filter, group: "", words: "" };
      this.selected = null;
    }
    this.show(select);
  }

  select(id, from = "") {
    if (!id || !this.items.has(id)) return;
    if (!this.shown.includes(id)) {
      const { kind } = this.items.get(id);
      this.filter = { ...this.filter, state: "all", words: "", confidence: 0, registered: "", group: "" };
      this.kind = kind;
      this.selected = null;
      this.show(id);
      return;
    }
    this.selected = id;
    this.from = from;
    this.tell("select", id);
    this.from = "";
  }

  /** The neighbour in the list, `step` further; it stays at the ends. */
  neighbour(step) {
    const at = this.shown.indexOf(this.selected);
    return this.shown[Math.max(0, Math.min(this.shown.length - 1, at + step))] ?? null;
  }

  /** The next that nobody has decided, from the selected one on and round; null where there is none. */
  nextOpen() {
    const at = this.shown.indexOf(this.selected);
    const round = [...this.shown.slice(at + 1), ...this.shown.slice(0, Math.max(at, 0))];
    return round.find((id) => this.item(id).state === "open") ?? null;
  }

  mark(id) {
    if (!this.marked.delete(id)) this.marked.add(id);
    this.tell("marked");
    this.tell("items", [id]);
  }

  unmark() {
    const ids = [...this.marked];
    this.marked.clear();
    this.tell("marked");
    this.tell("items", ids);
  }

  /** What an action is about: the marked ones, or else the selected one. */
  chosen() {
    return this.marked.size ? [...this.marked] : this.selected ? [this.selected] : [];
  }
}
