"""Bodies named in the text (EXTRACTION 8): one automaton finds the words that a name begins with, and what stands
behind them says where it ends."""

from __future__ import annotations

from extractor.find.organisations.compiled import OrganisationRules, compile_organisations
from extractor.find.organisations.lists import bodies_at
from extractor.find.organisations.names import Reader
from extractor.mentions import OrganisationMention

__all__ = ["OrganisationRules", "compile_organisations", "find_organisations"]


def find_organisations(text: str, rules: OrganisationRules) -> tuple[OrganisationMention, ...]:
    """The bodies of a text, in reading order, none inside another."""
    reader = Reader(text, rules)
    found: list[OrganisationMention] = []
    end = 0
    for hit in reader.hits:
        if hit.start < end:
            continue
        for mention in bodies_at(hit, reader):
            found.append(mention)
            end = mention.span[1]
    return tuple(found)
