// All that is known of the selected item, and what can be done with it.

import { address, get } from "../api.js";
import { fill, h, settled } from "../dom.js";
import { number, percent, said, t, time } from "../i18n.js";
import { no, yes } from "./actions.js";
import { fieldRows, heading } from "./fields.js";

/** Keys that the buttons show. */
const KEYS = { accept: "Enter", correct: "C", reject: "R", fix: "F", split: "S", merge: "M", comment: "T" };

export class Detail {
  /** `does` holds what the buttons do: accept, correct, reject, fix, split, merge, comment. */
  constructor(model, does) {
    this.model = model;
    this.does = does;
    this.cited = new Map();
    this.element = h("section", { class: "detail", "aria-label": t("review.detail"), tabindex: "0" });
    this.actions = h("div", { class: "actions", role: "toolbar", "aria-label": t("review.actions") });
    this.body = h("div", { class: "detail-body" });
    this.element.append(this.actions, this.body);
    this.citing = settled((item) => this.fetchCiting(item), 200);
    model.on("select", (id) => this.formFor && this.formFor !== id ? this.release() : this.draw());
    model.on("items", (ids) => ids.includes(model.selected) && this.draw());
    this.draw();
  }

  /** Show a form in its place: until it is done, or, where it is for one item, until another one is looked at (what
   * was typed is kept). */
  take(element, item = null) {
    this.form = element;
    this.formFor = item;
    this.model.editing = true;
    this.element.classList.remove("nothing");
    fill(this.actions);
    fill(this.body, element);
    this.element.scrollTop = 0;
  }

  release() {
    this.form = this.formFor = null;
    this.model.editing = false;
    this.draw();
  }

  draw() {
    if (this.form) return;
    const item = this.model.selected && this.model.item(this.model.selected);
    this.element.classList.toggle("nothing", !item);
    if (!item) {
      fill(this.actions);
      fill(this.body);
      return;
    }
    fill(this.actions, this.buttons(item));
    fill(
      this.body,
      h("h2", {}, h("span", { class: `state s-${item.state}` }, t(`state.${item.state}`)), " ", heading(item)),
      item.earlier && this.earlier(item),
      item.suggestion && this.suggestion(item),
      fieldRows(item.kind, item.fields, item.extracted),
      h("p", { class: "source" }, sourceOf(item)),
      item.decision && decisionOf(item.decision),
      this.related(item),
      (item.comments ?? []).map((one) => h("blockquote", {}, one.comment, h("footer", {}, `${one.who} · ${time(one.at)}`))),
      (this.place = h("div", { class: "citing" })),
    );
    if (item.kind === "reference" && item.fields?.code) this.citing(item);
  }

  buttons(item) {
    if (this.model.head.may_review === false || item.state === "orphaned") return [];
    const button = (name, key, words, main) =>
      h(
        "button",
        { class: main ? "main" : "", onclick: () => this.does[name](), "aria-keyshortcuts": key, dataset: { action: name } },
        words,
        " ",
        h("kbd", { "aria-hidden": "true" }, key),
      );
    const finding = item.kind === "finding";
    const figure = !finding && item.kind !== "reference";
    return [
      button("accept", KEYS.accept, t(`action.${yes(item.kind)}`), true),
      !finding && button("correct", KEYS.correct, t("action.correct")),
      button("reject", KEYS.reject, t(`action.${no(item.kind)}`)),
      (finding || figure) && button("fix", KEYS.fix, t("action.fix")),
      item.kind === "reference" && button("split", KEYS.split, t("action.split")),
      item.kind === "reference" && this.model.marked.size > 1 && button("merge", KEYS.merge, t("action.merge")),
      button("comment", KEYS.comment, t("action.comment")),
    ];
  }

  earlier(item) {
    const { earlier } = item;
    return h(
      "div",
      { class: "note" },
      h("p", {}, t("review.earlier", { action: t(`action.${earlier.action}`), who: earlier.who, at: time(earlier.at) })),
      fieldRows(item.kind, earlier.fields, item.fields, { changedOnly: true }),
    );
  }

  suggestion({ suggestion }) {
    const text = t("review.suggestion", { reason: suggestion.reason, who: suggestion.who, times: suggestion.times });
    return h("p", { class: "note" }, text);
  }

  /** Findings that touch an item; of a finding, what it compares. */
  related(item) {
    const ids = item.kind === "finding" ? item.fields?.items ?? [] : item.findings ?? [];
    const items = ids.map((id) => this.model.item(id)).filter(Boolean);
    if (!items.length) return null;
    const title = t(item.kind === "finding" ? "review.compares" : "review.findings");
    const link = (one) =>
      h(
        "li",
        {},
        h("button", { class: "link", onclick: () => this.model.select(one.id) }, heading(one)),
        ` (${t(`state.${one.state}`)})`,
      );
    return [h("h3", {}, title), h("ul", {}, items.map(link))];
  }

  async fetchCiting(item) {
    // Another one may have been chosen in the meantime.
    if (item.id !== this.model.selected) return;
    const { place } = this;
    const { code, date } = item.fields;
    const path = address(`/v1/references/${code.split("/").map(encodeURIComponent).join("/")}`, { date, limit: 10 });
    if (!this.cited.has(path)) this.cited.set(path, get(path).catch(() => null));
    const found = await this.cited.get(path);
    if (!found) this.cited.delete(path);
    if (place !== this.place) return;
    const others = found?.items.flatMap((one) => one.citing.items).filter((one) => one.id !== this.model.head.id) ?? [];
    const checked = found?.items[0]?.verification;
    fill(
      place,
      checked && checked.status !== "unchecked" && h("p", { class: `register ${checked.status}` }, said(checked)),
      h("h3", {}, t("review.others")),
      others.length ? h("ul", {}, others.map(otherReport)) : h("p", { class: "quiet" }, t("review.others.none")),
      h("p", {}, h("a", { href: `/dashboard?graph=${encodeURIComponent(code)}` }, t("review.graph"))),
    );
  }
}

function otherReport(one) {
  const facts = [one.number, one.issuer, one.section && `§ ${one.section}`, one.mentions > 1 && `× ${number(one.mentions)}`];
  return h("li", {}, h("a", { href: `/review/${one.id}` }, one.name), " ", facts.filter(Boolean).join(" · "));
}

function sourceOf(item) {
  if (!item.source) return t("source.person");
  const [kind, rule] = item.source.split(/:(.*)/s);
  return t(kind === "model" ? "source.model" : "source.rule", {
    rule: rule ?? item.source,
    confidence: item.confidence === null ? "—" : percent(item.confidence),
  });
}

function decisionOf(one) {
  const words = t(one.carried_from ? "decision.carried" : "decision.made", {
    action: t(`action.${one.action}`),
    who: one.who,
    at: time(one.at),
  });
  return h("p", { class: "decision" }, words, one.reason && ` ${t("decision.reason", { reason: one.reason })}`);
}
