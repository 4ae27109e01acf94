"""One figure in two places: in the statistics appendix, and in the prose or in another table. What counts as the same
figure is said by rows of rules/findings.toml, for indicators of the template."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from extractor import rules
from extractor.check.finding import Maker
from extractor.check.grids import Figure, Grid, grid_of
from extractor.check.phrases import Stated, fold, has, stated
from extractor.check.rows import name, number
from extractor.model import Finding, Indicator, Report


def check(report: Report, maker: Maker) -> Iterator[Finding]:
    """prose_vs_appendix, appendix_vs_appendix, missing_value."""
    known: dict[str, Indicator] = {}
    for row in report.indicators:
        if row.canonical:
            known.setdefault(row.canonical, row)
    if not known:
        return
    book = rules.load()["findings"]
    seen: set[tuple[str, str]] = set()
    figures = stated(report)
    for rule in book["stated"]:
        if rule["indicator"] in known:
            for figure in figures:
                if _is_meant(figure, rule):
                    yield from _prose(known[rule["indicator"]], figure, rule, report, seen, maker)
    grids = [grid_of(table) for table in report.tables]
    appendices = {section.id for section in report.sections if section.role == "appendix"}
    inside = _inside(report, appendices)
    for rule in book["column"]:
        if rule["indicator"] in known:
            row = known[rule["indicator"]]
            for grid in grids:
                for cell in _cells(grid, rule):
                    yield from _table(row, cell, grid, grid.table.section_id in inside, maker)


def _inside(report: Report, appendices: set[str]) -> set[str]:
    """The sections of appendices, with those below them."""
    inside = set(appendices)
    for section in report.sections:
        if section.parent_id in inside:
            inside.add(section.id)
    return inside


def _is_meant(figure: Stated, rule: Mapping[str, Any]) -> bool:
    """Whether a figure of the prose is the one of an indicator: its kind, its unit and the words around it."""
    count = figure.count
    if count.kind != rule.get("kind", "count") or not figure.own.startswith(tuple(rule.get("units", ("",)))):
        return False
    before, own = rule.get("before", ()), rule.get("behind", ())
    if rule.get("either"):
        fits = (has(figure.before, before) and bool(before)) or (has(figure.own, own) and bool(own))
    else:
        fits = figure.before.endswith(tuple(before)) if before else True
        fits = fits and has(figure.own, own)
    around = f"{figure.before} {figure.own}"
    return fits and has(around, rule.get("around", ())) and not any(word in around for word in rule.get("without", ()))


def _prose(
    row: Indicator,
    figure: Stated,
    rule: Mapping[str, Any],
    report: Report,
    seen: set[tuple[str, str]],
    maker: Maker,
) -> Iterator[Finding]:
    count = figure.count
    said = (count.total if rule.get("of") == "total" else count.value) or "0"
    if (row.id, said) in seen:
        return
    seen.add((row.id, said))
    noted = _note(row, rule["note"], report) if "note" in rule else number(row)
    if noted is None:
        if not (row.value_text or "").strip() and rule.get("required"):
            yield maker.make("missing_value", row.span, (row.id, count.id), words=name(row), parts=count.text)
        return
    if noted != Decimal(said):
        yield maker.make(
            "prose_vs_appendix",
            count.span,
            (count.id, row.id),
            words=name(row),
            a=count.text,
            b=noted,
        )


def _note(row: Indicator, cue: str, report: Report) -> Decimal | None:
    """The figure that a row's note gives behind a word ("bãi bỏ 89 TTHC")."""
    start, end = row.span
    for count in report.counts:
        at = count.span[0]
        if count.in_table and start <= at < end and fold(report.text[max(start, at - len(cue) - 2) : at]).endswith(cue):
            return Decimal(count.value)
    return None


def _cells(grid: Grid, rule: Mapping[str, Any]) -> Iterator[Figure]:
    """The figures of a table under a header, or beside a label, that has all the words."""
    wanted: Sequence[str] = rule["header"] if "header" in rule else rule["label"]
    without: Sequence[str] = rule.get("without", ())

    def fits(words: str) -> bool:
        folded = fold(words)
        return all(word in folded for word in wanted) and not any(word in folded for word in without)

    if "header" in rule:
        columns = [column for column, words in grid.paths.items() if fits(words)]
        if len(columns) == 1 and len(grid.rows) == 1:
            figure = grid.rows[0].figures.get(columns[0])
            if figure:
                yield figure
        return
    for row in grid.rows:
        if fits(row.label) and len(row.figures) == 1:
            yield from row.figures.values()


def _table(row: Indicator, figure: Figure, grid: Grid, in_appendix: bool, maker: Maker) -> Iterator[Finding]:
    value = number(row)
    if value is not None and figure.value != value:
        yield maker.make(
            "appendix_vs_appendix" if in_appendix else "prose_vs_appendix",
            figure.span,
            (grid.table.id, row.id),
            other=row.span,
            words=name(row),
            a=figure.value,
            b=value,
        )
