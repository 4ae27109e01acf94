// The audit trail of a document: who decided what, when, what it was before and after.

import { address, get } from "../api.js";
import { dialog, failure } from "../dialogs.js";
import { fill, h } from "../dom.js";
import { t, time } from "../i18n.js";
import { SHOWN, shownValue } from "./fields.js";

const PART = 50;

export function history(model) {
  const rows = h("tbody");
  const more = h("button", { hidden: true }, t("more"));
  const place = h("div");
  let cursor = null;
  more.addEventListener("click", () => load());

  async function load() {
    more.disabled = true;
    try {
      const answer = await get(address(model.head.links.history, { limit: PART, cursor }));
      rows.append(...answer.items.map((one) => row(one, model)));
      cursor = answer.next;
      more.hidden = !cursor;
      if (!rows.children.length) fill(place, h("p", {}, t("history.none")));
    } catch (error) {
      fill(place, failure(error, () => (fill(place), load())));
    }
    more.disabled = false;
  }

  load();
  const head = ["at", "who", "action", "item", "change"].map((name) => h("th", { scope: "col" }, t(`history.${name}`)));
  return dialog(
    t("history.title"),
    () => [h("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": t("history.title") }, h("table", { class: "history" }, h("thead", {}, h("tr", {}, head)), rows)), place, more],
    { wide: true },
  );
}

function row(one, model) {
  const item = model.items.get(one.item);
  const kind = one.kind ?? item?.kind ?? "reference";
  return h(
    "tr",
    { class: one.undone ? "undone" : "" },
    h("td", {}, h("time", { datetime: one.at }, time(one.at))),
    h("td", {}, one.who),
    h("td", {}, t(`action.${one.action}`), one.undone ? ` (${t("history.undone")})` : ""),
    h("td", {}, one.quote),
    h("td", {}, changes(kind, one), [one.reason, one.comment].filter(Boolean).map((text) => h("p", {}, text))),
  );
}

function changes(kind, { before, after }) {
  if (!after) return null;
  return (SHOWN[kind] ?? []).flatMap((name) => {
    const [was, is] = [shownValue(name, before?.[name]), shownValue(name, after[name])];
    if (was === is || (!before && !is)) return [];
    return h("p", {}, `${t(`field.${name}`)}: `, was && h("del", {}, was), " ", h("ins", {}, is || "—"));
  });
}
