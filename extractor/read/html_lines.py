"""Running text of a page to lines and paragraphs: white space as browsers show it, `<br>` as the end of a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from extractor.joining import continues, is_closed, opens_paragraph
from extractor.source import Line, Mark

_SPACE = r"[ \t\n\r\f]+"
#: Square and cubic metres are raised figures too.
_METRES = r"(?:^|[\W\d])[kcdm]?m\s?$"
#: A line of at least so many characters that does not end a sentence was broken because it was full.
_FULL = 60


@dataclass(slots=True)
class Lines:
    """The lines since the last block began."""

    _done: list[tuple[str, tuple[Mark, ...], bool]] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _marks: list[Mark] = field(default_factory=list)
    _bold: bool = False
    _blank: bool = True
    #: Where the next character of the line in hand will stand.
    position: int = 0

    def put(self, text: str, *, bold: bool) -> None:
        """Add text; white space that follows white space is nothing."""
        shown = re.sub(_SPACE, " ", text)
        if shown.startswith(" ") and (not self._parts or self._parts[-1].endswith(" ")):
            shown = shown[1:]
        if not shown:
            return
        if self._blank and not shown.isspace():
            self._bold, self._blank = bold, False
        self._parts.append(shown)
        self.position += len(shown)

    def mark(self, start: int, label: str) -> None:
        """The text from `start` on is a footnote mark."""
        line = "".join(self._parts)
        words = line[start:].strip()
        if label and words and not (label in "23" and re.search(_METRES, line[:start][-8:])):
            start = line.index(words, start)
            self._marks.append(Mark(0, start, start + len(words), label))

    def end_line(self) -> None:
        """The line in hand ends, also where it is empty."""
        self._done.append(("".join(self._parts).rstrip(" "), tuple(self._marks), self._bold))
        self._parts, self._marks, self._bold, self._blank, self.position = [], [], False, True, 0

    def paragraphs(self) -> Iterator[tuple[tuple[Line, ...], tuple[Mark, ...], bool]]:
        """The paragraphs so far, each as lines, marks and whether it begins in bold; then nothing is left."""
        if self._parts:
            self.end_line()
        done, self._done = self._done, []
        lines: list[Line] = []
        marks: list[Mark] = []
        first_bold = False
        for text, their_marks, bold in done:
            if lines and not (text.strip() and _goes_on(lines[-1].text, text)):
                yield tuple(lines), tuple(marks), first_bold
                lines, marks = [], []
            if not text.strip():
                continue
            if not lines:
                first_bold = bold
            marks.extend(mark.below(len(lines)) for mark in their_marks)
            lines.append(Line(text))
        if lines:
            yield tuple(lines), tuple(marks), first_bold


def _goes_on(previous: str, following: str) -> bool:
    """Whether a line after <br> belongs to the paragraph of the one before."""
    if continues(previous, following):
        return True
    full = len(previous) >= _FULL and not is_closed(previous) and not previous.isupper()
    return full and not opens_paragraph(following)
