"""Every row of rules/duties.toml: see tests/test_rules.py for what is asked of a row."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from extractor.find.dates import find_dates
from extractor.find.duties import DutyRules, compile_duties, find_duties
from extractor.find.organisations import find_organisations
from extractor.mentions import DutyMention
from extractor.pipeline import load
from extractor.text import Text
from tests.engine import book, printed, sections

BOOK = book()
CUES = BOOK["duties"]["cue"]
PIECES = {name: row for name, row in BOOK["duties"].items() if isinstance(row, Mapping)}


def duties(raw: str, rules: DutyRules | None = None) -> tuple[Text, tuple[DutyMention, ...]]:
    """The text and the duties of a text file without a letterhead."""
    text, found = sections(raw)
    engine = load()
    bodies, dates = find_organisations(text.masked, engine.organisations), find_dates(text.masked, engine.dates)
    return text, find_duties(text, found, bodies, dates, rules or engine.duties)


def said(raw: str, rules: DutyRules | None = None) -> list[dict[str, Any]]:
    """What the duties of a text say, in the terms of an example."""
    text, found = duties(raw, rules)
    return [
        {
            "role": duty.role,
            "actors": [printed(text.text, actor.span) for actor in duty.actors],
            "task": printed(text.text, duty.task_span),
            "rule": duty.rule,
        }
        for duty in found
    ]


@pytest.mark.parametrize("row", [pytest.param(row, id=row["id"]) for row in CUES])
def test_cue(row: Mapping[str, Any]) -> None:
    for example in row["examples"]:
        wanted = [{"task": None, **duty, "rule": row["id"]} for duty in example["duties"]]
        assert said(example["text"]) == wanted, example["text"]
    assert [text for text in row["rejects"] if any(duty["rule"] == row["id"] for duty in said(text))] == []


@pytest.mark.parametrize("row", [pytest.param(row, id=row["id"]) for row in CUES])
def test_cue_is_needed(row: Mapping[str, Any]) -> None:
    kept = {**BOOK["duties"], "cue": [other for other in CUES if other is not row]}
    fewer = compile_duties(replace(BOOK, files={**BOOK.files, "duties": kept}))
    assert any(said(example["text"], fewer) != said(example["text"]) for example in row["examples"])


@pytest.mark.parametrize(("name", "row"), PIECES.items(), ids=PIECES)
def test_piece(name: str, row: Mapping[str, Any]) -> None:
    pattern: re.Pattern[str] = load().duties.pieces[name]
    found = {"start": pattern.match, "whole": pattern.fullmatch}.get(row["at"], pattern.search)
    assert [text for text in row["examples"] if not found(text)] == []
    assert [text for text in row["rejects"] if found(text)] == []
