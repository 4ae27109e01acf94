// Correcting an item, and adding one that was missed. What was typed is kept in the browser until it is decided.

import { h } from "../dom.js";
import { day, t } from "../i18n.js";
import { CHOICES, CORRECTED, DATES, SUGGESTED, isoDate, partsOfCode } from "./fields.js";
import { suggesting } from "./suggest.js";

const KEPT = "trichluc.draft";

/** The values of fields as they stand in a form: lists with a semicolon between them, dates as in reports. */
const typed = (value, field) => (Array.isArray(value) ? value.join("; ") : DATES.has(field) ? day(value) : value ?? "");

/** A form for the fields of an item. `done(fields)` gets those that differ from `before`; `end()` is called at last. */
export function fieldsForm({ kind, before, title, name, path, item, above, done, end, submit }) {
  const kept = `${KEPT}.${name}`;
  const draft = JSON.parse(sessionStorage.getItem(kept) ?? "{}");
  const inputs = {};
  const form = h("form", { class: "correct", "aria-label": title, onsubmit: send, onkeydown: keys, oninput: keep });
  const rows = CORRECTED[kind].map((field) => row(field));
  form.append(
    h("h2", {}, title),
    ...(above ? [above] : []),
    ...rows,
    h(
      "div",
      { class: "actions" },
      h("button", { class: "main", type: "submit" }, submit, " ", h("kbd", { "aria-hidden": "true" }, "Enter")),
      h("button", { type: "button", onclick: cancel }, t("cancel"), " ", h("kbd", { "aria-hidden": "true" }, "Esc")),
    ),
  );
  queueMicrotask(() => (form.querySelector("[autofocus]") ?? Object.values(inputs)[0])?.focus());
  return form;

  function row(field) {
    const value = draft[field] ?? typed(before?.[field], field);
    const choices = CHOICES[field];
    const long = ["task", "label"].includes(field);
    const make = choices ? select(field, choices, value) : h(long ? "textarea" : "input", { name: field, rows: 2, value });
    inputs[field] = make;
    if (!choices && !long) make.type = "text";
    const control = SUGGESTED.has(field) && kind === "reference" ? suggest(field, make) : make;
    return h("label", {}, h("span", {}, t(`field.${field}`)), control);
  }

  function suggest(field, input) {
    const ask = () => ({ kind, field, item });
    const chosen = (one) => {
      input.value = typed(one.value, field);
      // A document that is known brings all its fields.
      for (const [key, value] of Object.entries(one.fields ?? {}))
        if (inputs[key] && value && ["archive", "register"].includes(one.from)) inputs[key].value = typed(value, key);
      keep();
    };
    return suggesting(input, { path, ask, chosen });
  }

  function changed() {
    const found = {};
    for (const [field, input] of Object.entries(inputs)) {
      const text = input.value.trim();
      if (text === typed(before?.[field], field).trim()) continue;
      if (field === "actors") found[field] = text.split(/\s*;\s*/).filter(Boolean);
      else found[field] = (DATES.has(field) ? isoDate(text) : text) || null;
    }
    if (found.code) Object.assign(found, partsOfCode(found.code));
    return found;
  }

  function keep() {
    const values = Object.entries(inputs).map(([field, input]) => [field, input.value]);
    sessionStorage.setItem(kept, JSON.stringify(Object.fromEntries(values)));
  }

  function send(event) {
    event.preventDefault();
    sessionStorage.removeItem(kept);
    end();
    done(changed());
  }

  function cancel() {
    sessionStorage.removeItem(kept);
    end();
  }

  function keys(event) {
    if (event.key === "Escape") cancel();
    else if (event.key === "Enter" && event.ctrlKey) form.requestSubmit();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}

function select(field, choices, value) {
  const known = choices.includes(value) ? choices : [value, ...choices];
  const option = (one) => h("option", { value: one, selected: one === value }, one ? t(`value.${field}.${one}`) : "—");
  return h("select", { name: field }, known.map(option));
}
