"""Ruled tables of a PDF page: the grid that `pdf_grids` finds, and the text in its cells, cut at its edges."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from extractor.read.pdf_chars import Run
from extractor.read.pdf_lines import TextLine, build_lines


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
