"""Lines put together to paragraphs, by what a printed page shows: indents, short lines, gaps, centring, list marks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from extractor.joining import ends_sentence
from extractor.read.pdf_layout import Area, Layout
from extractor.read.pdf_lines import TextLine, marks_of
from extractor.source import Paragraph

#: Lines whose left edges differ by less stand one under the other, in points.
_ALIGNED = 4.0
#: A gap larger than the usual one by this, in units of the font size, is a space between paragraphs.
_GAP = 0.17
#: A word that would have fitted with this much to spare, in points, was put on a new line on purpose.
_SPARE = 2.0


@cache
def marker_pattern() -> re.Pattern[str]:
    """What opens an item of a list or a numbered paragraph: "- ", "a) ", "(1) ", "1. ", "1.2. ", "II. ", "Điều 3"."""
    return re.compile(
        r"(?:[-+•*–]\s|[-+•](?=[^\W\d_])|\(?[a-zđ0-9]{1,2}\)\s|\d{1,2}(?:\.\d{1,2})*\.\s|[IVX]{1,5}\.\s|[A-Z]\.\s|Điều\s\d+)"
    )


def is_ended(line: TextLine) -> bool:
    """Whether a line ends like a sentence or an item of a list."""
    return ends_sentence(line.text)


def is_symmetric(line: TextLine, area: Area) -> bool:
    """Whether a line is as far from the left margin as from the right, full lines included."""
    return abs((line.x0 - area.left) - (area.right - line.x1)) <= 8


def is_centred(line: TextLine, area: Area) -> bool:
    """Whether a line stands in the middle between the margins, away from both and not at the usual indent."""
    return is_symmetric(line, area) and line.x0 - area.left >= 12 and not _is_indented(line, area)


def _is_indented(line: TextLine, area: Area) -> bool:
    """Whether a line starts at the usual indent of first lines, so that its look in the middle may be chance."""
    at_indent = area.indent > 0 and abs(line.x0 - area.indent) < 2
    return at_indent and (not line.bold or bool(marker_pattern().match(line.text)))


def _goes_on(above: TextLine, below: TextLine) -> bool:
    """Whether the words of two lines are in the middle of a sentence."""
    return not is_ended(above) and below.text[:1].islower() and not marker_pattern().match(below.text)


def ended_short(above: TextLine, below: TextLine, right: float, left: float | None = None) -> bool:
    """Whether the first word of `below` would have fitted at the end of `above`. `left` is given for centred lines,
    which have room on both sides."""
    room = right - above.x1 if left is None else (right - left) - (above.x1 - above.x0)
    return room - below.first_word - 0.25 * above.size > _SPARE


class ParagraphBuilder:
    """Collects lines, and gives out a paragraph whenever a line begins a new one."""

    def __init__(self, layout: Layout, labels: frozenset[str]) -> None:
        self._layout = layout
        self._labels = labels
        self._lines: list[TextLine] = []
        self.paragraphs: list[Paragraph] = []

    def add(self, line: TextLine, following: TextLine | None) -> None:
        """Takes the next line in reading order; `following` is the one after it where nothing stands between."""
        if self._lines and self._begins(line, following):
            self.end()
        self._lines.append(line)

    def end(self) -> list[Paragraph]:
        """Closes the open paragraph; the paragraphs so far."""
        if self._lines:
            lines = self._lines
            areas = self._layout.areas
            self.paragraphs.append(
                Paragraph(
                    tuple(line.line() for line in lines),
                    marks_of(lines, self._labels),
                    bold=all(line.bold for line in lines),
                    centred=is_centred(lines[-1], areas[lines[-1].page])
                    and all(is_symmetric(line, areas[line.page]) for line in lines),
                )
            )
            self._lines = []
        return self.paragraphs

    def _begins(self, line: TextLine, following: TextLine | None) -> bool:
        above = self._lines[-1]
        area = self._layout.areas[above.page]
        if abs(above.size - line.size) > 0.8:
            return True
        goes_on = _goes_on(above, line)
        centred = self._centred(above), self._centred(line)
        if line.page == above.page and self._gap(above, line, following, goes_on):
            return True
        if all(centred):
            return not goes_on and ended_short(above, line, area.right, area.left)
        # A centred look may be chance in the last line of a paragraph; its first line is the better witness.
        if not centred[0] and is_centred(line, self._layout.areas[line.page]):
            return not goes_on or ended_short(above, line, area.right)
        if ended_short(above, line, area.right):
            return True
        return self._indent_begins(line, goes_on) or self._marker_begins(above, line)

    def _centred(self, line: TextLine) -> bool:
        """Whether a line is centred, or fills the width of a bold heading or of a paragraph that is centred."""
        area = self._layout.areas[line.page]
        if is_centred(line, area):
            return True
        if not is_symmetric(line, area) or _is_indented(line, area):
            return False
        # Where paragraphs are indented, a full line that opens one without an indent is centred.
        opens = (
            area.indent > 0 and line in self._lines[:1] and not is_ended(line) and not marker_pattern().match(line.text)
        )
        return line.bold or opens or any(is_centred(other, self._layout.areas[other.page]) for other in self._lines)

    def _gap(self, above: TextLine, line: TextLine, following: TextLine | None, goes_on: bool) -> bool:
        """Whether more space than between lines of a paragraph separates two lines."""
        gap = line.baseline - above.baseline
        lines = self._lines
        usual = self._layout.pitch_of(line.size)
        if len(lines) > 1 and lines[-2].page == above.page:
            usual = max(usual, above.baseline - lines[-2].baseline)
        if gap <= usual + _GAP * line.size:
            return False
        if gap > 2.6 * line.size:
            return True
        # Wider line spacing than elsewhere in the document: the next gap is the same.
        same = following is not None and abs(following.baseline - line.baseline - gap) < 1.0
        return not (goes_on and same)

    def _indent_begins(self, line: TextLine, goes_on: bool) -> bool:
        """Whether the left edge of a line is that of a new paragraph."""
        lines, area = self._lines, self._layout.areas[line.page]
        reference = lines[-1].x0 - self._layout.areas[lines[-1].page].left
        place = line.x0 - area.left
        if len(lines) > 1:
            return abs(place - reference) > _ALIGNED and not goes_on
        if place > reference + _ALIGNED:
            return not (marker_pattern().match(lines[0].text) and place - reference < 45) and not goes_on
        if abs(place - reference) <= _ALIGNED:
            return place > 8 and area.indent > 0 and abs(line.x0 - area.indent) < _ALIGNED and not goes_on
        return False

    def _marker_begins(self, above: TextLine, line: TextLine) -> bool:
        """Whether a full line ends a paragraph because it ends a sentence and a list mark follows."""
        return bool(marker_pattern().match(line.text)) and (is_ended(above) or (above.bold and not line.bold))


def cell_breaks(lines: Sequence[TextLine], left: float, right: float) -> tuple[int, ...]:
    """Indexes of lines that begin a paragraph of a cell whose edges are `left` and `right`, in points."""
    if len(lines) < 2:
        return ()
    margin = min(max(min(line.x0 for line in lines) - left, 1.0), 7.0)
    breaks = []
    for index, (above, below) in enumerate(pairwise(lines), 1):
        gap = below.baseline - above.baseline
        goes_on = _goes_on(above, below)
        centred = abs((above.x0 - left) - (right - above.x1)) < 4 and above.x0 - left > margin + 2
        short = ended_short(above, below, right - margin, left + margin if centred else None)
        if (
            gap > 2.2 * below.size
            or (short and not (goes_on and centred))
            or (marker_pattern().match(below.text) and is_ended(above))
        ):
            breaks.append(index)
    return tuple(breaks)
