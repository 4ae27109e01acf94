"""The one linearisation (EXTRACTION 1): the letterhead's left column first, a paragraph a line, a table row a line with
tabs between its cells, footnotes after the body."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from extractor import source
from extractor.model import Span
from extractor.text.characters import clean, is_tidy, shift_forward
from extractor.text.layout import in_reading_order
from extractor.text.offsets import OffsetMap, Piece

_ADDRESS = frozenset("/-_.?=&%#")
#: So much of a word that goes over many lines is kept, in characters: enough to see that it is a web address.
_WORD = 200


class Block(NamedTuple):
    """A line of the text that is a paragraph: where it stands and how it looks."""

    span: Span
    bold: bool
    centred: bool


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table in the text: `cells` are (row, column, span) of the cells that hold text."""

    span: Span
    rows: int
    columns: int
    header_rows: int
    cells: tuple[tuple[int, int, Span], ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A footnote mark in the text."""

    span: Span
    label: str


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote at the end of the text: `body` is the span without its label."""

    label: str
    span: Span
    body: Span


@dataclass(frozen=True, slots=True)
class Text:
    """The normalised text. `masked` has the same length, with footnote marks blanked: recognisers read that one."""

    text: str
    masked: str
    blocks: tuple[Block, ...]
    tables: tuple[TextTable, ...]
    notes: tuple[Note, ...]
    marks: tuple[Mark, ...]
    offsets: OffsetMap
    #: Where the footnotes begin; the body ends there.
    body_end: int


@dataclass(slots=True)
class _Writer:
    #: No line of the document holds a character that is cleaned away.
    tidy: bool
    parts: list[str] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    length: int = 0

    def put(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def lines(self, lines: Sequence[source.Line], marks: Sequence[source.Mark], labels: frozenset[str]) -> Span:
        """Write physical lines as one stretch of text, joined as they were broken."""
        if len(lines) == 1 and not marks:
            return self._line(lines[0])
        start, previous, word = self.length, "", ""
        marked: dict[int, list[source.Mark]] = {}
        for mark in marks:
            marked.setdefault(mark.line, []).append(mark)
        for index, line in enumerate(lines):
            text, shifts = clean(line.text, tidy=self.tidy)
            if not text:
                continue
            if previous:
                joint = _joint(previous, lines[index - 1].text, word, text)
                self.put(joint)
                word = word if joint == "" else ""
            word = text.rpartition(" ")[2] if " " in text else (word + text)[:_WORD]
            self.pieces.append(Piece(self.length, self.length + len(text), line, shifts))
            for mark in marked.get(index, ()):
                if mark.label in labels:
                    span = shift_forward(shifts, mark.start), shift_forward(shifts, mark.end)
                    self.marks.append(Mark((self.length + span[0], self.length + span[1]), mark.label))
            self.put(text)
            previous = text
        return start, self.length

    def _line(self, line: source.Line) -> Span:
        text, shifts = clean(line.text, tidy=self.tidy)
        start, end = self.length, self.length + len(text)
        if text:
            self.pieces.append(Piece(start, end, line, shifts))
            self.parts.append(text)
            self.length = end
        return start, end


def _joint(previous: str, previous_raw: str, word: str, following: str) -> str:
    """What stands between two physical lines: nothing after a hyphen or slash that was cut, else a space. `word` is the
    last word so far: a web address is cut anywhere, and goes on with what no Vietnamese word holds."""
    if previous_raw.rstrip().endswith("\u00ad"):
        return ""
    if "://" in word:
        rest = following.partition(" ")[0].rstrip(".,;)")
        return "" if rest.isascii() and not _ADDRESS.isdisjoint(rest) and "://" not in rest else " "
    if previous[-1] in "-/" and len(previous) > 1 and not previous[-2].isspace():
        return ""
    return " "


def assemble(read: source.Source) -> Text:
    """The text of a document, from what its reader handed over."""
    writer = _Writer(is_tidy("\n".join(_line_texts(read))))
    blocks: list[Block] = []
    tables: list[TextTable] = []
    labels = frozenset(note.label for note in read.notes)
    for block in in_reading_order(read.blocks):
        if isinstance(block, source.Table):
            if table := _write_table(writer, block, labels):
                tables.append(table)
            continue
        span = writer.lines(block.lines, block.marks, labels)
        if span[1] > span[0]:
            blocks.append(Block(span, block.bold, block.centred))
            writer.put("\n")
    body_end = writer.length
    notes = tuple(_write_note(writer, note, labels) for note in read.notes)
    text = "".join(writer.parts).removesuffix("\n")
    marks = _with_unmarked(writer.marks, tables, notes, text)
    offsets = OffsetMap(writer.pieces)
    masked = _mask(text, marks)
    return Text(text, masked, tuple(blocks), tuple(tables), notes, marks, offsets, min(body_end, len(text)))


def _line_texts(read: source.Source) -> Iterator[str]:
    for block in read.blocks:
        if isinstance(block, source.Paragraph):
            yield from [line.text for line in block.lines]
        else:
            yield from [line.text for row in block.rows for cell in row for line in cell.lines]
    for note in read.notes:
        yield from [line.text for line in note.lines]


def _write_table(writer: _Writer, table: source.Table, labels: frozenset[str]) -> TextTable | None:
    start = writer.length
    cells: list[tuple[int, int, Span]] = []
    written = 0
    for row in table.rows:
        last = len(row) - 1
        while last >= 0 and not row[last].lines:
            last -= 1
        if last < 0:
            continue
        for column, cell in enumerate(row[: last + 1]):
            if column:
                writer.put("\t")
            if not cell.lines:
                continue
            span = writer.lines(cell.lines, cell.marks, labels)
            if span[1] > span[0]:
                cells.append((written, column, span))
        writer.put("\n")
        written += 1
    if not cells:
        return None
    columns = len(table.rows[0])
    return TextTable((start, writer.length - 1), written, columns, table.header_rows, tuple(cells))


def _write_note(writer: _Writer, note: source.Note, labels: frozenset[str]) -> Note:
    start = writer.length
    writer.put(note.label + " ")
    body = writer.lines(note.lines, (), labels)
    end = writer.length
    writer.put("\n")
    return Note(note.label, (start, end), body)


def _with_unmarked(
    marks: list[Mark], tables: Sequence[TextTable], notes: Sequence[Note], text: str
) -> tuple[Mark, ...]:
    """Marks printed in plain type at the end of a table cell ("94(28)"), for notes that no raised mark points to."""
    marked = {mark.label for mark in marks}
    open_labels = {f"({note.label})": note.label for note in notes if note.label not in marked}
    if open_labels:
        for table in tables:
            for _, _, (start, end) in table.cells:
                opening = text.rfind("(", start, end)
                if opening > start and (label := open_labels.get(text[opening:end])):
                    marks.append(Mark((opening, end), label))
    return tuple(sorted(marks, key=lambda mark: mark.span))


def _mask(text: str, marks: Sequence[Mark]) -> str:
    parts: list[str] = []
    position = 0
    for mark in marks:
        start, end = mark.span
        if start >= position:
            parts += [text[position:start], " " * (end - start)]
            position = end
    parts.append(text[position:])
    return "".join(parts)
