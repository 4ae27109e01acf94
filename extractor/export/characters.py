"""Characters that a format cannot hold, replaced one for one so that no offset moves."""

from __future__ import annotations

import re
from functools import cache
from typing import Any


@cache
def _surrogates() -> re.Pattern[str]:
    return re.compile("[\ud800-\udfff]")


@cache
def _unprintable() -> re.Pattern[str]:
    # HTML forbids them, and browsers do not agree on what to show.
    return re.compile("[\ud800-\udfff\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff]")


def writable(text: str) -> str:
    """The text with lone surrogates as U+FFFD: it can be written as UTF-8."""
    return text if text.isascii() else _surrogates().sub("\ufffd", text)


def printable(text: str) -> str:
    """The text with lone surrogates, control characters and noncharacters as U+FFFD: an HTML page can hold it."""
    return _unprintable().sub("\ufffd", text)


def writable_values(value: Any) -> Any:
    """A copy of plain data in which every string can be written as UTF-8."""
    if isinstance(value, str):
        return writable(value)
    if isinstance(value, dict):
        return {key: writable_values(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [writable_values(item) for item in value]
    return value
