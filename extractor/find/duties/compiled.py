"""The rows of rules/duties.toml, compiled."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from extractor.grammar import alternatives
from extractor.model import DutyRole
from extractor.rules import RuleBook

Side = Literal["before", "after", "label"]


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that make a statement of a body: it stands `before` or `after` them, or behind the label that they are.
    `offset` is where the letters that they are found by begin in them. `named`: one of the bodies must be a single
    one."""

    id: str
    words: str
    offset: int
    side: Side
    role: DutyRole
    named: bool
    #: The words are themselves the duty.
    whole: bool
    #: Whoever it may be answers, named or not: "Tổ chức, cá nhân nộp hồ sơ có trách nhiệm …".
    whoever: bool


@dataclass(frozen=True, slots=True)
class DutyRules:
    """Cues by the letters that they are found by, labels and long ones first; the pieces of statements by name."""

    anchors: Mapping[str, tuple[Cue, ...]]
    pieces: Mapping[str, re.Pattern[str]]


def compile_duties(book: RuleBook) -> DutyRules:
    """The rows of rules/duties.toml, compiled."""
    content = book["duties"]
    anchors: dict[str, list[Cue]] = {}
    for row in content["cue"]:
        for words in row["words"]:
            anchor = row["anchor"]
            offset = words.index(anchor.strip(" :")) - (len(anchor) - len(anchor.lstrip()))
            flags = (row.get("named", False), row.get("whole", False), row.get("whoever", False))
            cue = Cue(row["id"], words, offset, row["side"], row["role"], *flags)
            anchors.setdefault(row["anchor"], []).append(cue)
    ordered = {
        anchor: tuple(sorted(cues, key=lambda cue: (cue.side != "label", -len(cue.words))))
        for anchor, cues in anchors.items()
    }
    pieces = {
        name: re.compile(_filled(row, book), re.VERBOSE)
        for name, row in content.items()
        if isinstance(row, Mapping) and "pattern" in row
    }
    return DutyRules(ordered, pieces)


#: Lists of a row that its pattern names in capitals.
_LISTS = ("nouns", "capitals", "offices", "traits", "heads", "verbs")


def _filled(row: Mapping[str, Any], book: RuleBook) -> str:
    pattern: str = row["pattern"]
    for name in _LISTS:
        if name in row:
            pattern = pattern.replace(name.upper(), f"(?:{alternatives(row[name])})")
    return book.fragments.expand(pattern.replace("PART", row.get("part", "")))
