"""The words around a figure in prose: what it is said of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.model import Count, Report

#: How far the words of a figure reach on either side, in characters.
_REACH = 80
#: Where a phrase ends; a point only with white space behind it.
_ENDS = (";", "\n", "\t", ". ")


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure with the words before it and behind it in its phrase, in small letters with single spaces. `own` is its
    unit and what follows."""

    count: Count
    before: str
    own: str


def stated(report: Report) -> list[Stated]:
    """The figures of the prose, in order."""
    counts = [count for count in report.counts if not count.in_table]
    made = []
    for index, count in enumerate(counts):
        left = counts[index - 1].span[1] if index else 0
        right = counts[index + 1].span[0] if index + 1 < len(counts) else len(report.text)
        before = _before(report.text, max(left, count.span[0] - _REACH), count.span[0])
        after = _after(report.text, count.span[1], min(right, count.span[1] + _REACH))
        printed = report.text[count.span[0] : count.span[1]].lstrip("0123456789.,/ %")
        unit = printed or count.unit or ""
        made.append(Stated(count, before, fold(f"{unit} {after}")))
    return made


def _before(text: str, start: int, end: int) -> str:
    for sign in _ENDS:  # a plain loop: this is done for every figure
        at = text.rfind(sign, start, end)
        if at >= 0:
            start = at + len(sign)
    return fold(text[start:end])


def _after(text: str, start: int, end: int) -> str:
    for sign in _ENDS:
        at = text.find(sign, start, end)
        if at >= 0:
            end = at
    return text[start:end]


def fold(words: str) -> str:
    """Small letters, single spaces."""
    return " ".join(words.lower().split())


def has(words: str, cues: Sequence[str]) -> bool:
    """Whether one of the cues stands in the words; no cues ask for nothing."""
    return not cues or any(cue in words for cue in cues)
