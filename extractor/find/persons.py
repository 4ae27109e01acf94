"""People named with a position or a form of address."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.mentions import PersonMention
from extractor.rules import RuleBook


@dataclass(frozen=True, slots=True)
class PersonRules:
    """The rows of rules/persons.toml, compiled."""


def compile_persons(book: RuleBook) -> PersonRules:
    """The rows of rules/persons.toml, compiled."""
    return PersonRules()


def find_persons(text: str, rules: PersonRules) -> tuple[PersonMention, ...]:
    """The people of a text, in reading order."""
    return ()
