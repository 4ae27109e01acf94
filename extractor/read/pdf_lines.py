"""Runs of characters put together to the lines that the eye sees."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from extractor.read.pdf_chars import SPACE, Run, by_character
from extractor.source import Box, Line, Mark, Word

#: Baselines nearer than this, in units of the smaller font size, are one line.
_SAME_BASELINE = 0.3
#: A raised or lowered run is smaller than this, in units of the line's size.
_SMALL = 0.82


@cache
def _mark_pattern() -> re.Pattern[str]:
    return re.compile(r"\(?(\d{1,3}|\*{1,3})\)?")


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text on a page. Lengths are points; y grows downwards.

    `first_word` is the width of the line's first word; `lead` is the label of a raised number at the very start, with
    `lead_end` the offset after it; `marks` are raised numbers anywhere else: (start, end, label).
    """

    text: str
    page: int
    x0: float
    y0: float
    x1: float
    y1: float
    baseline: float
    size: float
    bold: bool
    first_word: float
    marks: tuple[tuple[int, int, str], ...] = ()
    lead: str = ""
    lead_end: int = 0
    words: tuple[Word, ...] = ()

    @property
    def box(self) -> Box:
        """The line's rectangle; that of its words where it was recognised, for the page may have lain askew."""
        edges = self.x0, self.y0, self.x1, self.y1
        if words := self.words:
            edges = (
                min(w.x0 for w in words),
                min(w.y0 for w in words),
                max(w.x1 for w in words),
                max(w.y1 for w in words),
            )
        return Box(self.page, *(round(value, 2) for value in edges))

    def line(self) -> Line:
        """The line as the contract wants it."""
        return Line(self.text, box=self.box, words=self.words)


def group_rows(runs: Iterable[Run]) -> list[list[Run]]:
    """Runs that stand on one baseline, from top to bottom; raised and lowered ones with the line that they touch."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda item: item.baseline):
        for row in reversed(rows[-3:]):
            if abs(run.baseline - row[0].baseline) <= _SAME_BASELINE * min(run.size, row[0].size) and (
                _SMALL < run.size / row[0].size < 1 / _SMALL
            ):
                row.append(run)
                break
        else:
            rows.append([run])
    return _attach_raised(rows)


def _attach_raised(rows: list[list[Run]]) -> list[list[Run]]:
    """Rows of small runs dissolved into the neighbouring line of larger ones, run by run where they touch it."""
    kept: list[list[Run]] = []
    for index, row in enumerate(rows):
        hosts = [other for other in rows[max(index - 3, 0) : index + 4] if other is not row and _may_host(other, row)]
        if not hosts:
            kept.append(row)
            continue
        left = []
        for run in sorted(row, key=lambda item: item.x0):
            host = next((other for other in hosts if _touches(run, other)), None)
            if host is None:
                left.append(run)
            else:
                host.append(run)
        if left:
            kept.append(left)
    return kept


def _may_host(line: list[Run], small: list[Run]) -> bool:
    size, baseline = line[0].size, line[0].baseline
    return small[0].size <= _SMALL * size and -0.75 * size <= small[0].baseline - baseline <= 0.35 * size


def _touches(run: Run, line: list[Run]) -> bool:
    reach = 0.6 * line[0].size
    return any(other.x0 - reach <= run.x1 and run.x0 <= other.x1 + reach for other in line)


def make_line(row: Sequence[Run], page: int) -> TextLine | None:
    """One line of all runs of a row, None where nothing but space is in it."""
    runs = sorted(row, key=lambda item: item.x0)
    if any(right.x0 < left.x1 - 0.4 * max(left.size, right.size) for left, right in pairwise(runs)):
        runs = sorted(by_character(runs), key=lambda item: item.x0)
    size = _main_size(runs)
    main = [run for run in runs if run.size > _SMALL * size]
    if not main:
        return None
    baseline = max(main, key=lambda run: len(run.text)).baseline
    text, offsets = _joined(runs)
    stripped = text.strip()
    if not stripped:
        return None
    shift = len(text) - len(text.lstrip())
    raised = _raised(runs, offsets, size, baseline, shift)
    lead, lead_end, marks = _marks(stripped, raised)
    first, last = _edges(runs)
    return TextLine(
        stripped, page, first, min(run.top for run in main), last, max(run.bottom for run in main), baseline, size,
        _is_bold(runs), _first_word(runs, first), marks, lead, lead_end, _words(runs, offsets, shift),
    )  # fmt: skip


def _main_size(runs: Sequence[Run]) -> float:
    """The font size of a line: the largest that a good part of it has ("94" stands out against a raised "(28)")."""
    sizes: Counter[float] = Counter()
    for run in runs:
        sizes[run.size] += len(run.text)
    most = max(sizes.values())
    return max(size for size, count in sizes.items() if count >= 0.3 * most)


def _joined(runs: Sequence[Run]) -> tuple[str, list[int]]:
    """The text of runs side by side, and where each begins in it."""
    parts: list[str] = []
    offsets: list[int] = []
    length, before = 0, None
    for run in runs:
        if (
            before is not None
            and run.x0 - before.x1 > SPACE * min(run.size, before.size)
            and not (before.text[-1].isspace() or run.text[0].isspace())
        ):
            parts.append(" ")
            length += 1
        offsets.append(length)
        parts.append(run.text)
        length += len(run.text)
        before = run
    return "".join(parts), offsets


def _words(runs: Sequence[Run], offsets: Sequence[int], shift: int) -> tuple[Word, ...]:
    """The recognised words of a line, with their places in its stripped text."""
    found: list[Word] = []
    before: Word | None = None
    for run, offset in zip(runs, offsets, strict=True):
        for place, word in enumerate(run.words, offset - shift):
            if word is None:
                continue
            if word is before:
                found[-1] = found[-1]._replace(end=place + 1)
            else:
                found.append(word._replace(start=place, end=place + 1))
            before = word
    return tuple(found)


def _edges(runs: Sequence[Run]) -> tuple[float, float]:
    """Left and right end of the ink, spaces at the ends left out."""
    first, last = runs[0], max(runs, key=lambda run: run.x1)
    start = len(first.text) - len(first.text.lstrip())
    end = len(last.text.rstrip())
    return (
        first.lefts[start] if start < len(first.lefts) else first.x0,
        last.rights[end - 1] if end else last.x1,
    )


def _first_word(runs: Sequence[Run], start: float) -> float:
    end = start
    for run in runs:
        if end > start and run.x0 - end > SPACE * run.size:
            break
        word = run.text.lstrip() if end == start else run.text
        skipped = len(run.text) - len(word)
        length = word.find(" ")
        if length == 0:
            break
        stop = skipped + (length if length > 0 else len(word))
        if stop > skipped:
            end = run.rights[stop - 1]
        if length > 0:
            break
    return end - start


def _is_bold(runs: Sequence[Run]) -> bool:
    bold = letters = 0
    for run in runs:
        if run.known:
            count = sum(map(str.isalnum, run.text))
            letters += count
            bold += count if run.bold else 0
    return letters > 0 and bold >= 0.9 * letters


def _raised(
    runs: Sequence[Run], offsets: Sequence[int], size: float, baseline: float, shift: int
) -> list[tuple[int, int]]:
    """Spans of raised small text in the stripped line, neighbours joined."""
    spans: list[tuple[int, int]] = []
    for run, offset in zip(runs, offsets, strict=True):
        if run.size > _SMALL * size or run.baseline > baseline - 0.12 * size or not run.text.strip():
            continue
        start = offset - shift + len(run.text) - len(run.text.lstrip())
        end = start + len(run.text.strip())
        if spans and start - spans[-1][1] <= 0:
            spans[-1] = spans[-1][0], end
        else:
            spans.append((start, end))
    return spans


def _marks(text: str, raised: Sequence[tuple[int, int]]) -> tuple[str, int, tuple[tuple[int, int, str], ...]]:
    """A raised number that opens the line, the offset after it, and the other raised numbers with their brackets."""
    lead, lead_end, marks = "", 0, []
    for first, last in raised:
        # "(", "1" and ")" may come in different sizes: brackets that fit are the mark's.
        bare = text[first:last].isdigit() and first > 0 and text[first - 1] == "(" and text[last : last + 1] == ")"
        start, end = (first - 1, last + 1) if bare else (first, last)
        found = _mark_pattern().fullmatch(text[start:end])
        if found is None:
            continue
        if start == 0:
            lead, lead_end = found.group(1), end
        marks.append((start, end, found.group(1)))
    return lead, lead_end, tuple(marks)


def build_lines(runs: Iterable[Run], page: int) -> list[TextLine]:
    """The lines of runs that stand in one column."""
    upright: list[Run] = []
    turned: list[Run] = []
    for run in runs:
        (upright if run.upright else turned).append(run)
    lines = [line for row in group_rows(upright) if (line := make_line(row, page)) is not None]
    # Turned text (a heading set upwards) is one line a run; its box says where it stands.
    lines.extend(
        TextLine(run.text.strip(), page, run.x0, run.top, run.x1, run.bottom, run.bottom, run.size, run.bold, 0.0)
        for run in turned
    )
    return lines


def marks_of(lines: Sequence[TextLine], labels: frozenset[str]) -> tuple[Mark, ...]:
    """The footnote marks in lines of a paragraph or a cell: raised numbers for which there is a note."""
    return tuple(
        Mark(index, start, end, label)
        for index, line in enumerate(lines)
        for start, end, label in line.marks
        if label in labels and not _unit_pattern().search(line.text[:start])
    )


@cache
def _unit_pattern() -> re.Pattern[str]:
    """ "m²", "km²" and the like: a raised number after a unit is a power."""
    return re.compile(r"(?<!\w)[kcdmh]?m$")
