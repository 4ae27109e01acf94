"""The tree of a page, element after element, to paragraphs, tables and notes. No function here calls itself as deep as
a page is nested: that is its author's choice."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement

from extractor.errors import LimitError
from extractor.joining import opens_paragraph
from extractor.limits import Limits
from extractor.read.html_lines import Lines
from extractor.read.html_notes import Links
from extractor.read.html_tables import grid, is_layout_only
from extractor.source import Cell, Line, Mark, Note, Paragraph, Table

_BLOCK_NAMES = """html body p div h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table thead tbody tfoot tr td th caption section
    article main header footer aside address blockquote pre hr form fieldset legend figure figcaption center details
    summary"""
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
#: Never text of the document.
_SKIPPED_NAMES = """head script style noscript template nav iframe object embed svg math canvas audio video select
    button textarea datalist dialog"""
_SKIPPED = frozenset(_SKIPPED_NAMES.split())
#: A site's own, unless they stand inside the document that the page marks out as such.
_FURNITURE = frozenset(("header", "footer", "aside"))
_FURNITURE_ROLES = frozenset(("navigation", "banner", "contentinfo", "complementary", "search", "dialog"))
_BOLD = r"(?i)font-weight\s*:\s*(?:bold|[6-9]00)"
_CENTRED = r"(?i)text-align\s*:\s*center"
_HIDDEN = r"(?i)display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all"
_MARK = r"[(\[]?(\w{1,4}|\*{1,3})[)\]]?"


@dataclass(slots=True)
class Walker:
    """Reads one tree. `links` are the notes that the page links to."""

    name: str
    limits: Limits
    links: Links
    blocks: list[Paragraph | Table] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    _lines: Lines = field(default_factory=Lines)
    _taken: int = 0
    _prefix: str = ""
    _lists: list[int] = field(default_factory=list)
    _looks: dict[str, int] = field(default_factory=lambda: {"bold": 0, "centred": 0, "document": 0, "pre": 0})
    _mark: tuple[HtmlElement, int] | None = None
    _note: tuple[HtmlElement, int] | None = None
    _in_cell: bool = False

    def walk(self, tree: HtmlElement) -> None:
        """Read everything below `tree`, into `blocks` and `notes`."""
        steps = etree.iterwalk(tree, events=("start", "end"))
        skipped: HtmlElement | None = None
        for event, element in steps:
            if event == "start":
                if self._is_left_out(element) or self._is_grid(element):
                    skipped = element
                    steps.skip_subtree()
                else:
                    self._enter(element)
                continue
            if element is not skipped:
                self._leave(element)
            skipped = None
            if element is not tree and element.tail:
                self._put(element.tail)

    def _is_left_out(self, element: HtmlElement) -> bool:
        tag = element.tag
        if tag in _SKIPPED or element.get("hidden") is not None:
            return True
        if (style := element.get("style")) and re.search(_HIDDEN, style):
            return True
        furniture = tag in _FURNITURE or element.get("role", "").lower() in _FURNITURE_ROLES
        if not furniture or self._looks["document"]:
            return False
        return element not in self.links.around

    def _is_grid(self, element: HtmlElement) -> bool:
        """Whether it is a table of rows and columns; then it is taken, with its caption before it."""
        if element.tag != "table" or self._in_cell or is_layout_only(element):
            return False
        self._close()
        for caption in element.iterchildren("caption"):
            self._lines.put("".join(caption.itertext()), bold=False)
            self._close()
        self._take(grid(element, self._cell, self.limits, self.name))
        return True

    def _enter(self, element: HtmlElement) -> None:
        tag = element.tag
        if tag in _BLOCKS:
            self._close()
        if element in self.links.notes and self._note is None:
            self._note = (element, len(self.blocks))
        for look in _looks_of(element):
            self._looks[look] += 1
        if tag in ("ol", "ul"):
            start = element.get("start", "1")
            self._lists.append(int(start) if start.isascii() and start.isdecimal() and len(start) < 7 else 1)
        elif tag == "li":
            self._prefix = self._item(element)
        elif tag == "br":
            self._count(1)
            self._lines.end_line()
        elif self._mark is None and (tag == "sup" or element in self.links.marks):
            self._mark = (element, self._lines.position)
        if element.text:
            self._put(element.text)

    def _leave(self, element: HtmlElement) -> None:
        tag = element.tag
        if self._mark and self._mark[0] is element:
            self._lines.mark(self._mark[1], self.links.marks.get(element) or _label(element))
            self._mark = None
        if tag in _BLOCKS:
            self._close()
        if tag == "li":
            self._prefix = ""
        for look in _looks_of(element):
            self._looks[look] -= 1
        if tag in ("ol", "ul"):
            self._lists.pop()
        if self._note and self._note[0] is element:
            self._close()
            self._take_note(self.links.notes[element], self._note[1])
            self._note = None

    def _put(self, text: str) -> None:
        if not self._looks["pre"]:
            self._lines.put(text, bold=self._looks["bold"] > 0)
            return
        for index, line in enumerate(text.split("\n")):
            if index:
                self._lines.end_line()
            self._lines.put(line, bold=self._looks["bold"] > 0)

    def _close(self) -> None:
        """End the paragraph in hand; lines that do not go on with one another are paragraphs of their own."""
        for lines, marks, bold in self._lines.paragraphs():
            prefix = "" if opens_paragraph(lines[0].text) else self._prefix
            self._prefix = ""
            printed = Line(prefix + lines[0].text)
            shifted = tuple(
                Mark(0, mark.start + len(prefix), mark.end + len(prefix), mark.label) if mark.line == 0 else mark
                for mark in marks
            )
            self._take(Paragraph((printed, *lines[1:]), shifted, bold, self._looks["centred"] > 0))

    def _take(self, block: Paragraph | Table) -> None:
        self._count(sum(len(row) for row in block.rows) if isinstance(block, Table) else 1)
        if isinstance(block, Paragraph) or any(cell.lines for row in block.rows for cell in row):
            self.blocks.append(block)

    def _count(self, more: int) -> None:
        self._taken += more
        if self._taken > self.limits.paragraphs:
            raise LimitError(
                f"{self.name}: more than {self.limits.paragraphs} paragraphs and table cells; split the file"
            )

    def _take_note(self, label: str, start: int) -> None:
        held = [block for block in self.blocks[start:] if isinstance(block, Paragraph)]
        del self.blocks[start:]
        lines = [line for paragraph in held for line in paragraph.lines]
        if lines:
            first = re.sub(rf"^[-\s]*[(\[]?{re.escape(label)}[)\].]*\s*", "", lines[0].text)
            kept = [
                re.sub(r"^[↑^]\s*|\s*[↩↑]\ufe0e?$", "", text) for text in (first, *(line.text for line in lines[1:]))
            ]
            self.notes.append(Note(label, tuple(Line(text) for text in kept if text)))

    def _item(self, element: HtmlElement) -> str:
        """What a list prints before an item: a hyphen, or its number."""
        if not self._lists:
            return ""
        parent = element.getparent()
        if parent is None or parent.tag != "ol":
            return "- "
        value = element.get("value", "")
        number = int(value) if value.isdecimal() and len(value) < 7 else self._lists[-1]
        self._lists[-1] = number + 1
        return numbered(number, parent.get("type", "1"))

    def _cell(self, element: HtmlElement) -> Cell:
        """The content of a table cell; a table inside it is read as paragraphs."""
        inner = Walker(self.name, self.limits, Links({}, self.links.marks, self.links.around), _in_cell=True)
        inner.walk(element)
        lines: list[Line] = []
        marks: list[Mark] = []
        breaks: list[int] = []
        for block in inner.blocks:
            if isinstance(block, Paragraph):
                if lines:
                    breaks.append(len(lines))
                marks.extend(mark.below(len(lines)) for mark in block.marks)
                lines.extend(block.lines)
        return Cell(tuple(lines), tuple(marks), tuple(breaks))


def _looks_of(element: HtmlElement) -> list[str]:
    tag, style = element.tag, element.get("style") or ""
    looks = []
    if tag in ("b", "strong", "th") or tag in _HEADINGS or (style and re.search(_BOLD, style)):
        looks.append("bold")
    if tag == "center" or element.get("align", "").lower() == "center" or (style and re.search(_CENTRED, style)):
        looks.append("centred")
    if tag in ("article", "main"):
        looks.append("document")
    if tag == "pre":
        looks.append("pre")
    return looks


def _label(element: HtmlElement) -> str:
    """The label of a footnote mark in a <sup>, "" for other raised text."""
    match = re.fullmatch(_MARK, "".join(element.itertext()).strip())
    return match[1] if match else ""


def numbered(number: int, kind: str) -> str:
    """The printed number of an item in a list of the HTML types 1, a, A, i and I."""
    if kind in ("a", "A") and 1 <= number <= 26:
        letter = chr(ord("a") + number - 1)
        return f"{letter}) " if kind == "a" else f"{letter.upper()}. "
    if kind in ("i", "I") and 1 <= number < 40:
        tens, ones = divmod(number, 10)
        roman = "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]
        return f"{roman.lower()}) " if kind == "i" else f"{roman}. "
    return f"{number}. "
