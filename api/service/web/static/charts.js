// Small charts, drawn by hand: libraries for charts draw with inline styles or compile text, which the policy of the
// pages forbids. Every value also stands there as text.

import { h, svg } from "./dom.js";
import { number, percent, t } from "./i18n.js";

/** Horizontal bars: rows of {name, count}. */
export function bars(title, rows, { wide = false, format = number } = {}) {
  const most = Math.max(1, ...rows.map((row) => row.count ?? 0));
  const bar = ({ name, count, href }) =>
    h(
      "div",
      { class: "chart-row", role: "listitem" },
      href ? h("a", { href, title: name }, name) : h("span", { title: name }, name),
      svg(
        "svg",
        { "aria-hidden": "true", preserveAspectRatio: "none", viewBox: "0 0 100 16" },
        svg("rect", { class: "track", width: 100, height: 16, rx: 1 }),
        svg("rect", { class: "fill", width: ((count ?? 0) / most) * 100, height: 16, rx: 1 }),
      ),
      h("span", { class: "number" }, format(count ?? 0)),
    );
  return chart(title, rows.length ? h("div", { role: "list" }, rows.map(bar)) : null, wide);
}

/** Shares with their intervals (95 %): rows of {name, value, low, high, hits, of}. */
export function intervals(title, rows, note) {
  const known = rows.filter((row) => row.value !== null && row.value !== undefined);
  const one = ({ name, value, low, high, hits, of }) =>
    h(
      "div",
      { class: "chart-row", role: "listitem" },
      h("span", { title: name }, name),
      svg(
        "svg",
        { "aria-hidden": "true", viewBox: "0 0 100 16", preserveAspectRatio: "none" },
        svg("rect", { class: "track", width: 100, height: 16 }),
        svg("line", { class: "span", x1: (low ?? value) * 100, x2: (high ?? value) * 100, y1: 8, y2: 8 }),
        svg("rect", { class: "dot", x: Math.min(value * 100, 99) - 0.6, y: 3, width: 1.6, height: 10 }),
      ),
      h("span", { class: "number" }, percent(value)),
      h("span", { class: "quiet" }, t("chart.interval", { low: percent(low ?? value), high: percent(high ?? value), hits: number(hits ?? 0), of: number(of ?? 0) })),
    );
  return chart(title, known.length ? [h("div", { role: "list", class: "intervals" }, known.map(one)), note && h("p", { class: "quiet" }, note)] : null, false);
}

function chart(title, content, wide) {
  return h("section", { class: wide ? "card wide" : "card" }, h("h2", {}, title), content ?? h("p", { class: "quiet" }, t("chart.none")));
}
