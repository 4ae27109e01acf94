"""Words of a date or a period that are incomplete or run into others, and items that a list names twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from extractor import rules
from extractor.check.finding import Maker, shorten
from extractor.model import Finding, Report

#: The shortest item of a list that is no slip to name twice for once, in characters.
_ITEM = 40
#: More slips of one kind come from a conversion of the file, not from a pen.
_SLIPS = 3
#: How far before its anchor the pattern of a slip begins, in characters.
_BACK = 12


@dataclass(frozen=True, slots=True)
class Slip:
    """A row of `slip` in rules/findings.toml: words that are searched for as they stand, the pattern around them, and
    what is wrong in Vietnamese and English."""

    anchors: tuple[str, ...]
    pattern: re.Pattern[str]
    wrong: tuple[str, str]


@cache
def slips() -> tuple[Slip, ...]:
    """The rows of `slip`."""
    return tuple(
        Slip(tuple(row["anchors"]), re.compile(row["pattern"], re.VERBOSE), (row["vi"], row["en"]))
        for row in rules.load()["findings"]["slip"]
    )


def check(report: Report, maker: Maker) -> Iterator[Finding]:
    """period_unclear, repeated_item."""
    for slip in slips():
        spans = sorted({match.span() for match in find(slip, report.text)})
        for span in spans if len(spans) <= _SLIPS else ():
            yield maker.make("period_unclear", span, ("document",), words=maker.quote(span), wrong=slip.wrong)
    yield from _twice(report, maker)


def find(slip: Slip, text: str) -> Iterator[re.Match[str]]:
    """Where a slip stands in a text."""
    for anchor in slip.anchors:
        at = text.find(anchor)
        while at >= 0:
            match = slip.pattern.search(text, max(0, at - _BACK), at + len(anchor) + 45)
            if match and match.start() <= at + len(anchor):
                yield match
            at = text.find(anchor, at + len(anchor))


def _twice(report: Report, maker: Maker) -> Iterator[Finding]:
    """An item between semicolons that is printed word for word twice in one line. Another first letter may be that of
    the beginning of a sentence."""
    text = report.text
    at = text.find(";")
    while at >= 0:
        start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
        end = len(text) if end < 0 else end
        if text.find(";", at + 1, end) > 0 and text.find("\t", start, end) < 0:
            yield from _twice_in_line(text, start, end, maker)
        at = text.find(";", end)


def _twice_in_line(text: str, start: int, end: int, maker: Maker) -> Iterator[Finding]:
    seen: set[str] = set()
    for item in text[start:end].split(";"):
        said = item.strip(" .-+")
        if len(said) >= _ITEM:
            if said[1:] in seen:
                first = start + len(item) - len(item.lstrip())
                yield maker.make("repeated_item", (first, start + len(item)), ("document",), words=shorten(said))
            seen |= {said[1:], said.rpartition(": ")[2][1:]}
        start += len(item) + 1
