"""Ruled tables of a PDF page: a grid from ruling lines, and the text in its cells.

A table is a group of lines that touch. The places of its lines cut its rectangle into a fine grid; fields without a
line between them are one cell. Where a line is missing at the outside (a table open at the sides, a row cut by the
page end) the reach of the crossing lines closes it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extractor.read.pdf_chars import Run
from extractor.read.pdf_lines import TextLine, build_lines
from extractor.read.pdf_rules import SNAP, Edge, Rules

#: How far a line may end before the line that it meets, in points.
_REACH = 4.0
#: A field narrower than this, in points, is the gap of a double line.
_NARROW = 4.0


@dataclass(frozen=True, slots=True)
class GridCell:
    """Rows [top, bottom) and columns [left, right) of the grid, and the lines in them."""

    top: int
    left: int
    bottom: int
    right: int
    lines: tuple[TextLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """A table on one page: `xs` and `ys` are the edges of its columns and rows, in points. `open_top` and `open_bottom`
    say that no line closes it there, so that a row goes on over the page."""

    page: int
    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[GridCell, ...]
    open_top: bool = False
    open_bottom: bool = False

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in the table."""
        return self.xs[0] - 1 <= x <= self.xs[-1] + 1 and self.ys[0] - 1 <= y <= self.ys[-1] + 1


def find_grids(rules: Rules, page: int) -> list[Grid]:
    """The empty tables of a page, from top to bottom; tables and drawings inside a cell are left out."""
    grids = [
        grid
        for horizontal, vertical in _components(rules)
        if (grid := _grid(horizontal, vertical, page)) is not None and len(grid.cells) > 1
    ]
    grids.sort(key=lambda grid: (grid.xs[-1] - grid.xs[0]) * (grid.ys[-1] - grid.ys[0]), reverse=True)
    kept: list[Grid] = []
    for grid in grids:
        x, y = (grid.xs[0] + grid.xs[-1]) / 2, (grid.ys[0] + grid.ys[-1]) / 2
        if not any(other.holds(x, y) for other in kept):
            kept.append(grid)
    return sorted(kept, key=lambda grid: grid.ys[0])


def _components(rules: Rules) -> Iterable[tuple[list[Edge], list[Edge]]]:
    """Groups of horizontal and vertical lines that touch."""
    horizontal = rules.horizontal
    vertical = sorted(rules.vertical)
    parent = list(range(len(horizontal) + len(vertical)))

    def find(item: int) -> int:
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    places = [edge.at for edge in vertical]
    for index, edge in enumerate(horizontal):
        for other in range(bisect_left(places, edge.start - _REACH), bisect_right(places, edge.end + _REACH)):
            if vertical[other].start - _REACH <= edge.at <= vertical[other].end + _REACH:
                parent[find(index)] = find(len(horizontal) + other)
    groups: dict[int, tuple[list[Edge], list[Edge]]] = {}
    for index in range(len(parent)):
        group = groups.setdefault(find(index), ([], []))
        if index < len(horizontal):
            group[0].append(horizontal[index])
        else:
            group[1].append(vertical[index - len(horizontal)])
    return [group for group in groups.values() if group[0] and group[1]]


def _places(edges: Sequence[Edge], low: float, high: float) -> list[float]:
    """Where lines stand, near ones as one, with the ends of the lines across where those reach further."""
    places: list[float] = []
    for edge in sorted(edges):
        if not places or edge.at - places[-1] > SNAP:
            places.append(edge.at)
    if places[0] - low > 2 * _REACH:
        places.insert(0, low)
    if high - places[-1] > 2 * _REACH:
        places.append(high)
    return places


def _grid(horizontal: list[Edge], vertical: list[Edge], page: int) -> Grid | None:
    xs = _places(vertical, min(edge.start for edge in horizontal), max(edge.end for edge in horizontal))
    ys = _places(horizontal, min(edge.start for edge in vertical), max(edge.end for edge in vertical))
    if len(xs) < 2 or len(ys) < 2:
        return None
    walls = _cover(vertical, xs, ys)
    floors = _cover(horizontal, ys, xs)
    cells = _regions(len(ys) - 1, len(xs) - 1, walls, floors)
    open_top = ys[0] < min(edge.at for edge in horizontal) - SNAP
    open_bottom = ys[-1] > max(edge.at for edge in horizontal) + SNAP
    return _compact(Grid(page, tuple(xs), tuple(ys), tuple(cells), open_top, open_bottom))


def _cover(edges: Sequence[Edge], places: Sequence[float], across: Sequence[float]) -> set[tuple[int, int]]:
    """(i, k): the line at `places[i]` is drawn between `across[k]` and `across[k + 1]`."""
    middles = [(low + high) / 2 for low, high in pairwise(across)]
    covered = set()
    for edge in edges:
        index = min(range(len(places)), key=lambda item: abs(places[item] - edge.at))
        for k in range(bisect_left(middles, edge.start), bisect_right(middles, edge.end)):
            covered.add((index, k))
    return covered


def _regions(rows: int, columns: int, walls: set[tuple[int, int]], floors: set[tuple[int, int]]) -> list[GridCell]:
    """Rectangles of fields without a line between them, in reading order. What is no rectangle is cut into some."""
    taken: set[tuple[int, int]] = set()
    cells: list[GridCell] = []
    for top in range(rows):
        for left in range(columns):
            if (top, left) in taken:
                continue
            right = left + 1
            while right < columns and (right, top) not in walls and (top, right) not in taken:
                right += 1
            bottom = top + 1
            while (
                bottom < rows
                and all(
                    (bottom, column) not in floors and (bottom, column) not in taken for column in range(left, right)
                )
                and all((column, bottom) not in walls for column in range(left + 1, right))
            ):
                bottom += 1
            taken.update((row, column) for row in range(top, bottom) for column in range(left, right))
            cells.append(GridCell(top, left, bottom, right))
    return cells


def _compact(grid: Grid) -> Grid:
    """The grid without edges that no cell begins at (underlines that touch a border) and without slivers."""
    xs = sorted({cell.left for cell in grid.cells} | {len(grid.xs) - 1})
    ys = sorted({cell.top for cell in grid.cells} | {len(grid.ys) - 1})
    xs = [index for index, after in zip(xs, [*xs[1:], -1], strict=True)
          if after < 0 or grid.xs[after] - grid.xs[index] >= _NARROW]  # fmt: skip
    column = {old: bisect_left(xs, old) for old in range(len(grid.xs))}
    row = {old: bisect_left(ys, old) for old in range(len(grid.ys))}
    moved = (GridCell(row[cell.top], column[cell.left], row[cell.bottom], column[cell.right]) for cell in grid.cells)
    cells = tuple(cell for cell in moved if cell.left < cell.right and cell.top < cell.bottom)
    return replace(
        grid, xs=tuple(grid.xs[index] for index in xs), ys=tuple(grid.ys[index] for index in ys), cells=cells
    )


def fill_grid(grid: Grid, runs: Iterable[Run]) -> Grid:
    """The grid with the text of `runs`, which all lie in it."""
    owner = {
        (row, column): index
        for index, cell in enumerate(grid.cells)
        for row in range(cell.top, cell.bottom)
        for column in range(cell.left, cell.right)
    }
    content: dict[int, list[Run]] = {}
    for run in runs:
        row = min(max(bisect_right(grid.ys, run.baseline - 0.3 * run.size) - 1, 0), len(grid.ys) - 2)
        for piece, column in _pieces(run, grid, owner, row):
            index = owner.get((row, column))
            if index is not None:
                content.setdefault(index, []).append(piece)
    cells = tuple(
        replace(cell, lines=tuple(build_lines(content[index], grid.page))) if index in content else cell
        for index, cell in enumerate(grid.cells)
    )
    return replace(grid, cells=cells)


def _pieces(run: Run, grid: Grid, owner: dict[tuple[int, int], int], row: int) -> Iterable[tuple[Run, int]]:
    """The run, cut where it crosses from one cell into the next."""
    last = len(grid.xs) - 2

    def column(x: float) -> int:
        return min(max(bisect_right(grid.xs, x) - 1, 0), last)

    first, final = column(run.x0 + 1), column(run.x1 - 1)
    if not run.upright or owner.get((row, first)) == owner.get((row, final)):
        return [(run, column((run.x0 + run.x1) / 2))]
    pieces: list[tuple[Run, int]] = []
    start, current = 0, first
    for index, (left, right) in enumerate(zip(run.lefts, run.rights, strict=True)):
        here = column((left + right) / 2)
        if owner.get((row, here)) != owner.get((row, current)):
            if run.text[start:index].strip():
                pieces.append((run.part(start, index), current))
            start, current = index, here
    if run.text[start:].strip():
        pieces.append((run.part(start, len(run.text)), current))
    return pieces


def split_runs(runs: Iterable[Run], grids: Sequence[Grid]) -> tuple[list[Run], list[list[Run]]]:
    """Runs outside all tables, and those inside each."""
    outside: list[Run] = []
    inside: list[list[Run]] = [[] for _ in grids]
    for run in runs:
        x, y = (run.x0 + run.x1) / 2, run.baseline - 0.3 * run.size
        for index, grid in enumerate(grids):
            if grid.holds(x, y):
                inside[index].append(run)
                break
        else:
            outside.append(run)
    return outside, inside
