"""The rows of rules/findings.toml that say what is compared: every example is one, no reject is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest

from extractor.check.appendix import is_meant, stated_rules
from extractor.check.phrases import fold, stated
from tests.check.bodies import messages
from tests.engine import LETTERHEAD, book, report

BOOK = book()["findings"]

Row = Mapping[str, Any]


def named(table: str) -> Any:
    return pytest.mark.parametrize("row", [pytest.param(row, id=name) for name, row in BOOK[table].items()])


@named("pattern")
def test_pattern(row: Row) -> None:
    pattern = re.compile(row["pattern"], re.VERBOSE)
    assert row["about"]
    assert [text for text in row["examples"] if not pattern.fullmatch(text)] == []
    assert [text for text in row["rejects"] if pattern.fullmatch(text)] == []


@named("words")
def test_words(row: Row) -> None:
    assert row["about"]
    assert len(set(row["words"])) == len(row["words"]) > 0


@pytest.mark.parametrize("at", range(len(BOOK["stated"])))
def test_figure_that_an_indicator_is_stated_with(at: int) -> None:
    row, rule = BOOK["stated"][at], stated_rules()[at]
    assert row["indicator"] in {indicator["id"] for indicator in book()["indicators"]["indicator"]}
    for text in row["examples"]:
        assert any(is_meant(figure, rule) for figure in stated(report(LETTERHEAD + text))), text
    for text in row["rejects"]:
        assert not any(is_meant(figure, rule) for figure in stated(report(LETTERHEAD + text))), text


@pytest.mark.parametrize("row", BOOK["column"])
def test_column_of_another_table(row: Row) -> None:
    assert row["indicator"] in {indicator["id"] for indicator in book()["indicators"]["indicator"]}
    cues, without = row.get("header", row.get("label")), row.get("without", ())

    def fits(words: str) -> bool:
        return all(cue in fold(words) for cue in cues) and not any(word in fold(words) for word in without)

    assert [words for words in row["examples"] if not fits(words)] == []
    assert [words for words in row["rejects"] if fits(words)] == []


@pytest.mark.parametrize("row", BOOK["partition"], ids=lambda row: row["id"])
def test_partition(row: Row) -> None:
    assert [text for text in row["examples"] if not messages(text, "sum_mismatch")] == []
    assert [text for text in row["rejects"] if messages(text, "sum_mismatch")] == []


@pytest.mark.parametrize("row", BOOK["evidence"], ids=lambda row: row["indicator"])
def test_titles_that_fill_an_indicator(row: Row) -> None:
    assert row["indicator"] in {indicator["id"] for indicator in book()["indicators"]["indicator"]}

    def fits(title: str) -> bool:
        return any(one in fold(title) for one in row["titles"]) and not any(
            one in fold(title) for one in row["without"]
        )

    assert [title for title in row["examples"] if not fits(title)] == []
    assert [title for title in row["rejects"] if fits(title)] == []
