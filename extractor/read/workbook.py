"""Reader of workbooks (.xlsx, .xls): the appendices of reports. Each sheet that is not hidden is a stretch of text in
reading order: what stands alone in a row is a paragraph, rows of several cells are a table, and what stands left and
right above it (the letterhead) or below it (recipients and signature) is an arrangement of two columns."""

from __future__ import annotations

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from extractor.errors import EmptyFileError, LimitError
from extractor.limits import DEFAULT_LIMITS, Limits
from extractor.read.sheet_formats import formats, shown
from extractor.read.sheets import Merged, RawSheet, workbook
from extractor.read.xls_cells import xls_sheets
from extractor.source import Cell, Line, Paragraph, Source, Table

PARSER = "workbook/1"
_MEDIA_TYPES = {
    True: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    False: "application/vnd.ms-excel",
}
#: Rows of two texts, one under the other, that are a table and no arrangement.
_PAIRS = 4

Block = Paragraph | Table


class _Row(NamedTuple):
    """A row that is not empty: its number in the sheet, its cells by column, and whether one is a number."""

    number: int
    cells: dict[int, str]
    figures: bool

    @property
    def wide(self) -> bool:
        """Whether it can only be a row of a table."""
        return len(self.cells) > 2 or (len(self.cells) > 1 and self.figures)


def read_workbook(
    data: bytes,
    name: str,
    limits: Limits = DEFAULT_LIMITS,
    on_progress: Callable[[int, int], None] | None = None,
) -> Source:
    """Read the bytes of a workbook. `name` is a base name.

    Raises UnsupportedTypeError, CorruptFileError, EncryptedFileError, EmptyFileError, LimitError, HostileFileError.
    """
    sheets = list(workbook(name, data, limits, "split the workbook"))
    modern = data.startswith(b"PK")
    if modern:
        codes = formats(data, name, limits)
    else:
        codes = {called: sheet.codes for called, sheet in xls_sheets(data).items()}
    blocks: list[Block] = []
    room = _Room(name, limits)
    for sheet in sheets:
        if not sheet.hidden:
            blocks += _blocks(_rows(sheet, codes.get(sheet.name, {}), room), sheet.merged)
    if not blocks:
        raise EmptyFileError(f"{name}: no text in the sheets; check that the right file was sent")
    hidden = sum(sheet.hidden for sheet in sheets)
    return Source(
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=_MEDIA_TYPES[modern],
        size_bytes=len(data),
        parser=PARSER,
        blocks=tuple(blocks),
        warnings=(f"hidden sheets are not read: {hidden}",) if hidden else (),
    )


class _Room:
    """Counts what the sheets hold."""

    def __init__(self, name: str, limits: Limits) -> None:
        self._name, self._limits = name, limits
        self._cells = self._characters = 0

    def take(self, texts: Iterable[str]) -> None:
        """Count the cells of a row. Raises LimitError."""
        for text in texts:
            self._cells += 1
            self._characters += len(text)
        if self._cells > self._limits.paragraphs:
            raise LimitError(f"{self._name}: more than {self._limits.paragraphs} cells with text; split the workbook")
        if self._characters > self._limits.characters:
            raise LimitError(f"{self._name}: more than {self._limits.characters} characters; split the workbook")


def _rows(sheet: RawSheet, codes: dict[tuple[int, int], str], room: _Room) -> Iterator[list[_Row]]:
    """The rows that are not empty, those without an empty one between them together."""
    together: list[_Row] = []
    for index, values in enumerate(sheet.rows):
        texts = ((column, shown(value, codes.get((index, column), ""))) for column, value in enumerate(values))
        cells = {column: text for column, text in texts if text.strip()}
        room.take(cells.values())
        if cells:
            figures = any(isinstance(values[column], int | float) for column in cells)
            together.append(_Row(index, cells, figures))
        elif together:
            yield together
            together = []
    if together:
        yield together


def _blocks(stretches: Iterable[list[_Row]], merged: Sequence[Merged]) -> Iterator[Block]:
    """Paragraphs, arrangements and tables. A table goes on behind an empty row where no heading and no head follows."""
    table: list[_Row] = []
    for rows in stretches:
        first = next((at for at, row in enumerate(rows) if row.wide), len(rows))
        last = max((at for at, row in enumerate(rows) if len(row.cells) > 1), default=-1)
        if first == len(rows):
            yield from _flushed(table, merged)
            yield from _loose(rows, merged)
            continue
        if table and (first or not rows[0].figures):
            yield from _flushed(table, merged)
        yield from _loose(rows[:first], merged)
        table += rows[first : last + 1]
        if rows[last + 1 :]:
            yield from _flushed(table, merged)
            yield from _loose(rows[last + 1 :], merged)
    yield from _flushed(table, merged)


def _flushed(table: list[_Row], merged: Sequence[Merged]) -> Iterator[Block]:
    if table:
        yield _table(table, merged)
        table.clear()


def _loose(rows: Sequence[_Row], merged: Sequence[Merged]) -> Iterator[Block]:
    """Rows of one or two texts."""
    for columns, some in groupby(rows, key=lambda row: tuple(row.cells)):
        together = list(some)
        if len(columns) == 1:
            for row in together:
                lines = row.cells[columns[0]].splitlines()
                yield from (Paragraph((Line(line.strip()),)) for line in lines if line.strip())
        elif len(together) >= _PAIRS:
            yield _table(together, merged)
        else:
            yield Table((tuple(_joined(together, column) for column in columns),), ruled=False)


def _joined(rows: Sequence[_Row], column: int) -> Cell:
    lines = [line for row in rows for line in _cell(row.cells[column]).lines]
    return Cell(tuple(lines), breaks=tuple(range(1, len(lines))))


def _table(rows: Sequence[_Row], merged: Sequence[Merged]) -> Table:
    """The rectangle that the rows fill. Columns that none of them uses are left out."""
    columns = sorted({column for row in rows for column in row.cells})
    spans = _spans(rows, columns, merged)
    return Table(
        tuple(
            tuple(_cell(row.cells.get(column, ""), spans.get((row.number, column), (1, 1))) for column in columns)
            for row in rows
        )
    )


def _spans(
    rows: Sequence[_Row], columns: Sequence[int], merged: Sequence[Merged]
) -> dict[tuple[int, int], tuple[int, int]]:
    """How many of these rows and columns the first cell of merged ones covers."""
    numbers = [row.number for row in rows]
    found = {}
    for (top, left), (bottom, right) in merged:
        down = bisect_right(numbers, bottom) - bisect_left(numbers, top)
        across = bisect_right(columns, right) - bisect_left(columns, left)
        found[top, left] = max(1, down), max(1, across)
    return found


def _cell(text: str, spans: tuple[int, int] = (1, 1)) -> Cell:
    lines = tuple(Line(line.strip()) for line in text.splitlines() if line.strip())
    return Cell(lines, row_span=spans[0], column_span=spans[1])
