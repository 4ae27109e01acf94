"""The words of a letterhead and of a signature: rules/letterhead.toml, rules/signature.toml and rules/periods.toml,
compiled."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from extractor.grammar import alternatives, fold
from extractor.model import Precision
from extractor.rules import RuleBook

#: Nouns shorter than this are abbreviations ("QĐ"), which are no line of a letterhead.
_SHORTEST = 4


@dataclass(frozen=True, slots=True)
class PeriodForm:
    """A period that prints no year of its own; `like` is the form of rules/dates.toml that gives its value."""

    id: str
    like: str
    precision: Precision
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class LetterheadRules:
    """The patterns of rules/letterhead.toml by name, those of rules/signature.toml, the types of documents by their
    folded name (the longest first) and by the letters of their symbol."""

    lines: Mapping[str, re.Pattern[str]]
    ending: Mapping[str, re.Pattern[str]]
    types: Mapping[str, str]
    symbols: Mapping[str, str]
    families: frozenset[str]
    periods: Sequence[PeriodForm]
    plan: re.Pattern[str]
    amends: re.Pattern[str]
    data_window: re.Pattern[str]


def compile_letterhead(book: RuleBook) -> LetterheadRules:
    """The rows of the three files, compiled."""
    types = {
        fold(noun): row["code"]
        for row in book["doc_types"]["type"]
        if not row.get("general")
        for noun in row["nouns"]
        if len(noun) >= _SHORTEST
    }
    symbols = {symbol.upper(): row["code"] for row in book["doc_types"]["type"] for symbol in row["symbols"]}
    signature = book["signature"]
    return LetterheadRules(
        lines={name: _compiled(book, row["pattern"]) for name, row in book["letterhead"].items()},
        ending={
            name: _compiled(book, row["pattern"].replace("WORDS", alternatives(row.get("words", ()))))
            for name, row in signature.items()
            if "pattern" in row
        },
        types=dict(sorted(types.items(), key=lambda row: -len(row[0]))),
        symbols=symbols,
        families=frozenset(word.lower() for word in signature["family_names"]["words"]),
        periods=tuple(
            PeriodForm(
                row["id"],
                row["like"],
                cast(Precision, row["precision"]),
                re.compile(row["pattern"], re.VERBOSE | re.IGNORECASE),
            )
            for row in book["periods"]["form"]
        ),
        plan=_compiled(book, book["periods"]["plan"]["pattern"]),
        amends=_compiled(book, book["periods"]["amends"]["pattern"]),
        data_window=_compiled(book, book["periods"]["data_window"]["pattern"]),
    )


def _compiled(book: RuleBook, pattern: str) -> re.Pattern[str]:
    return re.compile(book.fragments.expand(pattern))
