"""The paragraphs that the model reads: prose outside of tables, and of it only where it can add something."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache

from extractor import rules
from extractor.grammar import alternatives
from extractor.model import Span
from extractor.text import Text

#: A paragraph longer than this is read in parts, in characters.
_LONG = 4000


def paragraphs(text: Text) -> Iterator[Span]:
    """The paragraphs and notes of a text that are no part of a table, in reading order."""
    tables = sorted(table.span for table in text.tables)
    at = 0
    for start, end in sorted([*(block.span for block in text.blocks), *(note.body for note in text.notes)]):
        while at < len(tables) and tables[at][1] <= start:
            at += 1
        if at < len(tables) and tables[at][0] <= start:
            continue
        for cut in range(start, end, _LONG):
            yield cut, min(end, cut + _LONG)


class Taken:
    """Spans that rules have taken, to be asked for by place."""

    __slots__ = ("_ends", "_spans")

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = sorted(spans)
        # No span ends behind the greatest end so far: bodies nest in duties, dates in citations.
        self._ends: list[int] = []
        for _, end in self._spans:
            self._ends.append(max(end, self._ends[-1] if self._ends else 0))

    def meets(self, start: int, end: int) -> bool:
        """Whether one of the spans shares a character with [start, end)."""
        return any(other_end > start for _, other_end in self._near(start, end))

    def within(self, start: int, end: int) -> list[Span]:
        """The spans that share a character with [start, end)."""
        return [span for span in self._near(start, end) if span[1] > start]

    def _near(self, start: int, end: int) -> Sequence[Span]:
        first = bisect_left(self._ends, start + 1)
        return self._spans[first : bisect_left(self._spans, (end, 0))]


@cache
def _gate(words: str) -> re.Pattern[str]:
    """Words that begin something, unless they go on as something else ("ban hành")."""
    book = rules.load()
    row = book["learned"][words]
    listed = alternatives(row["words"])
    if words == "people":
        # Also a family name with another name behind it.
        families = alternatives(book["persons"]["family"]["words"])
        named = book.fragments.expand(rf"(?:{families})\s@upper\w")
        return re.compile(rf"(?<!\w)(?:(?i:{listed})(?!\w)|{named})")
    other = rf"(?!\s+(?:{alternatives(row['never_before'])})(?!\w))" if "never_before" in row else ""
    return re.compile(rf"(?<!\w)(?:{listed})(?!\w){other}", re.IGNORECASE)


def may_hold(words: str, text: str, span: Span, taken: Taken) -> bool:
    """Whether words of a list of rules/learned.toml (heads, people, duties) stand where no rule has taken them."""
    return any(not taken.meets(*match.span()) for match in _gate(words).finditer(text, *span))
