// Figures and charts of the workspace: what there is, what was decided, how good the extraction is.

import { get } from "./api.js";
import { bars, intervals } from "./charts.js";
import { failure } from "./dialogs.js";
import { fill, h } from "./dom.js";
import { graph } from "./graph.js";
import { named, number, percent, t, time } from "./i18n.js";
import { shell } from "./shell.js";

const SHOWN = 12;

export async function show() {
  const main = shell("dashboard", t("dashboard.title"));
  const place = h("div", {}, h("div", { class: "skeletons", role: "status", "aria-label": t("loading") }, Array.from({ length: 8 }, () => h("div", { class: "skeleton line" }))));
  main.append(h("h1", { class: "unseen" }, t("dashboard.title")), place);
  try {
    const [stats, figures] = await Promise.all([get("/v1/stats"), get("/v1/review/figures")]);
    fill(place, tiles(stats, figures), h("div", { class: "charts" }, charts(stats, figures)));
  } catch (error) {
    fill(place, failure(error, () => location.reload()));
  }
}

function tiles(stats, figures) {
  const tile = (value, name) => h("div", { class: "card tile" }, h("strong", {}, value), t(`tile.${name}`));
  const agreed = figures.agreement?.value;
  return h(
    "div",
    { class: "tiles" },
    tile(number(stats.documents), "documents"),
    tile(number(stats.mentions), "mentions"),
    tile(number(stats.findings_by_type.reduce((sum, one) => sum + one.count, 0)), "findings"),
    tile(number(Object.values(figures.decisions ?? {}).reduce((sum, count) => sum + count, 0)), "decisions"),
    tile(agreed === null || agreed === undefined ? "—" : percent(agreed), "agreement"),
  );
}

function charts(stats, figures) {
  const of = (counts, prefix) => counts.slice(0, SHOWN).map(({ key, name, count }) => ({ name: named(`${prefix}.${key}`, name ?? key ?? t("unknown")), count }));
  const status = Object.entries(figures.by_status ?? {}).map(([key, count]) => ({ name: t(`status.${key}`), count, href: `/review?status=${key}` }));
  const decisions = Object.entries(figures.decisions ?? {}).map(([key, count]) => ({ name: t(`action.${key}`), count }));
  return [
    bars(t("chart.status"), status),
    quality(figures),
    bars(t("chart.citations"), of(stats.citations_by_type, "type")),
    bars(t("chart.cited.issuers"), of(stats.citations_by_issuer, "issuer")),
    bars(t("chart.issuers"), of(stats.by_issuer, "issuer")),
    bars(t("chart.findings"), of(stats.findings_by_type, "value.type")),
    bars(t("chart.decisions"), decisions),
    people(figures),
    bars(t("chart.years"), of(stats.by_year, "year")),
    graph(new URLSearchParams(location.search).get("graph") ?? ""),
    h("p", { class: "quiet wide" }, t("dashboard.as.of", { at: time(stats.as_of) })),
  ];
}

/** Precision and recall of this archive, from documents that were drawn at random and reviewed blind. */
function quality(figures) {
  const rows = ["precision", "recall", "code_precision", "code_recall", "agreement", "reviewers"].map((name) => ({ name: t(`figure.${name}`), ...figures[name] }));
  const sample = figures.samples?.[0];
  const note = sample ? t("figure.sample", { reviewed: number(sample.reviewed), drawn: number(sample.drawn) }) : t("figure.no.sample");
  const chart = intervals(t("chart.quality"), rows, note);
  const left = (figures.sampled ?? []).filter((one) => !one.done).slice(0, SHOWN);
  const link = (one) => h("li", {}, h("a", { href: `/review/${one.id}?blind=true` }, one.name));
  if (left.length) chart.append(h("h3", {}, t("figure.blind")), h("ul", {}, left.map(link)));
  return chart;
}

/** How much, and how fast, each reviewer decided. */
function people({ people: found = [] }) {
  const row = (one) => ({ ...one, name: one.who.replace(/^account:/, "") });
  const told = found.slice(0, SHOWN).map(row);
  const speed = told.filter((one) => one.median_seconds !== null).map((one) => ({ name: one.name, count: one.median_seconds }));
  return [bars(t("chart.people"), told.map((one) => ({ name: one.name, count: one.decisions }))), bars(t("chart.speed"), speed)];
}
