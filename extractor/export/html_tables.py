"""Tables as they stand in the text: a row is a line, with tabs between its cells.

The text is the one source of every grid, because the rows of indicators, tasks and scores leave `report.tables`; what
that list knows, the header rows and the caption, is added.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from extractor.model import Report, Span, Table

#: More columns than any page holds: such lines are shown as lines.
_MOST_COLUMNS = 60
#: A header has no more rows than these.
_MOST_HEADER_ROWS = 4


@dataclass(frozen=True, slots=True)
class Grid:
    """The lines of a table. `table` is its record where it has one."""

    lines: tuple[Span, ...]
    header_rows: int
    table: Table | None

    @property
    def end(self) -> int:
        """The end of the last line."""
        return self.lines[-1][1]


@dataclass(frozen=True, slots=True)
class _Extent:
    """Lines that belong to one table, those without a tab included."""

    start: int
    end: int
    table: Table | None


def grids(report: Report) -> dict[int, Grid]:
    """The tables of a text by the offset at which each starts."""
    text, extents = report.text, _extents(report)
    starts = [extent.start for extent in extents]
    made: dict[int, Grid] = {}
    lines: list[Span] = []
    inside: _Extent | None = None

    def close() -> None:
        if lines:
            made[lines[0][0]] = _grid(lines, extents, starts)
            lines.clear()

    for line in _lines(text):
        at = bisect_right(starts, line[0]) - 1
        extent = extents[at] if at >= 0 and line[0] < extents[at].end else None
        if (inside and inside.table and extent is not inside) or (extent and extent.table and extent is not inside):
            close()
        inside = extent
        tabs = text.count("\t", *line)
        if extent or 0 < tabs < _MOST_COLUMNS:
            lines.append(line)
        else:
            close()
    close()
    return made


def cells(text: str, line: Span) -> Iterator[Span]:
    """The cells of a line, empty ones too."""
    start, end = line
    for _ in range(_MOST_COLUMNS):
        tab = text.find("\t", start, end)
        if tab < 0:
            break
        yield start, tab
        start = tab + 1
    yield start, end


def _lines(text: str) -> Iterator[Span]:
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield start, end
        start = end + 1


def _extents(report: Report) -> list[_Extent]:
    """The tables with a record, and between the first and the last row of each other; none overlaps another."""
    rows: dict[int, Span] = {}
    placed = [(row.table, row.span) for row in report.indicators] + [(row.table, row.span) for row in report.tasks]
    for number, span in placed:
        start, end = rows.get(number, span)
        rows[number] = min(start, span[0]), max(end, span[1])
    found = [_Extent(*table.span, table) for table in report.tables]
    found += [_Extent(*span, None) for span in rows.values()]
    kept: list[_Extent] = []
    for extent in sorted(found, key=lambda extent: (extent.start, extent.end)):
        if _fits(report.text, extent) and (not kept or kept[-1].end <= extent.start):
            kept.append(extent)
    return kept


def _fits(text: str, extent: _Extent) -> bool:
    start, end = extent.start, extent.end
    return 0 <= start < end <= len(text) and (start == 0 or text[start - 1] == "\n")


def _grid(lines: list[Span], extents: list[_Extent], starts: list[int]) -> Grid:
    """What stands above the first row of indicators or tasks is the header."""
    first, last = lines[0][0], lines[-1][0]
    at = bisect_right(starts, first) - 1
    if at >= 0 and first < extents[at].end:
        table = extents[at].table
        return Grid(tuple(lines), table.header_rows if table else 0, table)
    header = 0
    if at + 1 < len(extents) and extents[at + 1].start <= last:
        header = sum(1 for line in lines if line[0] < extents[at + 1].start)
    return Grid(tuple(lines), header if header <= _MOST_HEADER_ROWS else 0, None)
