"""Quantities: how many or how much of something, with its unit (EXTRACTION 6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.mentions import CountMention, DateMention
from extractor.model import Span
from extractor.rules import RuleBook


@dataclass(frozen=True, slots=True)
class CountRules:
    """The rows of rules/counts.toml, compiled."""


def compile_counts(book: RuleBook) -> CountRules:
    """The rows of rules/counts.toml, compiled."""
    return CountRules()


def find_counts(
    text: str, taken: Sequence[Span], dates: Sequence[DateMention], rules: CountRules
) -> tuple[CountMention, ...]:
    """The quantities of a text, in reading order. `taken` are spans, in order, that belong to citations, dates and
    labels of headings: no quantity begins there."""
    return ()
