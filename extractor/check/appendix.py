"""One figure in two places: in the statistics appendix, and in the prose or in another table. What counts as the same
figure is said by rows of rules/findings.toml, for indicators of the template."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from extractor import rules
from extractor.check.finding import Maker, listed
from extractor.check.grids import Figure, Grid, grids
from extractor.check.numbers import is_share
from extractor.check.phrases import Stated, fold, has, stated
from extractor.check.rows import name, number
from extractor.model import Finding, Indicator, Report

#: Figures of the prose that are compared with the appendix.
_STATED = 100


@dataclass(frozen=True, slots=True)
class StatedRule:
    """A row of `stated` in rules/findings.toml."""

    indicator: str
    kind: str
    of_total: bool
    units: tuple[str, ...]
    firsts: tuple[str, ...]
    before: tuple[str, ...]
    behind: tuple[str, ...]
    either: bool
    around: tuple[str, ...]
    without: tuple[str, ...]
    note: str | None
    between: tuple[str, ...]
    required: bool
    partly: bool


@cache
def stated_rules() -> tuple[StatedRule, ...]:
    """The rows of `stated`."""
    return tuple(
        StatedRule(
            indicator=row["indicator"],
            kind=row.get("kind", "count"),
            of_total=row.get("of") == "total",
            units=tuple(row.get("units", ("",))),
            firsts=tuple(dict.fromkeys(unit.partition(" ")[0] for unit in row.get("units", ()))),
            before=tuple(row.get("before", ())),
            behind=tuple(row.get("behind", ())),
            either=row.get("either", False),
            around=tuple(row.get("around", ())),
            without=tuple(row.get("without", ())),
            note=row.get("note"),
            between=tuple(row.get("between", ())),
            required=row.get("required", False),
            partly=row.get("partly", False),
        )
        for row in rules.load()["findings"]["stated"]
    )


def check(report: Report, maker: Maker) -> Iterator[Finding]:
    """prose_vs_appendix, appendix_vs_appendix, missing_value."""
    known: dict[str, Indicator] = {}
    for row in report.indicators:
        if row.canonical:
            known.setdefault(row.canonical, row)
    if not known:
        return
    seen: set[tuple[str, str]] = set()
    figures = _by_first_word(maker.once(stated))
    for rule in stated_rules():
        if rule.indicator in known:
            meant = [figure for figure in _candidates(figures, rule) if is_meant(figure, rule)]
            if rule.between:
                for figure in meant:
                    yield from _among(known, figure, rule, maker)
            elif rule.partly:
                yield from _partly(known[rule.indicator], meant, maker)
            else:
                for figure in meant:
                    yield from _prose(known[rule.indicator], figure, rule, report, seen, maker)
    inside = _inside(report, {section.id for section in report.sections if section.role == "appendix"})
    for column in rules.load()["findings"]["column"]:
        if column["indicator"] in known:
            row = known[column["indicator"]]
            for grid in maker.once(grids):
                in_appendix = grid.table.section_id in inside
                for cell in _cells(grid, column):
                    if (row.id, str(cell.value)) not in seen:
                        yield from _table(row, cell, grid, in_appendix, maker)
                if "part" in column:
                    yield from _share(row, column, grid, in_appendix, maker)


def _by_first_word(figures: Sequence[Stated]) -> dict[str, list[Stated]]:
    """Figures by the first word of their units: each row looks at few of them."""
    made: dict[str, list[Stated]] = {}
    for figure in figures:
        made.setdefault(figure.own.partition(" ")[0].strip(",.:()"), []).append(figure)
    return made


def _candidates(figures: Mapping[str, Sequence[Stated]], rule: StatedRule) -> Iterator[Stated]:
    for first in rule.firsts or figures:
        yield from figures.get(first, ())


def _inside(report: Report, appendices: set[str]) -> set[str]:
    """The sections of appendices, with those below them."""
    inside = set(appendices)
    for section in report.sections:
        if section.parent_id in inside:
            inside.add(section.id)
    return inside


def is_meant(figure: Stated, rule: StatedRule) -> bool:
    """Whether a figure of the prose is the one of an indicator: its kind, its unit and the words around it."""
    if figure.count.kind != rule.kind or not figure.own.startswith(rule.units):
        return False
    ends, follows = figure.before.endswith(rule.before or ("",)), has(figure.own, rule.behind)
    if not (ends or follows) if rule.either else not (ends and follows):
        return False
    around = f"{figure.before} {figure.own}"
    return has(around, rule.around) and not (rule.without and has(around, rule.without))


def _prose(
    row: Indicator,
    figure: Stated,
    rule: StatedRule,
    report: Report,
    seen: set[tuple[str, str]],
    maker: Maker,
) -> Iterator[Finding]:
    count = figure.count
    said = (count.total if rule.of_total else count.value) or "0"
    if (row.id, said) in seen or len(seen) > _STATED:
        return
    seen.add((row.id, said))
    stated_there = number(row) if rule.note is None else _note(row, rule.note, report)
    if stated_there is None:
        if rule.required and not (row.value_text or "").strip():
            yield maker.make("missing_value", row.span, (row.id, count.id), words=name(row), parts=count.text)
    elif stated_there != Decimal(said):
        yield maker.make(
            "prose_vs_appendix", count.span, (count.id, row.id), words=name(row), a=count.text, b=stated_there
        )


def _partly(row: Indicator, figures: Sequence[Stated], maker: Maker) -> Iterator[Finding]:
    """Figures of the prose that may be parts of an indicator: none of them is it, nor are all together."""
    value = number(row)
    stated_there = {Decimal(figure.count.value) for figure in figures}
    if value is None or not stated_there or value in stated_there or value == sum(stated_there):
        return
    first = figures[0].count
    said = listed([figure.count.text for figure in figures], "”, “")
    items = (*(figure.count.id for figure in figures), row.id)
    yield maker.make("prose_vs_appendix", first.span, items, severity="info", words=name(row), a=said, b=value)


def _among(known: Mapping[str, Indicator], figure: Stated, rule: StatedRule, maker: Maker) -> Iterator[Finding]:
    """A share of all levels together lies between those of the levels."""
    rows = [known[one] for one in rule.between if one in known and number(known[one]) is not None]
    values = sorted(value for row in rows if (value := number(row)) is not None)
    if len(values) > 1 and not values[0] <= Decimal(figure.count.value) <= values[-1]:
        yield maker.make(
            "prose_vs_appendix",
            figure.count.span,
            (figure.count.id, *(row.id for row in rows)),
            severity="warning",
            words=name(rows[0]),
            a=figure.count.text,
            b=listed(values, " – "),
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
    if "part" in rule:
        return
    wanted: Sequence[str] = rule["header"] if "header" in rule else rule["label"]
    without: Sequence[str] = rule.get("without", ())

    def fits(folded: str) -> bool:
        return all(word in folded for word in wanted) and not any(word in folded for word in without)

    if "header" in rule:
        columns = [column for column, words in grid.paths.items() if fits(words)] if len(grid.rows) == 1 else []
        figure = grid.rows[0].figures.get(columns[0]) if len(columns) == 1 else None
        if figure:
            yield figure
        return
    for row in grid.rows:
        if len(row.figures) == 1 and fits(row.folded):
            yield from row.figures.values()


def _share(row: Indicator, rule: Mapping[str, Any], grid: Grid, in_appendix: bool, maker: Maker) -> Iterator[Finding]:
    """A share that two columns of a row give."""
    value, columns = number(row), []
    for words in (rule["part"], rule["whole"]):
        found = [column for column, path in grid.paths.items() if all(word in path for word in words)]
        columns += found if len(found) == 1 else []
    if value is None or len(columns) != 2:
        return
    for line in grid.rows:
        label, part, whole = line.folded, line.figures.get(columns[0]), line.figures.get(columns[1])
        if not all(word in label for word in rule["label"]) or any(word in label for word in rule.get("without", ())):
            continue
        if part and whole and whole.value and not is_share(value, part.value, whole.value):
            yield maker.make(
                "appendix_vs_appendix" if in_appendix else "prose_vs_appendix",
                part.span,
                (grid.table.id, row.id),
                other=row.span,
                words=name(row),
                a=listed([part.value, whole.value], "/"),
                b=value,
            )


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
