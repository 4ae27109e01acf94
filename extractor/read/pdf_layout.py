"""Measures of a document's layout, and what repeats on its pages: running heads and page numbers."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from extractor.read.pdf_lines import TextLine
from extractor.read.pdf_page import PageContent


@cache
def _page_number_pattern() -> re.Pattern[str]:
    return re.compile(r"[-–—\s]*(?:trang|page)?\s*\d{1,4}(?:\s*/\s*\d{1,4})?[-–—\s.]*", re.IGNORECASE)


#: Heads and feet stand in these outer parts of the page's height.
_HEAD, _FOOT = 0.12, 0.9
#: Places that count as the same, in points.
_SAME = 2.0


@dataclass(frozen=True, slots=True)
class Area:
    """Left and right edge of the text of a page, and the usual left edge of first lines (0.0 where lines are not
    indented), in points."""

    left: float
    right: float
    indent: float


@dataclass(frozen=True, slots=True)
class Layout:
    """`areas` by page number; `size` is that of the running text; `pitch` the distance of its lines by font size."""

    areas: dict[int, Area]
    size: float
    pitch: dict[float, float]

    def pitch_of(self, size: float) -> float:
        """The usual distance of baselines for lines of `size`, in points."""
        return self.pitch.get(round(size), 1.16 * size)


def measure(pages: Sequence[PageContent]) -> Layout:
    """The layout of a document, from the lines of its pages."""
    sizes: Counter[float] = Counter()
    groups: dict[tuple[int, int], list[TextLine]] = defaultdict(list)
    for page in pages:
        groups[round(page.width), round(page.height)].extend(page.lines)
        for line in page.lines:
            sizes[line.size] += len(line.text)
    common = {key: _area(lines) for key, lines in groups.items()}
    areas = {}
    for page in pages:
        usual = common[round(page.width), round(page.height)]
        areas[page.number] = _area(page.lines, usual) if len(page.lines) >= 10 else usual
    size = max(sizes, key=lambda item: sizes[item]) if sizes else 14.0
    return Layout(areas, size, _pitches(pages, areas))


def _frequent(values: Sequence[float], floor: int, reverse: bool) -> float | None:
    """The outermost value that at least `floor` values share."""
    ordered = sorted(values, reverse=reverse)
    for index in range(len(ordered) - floor + 1):
        if abs(ordered[index + floor - 1] - ordered[index]) <= _SAME:
            return ordered[index]
    return None


def _area(lines: Sequence[TextLine], usual: Area | None = None) -> Area:
    if not lines:
        return usual or Area(0.0, 0.0, 0.0)
    count = len(lines)
    left = _frequent([line.x0 for line in lines], max(2, count // 12), reverse=False)
    # Justified lines end at the margin, a good part of all; ragged ones come near it now and then.
    right = _frequent([line.x1 for line in lines], max(3, count // 4), reverse=True)
    left = min(line.x0 for line in lines) if left is None else left
    right = max(line.x1 for line in lines) if right is None else right
    if usual is not None:
        # A page of short lines (a list, a form) says less about its margins than the document does.
        left = usual.left if abs(left - usual.left) > 3 * _SAME and left > usual.left else left
        right = usual.right if right < usual.right else right
    starts = Counter(round(line.x0 - left) for line in lines if 8 < line.x0 - left < 90)
    place, number = max(starts.items(), key=lambda item: item[1], default=(0, 0))
    indent = left + place if number >= 3 else (usual.indent if usual is not None else 0.0)
    return Area(left, right, indent)


def _pitches(pages: Iterable[PageContent], areas: dict[int, Area]) -> dict[float, float]:
    """The usual distance of two lines of a paragraph, for each font size: between a full line and one that starts at
    the left margin."""
    seen: dict[float, Counter[float]] = defaultdict(Counter)
    for page in pages:
        area = areas[page.number]
        for above, below in pairwise(page.lines):
            full = area.right - above.x1 < 6 and below.x0 - area.left < 3
            if full and abs(above.size - below.size) < 0.5:
                seen[round(below.size)][round(2 * (below.baseline - above.baseline)) / 2] += 1
    return {size: max(counts, key=lambda item: (counts[item], -item)) for size, counts in seen.items()}


def take_running(pages: Sequence[PageContent]) -> tuple[list[PageContent], tuple[str, ...]]:
    """The pages without running heads and page numbers, and the heads, once each."""
    places: Counter[tuple[str, int]] = Counter()
    for page in pages:
        for line in set(_outer(page)):
            places[_key(line)] += 1
    needed = max(3, (len(pages) + 1) // 2)
    running: dict[str, None] = {}
    result = []
    for page in pages:
        dropped = set()
        for line in _outer(page):
            if _is_page_number(line, page):
                dropped.add(line)
            elif places[_key(line)] >= needed and not _page_number_pattern().fullmatch(line.text):
                running[line.text] = None
                dropped.add(line)
            elif places[_key(line)] >= needed:
                dropped.add(line)
        result.append(replace(page, lines=tuple(line for line in page.lines if line not in dropped)))
    return result, tuple(running)


def _outer(page: PageContent) -> list[TextLine]:
    """Lines in the outer parts of a page, beyond anything else on it."""
    inner = [column.y0 for column in page.columns] + [grid.ys[0] for grid in page.grids]
    lower = [column.y1 for column in page.columns] + [grid.ys[-1] for grid in page.grids]
    top, bottom = min(inner, default=page.height), max(lower, default=0.0)
    heads = [line for line in page.lines[:3] if line.y1 < _HEAD * page.height and line.y0 < top]
    feet = [line for line in page.lines[-3:] if line.y0 > _FOOT * page.height and line.y1 > bottom]
    return [*heads, *feet]


def _key(line: TextLine) -> tuple[str, int]:
    return re.sub(r"\d+", "#", line.text), round(line.baseline / 3)


def _is_page_number(line: TextLine, page: PageContent) -> bool:
    """A number alone in the first or last line, in the middle of the page or at its right."""
    if not _page_number_pattern().fullmatch(line.text) or line not in (page.lines[0], page.lines[-1]):
        return False
    return (line.x0 + line.x1) / 2 > 0.4 * page.width
