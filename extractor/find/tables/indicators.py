"""Rows of a statistics appendix (chỉ tiêu thống kê, EXTRACTION 9)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.find.tables.canonical import Matcher
from extractor.find.tables.grid import Columns, Grid, Row, body_rows
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


@dataclass(frozen=True, slots=True)
class _Places:
    """Which column holds what; a column that the table has not is far to the left of all."""

    code: int
    label: int
    unit: int
    value: int
    note: int


_NOWHERE = -9
#: A figure with a footnote mark beside it is at most so long, in characters.
_SHORT = 40


def find_indicators(
    grid: Grid, columns: Columns, text: Text, matcher: Matcher, rules: TableRules
) -> Iterator[IndicatorRow]:
    """The rows of a table of indicators, in order, also empty ones and those of groups. `matcher` knows the rows of the
    tables that this one goes on from."""
    units = _units(grid, columns, text, rules)
    label = columns.get("indicator", columns.get("content", 1))
    places = _Places(label=label, **{kind: columns.get(kind, _NOWHERE) for kind in ("code", "unit", "value", "note")})
    for row in body_rows(grid, text):
        cells = _cells(row, places, units, text, rules)
        if cells is None:
            continue
        value, footnote = _value(cells, text, rules) if cells.value else (None, None)
        spans = list(row.values())
        yield IndicatorRow(
            table=grid.index,
            span=(spans[0][0], spans[-1][1]),
            code=cells.code,
            parent_code=matcher.parent(cells.code),
            label=cells.label,
            unit=cells.unit,
            value_span=cells.value,
            value=value,
            footnote=footnote,
            note=cells.note,
            canonical=matcher.match(cells.label, cells.unit, cells.code, heads=not (cells.unit or cells.value)),
            rule="tables.indicators",
        )


def _units(grid: Grid, columns: Columns, text: Text, rules: TableRules) -> frozenset[str]:
    """The units that the table uses: they tell where a row that was shifted has its unit."""
    column = columns.get("unit", -1)
    found = {fold(text.masked[slice(*row[column])]) for row in grid.body if column in row}
    return frozenset(unit for unit in found if not rules.patterns["figure"].fullmatch(unit))


def _cells(row: Row, places: _Places, units: frozenset[str], text: Text, rules: TableRules) -> _Cells | None:
    """The cells of a row, put right where a conversion moved them: None for a row without words."""
    patterns = rules.patterns
    shift, tail = _shifts(row, places, units, text, rules) if len(row) > 2 else (0, 0)
    code = _words(row.get(places.code + shift), text)
    label = _words(row.get(places.label + shift), text) or ""
    if code is not None and not (code.replace(".", "").isdecimal() or patterns["code"].fullmatch(code)):
        # "Trong đó" before the first of its rows is no code; a row merged over all columns has its label there.
        label, code = label or code, None
    if code is None and (match := patterns["leading_code"].match(label)):
        code, label = match["code"], label[match.end() :]
    if not label:
        return None
    code = code.removesuffix(".").strip() if code else None
    unit = None if places.unit + tail == places.label + shift else _words(row.get(places.unit + tail), text)
    note = _words(row.get(places.note + tail), text)
    return _Cells(code, label, unit, row.get(places.value + tail), note)


def _words(span: Span | None, text: Text) -> str | None:
    return text.text[span[0] : span[1]].strip() or None if span else None


def _shifts(row: Row, places: _Places, units: frozenset[str], text: Text, rules: TableRules) -> tuple[int, int]:
    """How many columns a conversion moved the cells of the row by: all of them, and those from the unit on. The unit
    tells it: it stands in the column of values (1) or of labels (-1); without one, a figure in its place does."""
    if places.unit == _NOWHERE or _is_unit(row.get(places.unit), units, text):
        return 0, 0
    for shift in (1, -1):
        if _is_unit(row.get(places.unit + shift), units, text):
            whole = shift < 0 or (places.label + shift in row and places.label not in row)
            return (shift if whole else 0), shift
    unit = row.get(places.unit)
    if unit and places.value not in row and rules.patterns["figure"].fullmatch(text.masked, *unit):
        return 0, -1
    return 0, 0


def _is_unit(span: Span | None, units: frozenset[str], text: Text) -> bool:
    return span is not None and fold(text.masked[span[0] : span[1]]) in units


def _value(cells: _Cells, text: Text, rules: TableRules) -> tuple[Value | None, str | None]:
    """The value of a row, and the label of the footnote mark in its cell."""
    start, end = cells.value or (0, 0)
    printed = text.masked[start:end]
    footnote = _mark(text, (start, end)) if printed != text.text[start:end] else None
    printed = printed.strip()
    if (
        footnote is None
        and printed[-1:] == ")"
        and len(printed) < _SHORT
        and (marked := rules.patterns["bracketed_mark"].fullmatch(printed))
    ):
        printed, footnote = marked["value"], marked["mark"]
    return value_of(printed, cells.unit, rules.patterns), footnote


def _mark(text: Text, span: Span) -> str | None:
    index = bisect_left(text.marks, span[0], key=lambda mark: mark.span[0])
    return text.marks[index].label if index < len(text.marks) and text.marks[index].span[1] <= span[1] else None
