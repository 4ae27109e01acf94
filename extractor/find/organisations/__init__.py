"""Bodies named in the text (EXTRACTION 8): one automaton finds the words that a body's name begins with, and what stands
behind them says where the name ends."""

from __future__ import annotations

from extractor.find.organisations.compiled import OrganisationRules, compile_organisations
from extractor.find.organisations.names import Reader
from extractor.mentions import OrganisationMention

__all__ = ["OrganisationRules", "compile_organisations", "find_organisations"]


def find_organisations(text: str, rules: OrganisationRules) -> tuple[OrganisationMention, ...]:
    """The bodies of a text, in reading order, none inside another."""
    reader = Reader(text, rules)
    found: list[OrganisationMention] = []
    for hit in reader.hits:
        if found and hit.start < found[-1].span[1]:
            continue
        found += reader.bodies_at(hit)
    return tuple(found)
