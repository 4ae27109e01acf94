"""Tables that were cut by page ends, put together again. Works on cells only, so that any reader can use it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from extractor.joining import ends_sentence
from extractor.read.table_rows import (
    cell_text,
    is_continuation_row,
    merge_cells,
    merge_rows,
    parted,
    patterns,
    repeated_header,
    unshifted,
)
from extractor.source import Cell, Paragraph, Table

#: The last label of a table is looked for in so many rows: rows without one ("Trong đó") are few.
_LABELLED = 60


@dataclass(slots=True)
class _Whole:
    """A table that grows by those that continue it, so that many pages cost no more than their rows."""

    first: Table
    rows: list[tuple[Cell, ...]] = field(default_factory=list)
    header: int = 0

    def __post_init__(self) -> None:
        self.rows, self.header = list(self.first.rows), self.first.header_rows

    def add(self, table: Table, *, seen: bool = False) -> None:
        """Add a table that continues this one; `seen`: the reader saw that a page end cut the last row."""
        if not self.rows:
            self.rows, self.header = list(table.rows), table.header_rows
            return
        repeated = repeated_header(self.rows, table.rows)
        self.header = max(self.header, repeated)
        rest = list(table.rows[repeated:])
        while len(self.rows) > 1 and not any(cell.lines for cell in self.rows[-1]):
            self.rows.pop()  # the sliver of a row whose first line did not fit on the page
        if rest:
            rest[0] = unshifted(self.rows[-1], rest[0])
        if rest and not seen and (put_right := parted(self.rows[-1], rest[0])):
            self.rows[-1], rest[0] = put_right
        elif rest and (seen or is_continuation_row(self.rows[-1], rest[0])):
            self.rows[-1] = merge_rows(self.rows[-1], rest.pop(0))
        self.rows.extend(rest)

    def table(self) -> Table:
        """The table so far."""
        return replace(self.first, rows=tuple(self.rows), header_rows=self.header)

    def continued_by(self, following: Table) -> bool:
        """Whether the words say that `following` is the rest: it has as many columns, and repeats the header, goes on
        with a cut row, goes on with the numbering of the first column, or begins with figures where this one begins
        with a header."""
        if not (self.first.ruled and following.ruled and self.rows and following.rows):
            return False
        if len(self.rows[0]) != len(following.rows[0]):
            return False
        if repeated_header(self.rows, following.rows) or is_continuation_row(self.rows[-1], following.rows[0]):
            return True
        if _has_figures(following.rows[0]) and not _has_figures(self.rows[0]):
            return True
        last = islice(reversed(self.rows), _LABELLED)
        before = next((label for row in last if (label := _numbers(row[0]))), ())
        after = next((label for row in following.rows if (label := _numbers(row[0]))), ())
        return bool(before and after) and _follows(before, after)


def join_tables(blocks: Iterable[Paragraph | Table]) -> list[Paragraph | Table]:
    """The blocks of a document with neighbouring tables joined where one continues the other: for formats that do not
    say where on a page a table stands."""
    joined: list[Paragraph | _Whole] = []
    for block in blocks:
        last = joined[-1] if joined else None
        if not isinstance(block, Table):
            joined.append(block)
            continue
        table = _put_right(block)
        if isinstance(last, _Whole) and last.continued_by(table):
            last.add(table)
        elif isinstance(last, _Whole) and len(last.rows) == 1 and (whole := _with_cut_header(last.first, table)):
            joined[-1] = _Whole(whole)
        else:
            joined.append(_Whole(table))
    return [block.table() if isinstance(block, _Whole) else block for block in joined]


def _has_figures(row: tuple[Cell, ...]) -> bool:
    """More than one cell is a figure of its own."""
    figure = patterns()["figure"]
    return sum(1 for cell in row if (text := cell_text(cell)) and figure.fullmatch(text)) > 1


def _numbers(cell: Cell) -> tuple[int, ...]:
    """The numbers of a label ("7.4." is 7 and 4), none where the cell holds anything else."""
    text = cell_text(cell)
    return tuple(int(part) for part in text.split(".") if part) if patterns()["label"].fullmatch(text) else ()


def _follows(label: tuple[int, ...], following: tuple[int, ...]) -> bool:
    """Whether a label is the next one: 7.4 or 8 after 7.3, or 7.3.1."""
    depth = len(following) - 1
    if depth >= len(label):
        return following == (*label, 1)
    return following == (*label[:depth], label[depth] + 1)


def join_continued(tables: Sequence[Table], cut: Sequence[bool] = ()) -> Table:
    """One table of several that continue each other. All must have the same number of columns.

    Header rows that are repeated word for word are dropped, and a row that the page end cut is made whole: where
    `is_continuation_row` says so, or where `cut[i]` says that the reader saw it (no line closes the row between
    `tables[i]` and `tables[i + 1]`).
    """
    whole = _Whole(tables[0])
    for index, table in enumerate(tables[1:]):
        whole.add(table, seen=index < len(cut) and cut[index])
    return whole.table()


def _put_right(table: Table) -> Table:
    """The table with the rows moved back that a conversion moved to the left."""
    rows = list(table.rows)
    for index in range(1, len(rows)):
        rows[index] = unshifted(rows[index - 1], rows[index])
    return replace(table, rows=tuple(rows))


def _with_cut_header(table: Table, following: Table) -> Table | None:
    """`following` with its first row made whole, where `table` is nothing but the first lines of its heads, cut off by
    a page end: as many cells, each of which goes on below, most of them in small letters."""
    if len(table.rows) != 1 or not (table.ruled and following.ruled and following.rows):
        return None
    heads = [cell for cell in table.rows[0] if cell.lines]
    first = following.rows[0]
    columns = [index for index, cell in enumerate(first) if cell.lines]
    if len(heads) < 3 or len(columns) != len(heads) or len(first) < len(table.rows[0]):
        return None
    small = sum(1 for index in columns if cell_text(first[index])[:1].islower())
    if 2 * small <= len(columns) or any(ends_sentence(cell_text(cell)) for cell in heads):
        return None
    row = list(first)
    for cell, index in zip(heads, columns, strict=True):
        row[index] = merge_cells(cell, first[index])
    return replace(following, rows=(tuple(row), *following.rows[1:]))
