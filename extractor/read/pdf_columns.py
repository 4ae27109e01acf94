"""Two columns without rules: the letterhead, and "Nơi nhận" beside the signature (Nghị định 30/2020/NĐ-CP, Phụ lục I).

Both are groups of short lines side by side with an empty gutter between them. A row is a list of runs on one baseline;
the gutter of a zone is what all its rows leave free.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from extractor.read.pdf_chars import Run
from extractor.read.pdf_lines import TextLine, build_lines

#: The narrowest gutter, in points: less than two spaces of a justified line.
_GUTTER = 8.0
#: How far centres of lines of one column may lie apart, in points.
_CENTRE = 10.0
#: Largest distance of rows of a zone, in units of the font size; the signer's name may stand `_SIGNATURE` points lower.
_ROW_GAP = 3.4
_SIGNATURE = 150.0


@cache
def _recipients_pattern() -> re.Pattern[str]:
    return re.compile(r"\s*nơi\s+nhận\b", re.IGNORECASE)


Row = list[Run]


@dataclass(frozen=True, slots=True)
class Columns:
    """The lines of two columns, and the edge between them. `y0` and `y1` are top and bottom, in points."""

    left: tuple[TextLine, ...]
    right: tuple[TextLine, ...]
    y0: float
    y1: float


@dataclass(slots=True)
class _Zone:
    """Rows of a growing pair of columns."""

    rows: list[int]
    left: list[Run]
    right: list[Run]

    @property
    def gutter(self) -> tuple[float, float]:
        return max(_end(run) for run in self.left), min(_start(run) for run in self.right)


def _start(run: Run) -> float:
    return run.lefts[len(run.text) - len(run.text.lstrip())]


def _end(run: Run) -> float:
    return run.rights[len(run.text.rstrip()) - 1]


def _split(row: Row, edge: float) -> tuple[list[Run], list[Run]]:
    left = [run for run in row if (_start(run) + _end(run)) / 2 < edge]
    return left, [run for run in row if (_start(run) + _end(run)) / 2 >= edge]


def _centre(runs: Sequence[Run]) -> float:
    return (min(map(_start, runs)) + max(map(_end, runs))) / 2


def take_columns(rows: list[Row], page: int) -> tuple[list[Columns], list[Row]]:
    """The pairs of columns of a page, and the rows that belong to none."""
    if not rows:
        return [], []
    area = min(_start(run) for row in rows for run in row), max(_end(run) for row in rows for run in row)
    taken: set[int] = set()
    found: list[Columns] = []
    for seed in range(len(rows)):
        if seed in taken:
            continue
        zone = _seed(rows, seed, area)
        if zone is None or taken.intersection(zone.rows):
            continue
        _grow(zone, rows, area, taken, -1)
        _grow(zone, rows, area, taken, 1)
        columns = _accepted(zone, rows, page)
        if columns is not None:
            found.append(columns)
            taken.update(zone.rows)
    return found, [row for index, row in enumerate(rows) if index not in taken]


def _seed(rows: list[Row], index: int, area: tuple[float, float]) -> _Zone | None:
    """A row with a gap in its middle, or two neighbouring rows that stand left and right of a gap."""
    row = sorted(rows[index], key=_start)
    low, high = area[0] + 0.2 * (area[1] - area[0]), area[0] + 0.75 * (area[1] - area[0])
    gaps = [(_start(after) - _end(before), (_start(after) + _end(before)) / 2) for before, after in pairwise(row)]
    gaps = [gap for gap in gaps if low < gap[1] < high and gap[0] >= max(_GUTTER, 0.75 * row[0].size)]
    if gaps:
        left, right = _split(row, max(gaps)[1])
        return _Zone([index], left, right) if left and right else None
    if index + 1 >= len(rows):
        return None
    other = rows[index + 1]
    if other[0].baseline - row[0].baseline > 2 * row[0].size:
        return None
    for left, right in ((row, other), (other, row)):
        end, start = max(map(_end, left)), min(map(_start, right))
        if start - end >= 2 * _GUTTER and low < (start + end) / 2 < high:
            return _Zone([index, index + 1], list(left), list(right))
    return None


def _grow(zone: _Zone, rows: list[Row], area: tuple[float, float], taken: set[int], step: int) -> None:
    """Takes neighbouring rows in one direction as long as they leave the gutter free and line up with their column."""
    index = (max if step > 0 else min)(zone.rows) + step
    while 0 <= index < len(rows) and index not in taken:
        row, edge = rows[index], zone.rows[-1] if step > 0 else zone.rows[0]
        g0, g1 = zone.gutter
        left, right = _split(row, (g0 + g1) / 2)
        ends, starts = max([g0, *map(_end, left)]), min([g1, *map(_start, right)])
        if starts - ends < _GUTTER or not _lines_up(zone, left, right, area):
            return
        if step < 0 and not right and any(_recipients_pattern().match(run.text) for run in zone.left):
            return
        distance = abs(row[0].baseline - rows[edge][0].baseline)
        if distance > _ROW_GAP * row[0].size and not (right and not left and step > 0 and distance < _SIGNATURE):
            return
        zone.rows.insert(0 if step < 0 else len(zone.rows), index)
        zone.left.extend(left)
        zone.right.extend(right)
        index += step


def _lines_up(zone: _Zone, left: list[Run], right: list[Run], area: tuple[float, float]) -> bool:
    """Whether a row with text on one side only is a line of that column and not one of the whole page."""
    if left and right:
        return True
    own, column = (left, zone.left) if left else (right, zone.right)
    centre = _centre(own)
    on_column = abs(centre - _centre(column)) <= _CENTRE
    on_page = abs(centre - (area[0] + area[1]) / 2) <= _CENTRE
    if on_page and not on_column:
        return False
    if on_column:
        return True
    # A list under "Nơi nhận" is flush left; the lines of a letterhead are centred.
    recipients = any(_recipients_pattern().match(run.text) for run in zone.left)
    flush = sum(abs(min(map(_start, own)) - _start(run)) <= 3 for run in column)
    return bool(left) and flush >= (1 if recipients else 2)


def _accepted(zone: _Zone, rows: list[Row], page: int) -> Columns | None:
    """The columns, where they look like a letterhead or a signature: two lines or more on each side (one beside "Nơi
    nhận"), and the lines of the right column centred on each other."""
    left, right = build_lines(zone.left, page), build_lines(zone.right, page)
    if not left or not right:
        return None
    recipients = any(_recipients_pattern().match(line.text) for line in left)
    if not recipients and (len(left) < 2 or len(right) < 2 or not any(line.bold for line in right)):
        return None
    centres = [(line.x0 + line.x1) / 2 for line in right]
    middle = sorted(centres)[len(centres) // 2]
    if sum(abs(centre - middle) <= _CENTRE for centre in centres) < 0.6 * len(centres):
        return None
    lines = [*left, *right]
    return Columns(tuple(left), tuple(right), min(line.y0 for line in lines), max(line.y1 for line in lines))
