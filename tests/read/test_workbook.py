"""Workbooks as documents: letterhead, paragraphs and tables in reading order, figures as they are shown."""

from __future__ import annotations

import datetime
import io
import struct
from collections.abc import Callable, Iterable

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from corpora.hostile.good import CODES, TEXT
from corpora.hostile.workbooks import xls, xlsx
from extractor import extract
from extractor.errors import EmptyFileError, EncryptedFileError, LimitError
from extractor.limits import Limits
from extractor.pipeline import Options
from extractor.read.sheet_formats import shown
from extractor.read.sheets import Value
from extractor.read.workbook import read_workbook
from extractor.read.xls_cells import xls_sheets
from extractor.source import Paragraph, Table
from tests.api.archive.xls import workbook

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEAD = ["STT", "Chỉ tiêu", "Đơn vị tính", "Kế hoạch năm 2020", "Thực hiện năm 2020", "Tỷ lệ"]


def made(*rows: Iterable[object], change: Callable[[Worksheet], None] = lambda sheet: None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(list(row))
    change(sheet)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def texts(data: bytes) -> list[object]:
    """Paragraphs as texts, tables as rows of texts; an arrangement of columns is a tuple of them."""
    found: list[object] = []
    for block in read_workbook(data, "a.xlsx").blocks:
        if isinstance(block, Paragraph):
            found.append(block.lines[0].text)
        else:
            rows = [["\n".join(line.text for line in cell.lines) for cell in row] for row in block.rows]
            found.append(rows if block.ruled else tuple(rows[0]))
    return found


def test_parts_of_a_sheet() -> None:
    data = made(
        ["UBND TỈNH GIA LAI", None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
        ["SỞ NỘI VỤ", None, None, "Độc lập - Tự do - Hạnh phúc"],
        [],
        ["PHỤ LỤC"],
        ["Kèm theo Báo cáo số 158/BC-UBND\nngày 26/12/2020"],
        HEAD,
        ["I", "Thể chế"],
        [1, "Số văn bản", "văn bản", 120, 125],
        [],
        [2, "Số hồ sơ", "hồ sơ", 10, 12],
        [],
        ["Ghi chú: số liệu đến 15/12"],
        ["Nơi nhận:", None, None, "GIÁM ĐỐC"],
    )
    assert texts(data) == [
        ("UBND TỈNH GIA LAI\nSỞ NỘI VỤ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"),
        "PHỤ LỤC",
        "Kèm theo Báo cáo số 158/BC-UBND",
        "ngày 26/12/2020",
        [
            HEAD,
            ["I", "Thể chế", "", "", "", ""],
            ["1", "Số văn bản", "văn bản", "120", "125", ""],
            ["2", "Số hồ sơ", "hồ sơ", "10", "12", ""],
        ],
        "Ghi chú: số liệu đến 15/12",
        ("Nơi nhận:", "GIÁM ĐỐC"),
    ]


def test_two_tables_of_a_sheet() -> None:
    other = ["STT", "Nhiệm vụ", "Cơ quan chủ trì"]
    rows = (HEAD, [1, "a", "b", 1, 2, 3], [], other, [1, "Rà soát", "Sở Tư pháp"])
    first, second = texts(made(*rows))
    assert isinstance(first, list)
    assert isinstance(second, list)
    assert (first[0], second[0]) == (HEAD, other)


def test_merged_cells_and_unused_columns() -> None:
    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("D1:E1")
        sheet.merge_cells("A1:A2")

    rows = (["STT", None, "Nội dung", "Năm", None], [None, None, None, 2020, 2021], [1, None, "a", 5, 6])
    (table,) = read_workbook(made(*rows, change=merge), "a.xlsx").blocks
    assert isinstance(table, Table)
    assert [len(row) for row in table.rows] == [4, 4, 4]
    assert (table.rows[0][0].row_span, table.rows[0][2].column_span) == (2, 2)
    assert not table.rows[0][3].lines


def test_hidden_sheets_are_left_out() -> None:
    def hide(sheet: Worksheet) -> None:
        other = sheet.parent.create_sheet("b")
        other.append(["Quyết định số 751/QĐ-UBND"])
        other.sheet_state = "hidden"

    report = extract(made(["Báo cáo"], change=hide), name="a.xlsx")
    assert report.text == "Báo cáo"
    assert report.warnings == ("hidden sheets are not read: 1",)


@pytest.mark.parametrize(("data", "kind"), [(xlsx(), "openxmlformats"), (xls(), "ms-excel")])
def test_both_formats_say_the_same(data: bytes, kind: str) -> None:
    report = extract(data, name="a")
    assert report.text.split("\n") == [line for line in TEXT.split("\n") if line]
    assert tuple(found.code for found in report.references) == CODES
    assert kind in report.source.media_type
    assert report.source.parser == "workbook/1"
    assert report.document.code == "158/BC-UBND"


def test_rows_become_indicators_and_tasks() -> None:
    def form(sheet: Worksheet) -> None:
        sheet["D2"].number_format = "0.0%"
        sheet["D3"].number_format = "#,##0"

    head = ["STT", "Chỉ tiêu", "Đơn vị tính", "Số liệu"]
    data = made(head, [1, "Tỷ lệ hồ sơ đúng hạn", "%", 0.985], [2, "Kinh phí", "đồng", 1689000000], change=form)
    first, second = extract(data, name="a.xlsx").indicators
    assert (first.label, first.unit, first.value_text, first.value) == ("Tỷ lệ hồ sơ đúng hạn", "%", "98,5%", 98.5)
    assert (second.unit, second.value_text, second.value) == ("đồng", "1.689.000.000", 1689000000)
    tasks = workbook(
        {"A": [["STT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian hoàn thành"], [1.0, "Rà soát", "Sở Tư pháp", "Quý I"]]}
    )
    (task,) = extract(tasks, name="a.xls").tasks
    assert (task.task, [actor.text for actor in task.lead]) == ("Rà soát", ["Sở Tư pháp"])


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (1689000000.0, "", "1689000000"),
        (1689000000.0, "#,##0", "1.689.000.000"),
        (-1234567.891, "#,##0.00", "-1.234.567,89"),
        (98.5, "", "98,5"),
        (0.1 + 0.2, "", "0,3"),
        (12.125, "0.0", "12,1"),
        (12.0, "0.0##", "12"),
        (0.985, "0%", "98%"),
        (0.9851, "0.00%", "98,51%"),
        (5.0, "00", "05"),
        (5.0, '0" người"', "5"),
        (-3.0, "0;[Red](0)", "-3"),
        (1e20, "", "1e+20"),
        (0.5, "# ?/?", "0,5"),
        (True, "", "TRUE"),
        ("  a", "0%", "  a"),
        (None, "0", ""),
        (datetime.date(2020, 6, 1), "", "01/06/2020"),
        (datetime.date(2020, 6, 1), "mm/yyyy", "06/2020"),
        (datetime.date(2020, 6, 1), "yyyy", "2020"),
        (datetime.date(2020, 6, 1), '[$-42A]dd" tháng "mm" năm "yyyy', "01/06/2020"),
        (datetime.datetime(2020, 6, 1, 8, 30), "dd/mm/yyyy hh:mm", "08:30 01/06/2020"),
        (datetime.datetime(2020, 6, 1), "dd/mm/yyyy", "01/06/2020"),
        (datetime.time(8, 5), "hh:mm", "08:05"),
    ],
)
def test_figures_as_they_are_shown(value: Value, code: str, text: str) -> None:
    assert shown(value, code) == text


def record(kind: int, form: str, *values: object, more: bytes = b"") -> bytes:
    content = struct.pack(form, *values) + more
    return struct.pack("<HH", kind, len(content)) + content


def old(locked: bytes = b"") -> bytes:
    """The honest report as .xls, with figures behind it in three styles: as they are, "0.0%", "#,##0"."""
    styles = b"".join(record(0x00E0, "<HH", 0, number, more=bytes(16)) for number in (0, 164, 3))
    formats = record(0x041E, "<HHB", 164, 4, 0, more=b"0.0%")
    figures = [record(0x0203, "<HHHd", 40, at, at, value) for at, value in enumerate((0.985, 0.985, 1689000000.0))]
    several = record(0x00BD, "<HHHIHIH", 41, 0, 1, 5 << 2 | 2, 2, 1000 << 2 | 2, 1)
    return xls(b"".join(figures) + several, locked=formats + styles + locked)


def test_figures_of_old_workbooks_too() -> None:
    report = extract(old(), name="a.xls")
    assert report.text.split("\n")[-2:] == ["0,985\t98,5%\t1.689.000.000", "500,0%\t1.000"]


def test_places_in_a_locked_workbook_say_nothing() -> None:
    assert xls_sheets(old())["A"].codes
    assert not xls_sheets(old(locked=record(0x002F, "<H", 1)))


@pytest.mark.parametrize("at", range(40, 6000, 149))
def test_damage_to_an_old_workbook_is_no_crash(at: int) -> None:
    whole = old()
    for damaged in (whole[:at], whole[:at] + b"\xff" * 9 + whole[at + 9 :]):
        for sheet in xls_sheets(damaged).values():
            assert sheet.rows <= 65536


def test_no_day_is_invented() -> None:
    def form(sheet: Worksheet) -> None:
        sheet["C2"].number_format = "mm/yyyy"

    data = made(["STT", "Nhiệm vụ", "Thời gian hoàn thành"], [1, "a", datetime.date(2021, 6, 1)], change=form)
    assert extract(data, name="a.xlsx").text.endswith("06/2021")


def test_what_is_refused() -> None:
    with pytest.raises(EmptyFileError, match="no text"):
        extract(made([]), name="a.xlsx")
    with pytest.raises(EncryptedFileError, match="password"):
        extract(OLE2 + bytes(504) + "EncryptedPackage".encode("utf-16-le"), name="a.xlsx")
    few = Options(Limits(paragraphs=5))
    with pytest.raises(LimitError, match=r"^a\.xlsx: more than 5 cells"):
        extract(made(*(["a"] for _ in range(6))), name="a.xlsx", options=few)
    with pytest.raises(LimitError, match="more than 100 characters"):
        extract(made(["a" * 101]), name="a.xlsx", options=Options(Limits(characters=100)))
