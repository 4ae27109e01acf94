"""Totals of tables: total rows, columns that are the sum of those beside them, and columns of shares."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractor.check.finding import Maker, listed, shorten, words
from extractor.check.grids import Figure, Grid, Row, grids
from extractor.check.numbers import decimals, is_share, share, total
from extractor.model import Finding, Report, Span

#: Columns that are compared with each other, at most.
_COLUMNS = 16
#: Rows that show what goes with what, and columns that are added up, at most.
_SAMPLE, _PARTS = 150, 8
#: The rows that must agree, and their part of all, before a row that does not is a mistake.
_ROWS, _MOST = 3, 0.75
#: How much of text may stand between the two parts of a table that a page break cut, in characters.
_CUT = 400


def check(report: Report, maker: Maker) -> Iterator[Finding]:
    """sum_mismatch, percent_mismatch: in tables that are not of indicators, tasks or scores."""
    before: Grid | None = None
    for grid in maker.once(grids):
        joined = before if before and _goes_on(report.text, before, grid) else None
        totals = list(_total_rows(grid, joined, maker))
        yield from totals
        yield from _columns(grid, joined, {finding.span for finding in totals}, maker)
        before = grid


def _goes_on(text: str, before: Grid, grid: Grid) -> bool:
    """Whether a table is the rest of the one before it: as wide, without a header, and close behind."""
    gap = grid.table.span[0] - before.table.span[1]
    return before.table.columns == grid.table.columns and not grid.headers and gap <= _CUT


def _is_total(row: Row) -> bool:
    label = (row.label or row.number).strip(" :.*").lower()
    return label in words("totals")


def _total_rows(grid: Grid, before: Grid | None, maker: Maker) -> Iterator[Finding]:
    """A total row is compared with the rows above it (or below, where it is the first). It says nothing where no column
    at all adds up: then the rows are no parts of it."""
    start = 0
    for index, row in enumerate(grid.rows):
        if not _is_total(row) or not row.figures:
            continue
        above = grid.rows[start:index]
        candidates = [above, _top_level(above)]
        if before and start == 0:
            candidates += [(*before.rows, *above), _top_level((*before.rows, *above))]
        if index == 0:
            below = grid.rows[1:]
            candidates = [below, _top_level(below)]
        yield from _compare_total(grid, row, [one for one in candidates if len(one) > 1], maker)
        start = index + 1


def _top_level(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows that are not parts of another row: those that count as the first of them does."""
    families = [_family(row.number) for row in rows]
    return [row for row, family in zip(rows, families, strict=True) if families and family == families[0]]


def _family(number: str) -> str:
    bare = number.strip(" .)")
    if bare.isdigit():
        return "number"
    if bare and all(sign in "IVXL" for sign in bare):
        return "roman"
    return "dotted" if "." in bare else "point" if len(bare) == 1 else ""


def _compare_total(grid: Grid, row: Row, candidates: Sequence[Sequence[Row]], maker: Maker) -> Iterator[Finding]:
    best: tuple[int, list[tuple[int, list[Figure], Decimal]]] | None = None
    for parts in candidates:
        right, wrong = 0, list[tuple[int, list[Figure], Decimal]]()
        for column, figure in row.figures.items():
            cells = [part.figures[column] for part in parts if column in part.figures]
            if len(cells) < 2 or "%" in grid.headers.get(column, ""):
                continue
            found = total(cell.value for cell in cells)
            if found == figure.value:
                right += 1
            else:
                wrong.append((column, cells, found))
        if best is None or right - len(wrong) > best[0] - len(best[1]):
            best = (right, wrong)
    if best is None or best[0] < max(1, len(best[1])):
        return
    for column, cells, found in best[1]:
        stated = row.figures[column]
        yield maker.make(
            "sum_mismatch",
            stated.span,
            (grid.table.id,),
            name=_column_name(grid, column, row),
            stated=stated.value,
            parts=listed([cell.value for cell in cells]),
            found=found,
        )


def _column_name(grid: Grid, column: int, row: Row) -> tuple[str, str]:
    header = shorten(grid.headers.get(column, ""))
    label = shorten(row.label or row.number)
    if header:
        return f"{label}, cột “{header}”", f"{label}, column “{header}”"
    return f"{label}, cột {column + 1}", f"{label}, column {column + 1}"


def _columns(grid: Grid, before: Grid | None, wrong: set[Span | None], maker: Maker) -> Iterator[Finding]:
    """A column that is the sum of those to its right in nearly all rows, or a share of two others; the rows where it is
    not. Rows with a figure that is wrong already say nothing."""
    rows = [
        row
        for row in grid.rows
        if len(row.figures) > 2 and wrong.isdisjoint(figure.span for figure in row.figures.values())
    ]
    others = [row for row in before.rows if len(row.figures) > 2] if before else []
    every, own = [*others, *rows], {id(row) for row in rows}
    columns = sorted({column for row in rows[:_SAMPLE] for column in row.figures})[:_COLUMNS]
    for first in columns:
        ends = [last for last in columns if 1 < last - first <= _PARTS]
        sums = [(last, *_holds(every[:_SAMPLE], first, last)) for last in ends]
        best = min((one for one in sums if _is_rule(one[1], len(one[2]))), key=lambda one: len(one[2]), default=None)
        for row in _holds(every, first, best[0])[1] if best else ():
            if id(row) in own:
                yield _column_finding(grid, row, first, best[0] if best else first, maker)
        header = f"{grid.headers.get(first, '')} {grid.paths.get(first, '')}".lower()
        if "%" in header or "tỷ lệ" in header:
            yield from _shares(grid, every, own, first, columns, maker)


def _is_rule(holding: int, failing: int) -> bool:
    return holding >= _ROWS and holding >= _MOST * (holding + failing)


def _holds(rows: Sequence[Row], first: int, last: int) -> tuple[int, list[Row]]:
    """How many rows have the number of column `first` as the sum of the columns after it up to `last`, in two parts at
    least, and the rows that have not."""
    holding, failing = 0, list[Row]()
    for row in rows:
        parts = [row.figures[column].value for column in range(first + 1, last + 1) if column in row.figures]
        if first not in row.figures or not parts or (len(parts) == 1 and last not in row.figures):
            continue
        if total(parts) != row.figures[first].value:
            failing.append(row)
        elif sum(1 for part in parts if part) > 1:
            holding += 1
    return holding, failing


def _column_finding(grid: Grid, row: Row, first: int, last: int, maker: Maker) -> Finding:
    stated = row.figures[first]
    parts = [row.figures[column].value for column in range(first + 1, last + 1) if column in row.figures]
    return maker.make(
        "sum_mismatch",
        stated.span,
        (grid.table.id,),
        name=_column_name(grid, first, row),
        stated=stated.value,
        parts=listed(parts),
        found=total(parts),
    )


def _shares(
    grid: Grid, rows: Sequence[Row], own: set[int], column: int, columns: Sequence[int], maker: Maker
) -> Iterator[Finding]:
    """A column of percentages: those of which two columns, in nearly all rows, and the rows where it is not."""
    best: tuple[int, int, int] | None = None
    for part in columns:
        for whole in columns:
            if len({part, whole, column}) == 3:
                full, wrong = _ratios(rows[:_SAMPLE], column, part, whole)
                if _is_rule(full - len(wrong), len(wrong)) and (best is None or len(wrong) < best[2]):
                    best = (part, whole, len(wrong))
    for row in _ratios(rows, column, best[0], best[1])[1] if best else ():
        if id(row) in own and best:
            yield _share_finding(grid, row, column, best[0], best[1], maker)


def _ratios(rows: Sequence[Row], column: int, part: int, whole: int) -> tuple[int, list[Row]]:
    """How many rows have all three figures, and those whose percentage is another."""
    full = [row for row in rows if {part, whole, column} <= row.figures.keys() and row.figures[whole].value]
    return len(full), [row for row in full if not _is_share_of(row, column, part, whole)]


def _is_share_of(row: Row, column: int, part: int, whole: int) -> bool:
    figures = row.figures
    return is_share(figures[column].value, figures[part].value, figures[whole].value)


def _share_finding(grid: Grid, row: Row, column: int, part: int, whole: int, maker: Maker) -> Finding:
    stated, of, total_of = row.figures[column], row.figures[part].value, row.figures[whole].value
    said, shown = _column_name(grid, column, row), listed([of, total_of], "/")
    return maker.make(
        "percent_mismatch",
        stated.span,
        (grid.table.id,),
        percent=(f"{said[0]}: {listed([stated.value])[0]}", f"{said[1]}: {stated.value}"),
        ratio=shown,
        right=share(of, total_of, max(stated.value, Decimal("0.01"), key=decimals)),
    )
