"""Blocks in reading order: the two-column letterhead and the signature beside "Nơi nhận" become one column after the
other, also where a converter glued both columns on one line (Nghị định 30/2020/NĐ-CP, Phụ lục I, sơ đồ bố trí)."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from itertools import pairwise

from extractor import rules
from extractor.joining import continues
from extractor.source import Cell, Line, Paragraph, Table

#: How many paragraphs from the top of a letterhead may still be its glued lines.
_LETTERHEAD_DEPTH = 8


def in_reading_order(blocks: Sequence[Paragraph | Table]) -> Iterator[Paragraph | Table]:
    """The blocks with every letterhead and signature unfolded."""
    index = 0
    while index < len(blocks):
        block = blocks[index]
        if isinstance(block, Table):
            if is_layout(block):
                yield from _columns(block)
            else:
                yield block
        elif _is_glued(block):
            index = yield from _unglue(blocks, index)
            continue
        else:
            yield block
        index += 1


def is_layout(table: Table) -> bool:
    """A table that only arranges: at most three columns with the words of a letterhead or a signature in them."""
    if not table.rows or len(table.rows[0]) > 3 or (table.ruled and len(table.rows) > 6):
        return False
    return any(_is_layout_row(row) for row in table.rows)


def _is_layout_row(row: Sequence[Cell]) -> bool:
    text = "\n".join(line.text for cell in row for line in cell.lines)
    return len(text) < 3000 and rules.pattern("paragraphs", "arranging").search(text) is not None


def _columns(table: Table) -> Iterator[Paragraph]:
    """Column after column for the rows that arrange; what stands above and below them cell after cell."""
    arranging = [index for index, row in enumerate(table.rows) if _is_layout_row(row)]
    first, last = arranging[0], arranging[-1] + 1
    for row in table.rows[:first]:
        for cell in row:
            yield from _paragraphs(cell)
    for column in range(len(table.rows[0])):
        for row in table.rows[first:last]:
            yield from _paragraphs(row[column])
    for row in table.rows[last:]:
        for cell in row:
            yield from _paragraphs(cell)


def _paragraphs(cell: Cell) -> Iterator[Paragraph]:
    """The paragraphs of a cell. Without marked breaks every line is one."""
    starts = sorted({0, *cell.breaks}) if cell.breaks else _paragraph_starts(cell)
    bounds = [*starts, len(cell.lines)]
    for start, end in pairwise(bounds):
        lines = cell.lines[start:end]
        if any(line.text.strip() for line in lines):
            yield Paragraph(lines)


def _paragraph_starts(cell: Cell) -> list[int]:
    lines = [line.text for line in cell.lines]
    return [0] + [at for at in range(1, len(lines)) if not continues(lines[at - 1], lines[at])]


def _is_glued(block: Paragraph) -> bool:
    if not 1 <= len(block.lines) <= 2:
        return False
    text = block.lines[0].text
    if len(text) > 160 or not ("HỘI CHỦ NGHĨA VIỆT NAM" in " ".join(text.split()) or text.startswith("Số")):
        return False
    return rules.pattern("paragraphs", "right_column").search(text) is not None


def _unglue(blocks: Sequence[Paragraph | Table], index: int) -> Generator[Paragraph, None, int]:
    """Split the glued lines that follow; returns the index of the first block behind them."""
    left: list[Paragraph] = []
    right: list[Paragraph] = []
    taken = index
    for offset in range(_LETTERHEAD_DEPTH):
        if index + offset >= len(blocks):
            break
        block = blocks[index + offset]
        if not isinstance(block, Paragraph) or len(block.lines) != 1:
            break
        match = rules.pattern("paragraphs", "right_column").search(block.lines[0].text)
        if match is None:
            break
        line, cut = block.lines[0], match.start("right")
        left.append(Paragraph((slice_line(line, 0, cut),)))
        right.append(Paragraph((slice_line(line, cut, len(line.text)),)))
        taken = index + offset + 1
    first = blocks[index]
    if not left and isinstance(first, Paragraph):
        yield first
    yield from left
    yield from right
    return max(taken, index + 1)


def slice_line(line: Line, start: int, end: int) -> Line:
    """A part of a physical line, with its way back kept."""
    text = line.text[start:end]
    if line.raw is None or not line.pieces:
        raw = None if line.raw is None else line.raw + start
        return Line(text, raw, line.box, words=line.words_in(start, end))
    before = [piece for piece in line.pieces if piece[0] <= start]
    base = before[-1] if before else (0, line.raw)
    pieces = [(0, base[1] + start - base[0])]
    pieces += [(offset - start, raw) for offset, raw in line.pieces if start < offset < end]
    return Line(text, pieces[0][1], line.box, tuple(pieces))
