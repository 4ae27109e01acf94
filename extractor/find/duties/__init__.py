"""Who answers for what (EXTRACTION 7)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from heapq import heapify, heappop, heappush
from itertools import count

from extractor.find.duties.compiled import DutyRules, compile_duties
from extractor.find.duties.lists import detailed, heads, items, opened
from extractor.find.duties.prose import Prose, prose_of
from extractor.find.duties.statements import Hit, hits, own_statement, plain, statement_at
from extractor.find.duties.tasks import Statement, duties_of
from extractor.mentions import DateMention, DutyMention, OrganisationMention, SectionMention
from extractor.model import Span
from extractor.text import Text

__all__ = ["DutyRules", "compile_duties", "find_duties"]


#: What is read first where several begin at one place.
_ITEM, _HEADING, _HIT = range(3)


def find_duties(
    text: Text,
    sections: Sequence[SectionMention],
    organisations: Sequence[OrganisationMention],
    dates: Sequence[DateMention],
    rules: DutyRules,
) -> tuple[DutyMention, ...]:
    """The duties that the prose of a document states, in reading order."""
    prose = prose_of(text, sections, organisations, dates, rules)
    found, headings = _read(prose)
    covered = sorted([*headings, *(duty.span for duty in found)])
    for statement in plain(prose):
        if (free := _free(statement, covered)) is not None:
            found += duties_of(prose, free)
    return tuple(sorted(found, key=lambda duty: duty.span[0]))


def _read(prose: Prose) -> tuple[list[DutyMention], list[Span]]:
    """The statements that a cue or a heading makes, and the headings of lists, which are read item by item."""
    places = hits(prose)
    number = count()  # no two places are compared by anything else
    queue: list[tuple[int, int, int, Hit | Statement]] = [(hit.at, _HIT, next(number), hit) for hit in places]
    queue += [(head.start, _HEADING, next(number), head) for head in heads(prose)]
    heapify(queue)
    found: list[DutyMention] = []
    headings: list[Span] = []
    done = 0
    while queue:
        at, _, _, place = heappop(queue)
        if at < done:
            continue
        statement = _statement(prose, places, place, done)
        if statement is None:
            continue
        opener, told = opened(prose, statement), False
        if opener is None and (parts := detailed(prose, statement)) is not None:
            told = True
            statement, opener = parts
            found += duties_of(prose, statement)
        listed = list(items(prose, opener)) if opener is not None else []
        for item in listed:
            heappush(queue, (item.start, _ITEM, next(number), item))
        if opener is not None and (listed or told):
            headings.append((opener.start, opener.end))
            done = max(done, opener.end)
        elif opener is None or opener.role != "assigned":
            found += duties_of(prose, statement)
            done = max(done, statement.end)
    return found, headings


def _statement(prose: Prose, places: Sequence[Hit], place: Hit | Statement, done: int) -> Statement | None:
    if isinstance(place, Hit):
        return statement_at(prose, place, done)
    return (own_statement(prose, places, place) if place.listed else None) or place


def _free(statement: Statement, covered: Sequence[Span]) -> Statement | None:
    """A plain statement up to the next of these spans, which stand in order; None where one stands on it."""
    index = bisect_left(covered, (statement.start, 0))
    if index > 0 and covered[index - 1][1] > statement.start:
        return None
    end = statement.end
    if index < len(covered) and covered[index][0] < end:
        end = covered[index][0]
    return statement.until(end) if end > statement.verb + 1 else None
