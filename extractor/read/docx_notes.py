"""Footnotes and endnotes of Word: the labels, which the file does not hold, and where their settings are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lxml import etree

from extractor.read.docx_names import ID, SECTPR, VAL, W, number
from extractor.read.docx_numerals import numeral

NoteKind = Literal["footnote", "endnote"]
_DEFAULT_FORMAT: dict[NoteKind, str] = {"footnote": "decimal", "endnote": "lowerRoman"}
NOTE_KINDS: tuple[NoteKind, ...] = ("footnote", "endnote")


@dataclass(frozen=True, slots=True)
class NoteFormat:
    """How the notes of a section are numbered. `restart`: "continuous", "eachSect" or "eachPage"."""

    style: str
    start: int = 1
    restart: str = "continuous"


class NoteLabels:
    """Counts the references to notes in the order of the text."""

    def __init__(self, settings: etree._Element | None, body: etree._Element) -> None:
        """`settings` is the root of the settings part, for the whole document; the sections' own are in `body`."""
        sections = [element for element in body.iter(SECTPR) if not _is_former(element)]
        self._formats = {kind: _formats(kind, settings, sections) for kind in NOTE_KINDS}
        self._section = 0
        self._next = {kind: self._formats[kind][0].start for kind in NOTE_KINDS}
        #: Numbering begins again on every page, which cannot be known without laying the document out.
        self.by_page = False

    def end_section(self) -> None:
        """The references that follow stand in the next section."""
        self._section += 1
        for kind in NOTE_KINDS:
            current = self._format(kind)
            if current.restart == "eachSect":
                self._next[kind] = current.start

    def take(self, kind: NoteKind) -> str:
        """The label of the next reference."""
        current = self._format(kind)
        self.by_page = self.by_page or current.restart == "eachPage"
        value = self._next[kind]
        self._next[kind] += 1
        return numeral(value, current.style) or str(value)

    def _format(self, kind: NoteKind) -> NoteFormat:
        formats = self._formats[kind]
        return formats[min(self._section, len(formats) - 1)]


def note_elements(root: etree._Element | None, kind: NoteKind) -> dict[str, etree._Element]:
    """The notes of a part by their id, the line above the notes among them, to which no text refers."""
    if root is None:
        return {}
    return {element.get(ID, ""): element for element in root.iterchildren(W + kind)}


def _is_former(section: etree._Element) -> bool:
    """A tracked change keeps what the section was before."""
    parent = section.getparent()
    return parent is not None and parent.tag == W + "sectPrChange"


def _formats(kind: NoteKind, settings: etree._Element | None, sections: list[etree._Element]) -> list[NoteFormat]:
    name = f"{W}{kind}Pr"
    base = _format(None if settings is None else settings.find(name), NoteFormat(_DEFAULT_FORMAT[kind]))
    return [_format(section.find(name), base) for section in sections] or [base]


def _format(element: etree._Element | None, base: NoteFormat) -> NoteFormat:
    if element is None:
        return base
    values = {child.tag: child.get(VAL, "") for child in element}
    return NoteFormat(
        values.get(W + "numFmt", base.style),
        number(values.get(W + "numStart"), base.start),
        values.get(W + "numRestart", base.restart),
    )
