// A text field with suggestions (the combobox pattern): what the archive and the registers know.

import { address, get } from "../api.js";
import { announce, fill, h, settled } from "../dom.js";
import { number, t } from "../i18n.js";
import { shownValue } from "./fields.js";

let numbers = 0;

/** An input and its list. `ask()` gives what to ask for beside the words; `chosen(suggestion)` hears what is taken. */
export function suggesting(input, { path, ask, chosen }) {
  const id = `suggestions-${(numbers += 1)}`;
  const list = h("ul", { id, role: "listbox", class: "suggestions", hidden: true, "aria-label": t("suggestions") });
  let items = [];
  let at = -1;
  let asked = null;
  const attributes = { role: "combobox", "aria-expanded": "false", "aria-controls": id, "aria-autocomplete": "list", autocomplete: "off" };
  for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);

  function close() {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function take(index) {
    close();
    chosen(items[index]);
  }

  function point(to) {
    at = (to + items.length) % items.length;
    [...list.children].forEach((option, index) => option.setAttribute("aria-selected", index === at));
    list.children[at].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", list.children[at].id);
  }

  async function look() {
    asked?.abort();
    asked = new AbortController();
    try {
      const answer = await get(address(path, { ...ask(), q: input.value.trim() }), { signal: asked.signal });
      items = answer.items;
    } catch {
      items = []; // no connection: one types without suggestions
    }
    if (document.activeElement !== input) return;
    fill(list, items.map((one, index) => option(one, `${id}-${index}`, () => take(index))));
    list.hidden = !items.length;
    input.setAttribute("aria-expanded", String(items.length > 0));
    at = -1;
    if (items.length) announce(t("suggestions.count", { count: number(items.length) }));
  }

  const later = settled(look, 150);
  input.addEventListener("input", later);
  input.addEventListener("focus", later);
  input.addEventListener("blur", () => setTimeout(close, 150));
  input.addEventListener("keydown", (event) => {
    const open = !list.hidden;
    if (event.key === "ArrowDown" && items.length) list.hidden ? (list.hidden = false) : point(at + 1);
    else if (event.key === "ArrowUp" && open) point(at < 0 ? items.length - 1 : at - 1);
    else if (event.key === "Enter" && open && at >= 0) take(at);
    else if (event.key === "Escape" && open) close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  return h("div", { class: "combobox" }, input, list);
}

function option(one, id, take) {
  const { fields = {} } = one;
  const facts = [shownValue("date", fields.date), fields.issuer, fields.title].filter((value) => value && value !== one.value);
  const from = [t(`from.${one.from}`), one.place, one.documents && t("suggestion.documents", { count: number(one.documents) })];
  return h(
    "li",
    { role: "option", id, "aria-selected": "false", onmousedown: (event) => (event.preventDefault(), take()) },
    h("strong", {}, one.value),
    facts.length ? h("span", {}, facts.join(" · ")) : null,
    h("small", {}, from.filter(Boolean).join(" · ")),
  );
}
