"""Bodies named in the text (EXTRACTION 8)."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.mentions import OrganisationMention
from extractor.rules import RuleBook


@dataclass(frozen=True, slots=True)
class OrganisationRules:
    """The register of bodies and the shapes of their names, compiled."""


def compile_organisations(book: RuleBook) -> OrganisationRules:
    """The rows of rules/organisations.toml, compiled."""
    return OrganisationRules()


def find_organisations(text: str, rules: OrganisationRules) -> tuple[OrganisationMention, ...]:
    """The bodies of a text, in reading order, none inside another."""
    return ()
