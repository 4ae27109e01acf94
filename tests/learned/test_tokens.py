"""Tokens: numbers of documents, dates and figures are whole (rules/learned.toml)."""

from __future__ import annotations

import pytest

from extractor import rules
from extractor.learned.tokens import tokenize

ROW = rules.load()["learned"]["token"]
ITEM = rules.load()["learned"]["item"]


@pytest.mark.parametrize("example", ROW["examples"])
def test_token(example: str) -> None:
    assert [token.text for token in tokenize(f"theo {example} .")] == ["theo", example, "."]


@pytest.mark.parametrize("example", ROW["rejects"])
def test_more_than_a_token(example: str) -> None:
    assert len(tokenize(example)) > 1


def test_tokens_stand_where_they_say() -> None:
    text = "Quyết định số 751/QĐ-UBND ngày 26/12/2020 của UBND tỉnh, đạt 92,59%."
    tokens = tokenize(text, 11)
    assert all(text[token.start : token.end] == token.text for token in tokens)
    assert "".join(token.text for token in tokens) == text[11:].replace(" ", "")


@pytest.mark.parametrize("example", ITEM["examples"])
def test_item(example: str) -> None:
    assert rules.pattern("learned", "item").match(f"{example}Chủ trì")


@pytest.mark.parametrize("example", ITEM["rejects"])
def test_no_item(example: str) -> None:
    assert not rules.pattern("learned", "item").match(example)
