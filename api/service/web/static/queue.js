// The documents that wait: filters in the address, so that a list can be kept and sent; least certain first.

import { address, get, put, whoCalls } from "./api.js";
import { failure, toast } from "./dialogs.js";
import { announce, fill, h, settled } from "./dom.js";
import { day, number, percent, t } from "./i18n.js";
import { shell } from "./shell.js";

const PART = 50;
/** How often the progress of an import is asked for, in milliseconds. */
const PROGRESS = 3000;
const STATUSES = ["", "to_review", "in_review", "done"];
const COLUMNS = ["document", "status", "open", "confidence", "assignee"];

export async function show() {
  const main = shell("queue", t("queue.title"));
  const asked = Object.fromEntries(new URLSearchParams(location.search));
  const rows = h("tbody");
  const table = h(
    "table",
    {},
    h("caption", { class: "unseen" }, t("queue.title")),
    h("thead", {}, h("tr", {}, COLUMNS.map((name) => h("th", { scope: "col", class: ["open", "confidence"].includes(name) ? "number" : "" }, t(`queue.${name}`))))),
    rows,
  );
  const place = h("div", { class: "card queue", tabindex: "0", role: "region", "aria-label": t("queue.list") }, table);
  const more = h("button", { class: "more", hidden: true, onclick: () => load(true) }, t("more"));
  const importing = h("div", { class: "import card", hidden: true });
  const totals = h("p", { class: "quiet", role: "status" });
  let cursor = null;
  let timer = 0;
  main.append(h("h1", { class: "unseen" }, t("queue.title")), head(), importing, place, more);
  skeleton();
  await load();

  function head() {
    const search = settled((value) => set("q", value), 250);
    return h(
      "div",
      { class: "queue-head", role: "search", "aria-label": t("queue.search") },
      h("input", { type: "search", name: "q", value: asked.q ?? "", "aria-label": t("queue.words"), placeholder: t("queue.words"), oninput: (event) => search(event.target.value) }),
      choice("status", STATUSES, (one) => t(one ? `status.${one}` : "queue.all")),
      choice("assignee", ["", "me", "none"], (one) => t(`queue.assignee.${one || "any"}`)),
      choice("order", ["least_certain", "newest"], (one) => t(`queue.order.${one}`)),
      h("input", { type: "text", name: "issuer", value: asked.issuer ?? "", "aria-label": t("queue.issuer"), placeholder: t("queue.issuer"), onchange: (event) => set("issuer", event.target.value) }),
      h("input", { type: "text", name: "type", size: "8", value: asked.type ?? "", "aria-label": t("queue.type"), placeholder: t("queue.type"), onchange: (event) => set("type", event.target.value) }),
      totals,
    );
  }

  function choice(name, values, words) {
    const option = (one) => h("option", { value: one, selected: (asked[name] ?? values[0]) === one }, words(one));
    return h("select", { name, "aria-label": t(`queue.by.${name}`), onchange: (event) => set(name, event.target.value) }, values.map(option));
  }

  function set(name, value) {
    asked[name] = value;
    window.history.replaceState(null, "", address(location.pathname, asked));
    load();
  }

  function skeleton() {
    fill(rows, Array.from({ length: 6 }, () => h("tr", {}, h("td", { colspan: COLUMNS.length }, h("div", { class: "skeleton line" })))));
  }

  async function load(further = false) {
    try {
      const answer = await get(address("/v1/review", { ...asked, limit: PART, cursor: further ? cursor : null }));
      if (!further) rows.replaceChildren();
      rows.append(...answer.items.map(row));
      cursor = answer.next;
      more.hidden = !cursor;
      if (!rows.children.length) fill(rows, h("tr", {}, h("td", { colspan: COLUMNS.length, class: "empty" }, t("queue.empty"))));
      told(answer);
    } catch (error) {
      fill(rows, h("tr", {}, h("td", { colspan: COLUMNS.length }, failure(error, () => load()))));
    }
  }

  function told({ totals: found, work }) {
    fill(totals, STATUSES.slice(1).map((one) => `${t(`status.${one}`)}: ${number(found?.[one] ?? 0)}`).join(" · "));
    progress(work, found);
  }

  /** A running import tells how far it is, and its documents come in. */
  function progress(work, found) {
    const left = (work?.pending ?? 0) + (work?.running ?? 0);
    importing.hidden = !left;
    clearTimeout(timer);
    if (!left) return;
    const ready = STATUSES.slice(1).reduce((sum, one) => sum + (found?.[one] ?? 0), 0);
    fill(importing, h("span", {}, t("queue.importing", { left: number(left) })), h("progress", { max: ready + left, value: ready, "aria-label": t("queue.import") }));
    timer = setTimeout(() => load(), PROGRESS);
  }

  function row(one) {
    const open = Object.values(one.open).reduce((sum, count) => sum + count, 0);
    const facts = [one.number, one.type?.name, day(one.date), one.issuer, one.title && one.name].filter(Boolean);
    const kinds = Object.entries(one.open).filter(([, count]) => count);
    return h(
      "tr",
      { dataset: { id: one.id } },
      h("th", { scope: "row" }, h("a", { href: `/review/${one.id}` }, one.title || one.name), h("p", {}, facts.join(" · "))),
      h("td", {}, h("span", { class: `chip status-${one.status}` }, t(`status.${one.status}`))),
      h("td", { class: "number", title: kinds.map(([kind, count]) => `${t(`kind.${kind}`)}: ${count}`).join("\n") }, number(open), h("p", { class: "quiet" }, openOf(one))),
      h("td", { class: "number" }, one.least_confidence === null ? "" : percent(one.least_confidence)),
      h("td", {}, owner(one)),
    );
  }

  function openOf(one) {
    const parts = [["reference", "queue.citations"], ["finding", "queue.findings"]].filter(([kind]) => one.open[kind]);
    const orphaned = one.orphaned ? [t("queue.orphaned", { count: one.orphaned })] : [];
    return [...parts.map(([kind, key]) => t(key, { count: number(one.open[kind]) })), ...orphaned].join(" · ");
  }

  function owner(one) {
    if (one.assignee) return one.assignee === whoCalls()?.name ? t("queue.mine") : one.assignee.replace(/^account:/, "");
    return h("button", { onclick: take, "aria-label": t("queue.take.named", { name: one.title || one.name }) }, t("assign.take"));

    async function take(event) {
      event.target.disabled = true;
      try {
        await put(`/v1/review/${one.id}/assignment`, { assignee: null });
        announce(t("queue.taken"));
        await load();
      } catch (error) {
        toast(error.message, { kind: "error" });
        event.target.disabled = false;
      }
    }
  }
}
