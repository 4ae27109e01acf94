"""Mentions of bodies to bodies with a full name, an administrative unit and a place in the registers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.mentions import OrganisationMention
from extractor.model import Unit
from extractor.resolve.issuers import NameRules, full_name
from extractor.resolve.place import Place


@dataclass(frozen=True, slots=True)
class ResolvedBody:
    """A body: `members` index the mentions that name it."""

    name: str
    register_id: str | None
    unit: Unit | None
    successor: str | None
    collective: bool
    members: tuple[int, ...]


def resolve_organisations(
    mentions: Sequence[OrganisationMention], place: Place, date: str | None, names: NameRules
) -> tuple[ResolvedBody, ...]:
    """Each body once, in order of its first mention. `date` is the document's own, ISO 8601 at its precision: the
    administrative units are those of that day."""
    found: dict[str, list[int]] = {}
    for index, mention in enumerate(mentions):
        name = mention.name if mention.collective else full_name(mention.name, place, names)
        found.setdefault(name, []).append(index)
    return tuple(
        ResolvedBody(name, None, None, None, mentions[members[0]].collective, tuple(members))
        for name, members in found.items()
    )
