"""Days whose slashes were read as other signs. No digit is touched."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from extractor.model import Span


class BrokenDay(NamedTuple):
    """A day as it was read: where it stands, its day in ISO 8601, and where its two slashes belong."""

    span: Span
    value: str
    slashes: tuple[int, int]


def broken_days(text: str, start: int, end: int, pattern: re.Pattern[str]) -> Iterator[BrokenDay]:
    """The days in [start, end) of which a slash is none, where the calendar has them."""
    for match in pattern.finditer(text, start, end):
        if match["first"] == match["second"] == "/":
            continue
        try:
            value = date(int(match["year"]), int(match["month"]), int(match["day"])).isoformat()
        except ValueError:
            continue
        yield BrokenDay((match.start("day"), match.end()), value, (match.start("first"), match.start("second")))


def mend_days(text: str, stretches: Sequence[Span], pattern: re.Pattern[str]) -> str:
    """The text with their slashes in place, as long as before."""
    signs = list(text)
    for start, end in stretches:
        for day in broken_days(text, start, end, pattern):
            for at in day.slashes:
                signs[at] = "/"
    return "".join(signs)
