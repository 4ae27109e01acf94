"""What stands inside a paragraph of Word: runs and what wraps them, fields, notes' marks, anchors of text boxes.

Tracked changes are read as accepted: what was inserted or moved here is kept, what was deleted or moved away is not
visited. Elements that are not named here are not visited either: bookmarks, comments, proofing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from extractor.read.docx_names import (
    ALTERNATE,
    ID,
    RPR,
    RUN,
    TEXT,
    TXBX,
    TYPE,
    XML_SPACE,
    M,
    W,
    branch,
)
from extractor.read.docx_notes import NoteKind, NoteLabels
from extractor.read.docx_styles import Look, Style, Styles, run_properties
from extractor.read.docx_symbols import symbol
from extractor.read.docx_text import ParagraphText

#: Elements of which the children are read as if they stood in their place.
WRAPPERS = frozenset(
    W + name
    for name in ("ins", "moveTo", "sdt", "sdtContent", "hyperlink", "fldSimple", "smartTag", "customXml", "dir", "bdo")
)
_MATH = frozenset((M + "oMath", M + "oMathPara"))
_FIELD = W + "fldChar"
_PAGE_ENDS = frozenset(("page", "column"))
_PLAIN = Look()


@dataclass(frozen=True, slots=True)
class NoteReference:
    """A note that the text refers to, in order."""

    kind: NoteKind
    note_id: str
    label: str


class Inline:
    """Reads the inside of paragraphs one after the other. Fields may run over many of them, so their state stays."""

    def __init__(self, styles: Styles, notes: NoteLabels) -> None:
        self._styles = styles
        self._notes = notes
        self._codes: list[bool] = []  # open fields, True while in the field's instruction
        self._instructions = 0  # how many of them are
        self._custom: tuple[NoteKind, str] | None = None
        self._text = ParagraphText()
        self._style = Style()
        self._tab = "\t"
        #: The label that w:footnoteRef prints; None outside of notes.
        self.own_label: str | None = None
        self.references: list[NoteReference] = []
        #: Contents of text boxes that the last paragraph anchors.
        self.boxes: list[etree._Element] = []

    def begin_story(self, own_label: str | None = None) -> None:
        """Fields do not run from the body into a note or a header."""
        self._codes, self._instructions, self._custom, self.own_label = [], 0, None, own_label

    def read(self, paragraph: etree._Element, style: Style, text: ParagraphText, tab: str) -> None:
        """Append the paragraph's content to `text`; `tab` is what a tab stop becomes."""
        self._style, self._text, self._tab, self.boxes = style, text, tab, []
        stack: list[Iterator[etree._Element]] = [iter(paragraph)]
        while stack:
            for child in stack[-1]:
                tag = child.tag
                if tag == RUN:
                    self._run(child)
                elif tag in WRAPPERS:
                    stack.append(iter(child))
                    break
                elif tag == ALTERNATE:
                    stack.append(_branch_children(child))
                    break
                elif tag in _MATH:
                    self._math(child)
            else:
                stack.pop()
        # an instruction that does not end with its paragraph is damage, and must not swallow the document
        if self._instructions:
            self._codes, self._instructions = [False] * len(self._codes), 0
        self._custom = None

    def _run(self, run: etree._Element) -> None:
        properties = run.find(RPR)
        look = self._styles.look(self._style, run_properties(properties))
        self._pieces(iter(run), look)

    def _pieces(self, pieces: Iterator[etree._Element], look: Look) -> None:
        for child in pieces:
            tag = child.tag
            if tag == _FIELD:
                self._field(child)
            elif self._instructions or look.hidden:
                continue
            elif tag == TEXT:
                if text := child.text:
                    self._add(_clean(child, text) if "\n" in text or "\t" in text else text, look)
            else:
                handler = _HANDLERS.get(tag)
                if handler is not None:
                    handler(self, child, look)

    def _add(self, text: str, look: Look) -> None:
        if self._custom is None or text.isspace():
            self._text.add(text, look)
            return
        (kind, note_id), self._custom = self._custom, None
        shown = text.strip()
        label = shown.strip("()[]") or shown
        if lead := text[: len(text) - len(text.lstrip())]:
            self._text.add(lead, look)
        self._text.add_mark(label, shown)
        self.references.append(NoteReference(kind, note_id, label))

    def _field(self, element: etree._Element) -> None:
        kind = element.get(W + "fldCharType")
        if kind == "begin":
            self._codes.append(True)
            self._instructions += 1
        elif self._codes and kind == "separate":
            self._instructions -= self._codes[-1]
            self._codes[-1] = False
        elif self._codes and kind == "end":
            self._instructions -= self._codes.pop()

    def _reference(self, element: etree._Element, look: Look) -> None:
        if self.own_label is not None:
            return
        kind: NoteKind = "footnote" if element.tag == _FOOTNOTE else "endnote"
        note_id = element.get(ID, "")
        if element.get(W + "customMarkFollows") in ("1", "true", "on"):
            self._custom = (kind, note_id)
            return
        label = self._notes.take(kind)
        self._text.add_mark(label)
        self.references.append(NoteReference(kind, note_id, label))

    def _own_label(self, element: etree._Element, look: Look) -> None:
        if self.own_label:
            self._text.add_mark(self.own_label)

    def _break(self, element: etree._Element, look: Look) -> None:
        if element.get(TYPE) in _PAGE_ENDS:
            self._text.end_page()
        else:
            self._text.end_line()

    def _symbol(self, element: etree._Element, look: Look) -> None:
        if text := symbol(element.get(W + "font", ""), element.get(W + "char", "")):
            self._add(text, look)

    def _tabulator(self, element: etree._Element, look: Look) -> None:
        self._text.add(self._tab, look)

    def _hyphen(self, element: etree._Element, look: Look) -> None:
        self._text.add("-", look)

    def _soft_hyphen(self, element: etree._Element, look: Look) -> None:
        # kept: in documents of the TCVN3 encoding it is the letter ư
        self._text.add("\u00ad", look)

    def _alternate(self, element: etree._Element, look: Look) -> None:
        self._pieces(_branch_children(element), look)

    def _ruby(self, element: etree._Element, look: Look) -> None:
        for run in element.iterfind(f"{W}rubyBase/{RUN}"):
            self._run(run)

    def _drawing(self, element: etree._Element, look: Look) -> None:
        self.boxes.extend(_box_contents(element))

    def _math(self, element: etree._Element) -> None:
        if not self._instructions and (text := "".join(part.text or "" for part in element.iter(M + "t"))):
            self._text.add(text, _PLAIN)


_FOOTNOTE = W + "footnoteReference"
_HANDLERS: dict[str, Callable[[Inline, etree._Element, Look], None]] = {
    W + "tab": Inline._tabulator,
    W + "ptab": Inline._tabulator,
    W + "br": Inline._break,
    W + "cr": Inline._break,
    W + "noBreakHyphen": Inline._hyphen,
    W + "softHyphen": Inline._soft_hyphen,
    W + "sym": Inline._symbol,
    _FOOTNOTE: Inline._reference,
    W + "endnoteReference": Inline._reference,
    W + "footnoteRef": Inline._own_label,
    W + "endnoteRef": Inline._own_label,
    W + "drawing": Inline._drawing,
    W + "pict": Inline._drawing,
    W + "object": Inline._drawing,
    W + "ruby": Inline._ruby,
    ALTERNATE: Inline._alternate,
}


def _clean(element: etree._Element, text: str) -> str:
    """Line ends and tabs typed into w:t print as spaces; at its edges they are the layout of the XML. Plain spaces stay
    even where xml:space is missing: a space too many does less harm than two words made one."""
    if element.get(XML_SPACE) != "preserve":
        text = text.strip("\t\n\r ")
    return " ".join(text.replace("\t", "\n").splitlines())


def _branch_children(alternate: etree._Element) -> Iterator[etree._Element]:
    found = branch(alternate)
    return iter(()) if found is None else iter(found)


def _box_contents(drawing: etree._Element) -> list[etree._Element]:
    """The contents of the text boxes in a drawing, from each only the outermost."""
    found: list[etree._Element] = []
    stack: list[Iterator[etree._Element]] = [iter(drawing)]
    while stack:
        for child in stack[-1]:
            if child.tag == TXBX:
                found.append(child)
            else:
                stack.append(_branch_children(child) if child.tag == ALTERNATE else iter(child))
                break
        else:
            stack.pop()
    return found
