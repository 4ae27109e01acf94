"""Rows of a statistics appendix (chỉ tiêu thống kê, EXTRACTION 9)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from extractor.find.tables.grid import Columns, Grid, Row, is_figure
from extractor.find.tables.values import Value, value_of
from extractor.find.tables.vocabulary import TableRules
from extractor.grammar import fold
from extractor.mentions import IndicatorRow
from extractor.model import Span
from extractor.text import Text


@dataclass(frozen=True, slots=True)
class _Cells:
    """The cells of a row by what they hold. `code` is as printed, less its final full stop; `label` the words."""

    code: str | None
    label: str
    unit: str | None
    value: Span | None
    note: str | None


def find_indicators(grid: Grid, columns: Columns, text: Text, rules: TableRules) -> Iterator[IndicatorRow]:
    """The rows of a table of indicators, in order, also empty ones and those of groups."""
    parent: str | None = None
    header = [_words(row, text) for row in grid.rows[: grid.header]]
    units = _units(grid, columns, text, rules)
    for row in grid.body:
        if not row or _words(row, text) in header:
            continue
        cells = _cells(row, columns, units, text, rules)
        if cells is None:
            continue
        parent = cells.code or parent
        value, footnote = _value(cells, text, rules)
        yield IndicatorRow(
            table=grid.index,
            span=(min(start for start, _ in row.values()), max(end for _, end in row.values())),
            code=cells.code,
            parent_code=None if cells.code else parent,
            label=cells.label,
            unit=cells.unit,
            value_span=cells.value,
            value=value,
            footnote=footnote,
            note=cells.note,
            canonical=None,
            rule="tables.indicators",
        )


def _words(row: Row, text: Text) -> Mapping[int, str]:
    return {column: fold(text.masked[start:end]) for column, (start, end) in row.items()}


def _units(grid: Grid, columns: Columns, text: Text, rules: TableRules) -> frozenset[str]:
    """The units that the table uses more than once: they tell where a row that was shifted has its unit."""
    column = columns.get("unit", -1)
    found = [fold(text.masked[slice(*row[column])]) for row in grid.body if column in row]
    return frozenset(unit for unit in found if found.count(unit) > 1 and not is_figure(unit, rules.patterns))


def _cells(row: Row, columns: Columns, units: frozenset[str], text: Text, rules: TableRules) -> _Cells | None:
    """The cells of a row, put right where a conversion moved them: None for a row without words."""
    place = {kind: column for kind, column in columns.items() if kind != "content"}
    label_column = columns.get("indicator", columns.get("content", 1))
    shift = _shift(row, label_column, columns, units, text)

    def cell(column: int | None) -> Span | None:
        return None if column is None else row.get(column + shift)

    def words(column: int | None) -> str | None:
        span = cell(column)
        return text.text[span[0] : span[1]].strip() or None if span else None

    code, label = words(place.get("code")), words(label_column) or ""
    if code is not None and not rules.patterns["code"].fullmatch(code):
        # "Trong đó" before the first of its rows is no code; a row merged over all columns has its label there.
        label, code = label or code, None
    if code is None and (match := rules.patterns["leading_code"].match(label)):
        code, label = match["code"], label[match.end() :]
    if not label:
        return None
    code = code.removesuffix(".").strip() if code else None
    return _Cells(code, label, words(place.get("unit")), cell(place.get("value")), words(place.get("note")))


def _shift(row: Row, label: int, columns: Columns, units: frozenset[str], text: Text) -> int:
    """How many columns a conversion moved the cells of the row by: 1 where the unit stands in the column of values, -1
    where it stands in the column of labels."""
    unit = columns.get("unit")
    if unit is None:
        return 0

    def known(span: Span | None) -> bool:
        return span is not None and fold(text.masked[span[0] : span[1]]) in units

    for shift in (1, -1):
        if label + shift in row and known(row.get(unit + shift)) and not known(row.get(unit)):
            return shift
    return 0


def _value(cells: _Cells, text: Text, rules: TableRules) -> tuple[Value | None, str | None]:
    """The value of a row, and the label of the footnote mark in its cell."""
    if cells.value is None:
        return None, None
    start, end = cells.value
    footnote = _mark(text, cells.value)
    printed = text.masked[start:end].strip()
    if footnote is None and (marked := rules.patterns["bracketed_mark"].fullmatch(printed)):
        printed, footnote = marked["value"], marked["mark"]
    return value_of(printed, cells.unit, rules.patterns), footnote


def _mark(text: Text, span: Span) -> str | None:
    index = bisect_left(text.marks, span[0], key=lambda mark: mark.span[0])
    return text.marks[index].label if index < len(text.marks) and text.marks[index].span[1] <= span[1] else None
