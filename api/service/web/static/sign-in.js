// Signing in. A password is sent and never kept.

import { post } from "./api.js";
import { h } from "./dom.js";
import { t } from "./i18n.js";
import { shell } from "./shell.js";

const KEPT = "trichluc.workspace";

export function show() {
  const main = shell("sign-in", t("sign.in"));
  const error = h("p", { class: "failure", role: "alert", hidden: true });
  const form = h(
    "form",
    { class: "card", onsubmit: send },
    h("h1", {}, t("sign.in")),
    field("workspace", t("sign.workspace"), { value: localStorage.getItem(KEPT) ?? "default", autocomplete: "organization" }),
    field("name", t("sign.name"), { autocomplete: "username" }),
    field("password", t("sign.password"), { type: "password", autocomplete: "current-password" }),
    error,
    h("button", { class: "main", type: "submit" }, t("sign.in")),
  );
  main.append(form);
  form.elements.name.focus();

  async function send(event) {
    event.preventDefault();
    error.hidden = true;
    const body = Object.fromEntries(new FormData(form));
    try {
      await post("/v1/session", body);
      localStorage.setItem(KEPT, body.workspace);
      location.assign(wanted());
    } catch (problem) {
      error.textContent = problem.message;
      error.hidden = false;
      form.elements.password.focus();
    }
  }
}

function field(name, label, more) {
  return h("label", {}, label, h("input", { name, required: true, type: "text", ...more }));
}

/** Where somebody wanted to go, if it is a page of ours. */
function wanted() {
  const next = new URLSearchParams(location.search).get("next") ?? "/review";
  const address = new URL(next, location.origin);
  return address.origin === location.origin ? address.pathname + address.search : "/review";
}
