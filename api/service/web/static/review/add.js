// What people add to the list: a missed item at selected words, a cut through a mention, a comment, a reason.

import { dialog, toast } from "../dialogs.js";
import { fill, h } from "../dom.js";
import { t } from "../i18n.js";
import { fieldsForm } from "./form.js";

const ADDED = ["reference", "count", "responsibility", "indicator"];

/** Ask for the fields of what was missed. Words that are not selected can be looked for: also by keyboard alone. */
export function add({ model, offsets, detail, actions, span, focus }) {
  const kind = ADDED.includes(model.kind) ? model.kind : "reference";
  let chosen = span;
  const found = h("p", { class: "found-words" });
  const search = h("input", { type: "text", name: "words", required: !span, autofocus: !span, value: "", onchange: look });
  const above = h(
    "div",
    {},
    span ? null : h("label", {}, h("span", {}, t("add.words")), search),
    found,
  );
  show();
  const form = fieldsForm({
    kind,
    before: kind === "reference" && span ? guess(offsets.slice(span.start, span.end)) : {},
    title: t(`add.${kind}`),
    name: `add.${model.head.id}`,
    path: model.head.links.suggestions,
    above,
    submit: t("add"),
    end: () => (detail.release(), focus()),
    done: (fields) => {
      if (!span) look();
      if (!chosen) return toast(t("add.not.found"), { kind: "error" });
      const before = kind === "reference" && span ? guess(offsets.slice(span.start, span.end)) : {};
      return actions.insert({ action: "add", kind, items: [], span: chosen, fields: { ...before, ...fields } });
    },
  });
  detail.take(form);

  function look() {
    const words = search.value.trim();
    const taken = model.all(kind);
    let at = words ? offsets.text.indexOf(words) : -1;
    while (at >= 0) {
      const start = offsets.point(at);
      const end = offsets.point(at + words.length);
      if (!taken.some((item) => item.anchor.start < end && start < item.anchor.end)) break;
      at = offsets.text.indexOf(words, at + 1);
    }
    chosen = at < 0 ? null : { start: offsets.point(at), end: offsets.point(at + words.length), page: null };
    show();
  }

  function show() {
    fill(found, chosen ? quote(offsets, chosen) : search.value ? t("add.not.found") : "");
  }
}

/** Words with what stands around them. */
function quote(offsets, { start, end }) {
  return ["…", offsets.slice(Math.max(0, start - 32), start), h("mark", {}, offsets.slice(start, end)), offsets.slice(end, end + 32), "…"];
}

/** What the words themselves say, so that not everything has to be typed. */
function guess(words) {
  const code = words.match(/\d+[\d/]*\/[\p{Lu}\d][\p{L}\d-]*/u)?.[0];
  const date = words.match(/(\d{1,2})[/-](\d{1,2})[/-](\d{4})/);
  return {
    ...(code ? { code } : {}),
    ...(date ? { date: `${date[3]}-${date[2].padStart(2, "0")}-${date[1].padStart(2, "0")}` } : {}),
  };
}

/** Cut a part of a mention off, or, without selected words, take mentions out of their group. */
export function split({ model, offsets, actions, span }) {
  const item = model.item(model.selected);
  if (!item || item.kind !== "reference") return;
  const inside = span && span.start >= item.anchor.start && span.end <= item.anchor.end;
  if (inside && (span.start > item.anchor.start || span.end < item.anchor.end)) {
    const fields = guess(offsets.slice(span.start, span.end));
    actions.insert({ action: "split", items: [item.id], expected: actions.expected([item.id]), span, fields });
  } else actions.decide("split", model.chosen(), {}, { advance: false });
}

/** A comment on what is chosen. */
export async function comment({ model, actions }) {
  const text = await ask(t("action.comment"), t("comment.text"));
  if (text) actions.comment(model.chosen(), text);
}

/** Dismiss findings: with a reason, which is remembered for this body. */
export async function dismiss({ model, actions }) {
  const ids = model.chosen();
  const known = model.item(ids[0])?.suggestion?.reason ?? "";
  const reasons = ["source", "intended", "reading", "elsewhere"].map((name) => t(`reason.${name}`));
  const reason = await ask(t("action.dismiss"), t("dismiss.text"), known, known ? [known, ...reasons] : reasons);
  if (reason) actions.decide("dismiss", ids, { reason });
}

function ask(title, label, value = "", choices = []) {
  return dialog(title, (close) => {
    const input = h("textarea", { name: "text", rows: 3, required: true, autofocus: true, value });
    const send = (event) => (event.preventDefault(), close(input.value.trim()));
    const keys = (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      event.target.form.requestSubmit();
    };
    input.addEventListener("keydown", keys);
    return h(
      "form",
      { onsubmit: send },
      h("label", {}, label, input),
      choices.length
        ? h("div", { class: "choices" }, choices.map((one) => h("button", { type: "button", onclick: () => close(one) }, one)))
        : null,
      h("div", { class: "actions" }, h("button", { class: "main", type: "submit" }, t("save"))),
    );
  });
}
