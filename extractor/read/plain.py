"""Text files (.txt, .md): paragraphs from lines, tables from tabs, notes from marks.

A text file says nothing of its layout, so the file's own habits are measured first: is every line broken at a width, do
blank lines stand between paragraphs or after every line?
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

from extractor.errors import EmptyFileError, LimitError
from extractor.joining import begins_title, continues, is_closed, is_open, opens_paragraph
from extractor.limits import DEFAULT_LIMITS, Limits
from extractor.read.plain_composed import composed, led_back
from extractor.read.plain_decode import decode
from extractor.read.plain_habits import Habits, bracket_mark, habits_of
from extractor.read.plain_markup import Stripped, strip_line
from extractor.read.plain_tables import Raw, pipe_end, pipe_rows, pipe_table, tab_table, with_flattened
from extractor.read.table_join import join_tables
from extractor.source import Line, Mark, Note, Paragraph, Source, Table

PARSER = "plain/1"
#: Signs that a page number, a rule or an image begins with.
_ODD_STARTS = frozenset("-_=*0123456789T![<")


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {
        "note": re.compile(r"\s*<sup>\s*\(?(\d{1,3})\)?\s*</sup>\s*", re.IGNORECASE),
        "bracket_note": re.compile(r"\s*\[(\d{1,3})\]\s*"),
        "page_number": re.compile(r"\s*(?:-\s*)?\d{1,3}(?:\s*-)?\s*$|\s*Trang\s+\d{1,3}(?:\s*/\s*\d{1,3})?\s*$"),
        "rule": re.compile(r"\s*(?:[-_=*]\s?){3,}\s*$"),
        "image": re.compile(r"\s*!\[[^\]]*\]\([^)]*\)\s*$|\s*<!--.*-->\s*$"),
    }


def read_plain(
    data: bytes,
    name: str,
    limits: Limits = DEFAULT_LIMITS,
    on_progress: Callable[[int, int], None] | None = None,
) -> Source:
    """Read a text file. Raises EmptyFileError, EncodingError, LimitError."""
    raw, encodings = decode(data, name, limits.characters)
    if len(raw) > limits.characters:
        raise LimitError(f"{name}: {len(raw)} characters, the limit is {limits.characters}; split the file")
    text, shifts = composed(raw)
    body = _Body(habits_of(text), name, limits.paragraphs)
    _walk(text, body)
    body.close()
    blocks = with_flattened(body.blocks, body.habits.width) if body.habits.width else body.blocks
    if not blocks:
        raise EmptyFileError(f"{name}: the file holds no text; check that the right file was sent")
    if on_progress:
        on_progress(1, 1)
    source = Source(
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type="text/plain",
        size_bytes=len(data),
        parser=PARSER,
        blocks=tuple(join_tables(blocks)),
        notes=tuple(body.notes),
        running=tuple(dict.fromkeys(body.running)),
        raw=raw,
        encodings=encodings,
    )
    return led_back(source, shifts)


@dataclass(slots=True)
class _Body:
    """What has been read so far, and the paragraph in hand."""

    habits: Habits
    name: str
    #: How many more paragraphs, notes and cells may come.
    room: int
    blocks: list[Paragraph | Table] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    running: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    bold: bool = False
    emphasis_open: bool = False
    note: tuple[str, list[Line]] | None = None
    page_break: bool = False
    blank: bool = True

    def add(self, stripped: Stripped) -> None:
        """Take one line: it goes on with the paragraph in hand, or closes it and opens the next."""
        if not stripped.line.text:
            return
        if not (self.lines and self._goes_on(stripped)):
            self._close_paragraph()
            self.bold = stripped.bold
        offset = len(self.lines)
        self.lines.append(stripped.line)
        if stripped.marks:
            self.marks.extend(mark.below(offset) for mark in stripped.marks)
        if self.habits.notes and "[" in stripped.line.text:
            self.marks.extend(self._bracket_marks(offset, stripped.line.text))
        self.emphasis_open ^= stripped.emphasis_open
        self.blank = self.page_break = False

    def _goes_on(self, stripped: Stripped) -> bool:
        previous, text = self.lines[-1].text, stripped.line.text
        if stripped.heading:
            return False
        if self.emphasis_open and not self.blank:
            return True
        width, gap = self.habits.width, self.blank and not self.habits.double
        if not width:
            return continues(self._text(), text, page_break=self.page_break)
        if opens_paragraph(text, previous) or begins_title(previous, text):
            return False
        if gap and not self.page_break:
            return continues(previous, text) and len(previous) > 0.7 * width
        full = len(previous) > 0.75 * width
        if self.habits.double or self.page_break:
            return (
                continues(previous, text)
                or is_open(previous)
                or (full and (text[:1].islower() or not is_closed(previous)))
            )
        return full or not (is_closed(previous) or previous.isupper() or text.isupper())

    def _text(self) -> str:
        return self.lines[-1].text

    def _bracket_marks(self, index: int, text: str) -> list[Mark]:
        return [
            Mark(index, match.start(), match.end(), match[1])
            for match in bracket_mark().finditer(text)
            if match[1] in self.habits.notes
        ]

    def count(self, more: int) -> None:
        """Raises LimitError where the file has more than the limit."""
        self.room -= more
        if self.room < 0:
            raise LimitError(f"{self.name}: more paragraphs and table cells than are read; split the file")

    def _close_paragraph(self) -> None:
        if self.lines:
            self.count(1)
            self.blocks.append(Paragraph(tuple(self.lines), tuple(self.marks), self.bold))
        self.lines, self.marks, self.emphasis_open = [], [], False

    def open_note(self, label: str, stripped: Stripped) -> None:
        self.close_note()
        self.count(1)
        self.note = (label, [stripped.line] if stripped.line.text else [])

    def close_note(self) -> None:
        if self.note:
            self.notes.append(Note(self.note[0], tuple(self.note[1])))
            self.note = None
            self.page_break = True

    def reopen_note(self, stripped: Stripped) -> None:
        """The last note goes on below the rule of the next page."""
        last = self.notes.pop()
        self.note = (last.label, [*last.lines, stripped.line])

    def table(self, table: Table) -> None:
        self._close_paragraph()
        self.close_note()
        self.blocks.append(table)
        self.blank = True
        self.page_break = False

    def close(self) -> None:
        self._close_paragraph()
        self.close_note()


def _walk(raw: str, body: _Body) -> None:
    lines = _lines(raw)
    notes = body.habits.notes
    index = 0
    while index < len(lines):
        text, start = lines[index]
        bare = text.strip()
        if not bare:
            body.blank = True
            if body.note and not body.habits.double:
                body.close_note()
        elif "\t" in bare:
            index = _take_tabs(lines, index, body)
            continue
        elif bare == "|":
            index = _take_pipes(lines, index, body)
            continue
        elif (notes or text[0] in "< ") and (note := _note_at(text, notes)):
            body.open_note(note[1], strip_line(text[note.end() :], start + note.end()))
        elif bare[0] in _ODD_STARTS:
            _take_odd(lines, index, body)
        else:
            _take_text(text, start, body)
        index += 1


def _lines(raw: str) -> list[Raw]:
    lines: list[Raw] = []
    offset = 0
    # A form feed ends a line as a line end does, and is as long.
    for text in raw.replace("\f", "\n").split("\n"):
        lines.append((text, offset))
        offset += len(text) + 1
    return lines


def _note_at(text: str, bracketed: frozenset[str]) -> re.Match[str] | None:
    """The label of a footnote at the start of a line: raised ("<sup>1</sup> …"), or "[1]" where such marks are used."""
    patterns = _patterns()
    raised = patterns["note"].match(text) if text[0] in "< " else None
    if raised and text[raised.end() :].strip():
        return raised
    bracket = patterns["bracket_note"].match(text) if bracketed else None
    return bracket if bracket and bracket[1] in bracketed else None


def _take_odd(lines: list[Raw], index: int, body: _Body) -> None:
    """Take a line that begins with a sign that page numbers, rules and images begin with."""
    text, start = lines[index]
    patterns = _patterns()
    if patterns["page_number"].match(text):
        body.running.append(text.strip())
        body.page_break = True
    elif patterns["image"].match(text):
        return
    elif patterns["rule"].match(text):
        following = next((i for i in range(index + 1, len(lines)) if lines[i][0].strip()), None)
        if body.notes and following is not None and _is_note_tail(lines, following):
            stripped = strip_line(*lines[following])
            lines[following] = ("", lines[following][1])
            body.reopen_note(stripped)
    else:
        _take_text(text, start, body)


def _take_text(text: str, start: int, body: _Body) -> None:
    if body.note:
        body.note[1].append(strip_line(text, start).line)
    else:
        body.add(strip_line(text, start))


def _is_note_tail(lines: list[Raw], index: int) -> bool:
    """A line below a rule that begins in lower case and is followed by the next note."""
    if not lines[index][0].lstrip()[:1].islower():
        return False
    after = next((lines[at][0] for at in range(index + 1, len(lines)) if lines[at][0].strip()), "")
    return _patterns()["note"].match(after) is not None


def _take_tabs(lines: list[Raw], index: int, body: _Body) -> int:
    end = index
    while end < len(lines) and "\t" in lines[end][0]:
        end += 1
    # Short rows are padded to the longest.
    body.count((end - index) * (1 + max(text.count("\t") for text, _ in lines[index:end])))
    body.table(tab_table(lines[index:end]))
    return end


def _take_pipes(lines: list[Raw], index: int, body: _Body) -> int:
    """A crawled table, up to the bar that ends it. Two columns, and the letterhead, are text in cells."""
    last = pipe_end(lines, index)
    rows = pipe_rows(lines[index : last + 1])
    columns = max(map(len, rows), default=0)
    body.count(len(rows) * columns)
    if columns > 1:
        body.table(pipe_table(rows, ruled=columns > 2))
    else:
        _take_text_cells([cell for row in rows for cell in row], body)
    return last + 1


def _take_text_cells(cells: list[list[Raw]], body: _Body) -> None:
    for cell in cells:
        body.blank = True
        for text, start in cell:
            body.add(strip_line(text, start))
