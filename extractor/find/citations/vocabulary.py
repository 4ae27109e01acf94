"""The words of citations, compiled from the rule files: types, symbols, bodies, cues."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from extractor.grammar import alternatives, fold
from extractor.model import Relation
from extractor.rules import RuleBook


@dataclass(frozen=True, slots=True)
class Types:
    """Types of documents: by printed noun (folded), by code in a symbol (upper case), names by code."""

    by_noun: Mapping[str, str]
    by_symbol: Mapping[str, str]
    names: Mapping[str, str]
    general: frozenset[str]
    laws: frozenset[str]


@dataclass(frozen=True, slots=True)
class Agency:
    """The issuer that a letter group of a symbol fixes."""

    name: str
    numbered: bool


@dataclass(frozen=True, slots=True, eq=False)
class Vocabulary:
    """Everything that the parts of the citation finder read with, compared by identity. Patterns are anchored by their
    callers."""

    types: Types
    agencies: Mapping[str, Agency]
    spellings: Mapping[str, str]
    core: re.Pattern[str]
    left: re.Pattern[str]
    left_law: re.Pattern[str]
    blank: re.Pattern[str]
    short: re.Pattern[str]
    lone: re.Pattern[str]
    pointing: frozenset[str]
    pointer: re.Pattern[str]
    pointer_noun: re.Pattern[str]
    law_head: re.Pattern[str]
    unknown_law: re.Pattern[str]
    title_end: re.Pattern[str]
    provision_before: re.Pattern[str]
    provision_after: re.Pattern[str]
    adverbs: re.Pattern[str]
    law_name: re.Pattern[str]
    amending: re.Pattern[str]
    organisation: re.Pattern[str]
    title_opener: re.Pattern[str]
    cues: re.Pattern[str]
    direct: re.Pattern[str]
    relation_of: Mapping[str, Relation]
    after: re.Pattern[str]


def compile_vocabulary(book: RuleBook) -> Vocabulary:
    """All patterns of the citation finder, from the rule files."""
    types = _types(book["doc_types"]["type"])
    nouns = _nouns(book["doc_types"]["type"])
    parts = compile_parts(book, nouns)
    words = book["citations"]["words"]
    relations = book["relations"]["relation"]
    cues = {fold(cue): row["name"] for row in relations for cue in row["cues"]}
    direct = {fold(cue): row["name"] for row in relations for cue in row.get("direct", ())}
    after = {fold(cue): row["name"] for row in relations for cue in row.get("after", ())}
    return Vocabulary(
        types=types,
        agencies=_agencies(book["issuers"]["agency"]),
        spellings=_spellings(book),
        core=parts["core"],
        left=parts["left"],
        left_law=parts["left_law"],
        blank=parts["blank"],
        short=parts["short"],
        lone=re.compile(_lone(book["doc_types"]["type"])),
        pointing=frozenset(word.split()[0] for word in (*words["anaphora"], "trên")),
        pointer=re.compile(_pointer(words["anaphora"])),
        pointer_noun=re.compile(_pointer_noun(nouns)),
        law_head=parts["law_head"],
        unknown_law=parts["unknown_law"],
        title_end=parts["title_end"],
        provision_before=parts["provision_before"],
        provision_after=parts["provision_after"],
        adverbs=re.compile(rf"(?:\s+(?:{alternatives(book['relations']['adverbs']['words'])}))+\s*\Z"),
        law_name=re.compile(_law_names(book["laws"]["act"]), re.IGNORECASE),
        amending=re.compile(_amending(words["amending"]), re.VERBOSE | re.IGNORECASE),
        organisation=re.compile(_organisation(book), re.VERBOSE),
        title_opener=re.compile(rf"[ ,]*[“\"]? *(?:{alternatives(words['title_openers'])})(?!\w)", re.IGNORECASE),
        cues=re.compile(rf"(?:{alternatives(cues)})(?!\w)"),
        direct=re.compile(rf"(?<!\w)(?P<cue>{alternatives(direct)})\s+\Z", re.IGNORECASE),
        relation_of={**after, **direct, **cues},
        after=re.compile(rf"(?:{alternatives(after)})(?!\w)"),
    )


def compile_parts(book: RuleBook, nouns: str) -> dict[str, re.Pattern[str]]:
    """The parts of a citation (`pattern` tables of rules/citations.toml) by name."""
    return {
        name: re.compile(book.fragments.expand(row["pattern"].replace("NOUNS", nouns)), re.VERBOSE | re.DOTALL)
        for name, row in book["citations"]["pattern"].items()
    }


def _types(rows: Sequence[Mapping[str, Any]]) -> Types:
    return Types(
        by_noun={fold(noun): row["code"] for row in rows for noun in row["nouns"]},
        by_symbol={symbol.upper(): row["code"] for row in rows for symbol in row["symbols"]},
        names={row["code"]: row["name"] for row in rows},
        general=frozenset(row["code"] for row in rows if row.get("general")),
        laws=frozenset(row["code"] for row in rows if row.get("named")),
    )


def _nouns(rows: Sequence[Mapping[str, Any]]) -> str:
    """Full names in any case; abbreviations only in capitals, as they are printed."""
    full = {noun for row in rows for noun in row["nouns"] if " " in noun or noun == noun.capitalize()}
    short = {noun for row in rows for noun in row["nouns"]} - full
    return f"(?i:{alternatives(full)})|{alternatives(short)}"


def _lone(rows: Sequence[Mapping[str, Any]]) -> str:
    """A type of the state's acts directly before a number: "Nghị định 108"."""
    nouns = {noun for row in rows if row.get("short") for noun in row["nouns"]}
    cased = {
        form for noun in nouns for form in (noun, noun[:1].lower() + noun[1:] if " " in noun else noun, noun.upper())
    }
    return rf"(?:{alternatives(cased)})\s+(?P<number>\d{{1,4}})(?![\d%])(?!\s?[/-]|[.,]\d|\s?[–]\s?\d)"


def _pointer_noun(nouns: str) -> str:
    return rf"(?<!\w)(?P<count>\d{{1,2}}\s+)?(?P<noun>{nouns})\s+\Z"


def _pointer(words: Sequence[str]) -> str:
    return rf"(?:{alternatives(words)}|trên(?=\s*(?:[,.;:)]|$)))(?!\w)"


def _law_names(acts: Sequence[Mapping[str, Any]]) -> str:
    names = alternatives(name for act in acts for name in act["names"])
    return rf"(?:{names.replace(',', ',?')})(?!\w)"


def _amending(words: Sequence[str]) -> str:
    some = r"(?:một\s+số\s+điều(?:,\s*khoản)?\s+)?"
    return rf"(?:{alternatives(words)})\s+{some}(?:của\s+)?(?:các\s+)?(?=(?:Luật|Bộ\s+luật|Pháp\s+lệnh)\b)"


def _agencies(rows: Sequence[Mapping[str, Any]]) -> dict[str, Agency]:
    return {
        group.upper(): Agency(row["name"], row.get("numbered", False))
        for row in rows
        for group in (row["group"], *row.get("variants", ()))
    }


def _spellings(book: RuleBook) -> dict[str, str]:
    """Official spellings of letter groups, by their capitals: TTG is TTg, CTR is CTr."""
    groups = [symbol for row in book["doc_types"]["type"] for symbol in row["symbols"]]
    groups += [row["group"] for row in book["issuers"]["agency"]]
    return {group.upper(): group for group in groups if group != group.upper()}


def _organisation(book: RuleBook) -> str:
    """A body in running text, with the lists of rules/issuers.toml filled in."""
    issuers = book["issuers"]
    pattern: str = issuers["organisation"]["pattern"]
    for name, words in (
        ("BODIES", issuers["bodies"]["names"]),
        ("FIELDS", issuers["fields"]["names"]),
        ("STOPS", issuers["stops"]["words"]),
    ):
        pattern = pattern.replace(name, alternatives(words))
    return book.fragments.expand(pattern)
