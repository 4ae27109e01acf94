"""The bodies that a cell of a work plan names."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import TypeVar

from extractor.find.tables.values import Patterns
from extractor.mentions import DateMention, OrganisationMention
from extractor.model import Span

_RULE = "tables.cell"
_EDGES = " \n.,;-–+•"
_Mention = TypeVar("_Mention", OrganisationMention, DateMention)


def bodies_in(
    body: str, cell: Span, organisations: Sequence[OrganisationMention], patterns: Patterns
) -> tuple[OrganisationMention, ...]:
    """The bodies of a cell in order: those that the register knows, and what is printed between them. A cell that says
    by which decision they will be named names none."""
    start, end = cell
    if patterns["body_none"].fullmatch(body, start, end):
        return ()
    known = inside(organisations, cell)
    found = list(known)
    position = start
    for one in (*known, None):
        stop = one.span[0] if one else end
        found += _printed(body, (position, stop), patterns, follows=position > start)
        position = one.span[1] if one else end
    return tuple(sorted(found, key=lambda one: one.span))


def inside(mentions: Sequence[_Mention], cell: Span) -> list[_Mention]:
    """The mentions that stand in a cell."""
    first = bisect_left(mentions, cell[0], key=lambda one: one.span[0])
    found = []
    for one in mentions[first:]:
        if one.span[0] >= cell[1]:
            break
        if one.span[1] <= cell[1]:
            found.append(one)
    return found


def _printed(body: str, gap: Span, patterns: Patterns, *, follows: bool) -> Iterator[OrganisationMention]:
    """What stands between separators in a stretch where the register knows no body. What `follows` a known one without
    a separator belongs to its name or says which of them are meant."""
    start = gap[0]
    for separator in (*patterns["body_separator"].finditer(body, *gap), None):
        stop = separator.start() if separator else gap[1]
        words = body[start:stop].strip(_EDGES)
        if len(words) > 2 and not follows and patterns["body_start"].match(words):
            at = body.index(words, start)
            name = " ".join(words.split())
            collective = patterns["body_collective"].fullmatch(name) is not None
            yield OrganisationMention((at, at + len(words)), name, None, collective, _RULE)
        start, follows = separator.end() if separator else gap[1], False
