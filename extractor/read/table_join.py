"""Tables that were cut by page ends, put together again. Works on cells only, so that any reader can use it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from extractor.joining import ends_sentence
from extractor.source import Cell, Paragraph, Table

_OPEN_WORDS = (
    "và|của|cho|các|những|với|tại|theo|về|trong|là|do|bởi|vào|để|số|ngày|tháng|năm|hoặc|từ|đến|(?<!như )(?<!nêu )trên|(?<!trở )lên"
)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {
        "open_end": re.compile(rf"(?:[,(/“‘]|[-–]|\b(?:{_OPEN_WORDS}))$"),
        "number_end": re.compile(r"\b(?:số|ngày|tháng|năm)$"),
        "label": re.compile(r"\d{1,3}(?:\.\d{1,3})*\.?"),
        "figure": re.compile(r"[\d.,/%\s+-]*|[xX]"),
        "item": re.compile(r"(?:[-+•*–]\s|\(?\w{1,3}[.)]\s)"),
    }


def join_tables(blocks: Iterable[Paragraph | Table]) -> list[Paragraph | Table]:
    """The blocks of a document with neighbouring tables joined where one continues the other: for formats that do not
    say where on a page a table stands. See `continues_table`."""
    joined: list[Paragraph | Table] = []
    for block in blocks:
        last = joined[-1] if joined else None
        if isinstance(block, Table) and isinstance(last, Table) and continues_table(last, block):
            joined[-1] = join_continued([last, block])
        else:
            joined.append(block)
    return joined


def continues_table(table: Table, following: Table) -> bool:
    """Whether the words say that `following` is the rest of `table`: it has as many columns, and repeats the header,
    goes on with a cut row, or goes on with the numbering of the first column."""
    if not (table.ruled and following.ruled and table.rows and following.rows):
        return False
    if len(table.rows[0]) != len(following.rows[0]):
        return False
    if repeated_header(table.rows, following.rows) or is_continuation_row(table.rows[-1], following.rows[0]):
        return True
    before = [label for row in table.rows if (label := _numbers(row[0]))]
    after = next((label for row in following.rows if (label := _numbers(row[0]))), ())
    return bool(before and after) and _follows(before[-1], after)


def _numbers(cell: Cell) -> tuple[int, ...]:
    """The numbers of a label ("7.4." is 7 and 4), none where the cell holds anything else."""
    text = cell_text(cell)
    return tuple(int(part) for part in text.split(".") if part) if _patterns()["label"].fullmatch(text) else ()


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
    first = tables[0]
    rows = list(first.rows)
    header = first.header_rows
    for index, table in enumerate(tables[1:]):
        if not rows:
            rows, header = list(table.rows), table.header_rows
            continue
        repeated = repeated_header(rows, table.rows)
        header = max(header, repeated)
        rest = list(table.rows[repeated:])
        while len(rows) > 1 and not any(cell.lines for cell in rows[-1]):
            rows.pop()  # the sliver of a row whose first line did not fit on the page
        seen = index < len(cut) and cut[index]
        if rest and (seen or is_continuation_row(rows[-1], rest[0])):
            rows[-1] = merge_rows(rows[-1], rest.pop(0))
        rows.extend(rest)
    return replace(first, rows=tuple(rows), header_rows=header)


def repeated_header(rows: Sequence[tuple[Cell, ...]], following: Sequence[tuple[Cell, ...]]) -> int:
    """How many rows at the start of `following` repeat those at the start of `rows` word for word (not all of them:
    a table that says the same twice is no header)."""
    count = 0
    for row, other in zip(rows, following, strict=False):
        texts = [cell_text(cell) for cell in row]
        if not any(texts) or texts != [cell_text(cell) for cell in other]:
            break
        count += 1
    return count


def cell_text(cell: Cell) -> str:
    """The words of a cell with single spaces, for comparing."""
    return " ".join(" ".join(line.text for line in cell.lines).split())


def is_continuation_row(previous: tuple[Cell, ...], row: tuple[Cell, ...]) -> bool:
    """Whether `row`, the first after a page end, is the rest of `previous`.

    Every text in it has a text above it to go on from. Where the first cell has text, it goes on in small letters under
    a text with a capital (what a row is about is never written so), or with the number that the text above waits for.
    Where the first cell is empty, either some text goes on in the middle of a sentence (it starts with a small letter,
    or the text above stops where none may stop), or the row has no label at all: the first two cells are empty, the row
    before has its label there, and no cell is a figure of its own. A row of its own with an empty first cell has a
    label in the second, with a capital or a list mark.
    """
    if len(previous) != len(row) or not row:
        return False
    filled = [(index, cell_text(cell)) for index, cell in enumerate(row) if cell_text(cell)]
    above = {index: cell_text(previous[index]) for index, _ in filled}
    if not filled or not all(above.values()):
        return False
    column, first = filled[0]
    if column == 0:
        small = first[0].islower() and not above[0][0].islower()
        cut_number = (
            first[0].isdigit()
            and not _patterns()["figure"].fullmatch(first)
            and _patterns()["open_end"].search(above[0]) is not None
        )
        return (small or cut_number) and _goes_on(above[0], first, previous[0])
    if _patterns()["item"].match(first) and _patterns()["item"].match(above[column]):
        # The next of numbered items: only a sentence that is cut says otherwise.
        return any(text[0].islower() and _goes_on(above[index], text, previous[index]) for index, text in filled)
    if any(_goes_on(above[index], text, previous[index]) for index, text in filled):
        return True
    labelled = any(cell_text(cell) for cell in previous[:2])
    return labelled and filled[0][0] >= 2 and not any(_patterns()["figure"].fullmatch(text) for _, text in filled)


def _goes_on(above: str, text: str, cell: Cell) -> bool:
    if _patterns()["open_end"].search(above):
        # "trong năm" and "Tổng số" may end a text, and then what follows begins with a capital or is a figure.
        whole = text[0].isupper() or (above.endswith("số") and _patterns()["figure"].fullmatch(text) is not None)
        return not (whole and _patterns()["number_end"].search(above)) and not _patterns()["item"].match(text)
    if ends_sentence(above) or _patterns()["item"].match(text):
        return False
    if text[0].islower():
        return True
    # A number goes on only from a text that had wrapped: in a column of figures it is a value of its own.
    return text[0].isdigit() and len(cell.lines) > 1 and any(letter.isalpha() for letter in text)


def merge_rows(upper: tuple[Cell, ...], lower: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """One row of the two halves of a cut row, cell by cell."""
    return tuple(_merge_cells(above, below) for above, below in zip(upper, lower, strict=True))


def _merge_cells(above: Cell, below: Cell) -> Cell:
    if not below.lines:
        return above
    if not above.lines:
        return replace(below, row_span=max(above.row_span, 1), column_span=max(above.column_span, below.column_span))
    shift = len(above.lines)
    first, last = below.lines[0].text, above.lines[-1].text
    new = bool(_patterns()["item"].match(first)) or (ends_sentence(last) and not first[:1].islower())
    return replace(
        above,
        lines=above.lines + below.lines,
        marks=above.marks + tuple(mark.below(shift) for mark in below.marks),
        breaks=above.breaks + ((shift,) if new else ()) + tuple(index + shift for index in below.breaks),
    )
