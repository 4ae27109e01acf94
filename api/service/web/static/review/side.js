// The right side: tabs, what is shown of a tab, the list.

import { fill, h, settled } from "../dom.js";
import { number, percent, t } from "../i18n.js";
import { KINDS } from "./model.js";

const STATES = ["all", "open", "decided", "accepted", "corrected", "rejected", "added", "confirmed", "fixed", "dismissed", "orphaned"];
const REGISTERED = ["matched", "differs", "not_found"];

/** The tabs. Arrow keys move between them, as people expect of tabs. */
export class Tabs {
  constructor(model) {
    this.model = model;
    this.element = h("div", { role: "tablist", class: "tabs", "aria-label": t("review.kinds"), onkeydown: (event) => this.keys(event) });
    this.tabs = KINDS.map((kind, at) =>
      h("button", { role: "tab", id: `tab-${kind}`, "aria-controls": "panel", dataset: { kind }, title: `${t(`kind.${kind}`)} (${at + 1})`, onclick: () => model.tab(kind) }),
    );
    this.element.append(...this.tabs);
    for (const topic of ["view", "head"]) model.on(topic, () => this.draw());
    this.draw();
  }

  draw() {
    for (const tab of this.tabs) {
      const { kind } = tab.dataset;
      const chosen = kind === this.model.kind;
      tab.setAttribute("aria-selected", chosen);
      tab.tabIndex = chosen ? 0 : -1;
      const open = this.model.open(kind);
      const all = this.model.all(kind).length;
      const words = [t(`kind.short.${kind}`), " ", h("span", { class: "badge", "aria-hidden": "true" }, open ? number(open) : all ? "✓" : "0")];
      fill(tab, words, h("span", { class: "unseen" }, ` ${t("review.open.of", { open, all })}`));
    }
  }

  keys(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const at = (KINDS.indexOf(this.model.kind) + step + KINDS.length) % KINDS.length;
    this.model.tab(KINDS[at]);
    this.tabs[at].focus();
    event.preventDefault();
  }
}

/** What is shown of a tab, and one button for all of it. */
export class Filters {
  constructor(model, actions) {
    this.model = model;
    const set = (name) => (event) => model.filterBy({ [name]: event.target.value });
    const words = settled((value) => model.filterBy({ words: value }), 120);
    this.words = h("input", { type: "search", "aria-label": t("filter.words"), placeholder: t("filter.words"), oninput: (event) => words(event.target.value), onkeydown: leave });
    this.state = choice("state", STATES, (one) => t(`state.${one}`), set("state"));
    this.order = choice("order", ["grouped", "text", "confidence"], (one) => t(`order.${one}`), set("order"));
    this.registered = choice("registered", ["", ...REGISTERED], (one) => t(one ? `registered.${one}` : "filter.registered"), set("registered"));
    this.confidence = choice("confidence", ["0", "0.7", "0.8", "0.9", "0.95"], (one) => (one === "0" ? t("filter.confidence") : `≥ ${percent(Number(one))}`), (event) =>
      model.filterBy({ confidence: Number(event.target.value) }),
    );
    this.group = h("button", { class: "chip", onclick: () => model.filterBy({ group: "" }) });
    this.all = h("button", { class: "accept-all", "aria-keyshortcuts": "Shift+Enter", onclick: () => actions.acceptShown() });
    this.element = h("div", { class: "filters", role: "search", "aria-label": t("filter.title") }, this.words, this.state, this.order, this.confidence, this.registered, this.group, this.all);
    for (const topic of ["view", "items"]) model.on(topic, () => this.draw());
    this.draw();

    function leave(event) {
      if (event.key !== "Escape" && event.key !== "Enter") return;
      document.getElementById("list").focus();
      event.preventDefault();
    }
  }

  draw() {
    const { filter, kind, shown } = this.model;
    for (const name of ["state", "order", "registered"]) this[name].value = filter[name];
    this.confidence.value = String(filter.confidence);
    if (document.activeElement !== this.words) this.words.value = filter.words;
    this.order.hidden = this.registered.hidden = kind !== "reference";
    const group = this.model.groups.find((one) => one.id === filter.group);
    this.group.hidden = !group;
    fill(this.group, group?.title ?? "", " ✕");
    this.group.setAttribute("aria-label", t("filter.group.end", { title: group?.title ?? "" }));
    const open = shown.filter((id) => this.model.item(id).state === "open").length;
    this.all.disabled = !open || this.model.head.may_review === false;
    fill(this.all, t(kind === "finding" ? "review.confirm.shown" : "review.accept.shown", { count: number(open) }));
  }
}

function choice(name, values, words, onchange) {
  return h("select", { name, "aria-label": t(`filter.${name}`), onchange }, values.map((one) => h("option", { value: one }, words(one))));
}
