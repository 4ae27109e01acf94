"""Tables as rows of numbers, with the headers over each column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from extractor.check.finding import words
from extractor.check.numbers import read_number
from extractor.model import Report, Span, Table


@dataclass(frozen=True, slots=True)
class Figure:
    """A cell that holds a number."""

    value: Decimal
    span: Span


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its number, the label that says what it is of (`folded` in small letters), its figures by column."""

    number: str
    label: str
    folded: str
    figures: Mapping[int, Figure]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as rows of numbers. `headers` is the text over each column, `paths` the same with the headers that are
    merged over several columns, in small letters."""

    table: Table
    headers: Mapping[int, str]
    paths: Mapping[int, str]
    rows: Sequence[Row]


_Cells = Sequence[tuple[int, str, Span]]


def grids(report: Report) -> list[Grid]:
    """The tables of a report."""
    return [grid_of(table) for table in report.tables]


def grid_of(table: Table) -> Grid:
    """A table as rows of numbers. Where the reader did not tell the header, it is what comes before the first row that
    has a number."""
    rows: dict[int, list[tuple[int, str, Span]]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append((cell.column, cell.text, cell.span))
    made, heads = list[Row](), list[dict[int, str]]()
    counted = False
    for index, cells in rows.items():
        row = _row(cells, counted)
        if index < table.header_rows or (not made and not row.figures):
            heads.append({column: text for column, text, _ in cells})
            counted = counted or heads[-1].get(0, "").strip(" .").lower() in words("row_numbers")
        elif not _numbers_columns(row):
            made.append(row)
    headers: dict[int, str] = {}
    for head in heads:
        for column, text in head.items():
            headers[column] = f"{headers.get(column, '')} {text}".strip()
    paths = {column: " ".join(path.lower().split()) for column, path in _paths(heads, table.columns).items()}
    return Grid(table, headers, paths, made)


def _row(cells: _Cells, counted: bool) -> Row:
    """`counted`: the first column numbers the rows."""
    figures = {}
    for column, text, span in cells:
        value = read_number(text) if column or not counted else None
        if value is not None:
            figures[column] = Figure(value, span)
    number = cells[0][1] if cells[0][0] == 0 and len(cells[0][1]) <= 5 else ""
    texts = [text for column, text, _ in cells if column not in figures and not (column == 0 and number)]
    label = max(texts[:2], key=len, default="")
    return Row(number, label, " ".join(label.lower().split()), figures)


def _numbers_columns(row: Row) -> bool:
    """The row under a header that counts the columns: 1, 2, 3 …"""
    values = [figure.value for figure in row.figures.values()]
    return len(values) > 3 and all(later == before + 1 for before, later in pairwise(values))


def _paths(heads: Sequence[Mapping[int, str]], columns: int) -> dict[int, str]:
    """A header cell reaches over the empty cells on its right, as far as the one above it does."""
    groups = [0] * columns
    paths = [""] * columns
    for head in heads:
        current, group, above = "", 0, list(groups)
        for column in range(columns):
            if column in head:
                current, group = head[column], column
            elif column == 0 or above[column] != above[column - 1]:
                current, group = "", column
            if current and (column in head or head is not heads[-1]):
                paths[column] = f"{paths[column]} {current}".strip()
                groups[column] = group + 1
    return dict(enumerate(paths))
