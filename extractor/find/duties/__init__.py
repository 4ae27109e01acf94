"""Who answers for what (EXTRACTION 7)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from extractor.find.duties.compiled import DutyRules, compile_duties
from extractor.find.duties.lists import heads, items, opens_list
from extractor.find.duties.prose import Prose, prose_of
from extractor.find.duties.statements import Hit, hits, order_at, plain, statement_at
from extractor.find.duties.tasks import Statement, duties_of
from extractor.mentions import DateMention, DutyMention, OrganisationMention, SectionMention
from extractor.model import Span
from extractor.text import Text

__all__ = ["DutyRules", "compile_duties", "find_duties"]


def find_duties(
    text: Text,
    sections: Sequence[SectionMention],
    organisations: Sequence[OrganisationMention],
    dates: Sequence[DateMention],
    rules: DutyRules,
) -> tuple[DutyMention, ...]:
    """The duties that the prose of a document states, in reading order."""
    prose = prose_of(text, sections, organisations, dates, rules)
    places: list[Hit | Statement] = sorted([*hits(prose), *heads(prose)], key=_place)
    found: list[DutyMention] = []
    done = 0
    for place in places:
        if _place(place) < done:
            continue
        statement = place if isinstance(place, Statement) else statement_at(prose, place, done)
        if statement is None:
            continue
        for part in _parts(prose, statement):
            found += duties_of(prose, part)
            done = max(done, part.end)
    covered = [duty.span for duty in found]
    for statement in plain(prose):
        if not _overlaps(covered, statement.start, statement.end):
            found += duties_of(prose, statement)
    return tuple(sorted(found, key=lambda duty: duty.span[0]))


def _overlaps(spans: Sequence[Span], start: int, end: int) -> bool:
    """Whether one of these spans, which stand in order, is in [start, end)."""
    index = bisect_left(spans, (start, start))
    return (index < len(spans) and spans[index][0] < end) or (index > 0 and spans[index - 1][1] > start)


def _place(place: Hit | Statement) -> int:
    return place.at if isinstance(place, Hit) else place.start


def _parts(prose: Prose, statement: Statement) -> Iterator[Statement]:
    """A statement, or the items of the list that it opens. An item may give an order of its own to another body."""
    if not opens_list(prose, statement):
        yield statement
        return
    for start, end in items(prose, statement):
        own = order_at(prose, start, end)
        yield own or Statement(start, statement.actors, statement.role, start, end, statement.rule)
