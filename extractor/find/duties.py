"""Who answers for what (EXTRACTION 7)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.mentions import DateMention, DutyMention, OrganisationMention, SectionMention
from extractor.rules import RuleBook
from extractor.text import Text


@dataclass(frozen=True, slots=True)
class DutyRules:
    """The rows of rules/duties.toml, compiled."""


def compile_duties(book: RuleBook) -> DutyRules:
    """The rows of rules/duties.toml, compiled."""
    return DutyRules()


def find_duties(
    text: Text,
    sections: Sequence[SectionMention],
    organisations: Sequence[OrganisationMention],
    dates: Sequence[DateMention],
    rules: DutyRules,
) -> tuple[DutyMention, ...]:
    """The duties that the prose of a document states, in reading order."""
    return ()
