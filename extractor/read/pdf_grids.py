"""The grids of ruled tables on a PDF page: pdfplumber's search for cells, over the lines that pdfium gives.

Two things are added to it. Where the page end cuts a row, or a table is open at its sides, no line closes the cells,
and they would be lost: the ends of the lines are closed first. And the cells, which it gives as boxes, are put on rows
and columns; fields that no cell covers become cells of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, product
from typing import Any

from extractor.read.pdf_rules import Edge, Rules
from extractor.read.pdf_tables import Grid, GridCell

#: Lines nearer than this are one line (double borders, borders of neighbouring cells), in points.
_SNAP = 4.0
#: Gaps up to this join (dotted lines, corner pieces), in points.
_JOIN = 3.0
#: Shorter lines are no borders, in points.
_SHORT = 6.0
#: How far a line may end before the line that it meets, in points.
_REACH = 4.0
#: The search takes time with the square of the crossings (about a second for so many): a page with more is a drawing.
_MAXIMUM_CROSSINGS = 4_000
_MAXIMUM_PAIRS = 200_000


def find_grids(rules: Rules, page: int) -> list[Grid]:
    """The empty tables of a page, from top to bottom; tables and drawings inside a cell are left out."""
    if not rules.horizontal or not rules.vertical:
        return []
    # It brings pdfminer along: documents without ruled tables do without it.
    from pdfplumber import table

    drawn = [_as_dict(edge, "h") for edge in rules.horizontal] + [_as_dict(edge, "v") for edge in rules.vertical]
    merged = table.merge_edges(drawn, _SNAP, _SNAP, _JOIN, _JOIN)
    horizontal, vertical = _as_edges(merged, "h"), _as_edges(merged, "v")
    if len(horizontal) * len(vertical) > _MAXIMUM_PAIRS:
        return []
    caps, sides = _closing(vertical, horizontal), _closing(horizontal, vertical)
    edges = [_as_dict(edge, "h") for edge in horizontal + caps] + [_as_dict(edge, "v") for edge in vertical + sides]
    crossings = table.edges_to_intersections(edges, _REACH, _REACH)
    if len(crossings) > _MAXIMUM_CROSSINGS:
        return []
    tables = table.cells_to_tables(table.intersections_to_cells(crossings))
    return _outermost([_grid(cells, page, {edge.at for edge in caps}) for cells in tables])


def _as_dict(edge: Edge, orientation: str) -> dict[str, Any]:
    """A line as pdfplumber has it."""
    at, start, end = edge
    length = end - start
    if orientation == "h":
        return {"orientation": "h", "x0": start, "x1": end, "top": at, "bottom": at, "width": length, "height": 0.0}
    return {"orientation": "v", "x0": at, "x1": at, "top": start, "bottom": end, "width": 0.0, "height": length}


def _as_edges(edges: Iterable[dict[str, Any]], orientation: str) -> list[Edge]:
    keys = ("top", "x0", "x1") if orientation == "h" else ("x0", "top", "bottom")
    found = [Edge(*(edge[key] for key in keys)) for edge in edges if edge["orientation"] == orientation]
    return [edge for edge in found if edge.end - edge.start >= _SHORT]


def _closing(lines: Sequence[Edge], across: Sequence[Edge]) -> list[Edge]:
    """Lines to add where two or more of `lines` end side by side without one of `across` that closes them."""
    added: list[Edge] = []
    for side in (1, -1):
        mirrored = [Edge(line.at, *sorted((side * line.start, side * line.end))) for line in lines]
        others = [Edge(side * other.at, other.start, other.end) for other in across]
        free = _free_starts(mirrored, others)
        while free:
            near = [place for place in free if place[0] - free[0][0] <= _REACH]
            free = free[len(near) :]
            if len(near) > 1:
                places = [at for _, at in near]
                added.append(Edge(side * near[0][0], min(places), max(places)))
    return added


def _free_starts(lines: Sequence[Edge], across: Sequence[Edge]) -> list[tuple[float, float]]:
    """(start, at) of lines that meet another but start in the open: no line across stands there or before it, joined to
    it by other lines (as the border of a cell is to an underline in the cell)."""
    met = [
        [
            line
            for line in lines
            if line.start - _REACH <= other.at <= line.end + _REACH
            and other.start - _REACH <= line.at <= other.end + _REACH
        ]
        for other in across
    ]
    closing = [(other, max(line.end for line in group)) for other, group in zip(across, met, strict=True) if group]
    return sorted(
        (line.start, line.at)
        for line in set(chain.from_iterable(met))
        if not any(
            other.at <= line.start + 2 * _REACH <= end + 2 * _REACH
            and other.start - _REACH <= line.at <= other.end + _REACH
            for other, end in closing
        )
    )


def _grid(cells: Sequence[tuple[float, float, float, float]], page: int, caps: set[float]) -> Grid:
    """Boxes (left, top, right, bottom) as cells of rows and columns."""
    xs = sorted(set(chain.from_iterable((cell[0], cell[2]) for cell in cells)))
    ys = sorted(set(chain.from_iterable((cell[1], cell[3]) for cell in cells)))
    column, row = ({place: index for index, place in enumerate(places)} for places in (xs, ys))
    placed = [GridCell(row[top], column[left], row[bottom], column[right]) for left, top, right, bottom in cells]
    placed += _uncovered(placed, len(ys) - 1, len(xs) - 1)
    placed.sort(key=lambda cell: (cell.top, cell.left))
    return Grid(page, tuple(xs), tuple(ys), tuple(placed), ys[0] in caps, ys[-1] in caps)


def _uncovered(cells: Sequence[GridCell], rows: int, columns: int) -> list[GridCell]:
    """Cells for the fields that none of `cells` covers (a corner left open), neighbours as one."""
    taken = {(y, x) for cell in cells for y in range(cell.top, cell.bottom) for x in range(cell.left, cell.right)}
    found: list[GridCell] = []
    for top, left in product(range(rows), range(columns)):
        if (top, left) in taken:
            continue
        right, bottom = left + 1, top + 1
        while right < columns and (top, right) not in taken:
            right += 1
        while bottom < rows and not any((bottom, x) in taken for x in range(left, right)):
            bottom += 1
        taken.update(product(range(top, bottom), range(left, right)))
        found.append(GridCell(top, left, bottom, right))
    return found


def _outermost(grids: Iterable[Grid]) -> list[Grid]:
    """Grids that lie in no other, from top to bottom."""
    kept: list[Grid] = []
    for grid in sorted(grids, key=lambda grid: (grid.xs[-1] - grid.xs[0]) * (grid.ys[-1] - grid.ys[0]), reverse=True):
        x, y = (grid.xs[0] + grid.xs[-1]) / 2, (grid.ys[0] + grid.ys[-1]) / 2
        if not any(other.holds(x, y) for other in kept):
            kept.append(grid)
    return sorted(kept, key=lambda grid: grid.ys[0])
