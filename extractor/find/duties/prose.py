"""What the statements of a document are read from: its text, with the bodies, dates and sections at hand by place."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.find.duties.compiled import DutyRules
from extractor.mentions import DateMention, OrganisationMention, SectionMention
from extractor.model import Role, Span
from extractor.text import Block, Text

#: A sentence is looked at so far back and forth, in characters: texts without an end stay linear.
_BACK, _FORTH = 800, 3000
#: A list of recipients is at most so long, in characters.
_TAIL = 2000
#: Sections of a report that tell what was done.
_NARRATIVE = frozenset({"results", "direction", "assessment"})
#: Sections that say what is to be done.
_ORDERING = frozenset({"implementation", "plan", "proposals"})


@dataclass(frozen=True, slots=True)
class Prose:
    """A document's text by place. The lists of starts go along with the lists of items."""

    text: str
    rules: DutyRules
    bodies: Sequence[OrganisationMention]
    body_starts: Sequence[int]
    dates: Sequence[DateMention]
    date_starts: Sequence[int]
    sections: Sequence[SectionMention]
    section_starts: Sequence[int]
    tables: Sequence[Span]
    blocks: Sequence[Block]
    block_starts: Sequence[int]
    #: Where lists of recipients begin.
    tails: Sequence[int]
    #: Whether the document is a report: one of its sections tells results.
    reports: bool
    #: Whether one of its sections says who does what.
    assigns: bool

    def piece(self, name: str) -> re.Pattern[str]:
        """A pattern of the rules."""
        return self.rules.pieces[name]

    def body_at(self, start: int) -> OrganisationMention | None:
        """The mention of a body that begins here."""
        index = bisect_left(self.body_starts, start)
        if index < len(self.bodies) and self.body_starts[index] == start:
            return self.bodies[index]
        return None

    def bodies_in(self, start: int, end: int) -> Sequence[OrganisationMention]:
        """The mentions of bodies that begin in [start, end)."""
        return self.bodies[bisect_left(self.body_starts, start) : bisect_left(self.body_starts, end)]

    def dates_in(self, start: int, end: int) -> Sequence[DateMention]:
        """The dates that begin in [start, end)."""
        return self.dates[bisect_left(self.date_starts, start) : bisect_left(self.date_starts, end)]

    def block_at(self, offset: int) -> int | None:
        """The index of the paragraph that holds this place; None in tables and between paragraphs."""
        index = bisect_right(self.block_starts, offset) - 1
        return index if index >= 0 and offset < self.blocks[index].span[1] else None

    def in_table(self, offset: int) -> bool:
        """Whether this place is in a table."""
        index = bisect_right(self.tables, (offset, len(self.text))) - 1
        return index >= 0 and offset < self.tables[index][1]

    def section(self, offset: int) -> SectionMention | None:
        """The innermost section at this place."""
        index: int | None = bisect_right(self.section_starts, offset) - 1
        while index is not None and index >= 0:
            section = self.sections[index]
            if offset < section.span[1]:
                return section
            index = section.parent
        return None

    def role(self, offset: int) -> Role | None:
        """The role of the level-1 section at this place."""
        section = self.section(offset)
        while section is not None and section.parent is not None:
            section = self.sections[section.parent]
        return section.role if section else None

    def narrates(self, offset: int) -> bool:
        """Whether this place tells what was done."""
        return self.role(offset) in _NARRATIVE

    def orders(self, offset: int) -> bool:
        """Whether this place says what is to be done: by its section, or in a document that tells no results."""
        tail = bisect_right(self.tails, offset) - 1
        if tail >= 0 and offset - self.tails[tail] < _TAIL:
            return False
        role = self.role(offset)
        if role is not None or self.reports:
            return role in _ORDERING
        return not self.sections or self.section(offset) is not None

    def ordering(self) -> Iterator[tuple[Span, bool]]:
        """The level-1 sections that say what is to be done, or the whole document where it has none; and whether they
        say who does what."""
        for section in self.sections:
            if section.parent is None and self.orders(section.span[0]):
                yield section.span, section.role == "implementation"
        if not self.sections:
            yield (0, len(self.text)), False

    def sentence(self, offset: int) -> Span:
        """The sentence around this place."""
        text, stop = self.text, self.piece("stop")
        floor = max(0, offset - _BACK)
        start = max(floor, text.rfind("\n", floor, offset) + 1)
        at = text.rfind(". ", start, offset)
        while at >= 0 and stop.match(text, at) is None:
            at = text.rfind(". ", start, at)
        start = max(start, at + 1)
        ceiling = min(len(text), offset + _FORTH)
        end = text.find("\n", offset, ceiling)
        end = end if end >= 0 else ceiling
        at = text.find(". ", offset, end)
        while at >= 0 and stop.match(text, at) is None:
            at = text.find(". ", at + 1, end)
        end = at if at >= 0 else end
        while start < end and text[start].isspace():
            start += 1
        return start, end


def prose_of(
    text: Text,
    sections: Sequence[SectionMention],
    bodies: Sequence[OrganisationMention],
    dates: Sequence[DateMention],
    rules: DutyRules,
) -> Prose:
    """The document, ready to be read."""
    return Prose(
        text=text.masked,
        rules=rules,
        bodies=bodies,
        body_starts=[body.span[0] for body in bodies],
        dates=dates,
        date_starts=[date.span[0] for date in dates],
        sections=sections,
        section_starts=[section.span[0] for section in sections],
        tables=[table.span for table in text.tables],
        blocks=text.blocks,
        block_starts=[block.span[0] for block in text.blocks],
        tails=[match.start() for match in rules.pieces["recipients"].finditer(text.masked)],
        reports=any(section.role == "results" for section in sections),
        assigns=any(section.role == "implementation" for section in sections),
    )
