"""The rows of rules/tables.toml and rules/indicators.toml, compiled."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extractor.find.tables.canonical import Template, compile_template
from extractor.grammar import alternatives, fold
from extractor.rules import RuleBook


@dataclass(frozen=True, slots=True)
class Heads:
    """What the heads of one kind of table say: words of a head to the kind of column and how gladly it is read (0 is
    best)."""

    pattern: re.Pattern[str]
    kinds: Mapping[str, tuple[str, int]]


@dataclass(frozen=True, slots=True)
class TableForm:
    """Columns that a table of a kind has, and columns that it has not."""

    kind: str
    needs: frozenset[str]
    without: frozenset[str]


@dataclass(frozen=True, slots=True)
class TableRules:
    """The rows of rules/tables.toml and rules/indicators.toml, compiled."""

    heads: Mapping[str, Heads]
    forms: Sequence[TableForm]
    patterns: Mapping[str, re.Pattern[str]]
    template: Template


def compile_tables(book: RuleBook) -> TableRules:
    """The rows of rules/tables.toml and rules/indicators.toml, compiled."""
    tables = book["tables"]
    by_table: dict[str, list[Mapping[str, Any]]] = {}
    for row in tables["column"]:
        by_table.setdefault(row["table"], []).append(row)
    forms = [TableForm(row["kind"], frozenset(row["needs"]), frozenset(row["without"])) for row in tables["table"]]
    patterns = {
        name: re.compile(book.fragments.expand(row["pattern"]), re.VERBOSE) for name, row in tables["pattern"].items()
    }
    heads = {table: _heads(rows) for table, rows in by_table.items()}
    return TableRules(heads, forms, patterns, compile_template(book))


def _heads(rows: Sequence[Mapping[str, Any]]) -> Heads:
    kinds = {fold(words): (row["kind"], place) for row in rows for place, words in enumerate(row["printed"])}
    return Heads(re.compile(rf"(?:{alternatives(kinds)})(?!\w)"), kinds)
