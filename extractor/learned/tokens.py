"""Tokens: syllables, signs, and numbers of documents, dates and figures as a whole (rules/learned.toml)."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from extractor import rules


class Token(NamedTuple):
    """A token with its offsets in the text that it was cut from."""

    text: str
    start: int
    end: int


@cache
def _pattern() -> re.Pattern[str]:
    return rules.pattern("learned", "token")


def tokenize(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The tokens of text[start:end], in order. Text in NFC, as the text station gives it: in NFD a mark ends a word."""
    found = _pattern().finditer(text, start, len(text) if end is None else end)
    return [Token(match.group(), match.start(), match.end()) for match in found]
