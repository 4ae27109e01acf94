"""What was found in one document, and where an offset of it stands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.mentions import (
    MODEL,
    CitationMention,
    CountMention,
    DateMention,
    DutyMention,
    Letterhead,
    OrganisationMention,
    PersonMention,
    Rows,
    SectionMention,
)
from extractor.model import Section
from extractor.resolve.place import Place
from extractor.source import Source
from extractor.text import Text


@dataclass(frozen=True, slots=True)
class Parts:
    """All that was found in one document."""

    source: Source
    text: Text
    letterhead: Letterhead
    sections: Sequence[SectionMention]
    dates: Sequence[DateMention]
    citations: Sequence[CitationMention]
    organisations: Sequence[OrganisationMention]
    counts: Sequence[CountMention]
    duties: Sequence[DutyMention]
    persons: Sequence[PersonMention]
    rows: Rows
    place: Place


def found_by(rule: str) -> str:
    """What a report says of who found an item: "rule:persons.comrade" or "model"."""
    return rule if rule == MODEL else f"rule:{rule}"


class Locator:
    """Section and page of an offset."""

    __slots__ = ("_paged", "_sections", "_starts", "_text")

    def __init__(self, text: Text, sections: Sequence[Section]) -> None:
        self._text = text
        self._sections = sections
        self._starts = [section.span[0] for section in sections]
        self._paged = text.offsets.has_pages()

    def section(self, offset: int) -> str | None:
        """The innermost section that an offset stands in."""
        index = bisect_right(self._starts, offset) - 1
        while index >= 0:
            if self._sections[index].span[1] > offset:
                return self._sections[index].id
            index -= 1 if self._sections[index].level > 1 else index + 1
        return None

    def page(self, offset: int) -> int | None:
        """The page of an offset."""
        return self._text.offsets.page_at(offset) if self._paged else None
