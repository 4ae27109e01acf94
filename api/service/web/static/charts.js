// Charts, drawn by Plotly, and the same figures as a table below each of them, for whoever reads instead of looking.

import { h } from "./dom.js";
import { number, percent, t } from "./i18n.js";
import { colours, plot, shortened } from "./plot.js";

/** Pixels of a bar with the space around it. */
const ROW = 26;
const LONGEST = 24;

/** Horizontal bars: rows of {name, count, href}. A click on a bar follows its link, as the table does. */
export function bars(title, rows, { format = number } = {}) {
  const figure = () => ({
    data: [
      {
        type: "bar",
        orientation: "h",
        y: rows.map((_, at) => at),
        x: rows.map((row) => row.count ?? 0),
        text: rows.map((row) => format(row.count ?? 0)),
        textposition: "outside",
        cliponaxis: false,
        hovertext: rows.map((row) => `${row.name}: ${format(row.count ?? 0)}`),
        hoverinfo: "text",
        marker: { color: colours().bar },
      },
    ],
    layout: { height: height(rows), yaxis: names(rows), xaxis: { visible: false, rangemode: "tozero" } },
  });
  const known = rows.map((row) => [row.href ? h("a", { href: row.href }, row.name) : row.name, format(row.count ?? 0)]);
  return chart(title, rows.length ? figure : null, known, (at) => rows[at]?.href);
}

/** Shares with their intervals (95 %): rows of {name, value, low, high, hits, of}. */
export function intervals(title, all, note) {
  const rows = all.filter((row) => row.value !== null && row.value !== undefined);
  const told = rows.map((row) => t("chart.interval", { low: percent(row.low), high: percent(row.high), hits: number(row.hits), of: number(row.of) }));
  const figure = () => ({
    data: [
      {
        type: "scatter",
        mode: "markers+text",
        y: rows.map((_, at) => at),
        x: rows.map((row) => row.value),
        text: rows.map((row) => percent(row.value)),
        textposition: "top center",
        hovertext: rows.map((row, at) => `${row.name}: ${percent(row.value)}, ${told[at]}`),
        hoverinfo: "text",
        cliponaxis: false,
        marker: { color: colours().seal, size: 9 },
        error_x: {
          type: "data",
          symmetric: false,
          array: rows.map((row) => row.high - row.value),
          arrayminus: rows.map((row) => row.value - row.low),
          color: colours().ink,
        },
      },
    ],
    layout: { height: height(rows, 1.5) + 20, yaxis: names(rows), xaxis: { range: [0, 1], tickformat: ".0%" } },
  });
  const made = chart(title, rows.length ? figure : null, rows.map((row, at) => [row.name, `${percent(row.value)} (${told[at]})`]));
  if (note) made.append(h("p", { class: "quiet" }, note));
  return made;
}

/** A card with a heading, a picture that `figure()` describes (null: nothing to show), and its rows as a table. */
export function chart(title, figure, rows, hrefAt = () => null) {
  const card = h("section", { class: "card" }, h("h2", {}, title));
  if (!figure) {
    card.append(h("p", { class: "quiet" }, t("chart.none")));
    return card;
  }
  const place = h("div", { class: "plot", role: "img", "aria-label": t("chart.label", { title }) });
  plot(place, figure, (point) => {
    const href = hrefAt(point.customdata ?? point.y);
    if (href) location.href = href;
  });
  card.append(place, table(rows));
  return card;
}

function table(rows) {
  const row = ([name, ...cells]) => h("tr", {}, h("th", { scope: "row" }, name), cells.map((cell) => h("td", {}, cell)));
  return h("details", { class: "figures" }, h("summary", {}, t("chart.table")), h("table", {}, h("tbody", {}, rows.map(row))));
}

function height(rows, factor = 1) {
  return 24 + rows.length * ROW * factor;
}

function names(rows) {
  return { tickvals: rows.map((_, at) => at), ticktext: rows.map((row) => shortened(row.name, LONGEST)), autorange: "reversed", automargin: true, showgrid: false, zeroline: false };
}
