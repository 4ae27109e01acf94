"""Quantities, responsibilities and people: what the prose states."""

from __future__ import annotations

from bisect import bisect_right

from extractor.build.bodies import Bodies
from extractor.build.parts import Locator, Parts, found_by
from extractor.build.resolver import Resolver
from extractor.identifiers import Identifiers
from extractor.model import Count, Person, Responsibility, Span

#: How sure a rule of each kind is, until confidences are calibrated on held-out documents.
_COUNT, _DUTY, _PERSON = 0.95, 0.85, 0.85


def counts(parts: Parts, resolver: Resolver, ids: Identifiers, locate: Locator) -> tuple[Count, ...]:
    """The quantities with their ids and places."""
    tables = [table.span for table in parts.text.tables]
    return tuple(
        Count(
            id=ids.make("count", f"{found.value}/{found.total} {found.unit}", *found.span),
            kind=found.kind,
            text=resolver.printed(found.span),
            span=found.span,
            page=locate.page(found.span[0]),
            section_id=locate.section(found.span[0]),
            value=found.value,
            total=found.total,
            unit=found.unit,
            qualifier=found.qualifier,
            as_of=resolver.date(found.as_of),
            in_table=_inside(found.span[0], tables),
            confidence=_COUNT,
            found_by=f"rule:{found.rule}",
        )
        for found in parts.counts
    )


def responsibilities(
    parts: Parts, resolver: Resolver, bodies: Bodies, ids: Identifiers, locate: Locator
) -> tuple[Responsibility, ...]:
    """The duties with their actors resolved."""
    made = []
    for found in parts.duties:
        actors = bodies.actors(found.actors)
        task = resolver.printed(found.task_span) if found.task_span else None
        made.append(
            Responsibility(
                id=ids.make("duty", f"{found.role} {', '.join(actor.name for actor in actors)}", *found.span),
                role=found.role,
                text=resolver.printed(found.span),
                span=found.span,
                page=locate.page(found.span[0]),
                section_id=locate.section(found.span[0]),
                actors=actors,
                task=task,
                task_span=found.task_span,
                about=found.about,
                deadline=resolver.date(found.deadline),
                deadline_text=resolver.printed(found.deadline_span) if found.deadline_span else None,
                confidence=found.confidence or _DUTY,
                found_by=found_by(found.rule),
            )
        )
    return tuple(made)


def persons(parts: Parts, resolver: Resolver, ids: Identifiers, locate: Locator) -> tuple[Person, ...]:
    """The people with their positions."""
    return tuple(
        Person(
            id=ids.make("person", found.name, *found.span),
            name=found.name,
            position=found.position,
            text=resolver.printed(found.span),
            span=found.span,
            page=locate.page(found.span[0]),
            section_id=locate.section(found.span[0]),
            confidence=found.confidence or _PERSON,
            found_by=found_by(found.rule),
        )
        for found in parts.persons
    )


def _inside(offset: int, spans: list[Span]) -> bool:
    index = bisect_right(spans, (offset, offset + 1)) - 1
    return index >= 0 and spans[index][0] <= offset < spans[index][1]
