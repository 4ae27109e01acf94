// Deciding. What a person decides shows at once, waits in the outbox and is settled by the answer of the service.

import { Refused } from "../api.js";
import { confirmed, toast } from "../dialogs.js";
import { announce } from "../dom.js";
import { t } from "../i18n.js";
import { Outbox } from "../outbox.js";
import { conflict } from "./conflict.js";
import { BECOMES } from "./model.js";

/** Findings are confirmed, everything else is accepted: the same key does both. */
export const yes = (kind) => (kind === "finding" ? "confirm" : "accept");
export const no = (kind) => (kind === "finding" ? "dismiss" : "reject");

export class Actions {
  constructor(model, told) {
    this.model = model;
    this.outbox = new Outbox(model.head.id, {
      answered: (step, answer) => this.answered(step, answer),
      refused: (step, error) => this.refused(step, error),
      changed: told,
    });
    // What an earlier visit could not send.
    for (const step of this.outbox.steps) this.hope(step);
    this.outbox.keep();
    this.outbox.run();
  }

  get may() {
    return this.model.head.may_review !== false;
  }

  /** Decide items, and go on to the next open one. */
  decide(action, ids, more = {}, { advance = true } = {}) {
    if (!ids.length || !this.may) return;
    const decision = { action, items: ids, expected: this.expected(ids), ...more };
    const next = advance && ids.includes(this.model.selected) ? this.after(ids) : null;
    const step = this.outbox.add("decisions", this.body(decision), { items: ids });
    this.hope(step);
    this.model.unmark();
    if (next) this.model.select(next, "decided");
    else if (advance) announce(t("review.none.open"));
  }

  body(decision) {
    return { decisions: [decision], ...(this.model.head.blind ? { blind: true } : {}) };
  }

  after(ids) {
    const before = this.model.marked;
    this.model.marked = new Set();
    const open = this.model.nextOpen();
    this.model.marked = before;
    return ids.includes(open) ? null : open;
  }

  /** The decision that was shown for each item. One that waits counts as its step's, whose id is not known yet. */
  expected(ids) {
    const found = {};
    for (const id of ids) found[id] = this.model.items.get(id)?.decision?.id ?? null;
    return found;
  }

  hope(step) {
    for (const one of step.body?.decisions ?? []) {
      if (!BECOMES[one.action] || !one.items) continue;
      const ids = one.items.filter((id) => this.model.items.has(id));
      const fields = one.fields && ids.length ? { fields: { ...this.model.item(ids[0]).fields, ...one.fields } } : {};
      this.model.hope(ids, step.key, { state: BECOMES[one.action], ...fields });
    }
  }

  answered(step, answer) {
    // Steps behind this one were made on top of it.
    for (const later of this.outbox.steps)
      for (const one of later.body?.decisions ?? [])
        for (const item of answer.items ?? [])
          if (one.expected && item.id in one.expected) one.expected[item.id] = item.decision?.id ?? null;
    this.outbox.keep();
    this.model.merge(answer);
    this.model.settle(step.key);
    step.then?.(answer);
    if (step.path !== "decisions") {
      announce(t(step.path.startsWith("undo") ? "review.undone" : "review.redone"));
      const first = answer.items?.[0]?.id;
      if (first && !this.model.editing) this.model.select(first, "decided");
    }
  }

  async refused(step, error) {
    this.model.settle(step.key);
    if (error.code === "decided_meanwhile") {
      const mine = step.body.decisions[0];
      this.model.merge({ items: error.problem.items, version: error.problem.version ?? this.model.head.version });
      const again = await conflict(this.model, mine, error.problem.items);
      if (again) this.decide(mine.action, mine.items, { ...mine, expected: this.expected(mine.items) }, { advance: false });
      return;
    }
    step.failed?.(error);
    toast(error.message, { kind: "error" });
  }

  /** Take back one's own last step. One that was not sent yet never is. */
  undo() {
    const step = this.outbox.takeBack();
    if (!step) return this.steps("undo");
    this.model.settle(step.key);
    this.model.select(step.items?.[0], "decided");
    return announce(t("review.undone"));
  }

  redo() {
    this.steps("redo");
  }

  steps(path) {
    if (this.may) this.outbox.add(this.model.head.blind ? `${path}?blind=true` : path, undefined);
  }

  /** Everything that the list shows and nobody has decided. */
  async acceptShown() {
    const { kind, shown } = this.model;
    const ids = shown.filter((id) => this.model.item(id).state === "open");
    if (!ids.length) return announce(t("review.none.open"));
    const sure = await confirmed(t("review.accept.all"), t("review.accept.all.ask", { count: ids.length }), t("accept"));
    if (sure) this.decide(yes(kind), ids, {}, { advance: true });
    return null;
  }

  /** Join mentions: they cite one document. */
  join(ids) {
    if (ids.length < 2) return toast(t("review.merge.mark"));
    return this.decide("merge", ids, {}, { advance: false });
  }

  /** Add what was missed, or cut a mention in two: not shown before the service has answered. */
  insert(decision) {
    this.outbox.add("decisions", this.body(decision), { items: decision.items ?? [] }).then = (answer) => {
      const made = answer.items.find((item) => !(decision.items ?? []).includes(item.id));
      if (made && !this.model.editing) this.model.select(made.id);
      announce(t("review.added"));
    };
  }

  comment(ids, text) {
    this.decide("comment", ids, { comment: text, expected: undefined }, { advance: false });
  }

  /** Open, in review or done; told at once, because it is no decision about an item. */
  async ask(call, failed = () => {}) {
    try {
      this.model.merge({ version: this.model.head.version, ...(await call()) });
    } catch (error) {
      if (!(error instanceof Refused && failed(error))) toast(error.message, { kind: "error" });
    }
  }
}

