"""What tables hold: indicators, tasks and scores (EXTRACTION 9), with scored criteria of the prose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.mentions import DateMention, OrganisationMention, Rows, SectionMention, TableFacts
from extractor.rules import RuleBook
from extractor.text import Text


@dataclass(frozen=True, slots=True)
class TableRules:
    """The rows of rules/tables.toml and rules/indicators.toml, compiled."""


def compile_tables(book: RuleBook) -> TableRules:
    """The rows of rules/tables.toml and rules/indicators.toml, compiled."""
    return TableRules()


def find_rows(
    text: Text,
    sections: Sequence[SectionMention],
    organisations: Sequence[OrganisationMention],
    dates: Sequence[DateMention],
    rules: TableRules,
) -> Rows:
    """The rows of a document's tables and its scored criteria, in reading order."""
    return Rows(tuple(TableFacts(None, None, False) for _ in text.tables), (), (), ())
