// The citation graph around one document: the reports that cite it, and what most of them cite beside it.

import { address, get } from "./api.js";
import { chart } from "./charts.js";
import { fill, h } from "./dom.js";
import { number, t } from "./i18n.js";
import { colours, shortened } from "./plot.js";

/** Reports in the picture, and documents that they cite beside the one in the middle. */
const REPORTS = 12;
const BESIDE = 10;
const LONGEST = 32;

/** A part of the dashboard: a number is asked for, and drawn. */
export function graph(code) {
  const place = h("div", { "aria-live": "polite" });
  const input = h("input", { type: "search", name: "code", value: code, required: true, "aria-label": t("graph.code"), placeholder: "751/QĐ-UBND" });
  const form = h("form", { class: "actions", onsubmit: (event) => (event.preventDefault(), load(input.value.trim())) }, input, h("button", { class: "main" }, t("graph.draw")));
  if (code) load(code);
  return h("section", { class: "card wide", id: "graph" }, h("h2", {}, t("graph.title")), h("p", { class: "quiet" }, t("graph.about")), form, place);

  async function load(asked) {
    window.history.replaceState(null, "", address(location.pathname, { graph: asked }));
    fill(place, h("div", { class: "skeleton line" }));
    try {
      const found = await get(address(`/v1/references/${asked.split("/").map(encodeURIComponent).join("/")}`, { limit: REPORTS }));
      const cited = found.items[0];
      if (!cited?.citing.items.length) return fill(place, h("p", { class: "empty" }, t("graph.none", { code: asked })));
      const reports = cited.citing.items.slice(0, REPORTS);
      return fill(place, draw(cited, reports, await beside(cited, reports)));
    } catch (error) {
      return fill(place, h("p", { class: "failure", role: "alert" }, error.message));
    }
  }
}

/** Documents that several of these reports cite, those of most reports first. */
async function beside(cited, reports) {
  const each = await Promise.all(reports.map((one) => get(`/v1/review/${one.id}`).catch(() => null)));
  const found = new Map();
  each.forEach((review, at) => {
    for (const group of review?.groups ?? []) {
      if (!group.code || group.code === cited.number) continue;
      const known = found.get(group.code) ?? { title: group.code, by: new Set() };
      known.by.add(at);
      found.set(group.code, known);
    }
  });
  return [...found.values()].filter((one) => one.by.size > 1 || reports.length === 1).sort((a, b) => b.by.size - a.by.size).slice(0, BESIDE);
}

/** Reports on the left, the document in the middle, what they cite beside it on the right. */
function draw(cited, reports, others) {
  const middle = { x: 0.5, y: 0.5 };
  const column = (items, x) => items.map((_, at) => ({ x, y: 1 - (at + 1) / (items.length + 1) }));
  const left = column(reports, 0.15);
  const right = column(others, 0.85);
  const edges = [...left.map((place) => [place, middle]), ...others.flatMap((one, at) => [...one.by].map((report) => [left[report], right[at]]))];
  const nodes = [
    ...reports.map((one, at) => ({ ...left[at], kind: "edge", name: one.number ?? one.name, side: "middle left", size: 14 + Math.min(one.mentions, 12), href: `/review/${one.id}`, note: t("graph.mentions", { count: number(one.mentions) }) })),
    { ...middle, kind: "seal", name: cited.number, side: "bottom center", size: 34, href: null, note: t("graph.reports", { count: number(cited.reports) }) },
    ...others.map((one, at) => ({ ...right[at], kind: "good", name: one.title, side: "middle right", size: 12 + 2 * one.by.size, href: address("/dashboard", { graph: one.title }), note: t("graph.reports", { count: number(one.by.size) }) })),
  ];
  const rows = nodes.map((node) => [node.href ? h("a", { href: node.href }, node.name) : node.name, node.note]);
  const label = t("graph.label", { code: cited.number, reports: number(cited.reports), others: number(others.length) });
  const height = 90 + 34 * Math.max(reports.length, others.length, 4);
  const card = chart(label, () => ({ data: traces(nodes, edges), layout: { height, margin: { l: 0, r: 0, t: 4, b: 4 }, ...AXES } }), rows, (at) => nodes[at]?.href);
  return [...card.children].slice(1).concat(h("p", { class: "quiet" }, label));
}

const AXES = { xaxis: { visible: false, range: [0, 1] }, yaxis: { visible: false, range: [0, 1] } };

function traces(nodes, edges) {
  const found = colours();
  const ends = (part) => edges.flatMap(([one, other]) => [one[part], other[part], null]);
  return [
    { type: "scatter", mode: "lines", x: ends("x"), y: ends("y"), line: { color: found.line, width: 1.5 }, hoverinfo: "skip" },
    {
      type: "scatter",
      mode: "markers+text",
      x: nodes.map((node) => node.x),
      y: nodes.map((node) => node.y),
      text: nodes.map((node) => shortened(node.name, LONGEST)),
      textposition: nodes.map((node) => node.side),
      customdata: nodes.map((_, at) => at),
      hovertext: nodes.map((node) => `${node.name}: ${node.note}`),
      hoverinfo: "text",
      marker: { size: nodes.map((node) => node.size), color: nodes.map((node) => found[node.kind]), line: { color: found.raised, width: 2 } },
    },
  ];
}
