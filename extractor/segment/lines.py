"""The lines that a letterhead may stand on: paragraphs, and the cells of tables that a converter made of it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache

from extractor.grammar import fold
from extractor.model import Span
from extractor.rules import pattern
from extractor.segment.vocabulary import LetterheadRules
from extractor.text import Block, TextTable

#: Lines from the top in which a letterhead is looked for.
DEPTH = 24
#: A crawled page may have so many lines of its own above the letterhead, and so many cells in a table.
_SITE, _CELLS = 200, 60
#: Lines above "CỘNG HÒA XÃ HỘI …" that may still be the left column of the letterhead.
_ABOVE = 8
#: Lines and cells longer than this are prose.
_PROSE = 600
#: A line that holds both columns is shorter than this.
_GLUED = 160
_MOTTO = "HỘI CHỦ NGHĨA VIỆT NAM"


def top_lines(
    text: str, blocks: Sequence[Block], tables: Sequence[TextTable], rules: LetterheadRules
) -> Sequence[Span]:
    """The lines of the letterhead: the first ones, or those around the motto where a web page put its own above."""
    lines = _lines(text, blocks[:DEPTH], tables)
    motto = text.find(_MOTTO, 0, blocks[min(_SITE, len(blocks)) - 1].span[1]) if blocks else -1
    if motto < 0 or not lines or motto < lines[min(DEPTH - _ABOVE, len(lines)) - 1][1]:
        return lines[: DEPTH + _ABOVE]
    if any(text[left:right].isupper() and fold(text[left:right]) in rules.types for left, right in lines[:DEPTH]):
        return lines[:DEPTH]
    near = [block for block in blocks[:_SITE] if block.span[0] >= lines[0][0]]
    lines = _lines(text, near, tables)
    at = next((index for index, (_, right) in enumerate(lines) if right > motto), 0)
    first = max(at - _ABOVE, 0)
    return lines[first : first + DEPTH + _ABOVE]


def lines_between(text: str, blocks: Sequence[Block], tables: Sequence[TextTable], part: Span) -> Sequence[Span]:
    """The paragraphs and the cells of a part of the text, in reading order."""
    first, last = part
    inside = [block for block in blocks if first <= block.span[0] < last]
    return _lines(text, inside, [table for table in tables if first <= table.span[0] < last])


def site_lines(text: str, tables: Sequence[TextTable], end: int) -> list[Span]:
    """The cells of tables above the end of a letterhead: a web page prints the number there as well."""
    return [cell for table in tables if table.span[0] < end for cell in _cells(text, table) if cell[1] <= end]


def _lines(text: str, blocks: Sequence[Block], tables: Sequence[TextTable]) -> list[Span]:
    """Paragraphs and cells in reading order, parted at the rules of hyphens in them."""
    lines = [part for block in blocks for part in _parted(text, block.span)]
    last = lines[-1][1] if lines else len(text)
    for table in tables:
        if table.span[0] > last:
            break
        at = bisect_left(lines, table.span)
        lines[at:at] = _cells(text, table)
    return lines


def _cells(text: str, table: TextTable) -> list[Span]:
    return [part for _, _, span in table.cells[:_CELLS] for part in _parted(text, span)]


def _parted(text: str, line: Span) -> Iterator[Span]:
    """ "CHÍNH PHỦ ------- Số: 12/NĐ-CP" in one cell is two lines."""
    left, right = line
    if right - left < _GLUED and (cut := _right_column(text, left, right)):
        yield left, left + len(text[left:cut].rstrip())
        yield cut, right
        return
    if right - left > _PROSE or (text.find("---", left, right) < 0 and text.find("***", left, right) < 0):
        yield line
        return
    for match in _between_rules().finditer(text, left, right):
        yield match.start(), match.start() + len(match.group().rstrip())


def _right_column(text: str, left: int, right: int) -> int | None:
    """Where the right column begins on a line that a converter glued together and that nothing parted so far."""
    if not text[left : left + 6].isupper() or (
        text.find("ngày", left, right) < 0 and text.find("VIỆT NAM", left, right) < 0
    ):
        return None
    match = pattern("paragraphs", "right_column").search(text[left:right])
    return left + match.start("right") if match else None


@cache
def _between_rules() -> re.Pattern[str]:
    return re.compile(r"(?![\s*-])(?:(?!---|\*\*\*).)+", re.DOTALL)
