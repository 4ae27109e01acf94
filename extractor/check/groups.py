"""Tables whose columns repeat under several headings, one the sum of the others; and the numbers of rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from extractor.check.finding import Maker, listed, shorten, words
from extractor.check.grids import Figure, Grid, grids
from extractor.check.numbers import total
from extractor.model import Finding, Report, Table, TableCell

#: Columns of a group, and groups, at most.
_WIDE, _GROUPS = 8, 6
#: Rows in which the groups add up, and the part of all, before a row that does not is a mistake.
_ROWS, _MOST = 4, 0.8
#: Rows that show whether groups add up, at most.
_SAMPLE = 200


def check(report: Report, maker: Maker) -> Iterator[Finding]:
    """sum_mismatch over groups of columns; number_order of rows."""
    for grid in maker.once(grids):
        yield from _groups(grid, maker)
        yield from _row_numbers(grid.table, maker)


def _groups(grid: Grid, maker: Maker) -> Iterator[Finding]:
    """The last group is the sum of the others, column by column: of 4 columns for the departments, 4 for the districts
    and 4 for both, or the first is."""
    rows = [row.figures for row in grid.rows if len(row.figures) > 3][:_SAMPLE]
    filled = Counter(tuple(sorted(figures)) for figures in rows)
    columns = max((one for one, often in filled.items() if often >= _ROWS), key=len, default=())
    if len(columns) < 6 or columns[-1] - columns[0] + 1 != len(columns):
        return
    for count in range(3, _GROUPS + 1):
        wide, rest = divmod(len(columns), count)
        if rest or not 2 <= wide <= _WIDE:
            continue
        for whole in (count - 1, 0):
            groups = [columns[at * wide : (at + 1) * wide] for at in range(count)]
            sums = groups.pop(whole)
            compared = [
                (figures, column, [figures[group[at]] for group in groups if group[at] in figures])
                for figures in rows
                for at, column in enumerate(sums)
                if column in figures
            ]
            wrong = [one for one in compared if len(one[2]) == count - 1 and _differs(*one)]
            full = [one for one in compared if len(one[2]) == count - 1 and sum(1 for part in one[2] if part.value) > 1]
            if len(full) >= 2 * _ROWS and len(full) - len(wrong) >= _MOST * len(full):
                for figures, column, parts in wrong:
                    yield _finding(grid, figures[column], column, [part.value for part in parts], maker)
                return


def _differs(figures: Mapping[int, Figure], column: int, parts: Sequence[Figure]) -> bool:
    return total(part.value for part in parts) != figures[column].value


def _finding(grid: Grid, stated: Figure, column: int, parts: Sequence[Decimal], maker: Maker) -> Finding:
    header = shorten(grid.headers.get(column, "")) or str(column + 1)
    return maker.make(
        "sum_mismatch",
        stated.span,
        (grid.table.id,),
        name=(f"Cột “{header}”", f"Column “{header}”"),
        stated=stated.value,
        parts=listed(parts),
        found=total(parts),
    )


def _row_numbers(table: Table, maker: Maker) -> Iterator[Finding]:
    """A row between those numbered 24 and 26 that is not 25."""
    first = [cell for cell in table.cells if cell.column == 0]
    if not any(cell.text.strip(" .").lower() in words("row_numbers") for cell in first[:3]):
        return
    numbers = [(int(bare), cell) for cell in first if (bare := cell.text.strip(" .)")).isdigit() and len(bare) < 5]
    for before, here, after in zip(numbers, numbers[1:], numbers[2:], strict=False):
        if after[0] == before[0] + 2 and here[0] != before[0] + 1:
            yield _misnumbered(table, here[1], before[0] + 1, maker)


def _misnumbered(table: Table, cell: TableCell, expected: int, maker: Maker) -> Finding:
    return maker.make(
        "number_order",
        cell.span,
        (table.id,),
        severity="warning",
        words=(f"số thứ tự {cell.text} của một hàng", f"row number {cell.text}"),
        witness=(f"các hàng {expected - 1} và {expected + 1}", f"rows {expected - 1} and {expected + 1}"),
    )
