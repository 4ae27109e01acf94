"""The lines that a letterhead may stand on: paragraphs, and the cells of tables that a converter made of it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache

from extractor.grammar import fold
from extractor.model import Span
from extractor.segment.vocabulary import LetterheadRules
from extractor.text import Block, TextTable

#: Lines from the top in which a letterhead is looked for.
DEPTH = 24
#: A crawled page may have so many lines of its own above the letterhead.
_SITE = 200
#: Lines above "CỘNG HÒA XÃ HỘI …" that may still be the left column of the letterhead.
_ABOVE = 8
#: Lines and cells longer than this are prose.
_PROSE = 600


def all_lines(text: str, blocks: Sequence[Block], tables: Sequence[TextTable]) -> list[Span]:
    """Paragraphs and cells of the first part of a text in reading order, parted at the rules of hyphens in them."""
    limit = blocks[_SITE].span[0] if len(blocks) > _SITE else None
    lines = [block.span for block in blocks[: _SITE + 1]]
    for table in tables:
        if limit is not None and table.span[0] > limit:
            break
        at = bisect_left(lines, table.span)
        lines[at:at] = [span for _, _, span in table.cells[:_SITE]]
    return [part for line in lines for part in _parted(text, line)]


def top_lines(text: str, lines: Sequence[Span], rules: LetterheadRules) -> Sequence[Span]:
    """The lines of the letterhead: the first ones, or those around the motto where a web page put its own above."""
    for index, (left, right) in enumerate(lines):
        if index < DEPTH and text[left:right].isupper() and fold(text[left:right]) in rules.types:
            break
        if "HỘI CHỦ NGHĨA VIỆT NAM" in text[left : min(right, left + 120)]:
            first = index - _ABOVE if index >= DEPTH - _ABOVE else 0
            return lines[first : first + DEPTH + _ABOVE]
    return lines[:DEPTH]


def _parted(text: str, line: Span) -> Iterator[Span]:
    """ "CHÍNH PHỦ ------- Số: 12/NĐ-CP" in one cell is two lines."""
    left, right = line
    if right - left > _PROSE or ("---" not in text[left:right] and "***" not in text[left:right]):
        yield line
        return
    for match in _between_rules().finditer(text, left, right):
        yield match.start(), match.start() + len(match.group().rstrip())


@cache
def _between_rules() -> re.Pattern[str]:
    return re.compile(r"(?![\s*-])(?:(?!---|\*\*\*).)+", re.DOTALL)
