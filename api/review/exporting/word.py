"""The list of cited documents as Word (.docx), for the file (danh mục văn bản viện dẫn)."""

from __future__ import annotations

import io
from typing import Any

from api.review.exporting.words import STATES, STATUSES, day, printable
from api.review.folding import State
from api.review.groups import called, facts_of, grouped, type_names
from api.review.standing import Standing
from api.review.subject import Subject

_HEADS = (
    "STT",
    "Tên loại; số, ký hiệu",
    "Ngày ban hành",
    "Cơ quan ban hành",
    "Trích yếu",
    "Số lần",
    "Kiểm tra",
)
#: Widths of the columns, in centimetres; the page lies on its side.
_WIDTHS = (1.1, 4.2, 2.6, 4.3, 7.8, 1.9, 3.3)


def cited_documents(subject: Subject, state: State, stands: Standing) -> bytes:
    """A .docx file with a row a cited document; what was rejected is left out."""
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm, Pt

    file = Document()
    style: Any = file.styles["Normal"]
    style.font.name, style.font.size = "Times New Roman", Pt(12)
    section = file.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Cm(29.7), Cm(21.0)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Cm(2))
    _head(file, subject, state, stands)
    table = file.add_table(rows=1, cols=len(_HEADS))
    table.style = "Table Grid"
    table.autofit = False
    _fill(table.rows[0].cells, _HEADS, bold=True)
    for number, items in enumerate(grouped(state).values(), start=1):
        facts = facts_of(items)
        states = dict.fromkeys(STATES[item.state] for item in items)
        title = facts["title"] or ""
        row = (str(number), called(facts, items), day(facts["date"]), facts["issuer"] or "", title, str(len(items)))
        _fill(table.add_row().cells, (*row, "; ".join(states)))
    for row in table.rows:
        for cell, width in zip(row.cells, _WIDTHS, strict=True):
            cell.width = Cm(width)
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def _head(file: Any, subject: Subject, state: State, stands: Standing) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    own = subject.report.document
    title = file.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.add_run("DANH MỤC VĂN BẢN VIỆN DẪN").bold = True
    kind = own.doc_type.name if own.doc_type else type_names().get("BC", "")
    said = [f"{kind} số {own.code}" if own.code else kind, f"ngày {day(own.date.value)}" if own.date else ""]
    said += [f"của {own.issuer.name}" if own.issuer else ""]
    under = file.add_paragraph(printable(" ".join(part for part in said if part)))
    under.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if own.title:
        file.add_paragraph(printable(own.title)).alignment = WD_ALIGN_PARAGRAPH.CENTER
    status = STATUSES[stands.row.status if stands.row is not None else "to_review"]
    left = state.open()["reference"]
    file.add_paragraph(printable(f"Tệp: {subject.name}. Tình trạng: {status}; còn {left} viện dẫn chưa kiểm tra."))


def _fill(cells: Any, texts: tuple[str, ...], *, bold: bool = False) -> None:
    for cell, text in zip(cells, texts, strict=True):
        cell.paragraphs[0].add_run(printable(text)).bold = bold
