"""What a reader hands over: the document as it lies on the page, before anything is understood.

Every reader (`read/plain`, `read/docx`, `read/pdf`) fills the same records, and no later station knows the format. The
contract that makes one report equal in all formats:

* `blocks` are the body in reading order: paragraphs and tables. Running heads, page numbers, footers are left out.
* A `Paragraph` is a whole paragraph, also where a page break or a hard line end cut it. Its lines are the physical
lines
  (one line for Word); the text station joins them, so a reader never joins text itself.
* A footnote mark stays in the text where it is printed ("CCHC(1)") and its place is a `Mark`. The note itself is a
`Note`.
* A `Table` has a full grid: `rows[r][c]`; a cell covered by a merged one is empty. Repeated header rows are dropped and
  tables continued on the next page are one. A borderless two-column arrangement (the letterhead of Nghị định 30/2020,
  "Nơi nhận" beside the signature) is a `Table` with `ruled=False` and one row of two cells.
* Offsets are code points. Boxes are in points from the top left corner of the page. Pages count from 1.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from extractor.model import Signature


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page, in points from its top left corner."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


class Word(NamedTuple):
    """A word that was recognised from an image: characters [start, end) of its line's text, the recogniser's confidence
    from 0 to 1, and its rectangle in points from the top left corner of the line's page."""

    start: int
    end: int
    confidence: float
    x0: float
    y0: float
    x1: float
    y1: float


class Line(NamedTuple):
    """A physical line. `raw` is the offset of its first character in `Source.raw` where the format has raw text;
    `pieces` maps parts of the line to raw offsets where markup was removed: pairs (offset in text, offset in raw).
    `words` are those of a line that was recognised from an image, in the order of its text; no other line has any."""

    text: str
    raw: int | None = None
    box: Box | None = None
    pieces: tuple[tuple[int, int], ...] = ()
    words: tuple[Word, ...] = ()

    @property
    def recognised(self) -> bool:
        """Whether the text was recognised from an image, so that letters may be wrong."""
        return bool(self.words)

    def words_in(self, start: int, end: int) -> tuple[Word, ...]:
        """The words of characters [start, end) of the text, as words of a line that holds only these."""
        return tuple(
            word._replace(start=max(word.start, start) - start, end=min(word.end, end) - start)
            for word in self.words
            if word.start < end and word.end > start
        )


@dataclass(frozen=True, slots=True)
class Mark:
    """A footnote mark: in line `line` of its paragraph or cell, characters [start, end) of that line's text."""

    line: int
    start: int
    end: int
    label: str

    def below(self, lines: int) -> Mark:
        """The same mark where so many lines more stand above it."""
        return Mark(self.line + lines, self.start, self.end, self.label)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. `label` is Word's automatic number ("I.", "a)"), already part of the first line's text."""

    lines: tuple[Line, ...]
    marks: tuple[Mark, ...] = ()
    bold: bool = False
    centred: bool = False

    @property
    def page(self) -> int | None:
        """The page that the paragraph starts on, None for formats without pages."""
        box = self.lines[0].box if self.lines else None
        return box.page if box else None


class Cell(NamedTuple):
    """A table cell. A covered cell of a merged range has no lines. Paragraphs inside a cell are in `breaks`: indexes of
    the lines that begin a new paragraph of the cell (0 is implied)."""

    lines: tuple[Line, ...] = ()
    marks: tuple[Mark, ...] = ()
    breaks: tuple[int, ...] = ()
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    """A grid of cells: every row has the same number of cells."""

    rows: tuple[tuple[Cell, ...], ...]
    ruled: bool = True
    header_rows: int = 0
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote or endnote. `label` as printed, without brackets ("1")."""

    label: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """Size of a page in points; `ocr` when its text was recognised from an image."""

    number: int
    width: float
    height: float
    ocr: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """All that was read from one file."""

    name: str
    sha256: str
    media_type: str
    size_bytes: int
    parser: str
    blocks: tuple[Paragraph | Table, ...]
    notes: tuple[Note, ...] = ()
    pages: tuple[Page, ...] = ()
    #: Running heads and footers, once each, for whoever wants them.
    running: tuple[str, ...] = ()
    #: The decoded file (NFC not applied) for text formats; empty where there is none.
    raw: str = ""
    warnings: tuple[str, ...] = field(default=())
    #: Digital signatures of the file, in the order of signing.
    signatures: tuple[Signature, ...] = ()
    #: Old encodings that text was converted from, by their ids in rules/encodings.toml; `raw` is the converted text.
    encodings: tuple[str, ...] = ()
