// Somebody else decided the same item meanwhile: both decisions are shown, and a person chooses.

import { dialog } from "../dialogs.js";
import { h } from "../dom.js";
import { t, time } from "../i18n.js";
import { fieldRows } from "./fields.js";

/** Whether one's own decision is to be made all the same, on top of the other. */
export function conflict(model, mine, items) {
  return dialog(
    t("conflict.title"),
    (close) => [
      h("p", {}, t("conflict.text")),
      items.filter((item) => mine.items?.includes(item.id)).map((item) => both(item, mine)),
      h(
        "div",
        { class: "actions" },
        h("button", { class: "main", autofocus: true, onclick: () => close(false) }, t("conflict.theirs")),
        h("button", { onclick: () => close(true) }, t("conflict.mine")),
      ),
    ],
    { wide: true },
  );
}

function both(item, mine) {
  const { decision } = item;
  return h(
    "section",
    { class: "both" },
    h("h3", {}, item.anchor.quote),
    h(
      "div",
      { class: "columns" },
      h(
        "div",
        {},
        h("h4", {}, decision ? t("conflict.other", { who: decision.who, at: time(decision.at) }) : t("conflict.undone")),
        h("p", { class: `state s-${item.state}` }, t(`state.${item.state}`)),
        decision?.reason && h("p", {}, decision.reason),
        fieldRows(item.kind, item.fields, item.extracted, { changedOnly: true }),
      ),
      h(
        "div",
        {},
        h("h4", {}, t("conflict.yours")),
        h("p", {}, t(`action.${mine.action}`)),
        mine.reason && h("p", {}, mine.reason),
        fieldRows(item.kind, { ...item.extracted, ...mine.fields }, item.extracted, { changedOnly: true }),
      ),
    ),
  );
}
