"""How the model's findings join those of the rules. The whole policy:

1. What rules found stays as it is: numbers, dates, symbols, and every other mention.
2. The model only adds. What it finds is left out where it meets a mention of the same kind, or a citation or a date;
   but where the model is sure that a name goes on from a body of the rules, or holds ones that only their shape told,
   the longer name is taken. Names in capitals are left to the rules, and a place is no body.
3. Of its own findings that meet, the one that begins first is taken: a layer never overlaps itself.
4. A title is added to a citation that has none; it stands behind the citation, before the next one.
5. A person is a name that the model found, with the position that stands right beside it, if there is one.
6. A duty is added where no rule found one, and where its task was found. Its actors are those before the task, back to
   the last task of the paragraph; those of a heading, where items follow that name none.

What the model added says so: its rule is "model", and it carries a confidence of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import get_args

from extractor import rules
from extractor.grammar import alternatives
from extractor.learned.features import fold
from extractor.learned.labels import Labelled
from extractor.learned.sentences import Taken
from extractor.mentions import MODEL, CitationMention, DateMention, DutyMention, OrganisationMention, PersonMention
from extractor.model import DutyRole, Span

#: Signs and words between a name and its position are not longer than this; between a citation and its title there may
#: be a date and an issuer.
_BESIDE, _TITLE = 4, 160
#: So sure the model must be that a name goes on.
_SURE = 0.6
#: What a heading holds besides the actors is not longer than this: "II. Đề nghị …:".
_HEADING = 20
_ROLES: dict[str, DutyRole] = {role.upper(): role for role in get_args(DutyRole)}


def in_prose(found: Iterable[Labelled], text: str) -> list[Labelled]:
    """What was found without names in capitals, which are of letterheads, headings and file marks ("TCCV") that rules
    read, and without places."""
    return [one for one in found if not (text[one.start : one.end].isupper() or is_place(text[one.start : one.end]))]


def is_place(words: str) -> bool:
    """Whether words name a place or a level alone, and no body."""
    return _level().match(words) is not None


@cache
def _level() -> re.Pattern[str]:
    row = rules.load()["learned"]["levels"]
    return re.compile(
        rf"(?:{alternatives(row['words'])})(?!\w)(?!\s+(?:{alternatives(row['organs'])})(?!\w))", re.IGNORECASE
    )


def longer(
    found: Iterable[Labelled], organisations: Sequence[OrganisationMention], fixed: Taken
) -> tuple[list[Labelled], set[Span]]:
    """The bodies that hold ones of the rules, and the spans of those: names that the rules broke off."""
    known = {one.span: one for one in organisations}
    spans = Taken(list(known))
    chosen: list[Labelled] = []
    replaced: set[Span] = set()
    for one in found:
        inside = spans.within(one.start, one.end)
        if one.label != "ORG" or one.confidence < _SURE or not inside or fixed.meets(one.start, one.end):
            continue
        if (one.start, one.end) not in known and _goes_on([known[span] for span in inside], one):
            chosen.append(one)
            replaced.update(inside)
    return chosen, replaced


def _goes_on(bodies: Sequence[OrganisationMention], name: Labelled) -> bool:
    """Whether a longer name may stand for bodies of the rules: it holds them all, and begins with the first one where
    that is one of the register ("Đảng ủy", "Chính phủ"). Collectives and who acts for a body stay."""
    if any(one.collective or one.office or one.span[0] < name.start or one.span[1] > name.end for one in bodies):
        return False
    return bodies[0].register_id is None or bodies[0].span[0] == name.start


def bodies(found: Iterable[Labelled], text: str, taken: Taken) -> list[OrganisationMention]:
    """The bodies to add. `taken`: the bodies, citations and dates of the rules."""
    return [
        OrganisationMention(
            span=(one.start, one.end),
            name=" ".join(text[one.start : one.end].split()),
            register_id=None,
            collective=one.label == "GRP",
            rule=MODEL,
            confidence=one.confidence,
        )
        for one in found
        if one.label in ("ORG", "GRP") and not taken.meets(one.start, one.end)
    ]


def known_elsewhere(
    added: Iterable[OrganisationMention], found: Iterable[OrganisationMention], text: str
) -> list[OrganisationMention]:
    """The bodies to add, under the name that rules give to the same words elsewhere in the document: "sở nội vụ" and a
    misread "Sở Nội vu" are the Sở Nội vụ."""
    names = {fold(text[slice(*one.span)]): one for one in found if one.office is None}
    return [_called_as(names.get(fold(text[slice(*one.span)])), one) for one in added]


def _called_as(known: OrganisationMention | None, body: OrganisationMention) -> OrganisationMention:
    if known is None:
        return body
    return body._replace(name=known.name, register_id=known.register_id, collective=known.collective)


def people(found: Sequence[Labelled], text: str, taken: Taken) -> list[PersonMention]:
    """The people to add. `taken`: the people and citations of the rules."""
    made: list[PersonMention] = []
    used: set[Labelled] = set()
    for at, name in enumerate(found):
        if name.label != "PER" or taken.meets(name.start, name.end):
            continue
        neighbours = [found[near] for near in (at + 1, at - 1) if 0 <= near < len(found)]
        position = next((one for one in neighbours if one not in used and _beside(text, name, one)), None)
        start, end = name.start, name.end
        if position:
            used.add(position)
            start, end = min(start, position.start), max(end, position.end)
        if not taken.meets(start, end):
            printed = " ".join(text[position.start : position.end].split()) if position else None
            called = " ".join(text[name.start : name.end].split())
            made.append(PersonMention((start, end), called, printed, MODEL, name.confidence))
    return made


def _beside(text: str, name: Labelled, other: Labelled) -> bool:
    """Whether a position stands right beside a name: no more than a comma, a dash or a bracket between them."""
    if other.label != "POS":
        return False
    between = text[name.end : other.start] if other.start >= name.end else text[other.end : name.start]
    return len(between) <= _BESIDE and not any(sign.isalnum() or sign == ";" for sign in between)


def titles(found: Sequence[Labelled], citations: Sequence[CitationMention]) -> list[CitationMention]:
    """The citations, with titles where they had none. Both in reading order."""
    made = list(citations)
    for title in found:
        before = [at for at, one in enumerate(made) if one.span[1] <= title.start]
        if not before:
            continue
        citation = made[before[-1]]
        near = title.start - citation.span[1] <= _TITLE
        if near and citation.title_span is None and citation.kind != "anaphoric":
            made[before[-1]] = replace(citation, title_span=(title.start, title.end))
    return made


def is_heading(found: Sequence[Labelled], text: str, span: Span) -> bool:
    """Whether a paragraph only names who has the duties of the list below it: "2. Sở Nội vụ:"."""
    if not found or any(one.label not in _ROLES for one in found):
        return False
    named = sum(one.end - one.start for one in found)
    return span[1] - span[0] - named <= _HEADING


def duties(
    found: Sequence[Labelled],
    heading: Sequence[Labelled],
    organisations: Sequence[OrganisationMention],
    dates: Sequence[DateMention],
    text: str,
) -> Iterator[DutyMention]:
    """The duties of a paragraph. `heading`: the actors of the heading that it stands under."""
    actors: list[Labelled] = []
    done = False
    for at, one in enumerate(found):
        if one.label in _ROLES:
            actors = [one] if done else [*actors, one]
            done = False
        elif one.label == "TASK":
            done = True
            when = next((other for other in found[at + 1 : at + 2] if other.label == "WHEN"), None)
            # An item that only names with whom the work is done has its actor from the heading.
            own = actors if any(other.label != "COORDINATE" for other in actors) else [*heading, *actors]
            yield from _of_roles(own, one, when, organisations, dates, text)


def _of_roles(
    actors: Sequence[Labelled],
    task: Labelled,
    when: Labelled | None,
    organisations: Sequence[OrganisationMention],
    dates: Sequence[DateMention],
    text: str,
) -> Iterator[DutyMention]:
    """One statement with several roles is as many duties (EXTRACTION 7)."""
    deadline = when and next((one for one in dates if when.start <= one.span[0] and one.span[1] <= when.end), None)
    for label in dict.fromkeys(actor.label for actor in actors):
        of_role = [actor for actor in actors if actor.label == label]
        parts = [*of_role, task]
        # An actor in a heading far above is no part of the words.
        near = [part for part in parts if part.end + _TITLE >= task.start]
        yield DutyMention(
            span=(min(part.start for part in near), max(part.end for part in near)),
            role=_ROLES[label],
            actors=tuple(_actor(actor, organisations, text) for actor in of_role),
            task_span=(task.start, task.end),
            about=None,
            deadline=deadline,
            deadline_span=(when.start, when.end) if when else None,
            rule=MODEL,
            confidence=min(part.confidence for part in parts),
        )


def _actor(actor: Labelled, organisations: Sequence[OrganisationMention], text: str) -> OrganisationMention:
    """The body that an actor's words name: a mention that ends there, else the words themselves."""
    known = next((one for one in organisations if actor.start <= one.span[0] and one.span[1] == actor.end), None)
    if known and known.span[0] == actor.start:
        return known
    return OrganisationMention(
        span=(actor.start, actor.end),
        name=" ".join(text[actor.start : actor.end].split()),
        register_id=None,
        collective=known.collective if known else True,
        rule=MODEL,
        confidence=actor.confidence,
    )


def untouched(mentions: Iterable[DutyMention], taken: Taken) -> list[DutyMention]:
    """The duties that meet none of the rules' own."""
    return [one for one in mentions if not any(taken.meets(*span) for span in _places(one))]


def _places(duty: DutyMention) -> Iterator[Span]:
    if duty.task_span:
        yield duty.task_span
    yield from (actor.span for actor in duty.actors)
