"""How a text file breaks its lines: a file says nothing of its layout, so its own habits are measured first."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from extractor.joining import is_closed


@cache
def bracket_mark() -> re.Pattern[str]:
    """A footnote mark of crawled pages, "[1]"."""
    return re.compile(r"\[(\d{1,3})\]")


@dataclass(frozen=True, slots=True)
class Habits:
    """How the file breaks its lines. `width`: the usual length of a full line, 0 where lines are whole paragraphs;
    `double`: a blank line follows every line and says nothing; `notes`: notes are written `[1]`."""

    width: int
    double: bool
    notes: frozenset[str]


def habits_of(raw: str) -> Habits:
    """Measure a decoded file: its width, its blank lines, its marks."""
    lines = [line.strip() for line in raw.split("\n")]
    prose = [line for line in lines if len(line) > 30 and "\t" not in line]
    broken = sum(1 for line, after in pairwise(prose) if after[:1].islower() and not is_closed(line))
    wrapped = len(prose) > 8 and broken > 0.25 * len(prose)
    lengths = sorted(map(len, prose))
    width = lengths[int(len(lengths) * 0.8)] if wrapped else 0
    counts = Counter(bracket_mark().findall(raw))
    notes = frozenset(label for label, times in counts.items() if times > 1)
    return Habits(width, wrapped and _are_apart(lines), notes)


def _are_apart(lines: Sequence[str]) -> bool:
    """Whether next to no line stands directly under another."""
    single = sum(1 for line, after in pairwise(lines) if line and after)
    return single < 0.2 * sum(1 for line in lines if line)
