// What all pages share: the head with the way to the other pages, language, light or dark, who is signed in.

import { remove, toSignIn, whoCalls } from "./api.js";
import { h } from "./dom.js";
import { change, language, t } from "./i18n.js";

const KEPT = "trichluc.theme";

/** Light or dark as chosen; the machine's own choice where nothing was. */
export function dress() {
  const chosen = localStorage.getItem(KEPT);
  if (chosen) document.documentElement.dataset.theme = chosen;
}

function dark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function turn() {
  const to = dark() ? "light" : "dark";
  localStorage.setItem(KEPT, to);
  document.documentElement.dataset.theme = to;
}

/** Build the page around its main part, which is returned empty. */
export function shell(page, title) {
  document.title = `${title} · Trích Lục`;
  const main = h("main", { id: "main", class: `page-${page}`, tabindex: "-1" });
  document.body.replaceChildren(
    h("a", { class: "skip", href: "#main" }, t("skip")),
    head(page),
    main,
    h("div", { id: "live", class: "unseen", "aria-live": "polite", role: "status" }),
    h("div", { id: "toasts", role: "region", "aria-label": t("messages") }),
  );
  return main;
}

function head(page) {
  const here = (name) => (page === name ? "page" : null);
  const other = language() === "vi" ? "en" : "vi";
  return h(
    "header",
    { class: "top" },
    h("a", { class: "brand", href: "/review" }, h("span", { class: "seal", "aria-hidden": "true" }, "TL"), "Trích Lục"),
    h(
      "nav",
      { "aria-label": t("pages") },
      page !== "sign-in" && [
        h("a", { href: "/review", "aria-current": here("queue") }, t("queue.title")),
        h("a", { href: "/dashboard", "aria-current": here("dashboard") }, t("dashboard.title")),
      ],
    ),
    h("div", { class: "space" }),
    h(
      "button",
      { class: "plain", lang: other, onclick: () => change(other) },
      other === "en" ? "English" : "Tiếng Việt",
    ),
    h("button", { class: "plain", onclick: turn }, t("theme.turn")),
    person(page),
  );
}

function person(page) {
  const session = whoCalls();
  if (!session || page === "sign-in") return null;
  const [kind, name] = session.name.includes(":") ? session.name.split(/:(.*)/s) : ["", session.name];
  if (kind !== "account") return h("span", { class: "who", title: t("who.local") }, name);
  const leave = async () => {
    await remove("/v1/session");
    toSignIn();
  };
  return [h("span", { class: "who" }, name), h("button", { class: "plain", onclick: leave }, t("sign.out"))];
}
