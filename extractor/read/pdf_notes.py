"""Footnotes of a PDF: told from the text by their place, their size and the number that opens them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from extractor.read.pdf_layout import Layout
from extractor.read.pdf_lines import TextLine
from extractor.read.pdf_page import PageContent
from extractor.source import Line, Note


@cache
def _label_pattern() -> re.Pattern[str]:
    return re.compile(r"\(?(\d{1,3}|\*{1,3})\)?[.):]?\s*")


#: Length of the rule above footnotes, in points (Word draws 144, LibreOffice a quarter of the text's width).
_RULE_LENGTH = (36.0, 260.0)
#: Footnotes are smaller than the text by this factor at least.
_SMALLER = 0.93


@dataclass(slots=True)
class _Notes:
    """Notes read so far, the last one still open."""

    labels: list[str] = field(default_factory=list)
    lines: list[list[Line]] = field(default_factory=list)


def take_notes(pages: Sequence[PageContent], layout: Layout) -> tuple[list[PageContent], tuple[Note, ...]]:
    """The pages without their footnotes, and the notes in order. One that goes on at the bottom of the next page is one
    note."""
    notes = _Notes()
    marks = {label for page in pages for line in _all_lines(page) for _, _, label in line.marks}
    result = []
    for page in pages:
        start = _zone(page, layout, bool(notes.labels))
        zone = page.lines[start:]
        rest = [line for line in zone if not _take(line, notes, marks, zone)]
        result.append(replace(page, lines=(*page.lines[:start], *rest)) if zone else page)
    return result, tuple(Note(label, tuple(lines)) for label, lines in zip(notes.labels, notes.lines, strict=True))


def _all_lines(page: PageContent) -> list[TextLine]:
    cells = [line for grid in page.grids for cell in grid.cells for line in cell.lines]
    return [*page.lines, *cells]


def _zone(page: PageContent, layout: Layout, open_note: bool) -> int:
    """Index of the first line of the page's footnotes, the number of lines where there are none."""
    lines, area = page.lines, layout.areas[page.number]
    floor = max([0.0, *(grid.ys[-1] for grid in page.grids), *(column.y1 for column in page.columns)])
    for edge in page.rules:
        length = edge.end - edge.start
        if (
            not (_RULE_LENGTH[0] <= length <= _RULE_LENGTH[1])
            or abs(edge.start - area.left) > 10
            or edge.at < floor - 1
        ):
            continue
        start = next((index for index, line in enumerate(lines) if line.baseline > edge.at), len(lines))
        below = lines[start:]
        if not below or below[0].y0 < edge.at - 3:
            continue
        small = all(line.size <= _SMALLER * layout.size for line in below)
        if small and (open_note or _label(below[0]) is not None):
            return start
        if below[0].lead and below[0].size <= layout.size:
            return start
    start = len(lines)
    while start > 0 and lines[start - 1].size <= _SMALLER * layout.size and lines[start - 1].y0 > floor:
        start -= 1
    return next((index for index in range(start, len(lines)) if lines[index].lead), len(lines))


def _label(line: TextLine) -> tuple[str, int] | None:
    """The label that opens a line, and the offset after it and the space that follows."""
    if line.lead:
        after = line.text[line.lead_end :]
        return line.lead, len(line.text) - len(after.lstrip())
    found = _label_pattern().match(line.text)
    return (found.group(1), found.end()) if found else None


def _take(line: TextLine, notes: _Notes, marks: set[str], zone: Sequence[TextLine]) -> bool:
    """Puts a line of the zone to the notes; False where it belongs to none."""
    label = _label(line)
    if label is not None and _opens(label[0], bool(line.lead), notes, marks):
        notes.labels.append(label[0])
        notes.lines.append([])
        text = line.text[label[1] :]
        if text:
            whole = line.line()
            notes.lines[-1].append(Line(text, box=line.box, words=whole.words_in(label[1], len(line.text))))
        return True
    if not notes.labels:
        return False
    notes.lines[-1].append(line.line())
    return True


def _opens(label: str, raised: bool, notes: _Notes, marks: set[str]) -> bool:
    """Whether a number at a line start is a label: raised, or the next one in order and marked in the text."""
    if raised:
        return True
    if not label.isdigit():
        return label in marks
    previous = int(notes.labels[-1]) if notes.labels and notes.labels[-1].isdigit() else 0
    return label in marks and int(label) == previous + 1
