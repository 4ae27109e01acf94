"""A planned report as a Word file: WordprocessingML written by hand, so that every property is the intended one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal
from xml.sax.saxutils import escape

from corpora.generate.lists import ListLabel, list_labels, numbering_part
from corpora.generate.package import NAMESPACES, TEXT_WIDTH, footnotes_part, pack, section
from corpora.generate.plan import Columns, Grid, Item, Para, Turn
from corpora.generate.widths import CELL_MARGINS, column_widths, font_size
from extractor.text import Mark, Text, TextTable

Numbering = Literal["typed", "auto"]

_STYLE = {
    "body": "BodyText",
    "heading": "LabelledHeading",
    "centred": "Centred",
    "note": "CentredNote",
    "recipient": "Recipient",
}
_RAISED = '<w:vertAlign w:val="superscript"/>'
_NOTE_NUMBER = '<w:rStyle w:val="FootnoteReference"/>'
_EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")
_BLANK = '<w:p><w:pPr><w:pStyle w:val="Letterhead"/></w:pPr></w:p>'
#: Share of the left column: letterhead, closing.
_LEFT = {False: 0.38, True: 0.5}


def write_docx(items: Sequence[Item], text: Text, numbering: Numbering = "typed") -> bytes:
    """The bytes of a .docx. With `numbering="auto"` the labels of headings and paragraphs are Word lists."""
    writer = _Writer(text)
    if numbering == "auto":
        writer.labels = list_labels((item for item in items if isinstance(item, Para)), text.text)
    for item in items:
        writer.item(item)
    body = "".join(writer.parts) + section(writer.landscape, first=writer.first_section)
    parts = {
        "document": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        "footnotes": footnotes_part(writer.notes()),
    }
    if writer.labels:
        parts["numbering"] = numbering_part({label.number for label in writer.labels.values()}, NAMESPACES)
    return pack(parts)


def run(words: str, properties: str = "") -> str:
    """A run of text."""
    if not words:
        return ""
    body = escape(words).replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    opening = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{opening}<w:t xml:space="preserve">{body}</w:t></w:r>'


def paragraph(style: str, runs: str, properties: str = "") -> str:
    """A paragraph in a style of `package`."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{runs}</w:p>'


class _Writer:
    def __init__(self, text: Text) -> None:
        self.text = text
        self.parts: list[str] = []
        self.labels: dict[tuple[int, int], ListLabel] = {}
        self.landscape = False
        self.first_section = True
        self._bodies = {note.label: text.text[slice(*note.body)] for note in text.notes}
        self._used: list[str] = []

    def item(self, item: Item) -> None:
        """Write one part."""
        if isinstance(item, Para):
            self.parts.append(self._para(item))
        elif isinstance(item, Grid):
            # Word wants a paragraph after a table, and makes one table of two that touch.
            self.parts += [self._grid(item.table), _BLANK]
        elif isinstance(item, Columns):
            self.parts.append(self._columns(item))
        else:
            self._turn(item)

    def _turn(self, turn: Turn) -> None:
        ended = section(self.landscape, first=self.first_section)
        self.parts.append(f'<w:p><w:pPr><w:pStyle w:val="Letterhead"/>{ended}</w:pPr></w:p>')
        self.landscape, self.first_section = turn.landscape, False

    def _para(self, para: Para, style: str | None = None) -> str:
        start, end = para.span
        properties = "<w:pageBreakBefore/>" if para.page_break else ""
        if label := self.labels.get(para.span):
            start += label.skip
            properties += f'<w:numPr><w:ilvl w:val="{label.level}"/><w:numId w:val="{label.number}"/></w:numPr>'
        bold = "<w:b/>" if para.bold else ""
        return paragraph(style or _STYLE[para.look], self._runs(start, end, bold), properties)

    def _runs(self, start: int, end: int, properties: str = "") -> str:
        """text[start:end] with its footnote marks."""
        parts = []
        size = properties.replace("<w:b/>", "")
        for mark in self._marks(start, end):
            parts += [run(self.text.text[start : mark.span[0]], properties), self._reference(mark, size)]
            start = mark.span[1]
        return "".join([*parts, run(self.text.text[start:end], properties)])

    def _marks(self, start: int, end: int) -> Iterator[Mark]:
        return (mark for mark in self.text.marks if start <= mark.span[0] and mark.span[1] <= end)

    def _reference(self, mark: Mark, size: str) -> str:
        """A footnote reference; what is printed around the number is raised with it."""
        raised = size + _RAISED
        printed = self.text.text[slice(*mark.span)]
        if mark.label in self._used or mark.label not in self._bodies:
            return run(printed, raised)
        before, _, after = printed.partition(mark.label)
        self._used.append(mark.label)
        number = len(self._used)
        if mark.label == str(number):
            reference = f'<w:footnoteReference w:id="{number}"/>'
        else:  # not the number that Word would count
            reference = f'<w:footnoteReference w:id="{number}" w:customMarkFollows="1"/><w:t>{escape(mark.label)}</w:t>'
        number_run = f"<w:r><w:rPr>{_NOTE_NUMBER}{size}</w:rPr>{reference}</w:r>"
        return run(before, raised) + number_run + run(after, raised)

    def notes(self) -> str:
        """The footnotes that were referred to, in that order. A report whose notes nothing refers to loses none."""
        if missing := self._bodies.keys() - set(self._used):
            raise ValueError(f"footnotes without a mark in the text: {sorted(missing)}; mend the report or its reader")
        return "".join(self._note(number, label) for number, label in enumerate(self._used, 1))

    def _note(self, number: int, label: str) -> str:
        reference = "<w:footnoteRef/>" if label == str(number) else f"<w:t>{escape(label)}</w:t>"
        runs = f"<w:r><w:rPr>{_NOTE_NUMBER}</w:rPr>{reference}</w:r>" + run(f" {self._bodies[label]}")
        return f'<w:footnote w:id="{number}">{paragraph("FootnoteText", runs)}</w:footnote>'

    def _grid(self, table: TextTable) -> str:
        cells = {(row, column): span for row, column, span in table.cells}
        texts = [(column, self.text.text[slice(*span)]) for (_, column), span in cells.items()]
        widths = column_widths(texts, table.columns, TEXT_WIDTH[self.landscape])
        size = f'<w:sz w:val="{2 * font_size(table.columns)}"/>'
        rows = []
        for row in range(table.rows):
            header = row < table.header_rows
            look = f"<w:b/>{size}" if header else size
            filled = []
            for column, width in enumerate(widths):
                span = cells.get((row, column))
                runs = self._runs(*span, look) if span else ""
                content = paragraph("Cell", runs, '<w:jc w:val="center"/>' if header else "")
                filled.append(f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{content}</w:tc>')
            rows.append(f"<w:tr>{'<w:trPr><w:tblHeader/></w:trPr>' if header else ''}{''.join(filled)}</w:tr>")
        return _table(widths, "".join(rows), ruled=True)

    def _columns(self, item: Columns) -> str:
        total = TEXT_WIDTH[self.landscape]
        widths = [int(total * _LEFT[item.closing]), total - int(total * _LEFT[item.closing])]
        cells = []
        for width, column in zip(widths, (item.left, item.right), strict=True):
            styles = ["Recipient" if para.look == "recipient" else "Letterhead" for para in column]
            written = [self._para(para, style) for para, style in zip(column, styles, strict=True)]
            if item.closing and column is item.right and written:
                written[-1:-1] = [_BLANK] * 4  # room for the signature
            cells.append(
                f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{"".join(written) or _BLANK}</w:tc>'
            )
        table = _table(widths, f"<w:tr>{''.join(cells)}</w:tr>", ruled=False)
        lead = '<w:p><w:pPr><w:pStyle w:val="Letterhead"/><w:pageBreakBefore/></w:pPr></w:p>' if item.page_break else ""
        return lead + table + _BLANK


def _table(widths: Sequence[int], rows: str, *, ruled: bool) -> str:
    kind = 'w:val="single" w:sz="4" w:space="0" w:color="000000"' if ruled else 'w:val="nil"'
    borders = "".join(f"<w:{edge} {kind}/>" for edge in _EDGES)
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    margin = CELL_MARGINS // 2
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblInd w:w="0" w:type="dxa"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        f'<w:left w:w="{margin}" w:type="dxa"/><w:right w:w="{margin}" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"
    )
