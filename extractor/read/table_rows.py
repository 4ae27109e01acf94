"""Rows of a table at a page end: whether one is the rest of another, and what a cut or a conversion did to them. Works
on cells only, so that any reader can use it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from extractor.joining import ends_sentence
from extractor.source import Cell, Line

_OPEN_WORDS = (
    "và|của|cho|các|những|với|tại|theo|về|trong|là|do|bởi|vào|để|số|ngày|tháng|năm|hoặc|từ|đến|"
    "(?<!như )(?<!nêu )trên|(?<!trở )lên"
)


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    """What the words of a cell are looked at with."""
    return {
        "open_end": re.compile(rf"(?:[,(/“‘]|[-–]|\b(?:{_OPEN_WORDS}))$"),
        "number_end": re.compile(r"\b(?:số|ngày|tháng|năm)$"),
        "label": re.compile(r"\d{1,3}(?:\.\d{1,3})*\.?"),
        "figure": re.compile(r"[\d.,/%\s+-]*|[xX]"),
        "item": re.compile(r"(?:[-+•*–]\s|\(?\w{1,3}[.)]\s)"),
        "ordinal": re.compile(r"(\d{1,3})[.)]\s"),
        "list": re.compile(r"(?<=[.;])\s+(?=[-+•]\s)"),
    }


def cell_text(cell: Cell) -> str:
    """The words of a cell with single spaces, for comparing."""
    lines = cell.lines
    if len(lines) == 1:  # most cells
        return " ".join(lines[0].text.split())
    return " ".join(" ".join([line.text for line in lines]).split())


def repeated_header(rows: Sequence[tuple[Cell, ...]], following: Sequence[tuple[Cell, ...]]) -> int:
    """How many rows at the start of `following` repeat those at the start of `rows` word for word (not all of them:
    a table that says the same twice is no header)."""
    count = 0
    for row, other in zip(rows, following, strict=False):
        if row and other and cell_text(row[0]) != cell_text(other[0]):  # where most rows part
            break
        texts = [cell_text(cell) for cell in row]
        if not any(texts) or texts != [cell_text(cell) for cell in other]:
            break
        count += 1
    return count


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
            and not patterns()["figure"].fullmatch(first)
            and patterns()["open_end"].search(above[0]) is not None
        )
        return (small or cut_number) and _goes_on(above[0], first, previous[0])
    if patterns()["item"].match(first) and patterns()["item"].match(above[column]):
        # The next of numbered items: only a sentence that is cut says otherwise.
        return any(text[0].islower() and _goes_on(above[index], text, previous[index]) for index, text in filled)
    if any(_goes_on(above[index], text, previous[index]) for index, text in filled):
        return True
    labelled = any(cell_text(cell) for cell in previous[:2])
    return labelled and filled[0][0] >= 2 and not any(patterns()["figure"].fullmatch(text) for _, text in filled)


def _goes_on(above: str, text: str, cell: Cell) -> bool:
    if patterns()["open_end"].search(above):
        # "trong năm" and "Tổng số" may end a text, and then what follows begins with a capital or is a figure.
        whole = text[0].isupper() or (above.endswith("số") and patterns()["figure"].fullmatch(text) is not None)
        return not (whole and patterns()["number_end"].search(above)) and not patterns()["item"].match(text)
    if ends_sentence(above) or patterns()["item"].match(text):
        return False
    if text[0].islower():
        return True
    # A number goes on only from a text that had wrapped: in a column of figures it is a value of its own.
    return text[0].isdigit() and len(cell.lines) > 1 and any(letter.isalpha() for letter in text)


def merge_rows(upper: tuple[Cell, ...], lower: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """One row of the two halves of a cut row, cell by cell."""
    return tuple(merge_cells(above, below) for above, below in zip(upper, lower, strict=True))


def merge_cells(above: Cell, below: Cell) -> Cell:
    """One cell of the two halves of a cut one."""
    if not below.lines:
        return above
    if not above.lines:
        return below._replace(row_span=max(above.row_span, 1), column_span=max(above.column_span, below.column_span))
    shift = len(above.lines)
    first, last = below.lines[0].text, above.lines[-1].text
    new = bool(patterns()["item"].match(first)) or (ends_sentence(last) and not first[:1].islower())
    return above._replace(
        lines=above.lines + below.lines,
        marks=above.marks + tuple(mark.below(shift) for mark in below.marks),
        breaks=above.breaks + ((shift,) if new else ()) + tuple(index + shift for index in below.breaks),
    )


def unshifted(above: tuple[Cell, ...], row: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """The row, moved one column to the right where its first cell goes on with the numbering of the second column
    ("11. …" after "10. …") and its last one is empty."""
    if len(row) < 3 or len(above) != len(row) or row[-1].lines or not (row[0].lines and row[1].lines):
        return row
    first, second = _ordinal(row[0]), _ordinal(above[1])
    moved = first is not None and second is not None and first == second + 1 and _ordinal(above[0]) is None
    return (Cell(), *row[:-1]) if moved else row


def _ordinal(cell: Cell) -> int | None:
    match = patterns()["ordinal"].match(cell.lines[0].text) if cell.lines else None
    return int(match[1]) if match else None


def parted(above: tuple[Cell, ...], row: tuple[Cell, ...]) -> tuple[tuple[Cell, ...], tuple[Cell, ...]] | None:
    """The two rows put right where the second, a row of its own (the next number in the same column), begins in one of
    its cells with the rest of the cell above: a page end lay between. That rest ends where a list begins."""
    column = next((index for index, cell in enumerate(row) if cell.lines), len(row))
    if column == len(row) or len(above) != len(row) or sum(1 for cell in row if cell.lines) < 3:
        return None
    number, before = _ordinal(row[column]), _ordinal(above[column])
    if number is None or before is None or number != before + 1:
        return None
    upper, lower = list(above), list(row)
    for index in range(column + 1, len(row)):
        text, over = cell_text(row[index]), cell_text(above[index])
        if text and over and text[0].islower() and not row[index].marks and _goes_on(over, text, above[index]):
            rest, own = _cut_at_list(row[index])
            upper[index], lower[index] = merge_cells(above[index], rest), own
    return (tuple(upper), tuple(lower)) if lower != list(row) else None


def _cut_at_list(cell: Cell) -> tuple[Cell, Cell]:
    """A cell parted where the first list begins in it; all of it is the first part where none does."""
    for index, line in enumerate(cell.lines):
        if index and patterns()["item"].match(line.text):
            return Cell(cell.lines[:index]), Cell(cell.lines[index:])
        if match := patterns()["list"].search(line.text):
            head, tail = _cut_line(line, match.start(), match.end())
            return Cell((*cell.lines[:index], head)), Cell((tail, *cell.lines[index + 1 :]))
    return cell, Cell()


def _cut_line(line: Line, end: int, start: int) -> tuple[Line, Line]:
    before = [piece for piece in line.pieces if piece[0] <= start]
    offset, raw = before[-1] if before else (0, line.raw)
    at = None if raw is None else raw + start - offset
    after = tuple((place - start, there) for place, there in line.pieces if place > start)
    pieces = ((0, at), *after) if line.pieces and at is not None else ()
    words = line.words_in(start, len(line.text))
    head = line._replace(text=line.text[:end], words=line.words_in(0, end))
    return head, Line(line.text[start:], at, line.box, pieces, words)
