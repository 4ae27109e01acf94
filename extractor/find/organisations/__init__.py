"""Bodies named in the text (EXTRACTION 8): one automaton finds the words that a name begins with, and what stands
behind them says where it ends."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.find.organisations.compiled import OrganisationRules, compile_organisations
from extractor.find.organisations.lists import bodies_at
from extractor.find.organisations.names import Reader
from extractor.mentions import CitationMention, OrganisationMention

__all__ = ["OrganisationRules", "compile_organisations", "find_organisations", "named_outside"]


def named_outside(
    bodies: Sequence[OrganisationMention], citations: Sequence[CitationMention]
) -> tuple[OrganisationMention, ...]:
    """The bodies without those that only the symbol of a cited document names ("02/2017/TT-VPCP")."""
    symbols = sorted((one.span[1] - len(one.symbol), one.span[1]) for one in citations if one.symbol)
    kept: list[OrganisationMention] = []
    at = 0
    for body in bodies:
        while at < len(symbols) and symbols[at][1] <= body.span[0]:
            at += 1
        if not (at < len(symbols) and symbols[at][0] <= body.span[0] and body.span[1] <= symbols[at][1]):
            kept.append(body)
    return tuple(kept)


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
