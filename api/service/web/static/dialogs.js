// Dialogs and messages. The browser's own <dialog> keeps the focus inside and gives it back.

import { announce, fill, h } from "./dom.js";
import { t } from "./i18n.js";

let numbers = 0;

/** Show a dialog. `make(close)` gives its content; the promise is what `close` was called with, null for Escape. */
export function dialog(title, make, { wide = false } = {}) {
  const id = `dialog-${(numbers += 1)}`;
  const box = h("dialog", { "aria-labelledby": id, class: wide ? "wide" : "" });
  return new Promise((resolve) => {
    let result = null;
    const close = (value = null) => {
      result = value;
      box.close();
    };
    box.addEventListener("close", () => {
      box.remove();
      resolve(result);
    });
    const cross = h("button", { class: "plain", "aria-label": t("close"), onclick: () => close() }, "✕");
    const content = h("div", { class: "dialog-body" });
    box.append(h("header", {}, h("h2", { id }, title), cross), content);
    document.body.append(box);
    fill(content, make(close));
    box.showModal();
    (content.querySelector("[autofocus], input, select, textarea, button") ?? cross).focus();
  });
}

/** Ask for yes or no. */
export function confirmed(title, text, yes) {
  return dialog(title, (close) => [
    h("p", {}, text),
    h(
      "div",
      { class: "actions" },
      h("button", { class: "main", autofocus: true, onclick: () => close(true) }, yes),
      h("button", { onclick: () => close(false) }, t("cancel")),
    ),
  ]);
}

/** A short message at the edge, read out too. An `action` is [words, function]. */
export function toast(text, { kind = "info", action = null, stay = 6000 } = {}) {
  const place = document.getElementById("toasts");
  const box = h("div", { class: `toast ${kind}` }, h("span", {}, text));
  const end = () => box.remove();
  if (action) {
    box.append(
      h("button", { class: "plain", onclick: () => (end(), action[1]()) }, action[0]),
    );
  }
  box.append(h("button", { class: "plain", "aria-label": t("close"), onclick: end }, "✕"));
  place.append(box);
  while (place.children.length > 3) place.firstElementChild.remove();
  announce(text);
  if (stay && kind !== "error") setTimeout(end, stay);
}

/** What stands in place of something that could not be had: what happened, and a way on. */
export function failure(error, again) {
  return h(
    "div",
    { class: "failure", role: "alert" },
    h("p", {}, error.message),
    again && h("button", { class: "main", onclick: again }, t("try.again")),
  );
}
