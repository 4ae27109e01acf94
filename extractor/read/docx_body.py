"""The walk through a part of a Word file: its paragraphs and tables, in the order in which they are printed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree

from extractor.errors import HostileFileError, LimitError
from extractor.limits import Limits
from extractor.read.docx_inline import WRAPPERS, Inline
from extractor.read.docx_names import ALTERNATE, PPR, TBL, TC, TR, P, W, branch
from extractor.read.docx_notes import NoteLabels
from extractor.read.docx_numbering import Numbering
from extractor.read.docx_styles import ParagraphProperties, Style, Styles, paragraph_properties
from extractor.read.docx_tables import (
    CellProperties,
    Row,
    Ruling,
    Slot,
    TableStyles,
    cell_properties,
    make_cell,
    make_table,
    row_properties,
)
from extractor.read.docx_text import ParagraphText
from extractor.source import Cell, Paragraph, Table

Block = Paragraph | Table
_BLOCKS, _ROWS, _CELLS = frozenset((P, TBL, W + "altChunk")), frozenset((TR,)), frozenset((TC,))
_PROGRESS_STEP = 200  # blocks between two calls of on_progress


@dataclass(slots=True)
class _Open:
    """A paragraph whose mark was deleted or is hidden: the next one goes on in it. `kept` are its own properties where
    they are the ones that show: text hides the mark, but not its number."""

    text: ParagraphText
    boxes: list[etree._Element]
    kept: tuple[ParagraphProperties, Style] | None


class Body:
    """Walks through the parts of one document. The counters of lists, notes and limits run on from part to part."""

    def __init__(self, name: str, styles: Styles, numbering: Numbering, notes: NoteLabels, limits: Limits) -> None:
        self._name = name
        self._styles = styles
        self._numbering = numbering
        self._notes = notes
        self._limits = limits
        self._paragraphs = 0
        self._characters = 0
        self._table_styles = TableStyles(styles)
        self.inline = Inline(styles, notes)
        #: Other files' content that Word shows inside this one and that is not read.
        self.foreign = 0

    def blocks(
        self,
        container: etree._Element,
        depth: int = 0,
        tab: str = "\t",
        on_progress: Callable[[int], None] | None = None,
    ) -> list[Block]:
        """The paragraphs with text and the tables of a body, a cell, a note or a text box.

        `depth`: tables and text boxes around it; `tab`: what a tab stop becomes; `on_progress` is told how many
        blocks are done. Raises LimitError for too many paragraphs or characters, HostileFileError for endless nesting.
        """
        if depth > self._limits.nesting:
            raise HostileFileError(f"{self._name}: tables nested more than {self._limits.nesting} deep; not read")
        found: list[Block] = []
        opened: _Open | None = None
        for done, element in enumerate(_within(container, _BLOCKS)):
            if element.tag == P:
                opened = self._paragraph(element, opened, found, depth, tab)
            elif element.tag == TBL:
                self._close(opened, found, depth, tab)
                opened = None
                table = self._table(element, depth + 1)
                if table is not None:
                    found.append(table)
            else:
                self.foreign += 1
            if on_progress is not None and done % _PROGRESS_STEP == 0:
                on_progress(done)
        self._close(opened, found, depth, tab)
        return found

    def _paragraph(
        self, element: etree._Element, opened: _Open | None, found: list[Block], depth: int, tab: str
    ) -> _Open | None:
        self._count(1)
        properties = paragraph_properties(element.find(PPR))
        style = self._styles.paragraph(properties.style)
        current = opened or _Open(ParagraphText(), [], None)
        self.inline.read(element, style, current.text, tab)
        current.boxes.extend(self.inline.boxes)
        hides = self._styles.look(style, properties.mark).hidden
        if (hides or properties.mark.removed) and not properties.ends_section:
            if hides and current.kept is None and not current.text.empty:
                current.kept = (properties, style)
            return current
        self._finish(current, properties, style, found)
        self._boxes(current, found, depth, tab)
        if properties.ends_section and depth == 0:
            self._notes.end_section()
        return None

    def _finish(self, current: _Open, properties: ParagraphProperties, style: Style, found: list[Block]) -> None:
        if current.kept is not None:
            properties, style = current.kept
        lines, marks = current.text.build(self._numbering.label(properties, style))
        self._characters += sum(len(line.text) for line in lines)
        if self._characters > self._limits.characters:
            raise LimitError(f"{self._name}: more than {self._limits.characters} characters; split the file")
        if lines:
            found.append(Paragraph(lines, marks, current.text.bold, self._styles.centred(properties, style)))

    def _boxes(self, current: _Open, found: list[Block], depth: int, tab: str) -> None:
        for box in current.boxes:
            found.extend(self.blocks(box, depth + 1, tab))

    def _close(self, opened: _Open | None, found: list[Block], depth: int, tab: str) -> None:
        """A paragraph that was to run on has nothing to run into."""
        if opened is not None:
            self._finish(opened, ParagraphProperties(), self._styles.paragraph(None), found)
            self._boxes(opened, found, depth, tab)

    def _table(self, element: etree._Element, depth: int) -> Table | None:
        ruling = Ruling(element.find(W + "tblPr"), self._table_styles)
        rows: list[Row] = []
        merged: dict[int, Slot] = {}  # by their first column, the cells that the row above leaves open downwards
        for row in _within(element, _ROWS):
            properties = row_properties(row.find(W + "trPr"))
            if not properties.deleted:
                slots, merged = self._row(row, properties.before, merged, ruling, depth)
                if slots or merged:
                    rows.append(Row(slots, properties.header))
        return make_table(rows, ruling.visible, self._count)

    def _row(
        self, row: etree._Element, start: int, merged: dict[int, Slot], ruling: Ruling, depth: int
    ) -> tuple[list[Slot], dict[int, Slot]]:
        slots: list[Slot] = []
        still: dict[int, Slot] = {}
        exception = row.find(W + "tblPrEx")
        for element in _within(row, _CELLS):
            self._count(1)
            properties = cell_properties(element.find(W + "tcPr"))
            if properties.deleted:
                continue
            ruling.see(properties, exception)
            above = merged.get(start) if properties.merge == "continue" else None
            if above is not None:
                above.rows += 1
                still[start] = above
            elif properties.joins and slots:
                slots[-1].span += properties.span
            else:
                slots.append(self._slot(element, start, properties, depth))
                if properties.merge is not None:
                    still[start] = slots[-1]
            start += properties.span
        return slots, still

    def _slot(self, element: etree._Element, start: int, properties: CellProperties, depth: int) -> Slot:
        cell: Cell = make_cell(self.blocks(element, depth, " "))
        return Slot(start, properties.span, cell)

    def _count(self, more: int) -> None:
        self._paragraphs += more
        if self._paragraphs > self._limits.paragraphs:
            raise LimitError(f"{self._name}: more than {self._limits.paragraphs} paragraphs and cells; split the file")


def _within(container: etree._Element, wanted: frozenset[str]) -> Iterator[etree._Element]:
    """The wanted elements of a container in order, also those inside of content controls and other wrappers."""
    stack = [iter(container)]
    while stack:
        for child in stack[-1]:
            tag = child.tag
            if tag in wanted:
                yield child
            elif tag in WRAPPERS:
                stack.append(iter(child))
                break
            elif tag == ALTERNATE:
                chosen = branch(child)
                if chosen is not None:
                    stack.append(iter(chosen))
                    break
        else:
            stack.pop()
