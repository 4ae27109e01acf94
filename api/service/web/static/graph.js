// The citation graph around one document: the reports that cite it, and what most of them cite beside it.

import { address, get } from "./api.js";
import { fill, h, svg } from "./dom.js";
import { number, t } from "./i18n.js";

/** Reports in the picture, and documents that they cite beside the one in the middle. */
const REPORTS = 12;
const BESIDE = 10;
const SIZE = { width: 900, height: 420 };

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

function draw(cited, reports, others) {
  const { width, height } = SIZE;
  const middle = [width / 2, height / 2];
  const column = (items, x) => items.map((_, at) => [x, ((at + 1) * height) / (items.length + 1)]);
  const left = column(reports, 210);
  const right = column(others, width - 210);
  const line = ([x1, y1], [x2, y2]) => svg("line", { x1, y1, x2, y2 });
  const name = (text) => (text.length > 32 ? `${text.slice(0, 31)}…` : text);
  const node = (kind, [x, y], text, anchor, r, href) => {
    const drawn = [svg("circle", { cx: x, cy: y, r }), svg("text", { x: anchor === "end" ? x - r - 6 : anchor === "start" ? x + r + 6 : x, y: anchor === "middle" ? y + r + 16 : y + 4, "text-anchor": anchor }, name(text))];
    return svg("g", { class: kind }, href ? svg("a", { href, "aria-label": text }, drawn) : drawn);
  };
  const label = t("graph.label", { code: cited.number, reports: number(cited.reports), others: number(others.length) });
  return [
    svg(
      "svg",
      { class: "graph", viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": label },
      left.map((place) => line(place, middle)),
      others.flatMap((one, at) => [...one.by].map((report) => line(left[report], right[at]))),
      reports.map((one, at) => node("report", left[at], one.number ?? one.name, "end", 6 + Math.min(one.mentions, 8), `/review/${one.id}`)),
      others.map((one, at) => node("cited", right[at], one.title, "start", 5 + one.by.size, address("/dashboard", { graph: one.title }))),
      node("center", middle, cited.number, "middle", 16),
    ),
    h("p", { class: "quiet" }, label),
  ];
}
