"""The lines above a table: what names it, and which days its figures cover."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from extractor.find.tables.values import Patterns
from extractor.mentions import DateMention, SectionMention
from extractor.model import Span
from extractor.text import Block, Text, TextTable

#: A caption is at most so long, in characters, and stands within so many lines above its table.
_LONGEST, _LINES = 250, 5


def caption_of(table: TextTable, previous: TextTable | None, text: Text, patterns: Patterns) -> Span | None:
    """The line that names a table, or the lines in capitals that do, without label and colon; None where the line above
    only announces it or is prose."""
    found: Span | None = None
    for block in _above(table, previous, text):
        words = text.masked[block.span[0] : block.span[1]]
        if found is not None:
            if not words.isupper() or patterns["caption_number"].fullmatch(words):
                break
            found = (block.span[0], found[1])
        elif patterns["caption_skipped"].fullmatch(words) or patterns["caption_window"].fullmatch(words):
            continue
        else:
            found = _named(words, block.span[0], patterns)
            if found is None or not words.isupper():
                break
    return found


def _above(table: TextTable, previous: TextTable | None, text: Text) -> Iterator[Block]:
    """The lines above a table, the nearest first, down to the table before it."""
    floor = previous.span[1] if previous else 0
    last = bisect_left(text.blocks, table.span[0], key=lambda block: block.span[0])
    for block in reversed(text.blocks[max(0, last - _LINES) : last]):
        if block.span[0] < floor:
            return
        yield block


def _named(words: str, start: int, patterns: Patterns) -> Span | None:
    if (
        len(words) > _LONGEST
        or patterns["caption_none"].fullmatch(words)
        or patterns["caption_number"].fullmatch(words)
    ):
        return None
    label = patterns["caption_label"].match(words)
    begin = label.end() if label else 0
    end = len(words.rstrip(" :"))
    return (start + begin, start + end) if end > begin and not words.rstrip().endswith((".", ";")) else None


class Windows:
    """The lines that say which days figures cover, with the date or period of each."""

    def __init__(self, text: Text, sections: Sequence[SectionMention], dates: Sequence[DateMention]) -> None:
        self._text = text
        self._tops = [section for section in sections if section.parent is None]
        self._starts = [section.span[0] for section in self._tops]
        self._dates = dates

    def of(self, table: TextTable, previous: TextTable | None, patterns: Patterns) -> DateMention | None:
        """The window of a table: of the line above it, or of the head of the appendix that it stands in."""
        near = list(_above(table, previous, self._text))
        for block in near:
            if window := self._said(block, patterns):
                return window
        index = bisect_right(self._starts, table.span[0]) - 1
        if index < 0 or self._tops[index].role != "appendix" or self._tops[index].span[1] < table.span[0]:
            return None
        first = bisect_left(self._text.blocks, self._starts[index], key=lambda block: block.span[0])
        for block in self._text.blocks[first : first + _LINES]:
            if block.span[0] < table.span[0] and (window := self._said(block, patterns)):
                return window
        return None

    def _said(self, block: Block, patterns: Patterns) -> DateMention | None:
        start, end = block.span
        if end - start > _LONGEST or not patterns["caption_window"].fullmatch(self._text.masked, start, end):
            return None
        first = bisect_left(self._dates, start, key=lambda one: one.span[0])
        return self._dates[first] if first < len(self._dates) and self._dates[first].span[1] <= end else None
