"""Reader of Word files (.docx, ECMA-376): a direct walk through the XML, without python-docx, which drops tracked
insertions, content controls, text boxes and everything that Word computes (list labels, footnote numbers)."""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Callable

from lxml import etree

from extractor.encodings.decoder import Decoder
from extractor.encodings.suspicion import looks_encoded
from extractor.errors import CorruptFileError, EmptyFileError, UnsupportedTypeError
from extractor.limits import DEFAULT_LIMITS, Limits
from extractor.read.archive import Archive
from extractor.read.docx_body import Block, Body
from extractor.read.docx_encoding import convert_part, names_old_font
from extractor.read.docx_inline import NoteReference
from extractor.read.docx_names import SECTPR, R, W
from extractor.read.docx_notes import NOTE_KINDS, NoteLabels, note_elements
from extractor.read.docx_numbering import Numbering
from extractor.read.docx_styles import Styles
from extractor.source import Line, Note, Paragraph, Source, Table

PARSER = "docx/1"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MAIN = "word/document.xml"
_HEADINGS = (W + "headerReference", W + "footerReference")
#: So many signs that may be letters of an old encoding are a reason to look closer; one, where a font says so.
_SUSPICIOUS = 4
_Content = tuple[list[Block], tuple[Note, ...], tuple[str, ...]]
#: A part that cannot be found through the relationships stands where Word puts it.
_USUAL = {kind: f"word/{kind}.xml" for kind in ("styles", "numbering", "settings", "footnotes", "endnotes")}


def read_docx(
    data: bytes,
    name: str,
    limits: Limits = DEFAULT_LIMITS,
    on_progress: Callable[[int, int], None] | None = None,
) -> Source:
    """Read the bytes of a .docx. `name` is a base name; `on_progress` gets (blocks of the body done, all of them).

    Raises EmptyFileError (no bytes, no text), UnsupportedTypeError (not Word), CorruptFileError, EncryptedFileError,
    HostileFileError (entities, bombs, endless nesting) and LimitError.
    """
    archive = Archive(data, name, limits)
    document = _Document(archive, limits)
    content = document.read(on_progress)
    if _looks_encoded(_all_text(content), archive):
        # the letters are put in place in the XML, and the document is read again
        decoder = Decoder()
        converted = _Document(Archive(data, name, limits), limits, decoder)
        if decoder.found:
            document, content = converted, converted.read(None)
    blocks, notes, running = content
    if not blocks and not notes:
        raise EmptyFileError(f"{name}: no text in the file; if its pages are images, send them as a PDF")
    return Source(
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=MEDIA_TYPE,
        size_bytes=len(data),
        parser=PARSER,
        blocks=tuple(blocks),
        notes=notes,
        running=running,
        warnings=document.warnings(),
        encodings=document.encodings(),
    )


class _Document:
    """The parts of one file and the walk through them."""

    def __init__(self, archive: Archive, limits: Limits, decoder: Decoder | None = None) -> None:
        self._archive = archive
        self._decoder = decoder
        self._main = _main_part(archive)
        root = archive.parse(self._main)
        body = None if root is None else root.find(W + "body")
        if body is None:
            raise CorruptFileError(f"{archive.name}: a Word file without a text; open it in Word and save it again")
        self._body = body
        self._targets, self._kinds = _relationships(archive, self._main)
        self._styles = styles = Styles(self._part("styles"))
        self._convert(root)
        labels = NoteLabels(self._part("settings"), body)
        self._labels = labels
        self._walk = Body(
            archive.name, styles, Numbering(self._convert(self._part("numbering")), styles), labels, limits
        )
        self._warnings: list[str] = []

    def read(self, on_progress: Callable[[int, int], None] | None) -> _Content:
        """The body, the notes and the running heads."""
        return self.read_body(on_progress), self.read_notes(), self.read_running()

    def read_body(self, on_progress: Callable[[int, int], None] | None) -> list[Block]:
        """The body's paragraphs and tables."""
        total = len(self._body)
        if on_progress is None:
            return self._walk.blocks(self._body)
        told = on_progress
        blocks = self._walk.blocks(self._body, on_progress=lambda done: told(min(done, total), total))
        told(total, total)
        return blocks

    def read_notes(self) -> tuple[Note, ...]:
        """The notes that the body refers to: footnotes in the order of their marks, then endnotes."""
        references = self._walk.inline.references
        self._walk.inline.references = []
        found: list[Note] = []
        for kind in NOTE_KINDS:
            wanted = [reference for reference in references if reference.kind == kind]
            elements = note_elements(self._convert(self._part(f"{kind}s")), kind) if wanted else {}
            for reference in wanted:
                # taken out: a note that is referred to twice is damage, and may not be read a million times
                element = elements.pop(reference.note_id, None)
                if element is None:
                    self._warn(f"{kind} without a text")
                else:
                    found.append(self._note(element, reference))
        return tuple(found)

    def read_running(self) -> tuple[str, ...]:
        """The text of headers and footers, each once, its lines joined by line ends."""
        found: dict[str, None] = {}
        seen: set[str] = set()
        for section in self._body.iter(SECTPR):
            for reference in section.iterchildren(*_HEADINGS):
                part = self._targets.get(reference.get(R + "id", ""))
                if part is not None and part not in seen:
                    seen.add(part)
                    found.setdefault(self._running(part))
        found.pop("", None)
        return tuple(found)

    def warnings(self) -> tuple[str, ...]:
        """What could not be read or not be known."""
        if self._labels.by_page:
            self._warn("footnotes are numbered by page; their labels are counted through")
        if self._walk.foreign:
            self._warn("embedded documents (altChunk) are not read")
        return tuple(dict.fromkeys(self._warnings))

    def encodings(self) -> tuple[str, ...]:
        """The old encodings that text was converted from."""
        return tuple(self._decoder.found) if self._decoder else ()

    def _convert(self, root: etree._Element | None) -> etree._Element | None:
        """A part with its text converted from old encodings, where some of them are expected."""
        if root is not None and self._decoder is not None:
            convert_part(root, self._styles, self._decoder)
        return root

    def _warn(self, text: str) -> None:
        self._warnings.append(text)

    def _part(self, kind: str) -> etree._Element | None:
        return self._archive.parse(self._kinds.get(kind, _USUAL[kind]))

    def _note(self, element: etree._Element, reference: NoteReference) -> Note:
        self._walk.inline.begin_story(reference.label)
        lines, first = _lines(self._walk.blocks(element))
        if lines:
            lines[0] = _without_label(lines[0], first, reference.label)
        return Note(reference.label, tuple(Line(line) for line in lines if line.strip()))

    def _running(self, part: str) -> str:
        self._walk.inline.begin_story("")
        try:
            root = self._convert(self._archive.parse(part))
        except CorruptFileError:
            # nothing of the report itself stands there
            self._warn("a header or footer is damaged")
            return ""
        if root is None:
            return ""
        lines, _ = _lines(self._walk.blocks(root))
        return "\n".join(lines)


def _looks_encoded(text: str, archive: Archive) -> bool:
    return looks_encoded(text, _SUSPICIOUS) or (looks_encoded(text, 1) and names_old_font(archive))


def _all_text(content: _Content) -> str:
    blocks, notes, running = content
    lines, _ = _lines(blocks)
    return "\n".join([*lines, *(line.text for note in notes for line in note.lines), *running])


def _main_part(archive: Archive) -> str:
    _, kinds = _relationships(archive, "")
    found = kinds.get("officeDocument", _MAIN)
    if found not in archive:
        found = _MAIN
    if found in archive and found.lower().startswith(("xl/", "ppt/")):
        raise UnsupportedTypeError(f"{archive.name}: an Excel or PowerPoint file; send the report as .docx")
    if found not in archive:
        if any(member.startswith("word/") for member in archive.names()):
            raise CorruptFileError(f"{archive.name}: the part with the text is missing; send the file again")
        raise UnsupportedTypeError(f"{archive.name}: an archive, not a Word file; unpack it and send the files")
    return found


def _relationships(archive: Archive, part: str) -> tuple[dict[str, str], dict[str, str]]:
    """Where the relationships of a part lead: member names by id and by the last word of the type."""
    folder, base = posixpath.split(part)
    root = archive.parse(posixpath.join(folder, "_rels", f"{base}.rels"))
    by_id: dict[str, str] = {}
    by_kind: dict[str, str] = {}
    if root is not None:
        for element in root.iter("{*}Relationship"):
            target = element.get("Target", "")
            if element.get("TargetMode") != "External" and target:
                member = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                by_id[element.get("Id", "")] = member
                by_kind.setdefault(element.get("Type", "").rpartition("/")[2], member)
    return by_id, by_kind


def _lines(blocks: list[Block]) -> tuple[list[str], tuple[int, int] | None]:
    """All lines of `blocks`, and where the first mark of the first line stands."""
    found: list[str] = []
    for block in blocks:
        if isinstance(block, Table):
            found.extend(line.text for row in block.rows for cell in row for line in cell.lines)
        else:
            found.extend(line.text for line in block.lines)
    first = blocks[0] if blocks else None
    if isinstance(first, Paragraph) and first.marks and first.marks[0].line == 0:
        return found, (first.marks[0].start, first.marks[0].end)
    return found, None


def _without_label(text: str, mark: tuple[int, int] | None, label: str) -> str:
    """The first line of a note without the label that is printed before it, in brackets or not."""
    if mark is None:  # the author's own sign is typed, and so is the label where the reference is missing
        stripped = text.lstrip()
        for shown in (f"({label})", f"[{label}]", label):
            if not label.isalnum() and stripped.startswith(shown):
                return stripped[len(shown) :].lstrip()
        return text
    before, after = text[: mark[0]].strip(), text[mark[1] :]
    if before in ("(", "[") and after.lstrip().startswith(")" if before == "(" else "]"):
        before, after = "", after.lstrip()[1:]
    return after.lstrip() if not before else text
