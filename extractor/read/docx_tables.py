"""Tables of Word: from rows of cells with spans to a full grid, and whether a table has lines around its cells.

Word's grid often has more columns than the eye sees, left over from columns that were dragged about: all its cells span
two of them. Only the columns in which a cell begins in some row are kept.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from extractor.read.docx_names import VAL, W, number, on
from extractor.read.docx_styles import Styles
from extractor.source import Cell, Line, Mark, Paragraph, Table

_INVISIBLE = frozenset(("none", "nil", None))
_WHITE = frozenset(("FFFFFF", "ffffff"))
_EDGES = {
    W + "top": "top",
    W + "bottom": "bottom",
    W + "left": "left",
    W + "start": "left",
    W + "right": "right",
    W + "end": "right",
    W + "insideH": "insideH",
    W + "insideV": "insideV",
}
#: The edges of a cell, and the edge of the table that stands in for each inside the table.
_CELL_EDGES = (("top", "insideH"), ("bottom", "insideH"), ("left", "insideV"), ("right", "insideV"))
_TABLE_STYLE, _TABLE_BORDERS, _CELL_BORDERS = W + "tblStyle", W + "tblBorders", W + "tcBorders"
_MOST_COLUMNS = 1 << 20  # a span of more is damage; spans are never counted out one by one

Borders = dict[str, bool]


@dataclass(slots=True)
class Slot:
    """A cell as it stands in its row: grid columns [start, start + span), over `rows` rows."""

    start: int
    span: int
    cell: Cell
    rows: int = 1


@dataclass(slots=True)
class Row:
    """A row of a table with the cells that begin in it."""

    slots: list[Slot] = field(default_factory=list)
    header: bool = False


@dataclass(frozen=True, slots=True)
class CellProperties:
    """What a w:tcPr says. `merge` is "restart" or "continue" for cells merged downwards; `joins` for one that belongs
    to the cell before it (w:hMerge); `deleted` by a tracked change."""

    span: int = 1
    merge: str | None = None
    joins: bool = False
    deleted: bool = False
    borders: Borders | None = None


def cell_properties(element: etree._Element | None) -> CellProperties:
    """Read a w:tcPr."""
    if element is None:
        return CellProperties()
    children = {child.tag: child for child in element}
    span, merge, joins = children.get(W + "gridSpan"), children.get(W + "vMerge"), children.get(W + "hMerge")
    borders = children.get(_CELL_BORDERS)
    return CellProperties(
        1 if span is None else columns(span.get(VAL), 1),
        None if merge is None else merge.get(VAL, "continue"),
        joins is not None and joins.get(VAL, "continue") == "continue",
        W + "cellDel" in children,
        None if borders is None else _borders(borders),
    )


def columns(text: str | None, least: int) -> int:
    """A number of grid columns, within what a table can have."""
    return min(max(number(text, least), least), _MOST_COLUMNS)


@dataclass(frozen=True, slots=True)
class RowProperties:
    """What a w:trPr says."""

    before: int = 0
    header: bool = False
    deleted: bool = False


def row_properties(element: etree._Element | None) -> RowProperties:
    """Read a w:trPr. w:gridAfter needs no reading: rows are padded to the widest."""
    if element is None:
        return RowProperties()
    before, header = element.find(W + "gridBefore"), element.find(W + "tblHeader")
    return RowProperties(
        0 if before is None else columns(before.get(VAL), 0),
        header is not None and on(header),
        element.find(W + "del") is not None,
    )


class TableStyles:
    """The lines that table styles draw."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._known: dict[str | None, tuple[Borders, bool]] = {}

    def borders(self, style_id: str | None) -> tuple[Borders, bool]:
        """The borders of a table style with those that it inherits, and whether it draws lines around some cells of its
        own accord: its first row, its last column."""
        if style_id not in self._known:
            chain = self._styles.elements(style_id, "table")
            borders: Borders = {}
            for element in reversed(chain):
                borders |= _borders(element.find(f"{W}tblPr/{_TABLE_BORDERS}"))
            some = any(any(_borders(found).values()) for e in chain for found in e.iter(_CELL_BORDERS))
            self._known[style_id] = (borders, some)
        return self._known[style_id]


class Ruling:
    """Collects, cell by cell, whether a table shows any line."""

    def __init__(self, properties: etree._Element | None, styles: TableStyles) -> None:
        style = None if properties is None else properties.find(_TABLE_STYLE)
        inherited, self.visible = styles.borders(None if style is None else style.get(VAL))
        own = {} if properties is None else _borders(properties.find(_TABLE_BORDERS))
        self._table = inherited | own

    def see(self, cell: CellProperties, exception: etree._Element | None) -> None:
        """Take a cell into account; `exception` is the w:tblPrEx of its row."""
        if self.visible:
            return
        table = self._table
        if exception is not None:
            table = table | _borders(exception.find(_TABLE_BORDERS))
        own = cell.borders or {}
        self.visible = any(
            own[edge] if edge in own else table.get(edge, False) or table.get(inner, False)
            for edge, inner in _CELL_EDGES
        )


def _borders(element: etree._Element | None) -> Borders:
    if element is None:
        return {}
    return {
        _EDGES[child.tag]: child.get(VAL) not in _INVISIBLE and child.get(W + "color") not in _WHITE
        for child in element
        if child.tag in _EDGES
    }


def make_cell(blocks: list[Paragraph | Table]) -> Cell:
    """A cell of its paragraphs; those of tables inside it follow row by row."""
    lines: list[Line] = []
    marks: list[Mark] = []
    breaks: list[int] = []

    def take(more: tuple[Line, ...], their_marks: tuple[Mark, ...], their_breaks: tuple[int, ...] = ()) -> None:
        at = len(lines)
        if more and at:
            breaks.append(at)
        breaks.extend(at + index for index in their_breaks)
        marks.extend(mark.below(at) for mark in their_marks)
        lines.extend(more)

    for block in blocks:
        if isinstance(block, Paragraph):
            take(block.lines, block.marks)
        else:
            for row in block.rows:
                for cell in row:
                    take(cell.lines, cell.marks, cell.breaks)
    return Cell(tuple(lines), tuple(marks), tuple(breaks))


def make_table(rows: list[Row], ruled: bool, count: Callable[[int], None]) -> Table | None:
    """The full grid of `rows`; None where no cell has text. `count` is told of the cells before they are made."""
    if not any(slot.cell.lines for row in rows for slot in row.slots):
        return None
    starts = sorted({slot.start for row in rows for slot in row.slots})
    count(len(rows) * len(starts) - sum(len(row.slots) for row in rows))
    empty = Cell()
    grid: list[tuple[Cell, ...]] = []
    for row in rows:
        cells = [empty] * len(starts)
        for slot in row.slots:
            first = bisect_left(starts, slot.start)
            width = max(1, bisect_left(starts, slot.start + slot.span) - first)
            found = slot.cell
            if slot.rows > 1 or width > 1:
                found = Cell(found.lines, found.marks, found.breaks, slot.rows, width)
            cells[first] = found
        grid.append(tuple(cells))
    headers = next((index for index, row in enumerate(rows) if not row.header), len(rows))
    return Table(tuple(grid), ruled, headers)
