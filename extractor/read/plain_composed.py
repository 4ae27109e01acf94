"""Text files with decomposed letters (NFD) and hard spaces, as some systems write them: widths and words are judged
on the mended text, and every line leads back to the file as it was read."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import replace
from itertools import pairwise
from operator import itemgetter

from extractor.source import Cell, Line, Paragraph, Source, Table
from extractor.text.characters import Shifts, compose, mend, shift_back


def composed(raw: str) -> tuple[str, Shifts]:
    """The file with composed letters and ordinary spaces, and the way back."""
    mended = mend(raw)
    return (mended, ()) if unicodedata.is_normalized("NFC", mended) else compose(mended)


def led_back(source: Source, shifts: Shifts) -> Source:
    """A Source that was made from the composed text, with its offsets in the file as read."""
    if not shifts:
        return source
    return replace(
        source,
        blocks=tuple(_block(block, shifts) for block in source.blocks),
        notes=tuple(replace(note, lines=_lines(note.lines, shifts)) for note in source.notes),
    )


def _block(block: Paragraph | Table, shifts: Shifts) -> Paragraph | Table:
    if isinstance(block, Paragraph):
        return replace(block, lines=_lines(block.lines, shifts))
    return replace(block, rows=tuple(tuple(_cell(cell, shifts) for cell in row) for row in block.rows))


def _cell(cell: Cell, shifts: Shifts) -> Cell:
    return cell._replace(lines=_lines(cell.lines, shifts)) if cell.lines else cell


def _lines(lines: tuple[Line, ...], shifts: Shifts) -> tuple[Line, ...]:
    return tuple(_line(line, shifts) for line in lines)


def _line(line: Line, shifts: Shifts) -> Line:
    if line.raw is None:
        return line
    pieces: list[tuple[int, int]] = []
    ends = [*(line.pieces or ((0, line.raw),)), (len(line.text), 0)]
    for (start, raw), (end, _) in pairwise(ends):
        pieces.append((start, shift_back(shifts, raw)))
        first = bisect_right(shifts, raw, key=itemgetter(0))
        last = bisect_left(shifts, raw + end - start, key=itemgetter(0))
        pieces += [(start + new - raw, old) for new, old in shifts[first:last]]
    return line._replace(raw=pieces[0][1], pieces=tuple(pieces))
