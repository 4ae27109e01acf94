"""A report as an Excel workbook for the clerk: a sheet of the document's own facts, then one sheet a list."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import xlsxwriter

from extractor.export.characters import printable
from extractor.export.lists import Cell, Listing, listings
from extractor.model import Report

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

#: Excel's own limits: characters in a cell, rows in a sheet.
_CELL, _ROWS = 32_767, 1_048_576
#: Widths of columns, in characters.
_NARROW, _WIDE = 12, 48
_LONG = frozenset(("text", "title", "task", "label", "message_vi", "message_en", "name", "complete_citation", "cause"))
#: The same report gives the same bytes.
_MADE = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def to_xlsx(report: Report) -> bytes:
    """The workbook. Every cell of text is written as text: none becomes a formula or a link."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"created": _MADE, "title": printable(report.source.name)[:255]})
        head = book.add_format({"bold": True, "bg_color": "#E8EEF4", "border": 1})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        _facts(book.add_worksheet("Văn bản"), report, head, wrapped)
        for listing in listings(report):
            _sheet(book.add_worksheet(listing.title), listing, head, wrapped)
    return out.getvalue()


def _facts(sheet: Worksheet, report: Report, head: Format, wrapped: Format) -> None:
    document, signer = report.document, report.document.signer
    facts: list[tuple[str, Cell]] = [
        ("Tệp", report.source.name),
        ("Loại văn bản", document.doc_type.name if document.doc_type else None),
        ("Số, ký hiệu", document.code or document.symbol),
        ("Ngày", document.date.value if document.date else None),
        ("Cơ quan ban hành", document.issuer.name if document.issuer else None),
        ("Trích yếu", document.title),
        ("Kỳ báo cáo", document.period.value if document.period else None),
        ("Thời gian chốt số liệu", document.data_window.value if document.data_window else None),
        ("Độ mật", document.secrecy),
        ("Độ khẩn", document.urgency),
        ("Người ký", signer.name if signer else None),
        ("Chức vụ", signer.position if signer else None),
        ("Kính gửi", "; ".join(document.addressees)),
        ("Nơi nhận", "; ".join(document.recipients)),
        ("sha256", report.source.sha256),
        ("Phiên bản xử lý", report.pipeline.version),
    ]
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 100)
    for row, (name, value) in enumerate(facts):
        sheet.write_string(row, 0, name, head)
        _write(sheet, row, 1, value, wrapped)


def _sheet(sheet: Worksheet, listing: Listing, head: Format, wrapped: Format) -> None:
    for column, name in enumerate(listing.columns):
        sheet.set_column(column, column, _WIDE if name in _LONG else _NARROW)
        sheet.write_string(0, column, name, head)
    for row, cells in enumerate(listing.rows[: _ROWS - 1], start=1):
        for column, value in enumerate(cells):
            _write(sheet, row, column, value, wrapped)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, min(len(listing.rows), _ROWS - 1), len(listing.columns) - 1)


def _write(sheet: Worksheet, row: int, column: int, value: Cell, form: Format) -> None:
    """None leaves the cell empty; numbers stay numbers, so that they can be added up."""
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(row, column, value, form)
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value, form)
    else:
        sheet.write_string(row, column, printable(value)[:_CELL], form)
