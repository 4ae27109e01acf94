"""Every row of rules/confusions.toml: its example is understood by it and by no other row, its rejects stay as read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from extractor.mentions import Repair
from extractor.pipeline import load
from extractor.recognised import Reading, load_reading, may_be_one, understand
from extractor.recognised.confusions import compile_confusions
from extractor.recognised.reading import compile_patterns, find_repairs
from extractor.recognised.words import mend_words
from extractor.rules import RuleBook
from tests.engine import book, citations, text_of

BOOK = book()
TABLE = BOOK["confusions"]

Row = Mapping[str, Any]


def rows(*kinds: str) -> Any:
    made = [
        pytest.param(kind, row, id=f"{kind}-{row['printed'] or 'nothing'}-{row['read'] or 'nothing'}")
        for kind in kinds
        for row in TABLE[kind]
    ]
    return pytest.mark.parametrize(("kind", "row"), made)


def repairs(text: str, reading: Reading | None = None) -> list[Repair]:
    return find_repairs(text, ((0, len(text)),), reading or load_reading(), load().citations)


@cache
def _without(kind: str, printed: str, read: str) -> Reading:
    """The rules without one row."""
    kept = [row for row in TABLE[kind] if (row["printed"], row["read"]) != (printed, read)]
    less: RuleBook = replace(BOOK, files={**BOOK.files, "confusions": {**TABLE, kind: kept}})
    table = compile_confusions(less)
    return replace(load_reading(), table=table, patterns=compile_patterns(less, table))


@rows("symbol", "separator", "sign")
def test_row_is_needed_for_its_example(kind: str, row: Row) -> None:
    text, wanted = row["example"]["read"], row["example"]["code"] or None
    assert [repair.code for repair in repairs(text)] == [wanted]
    assert [repair.code for repair in repairs(text, _without(kind, row["printed"], row["read"]))] != [wanted]


@rows("symbol", "separator")
def test_rejects_are_as_printed(kind: str, row: Row) -> None:
    assert row["rejects"]
    assert [(text, repairs(text)) for text in row["rejects"] if repairs(text)] == []


@rows("sign")
def test_sign_for_a_digit_is_no_digit_without_another_mention(kind: str, row: Row) -> None:
    assert [[repair.number for repair in repairs(text)] for text in row["rejects"]] == [[None]]


@rows("digit")
def test_digit_row(kind: str, row: Row) -> None:
    example = row["example"]
    assert may_be_one(example["printed"], example["read"], load_reading().table)
    assert not may_be_one(example["printed"], example["read"], _without(kind, row["printed"], row["read"]).table)
    assert [one for one in row["rejects"] if may_be_one(one["printed"], one["read"], load_reading().table)] == []


@rows("word")
def test_word_row(kind: str, row: Row) -> None:
    lexicon = load_reading().lexicon
    words = row["example"]["read"]
    assert mend_words(words, ((0, len(words)),), lexicon) == row["example"]["printed"]
    assert (row["printed"], row["read"]) in lexicon.likely
    assert 0 < row["count"] < row["of"]
    assert [text for text in row["rejects"] if mend_words(text, ((0, len(text)),), lexicon) != text] == []


@rows("label")
def test_label_row(kind: str, row: Row) -> None:
    def label(read: str) -> str:
        text = text_of(f"I. MỤC TIÊU\nĐã rõ.\n{read}. NHIỆM VỤ\nĐã giao.\n")
        mended = understand(text, ((0, len(text.text)),), load_reading(), load().citations).text.masked
        return mended.splitlines()[2].partition(".")[0]

    assert label(row["example"]["read"]) == row["example"]["printed"]
    assert [read for read in row["rejects"] if label(read) != read] == []


@pytest.mark.parametrize("name", TABLE["pattern"])
def test_pattern(name: str) -> None:
    pattern: re.Pattern[str] = load_reading().patterns[name]
    row = TABLE["pattern"][name]
    find = pattern.search if name == "date" else pattern.match
    assert [text for text in row["examples"] if not find(text)] == []
    assert [text for text in row["rejects"] if find(text)] == []


@pytest.mark.parametrize("name", TABLE["kept"]["names"])
def test_group_that_is_written_so(name: str) -> None:
    text = f"Nghị quyết số 18-NQ/{name} ngày 25/10/2017"
    assert repairs(text) == []
    assert [mention.code for mention in citations(text)] == [f"18-NQ/{name}"]


def test_rows_are_told_once() -> None:
    named = [(kind, row["printed"], row["read"]) for kind in TABLE if kind in _KINDS for row in TABLE[kind]]
    assert len(named) == len(set(named)) > 40


_KINDS = ("symbol", "separator", "digit", "sign", "word", "label")
