"""The pages of a PDF put together to blocks in reading order: paragraphs and tables, whole across page ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from extractor.read.pdf_columns import Columns
from extractor.read.pdf_layout import Layout
from extractor.read.pdf_lines import TextLine, marks_of
from extractor.read.pdf_page import PageContent
from extractor.read.pdf_paragraphs import ParagraphBuilder, cell_breaks, ended_short, is_ended, marker_pattern
from extractor.read.pdf_tables import Grid
from extractor.read.table_join import join_continued
from extractor.source import Box, Cell, Paragraph, Table

#: Edges of columns that differ by less are the same, in points.
_SAME_EDGE = 3.5

Item = TextLine | Grid | Columns


def build_blocks(pages: Sequence[PageContent], layout: Layout, labels: frozenset[str]) -> tuple[Paragraph | Table, ...]:
    """All blocks of the document. `labels` are those of its footnotes: only they make marks."""
    items = [item for page in pages for item in _in_order(page)]
    bottoms = {page.number: _bottom(page, pages) for page in pages}
    blocks: list[Paragraph | Table] = []
    builder = ParagraphBuilder(layout, labels)
    index = 0
    while index < len(items):
        item = items[index]
        if isinstance(item, TextLine):
            following = items[index + 1] if index + 1 < len(items) else None
            builder.add(item, following if isinstance(following, TextLine) and following.page == item.page else None)
            index += 1
            continue
        builder.end()
        _move(builder, blocks)
        if isinstance(item, Columns):
            whole = _goes_on(item, items[index + 1 :])
            blocks.append(_columns_table(whole, labels))
            index += 1 + len(whole.left) + len(whole.right) - len(item.left) - len(item.right)
            continue
        grids = [item]
        while index + len(grids) < len(items) and _continues(grids[-1], items[index + len(grids)], bottoms, grids[0]):
            following = items[index + len(grids)]
            assert isinstance(following, Grid)
            grids.append(following)
        blocks.append(_table(grids, labels))
        index += len(grids)
    builder.end()
    _move(builder, blocks)
    return tuple(blocks)


def _goes_on(columns: Columns, items: Sequence[Item]) -> Columns:
    """The columns with the lines at the top of the next page that belong to them: as small as the left column and under
    its left edge, or under the middle of the right one."""
    left, right = list(columns.left), list(columns.right)
    edge, start = min(line.x0 for line in right), min(line.x0 for line in left)
    middle = (max(line.x1 for line in right) + edge) / 2
    for item in items:
        if not isinstance(item, TextLine) or item.page != columns.left[0].page + 1:
            break
        if item.x1 < edge and abs(item.x0 - start) < 4 and abs(item.size - left[-1].size) < 0.3:
            left.append(item)
        elif item.x0 > edge - 40 and abs((item.x0 + item.x1) / 2 - middle) < 10:
            right.append(item)
        else:
            break
    return replace(columns, left=tuple(left), right=tuple(right))


def _move(builder: ParagraphBuilder, blocks: list[Paragraph | Table]) -> None:
    blocks.extend(builder.paragraphs)
    builder.paragraphs.clear()


def _in_order(page: PageContent) -> list[Item]:
    placed: list[tuple[float, Item]] = [(line.y0, line) for line in page.lines]
    placed += [(grid.ys[0], grid) for grid in page.grids]
    placed += [(columns.y0, columns) for columns in page.columns]
    return [item for _, item in sorted(placed, key=lambda pair: pair[0])]


def _bottom(page: PageContent, pages: Sequence[PageContent]) -> float:
    """The lowest place that anything reaches on pages of this size, in points."""
    alike = [other for other in pages if abs(other.height - page.height) < 1]
    return max(
        [line.y1 for other in alike for line in other.lines[-1:]]
        + [grid.ys[-1] for other in alike for grid in other.grids]
        + [0.0]
    )


def _continues(grid: Grid, item: Item, bottoms: dict[int, float], first: Grid) -> bool:
    """Whether `item` is the rest of the table that ended with `grid` on the page before it."""
    if not isinstance(item, Grid) or item.page != grid.page + 1:
        return False
    if abs(grid.xs[0] - item.xs[0]) > _SAME_EDGE or abs(grid.xs[-1] - item.xs[-1]) > _SAME_EDGE:
        return False
    few, many = sorted((first.xs, item.xs), key=len)
    if not all(any(abs(x - y) <= _SAME_EDGE for y in many) for x in few):
        return False
    if grid.open_bottom or item.open_top or (_row_texts(first, 0) and _row_texts(first, 0) == _row_texts(item, 0)):
        return True
    # The first table ended because the next row had no room left.
    height = item.ys[1] - item.ys[0]
    return bottoms[grid.page] - grid.ys[-1] < height + 60


def _row_texts(grid: Grid, row: int) -> list[str]:
    return [" ".join(line.text for line in cell.lines) for cell in grid.cells if cell.top == row and cell.lines]


def _table(grids: Sequence[Grid], labels: frozenset[str]) -> Table:
    edges = _union([grid.xs for grid in grids])
    tables = [_one_table(grid, edges, labels) for grid in grids]
    if len(tables) == 1:
        return tables[0]
    return join_continued(tables, [_is_cut(above, below) for above, below in pairwise(grids)])


def _is_cut(upper: Grid, lower: Grid) -> bool:
    """Whether the page end cut a row: no line closes it, or its text stops at a full line without an end and goes on in
    a row without a label of its own, in one cell only."""
    if upper.open_bottom and lower.open_top:
        return True
    top = 0
    while top < len(lower.ys) - 2 and _row_texts(upper, top) == _row_texts(lower, top) != []:
        top += 1
    below = [cell for cell in lower.cells if cell.top == top and cell.lines]
    if len(below) != 1 or below[0].left == 0:
        return False
    left, right = lower.xs[below[0].left], lower.xs[below[0].right]
    above = [
        cell
        for cell in upper.cells
        if cell.bottom == len(upper.ys) - 1 and cell.lines and abs(upper.xs[cell.left] - left) < _SAME_EDGE
    ]
    if not above or is_ended(above[0].lines[-1]) or marker_pattern().match(below[0].lines[0].text):
        return False
    margin = min(max(min(line.x0 for line in above[0].lines) - left, 1.0), 7.0)
    return not ended_short(above[0].lines[-1], below[0].lines[0], right - margin)


def _union(edges: Sequence[Sequence[float]]) -> list[float]:
    """All column edges, near ones as one."""
    result: list[float] = []
    for x in sorted(x for xs in edges for x in xs):
        if not result or x - result[-1] > _SAME_EDGE:
            result.append(x)
    return result


def _one_table(grid: Grid, edges: Sequence[float], labels: frozenset[str]) -> Table:
    """The grid as a table over the columns `edges`."""
    columns = [min(range(len(edges)), key=lambda k: abs(edges[k] - x)) for x in grid.xs]
    rows = [[Cell() for _ in range(len(edges) - 1)] for _ in range(len(grid.ys) - 1)]
    for cell in grid.cells:
        left, right = columns[cell.left], columns[cell.right]
        lines = cell.lines
        rows[cell.top][left] = Cell(
            tuple(line.line() for line in lines),
            marks_of(lines, labels),
            cell_breaks(lines, grid.xs[cell.left], grid.xs[cell.right]),
            cell.bottom - cell.top,
            right - left,
        )
    box = Box(grid.page, *(round(v, 2) for v in (grid.xs[0], grid.ys[0], grid.xs[-1], grid.ys[-1])))
    return Table(tuple(tuple(row) for row in rows), ruled=True, header_rows=_header_rows(grid), box=box)


def _header_rows(grid: Grid) -> int:
    """Leading rows that are bold throughout and fill at least two cells, with the rows that they span."""
    count, last = 0, len(grid.ys) - 2
    while count <= last:
        cells = [cell for cell in grid.cells if cell.top == count and cell.lines]
        if len(cells) < 2 or not all(_is_heading(line) for cell in cells for line in cell.lines):
            break
        count += 1
        if count and not any(cell.top < count < cell.bottom for cell in grid.cells):
            break
    return count if count <= last else 0


def _is_heading(line: TextLine) -> bool:
    """Whether a line is bold; signs such as "(%)" have no weight to tell."""
    return line.bold or not any(letter.isalnum() for letter in line.text)


def _columns_table(columns: Columns, labels: frozenset[str]) -> Table:
    lines = [*columns.left, *columns.right]
    box = Box(
        lines[0].page,
        *(
            round(v, 2)
            for v in (min(line.x0 for line in lines), columns.y0, max(line.x1 for line in lines), columns.y1)
        ),
    )
    return Table((tuple(_column_cell(side, labels) for side in (columns.left, columns.right)),), ruled=False, box=box)


def _column_cell(lines: Sequence[TextLine], labels: frozenset[str]) -> Cell:
    """Each line a paragraph, but for the wrapped end of a list item."""
    breaks = []
    item = False
    for index, line in enumerate(lines):
        marked = bool(marker_pattern().match(line.text))
        wrapped = index > 0 and item and not marked and not lines[index - 1].text.rstrip().endswith((";", ".", "/."))
        if index > 0 and not wrapped:
            breaks.append(index)
        item = marked or (item and wrapped)
    return Cell(tuple(line.line() for line in lines), marks_of(lines, labels), tuple(breaks))
