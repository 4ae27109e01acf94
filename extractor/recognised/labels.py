"""Roman labels of headings in capitals, whose strokes were read as other signs ("HI." is III)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from extractor.model import Span
from extractor.rules import RuleBook
from extractor.text import Block

_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
#: So many letters of a heading tell that it is in capitals.
_CAPITALS = 24


class _Label(NamedTuple):
    """A label as it was read, where it stands, and its number as it may be understood; 0: it cannot be."""

    read: str
    span: Span
    number: int


def compile_strokes(book: RuleBook) -> dict[str, str]:
    """What a sign of a label may have been printed as."""
    return {row["read"]: row["printed"] for row in book["confusions"]["label"]}


def mend_labels(
    text: str, blocks: Sequence[Block], stretches: Sequence[Span], pattern: re.Pattern[str], strokes: Mapping[str, str]
) -> str:
    """The text with labels that follow the one before them, where the signs read can be no label themselves. A label in
    digits ("1.") is Roman only where the next one is. The text stays as long as it was: a label that grows takes the
    space behind it."""
    labels = list(_labels(text, blocks, stretches, pattern, strokes))
    before = 0
    for at, label in enumerate(labels):
        if label.read in _ROMAN:
            before = label.number
            continue
        following = labels[at + 1] if at + 1 < len(labels) else None
        roman = following is not None and not following.read.isdigit() and following.number == label.number + 1
        if label.number != before + 1 or (label.read.isdigit() and not roman):
            continue
        before = label.number
        start, end = label.span
        meant = _ROMAN[label.number - 1] + text[start + len(label.read)]
        if len(meant) <= end - start:
            text = text[:start] + meant.ljust(end - start) + text[end:]
    return text


def _labels(
    text: str, blocks: Sequence[Block], stretches: Sequence[Span], pattern: re.Pattern[str], strokes: Mapping[str, str]
) -> Iterator[_Label]:
    for block in blocks:
        start, end = block.span
        match = pattern.match(text, start, end)
        if match is None or not text[match.end() : min(end, match.end() + _CAPITALS)].isupper():
            continue
        if any(left <= start < right for left, right in stretches):
            understood = "".join(strokes.get(sign, sign) for sign in match["label"])
            number = _ROMAN.index(understood) + 1 if understood in _ROMAN else 0
            yield _Label(match["label"], match.span(), number)
