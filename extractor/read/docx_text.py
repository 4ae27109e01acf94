"""The text of one paragraph of Word while it is put together from its runs."""

from __future__ import annotations

import sys
from bisect import bisect_right

from extractor.read.docx_styles import Look
from extractor.source import Line, Mark

_BRACKETS = {"(": ")", "[": "]"}


class ParagraphText:
    """Pieces of text, line ends and footnote marks, in the order in which they are printed."""

    __slots__ = ("_ends", "_length", "_light", "_lines", "_marks", "_parts", "_raised", "_strong")

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._parts: list[str] = []
        self._length = 0
        self._marks: list[Mark] = []
        self._raised: list[tuple[int, int, int]] = []  # line, start, end of superscript text
        self._strong = self._light = self._ends = False

    @property
    def bold(self) -> bool:
        """Every run that is not blank is bold, and there is one."""
        return self._strong and not self._light

    @property
    def empty(self) -> bool:
        """Nothing but white space so far."""
        return not any(map(str.strip, self._parts)) and not any(map(str.strip, self._lines))

    def add(self, text: str, look: Look) -> None:
        """Put `text` at the end of the current line."""
        if self._ends:
            self.end_line()
        if look.raised:
            self._raised.append((len(self._lines), self._length, self._length + len(text)))
        if not text.isspace():
            if look.bold:
                self._strong = True
            else:
                self._light = True
        self._parts.append(text)
        self._length += len(text)

    def add_mark(self, label: str, shown: str | None = None) -> None:
        """Put a footnote mark at the end of the current line; `shown` where it is printed otherwise than its label."""
        if self._ends:
            self.end_line()
        text = label if shown is None else shown
        self._marks.append(Mark(len(self._lines), self._length, self._length + len(text), label))
        self._parts.append(text)
        self._length += len(text)

    def end_line(self) -> None:
        """The next text begins a new line."""
        self._lines.append("".join(self._parts))
        self._parts, self._length, self._ends = [], 0, False

    def end_page(self) -> None:
        """A page or column ends here: nothing is printed, but text on both sides of it is not one word."""
        self._ends = self._length > 0

    def build(self, label: str) -> tuple[tuple[Line, ...], tuple[Mark, ...]]:
        """The lines that are not blank, the first with the automatic `label` before it, and the marks in them."""
        lines = [*self._lines, "".join(self._parts)]
        kept = [index for index, text in enumerate(lines) if text and not text.isspace()]
        if not kept:
            return ((Line(label.rstrip()),) if label else ()), ()
        first = kept[0]
        places = {line: place for place, line in enumerate(kept)}
        marks: list[Mark] = []
        for found in self._marks:
            start, end = self._with_brackets(found, lines[found.line])
            shift = len(label) if found.line == first else 0
            if found.line in places:
                marks.append(Mark(places[found.line], start + shift, end + shift, found.label))
        lines[first] = label + lines[first]
        return tuple(Line(lines[index]) for index in kept), tuple(marks)

    def _with_brackets(self, mark: Mark, text: str) -> tuple[int, int]:
        """Where a mark stands in its line. Brackets that are printed as high as the mark belong to it."""
        before, after = mark.start - 1, mark.end
        if before < 0 or after >= len(text) or _BRACKETS.get(text[before]) != text[after]:
            return mark.start, mark.end
        if self._is_raised(mark.line, before) and self._is_raised(mark.line, after):
            return before, after + 1
        return mark.start, mark.end

    def _is_raised(self, line: int, at: int) -> bool:
        index = bisect_right(self._raised, (line, at, sys.maxsize)) - 1
        return index >= 0 and self._raised[index][0] == line and at < self._raised[index][2]
