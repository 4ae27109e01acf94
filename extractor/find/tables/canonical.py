"""The rows of a statistics appendix as rows of the national template (rules/indicators.toml)."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.rules import RuleBook


@dataclass(frozen=True, slots=True)
class Template:
    """The rows of rules/indicators.toml, by folded label."""


def compile_template(book: RuleBook) -> Template:
    """The rows of rules/indicators.toml."""
    return Template()
