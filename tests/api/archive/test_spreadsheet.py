"""Spreadsheets that somebody sent: formats, encodings, merged cells, and files that are damaged or built to harm."""

from __future__ import annotations

import datetime
import io
import random
import unicodedata
import zipfile

import openpyxl
import pytest

from api.archive import spreadsheet
from api.archive.spreadsheet import read_sheets
from api.isolation import Bounds, Isolation
from extractor.errors import (
    CorruptFileError,
    EmptyFileError,
    EncodingError,
    EncryptedFileError,
    HostileFileError,
    LimitError,
    TrichLucError,
    UnsupportedTypeError,
)
from extractor.limits import Limits
from extractor.read import sheets
from tests.api.archive.xls import workbook

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: Rows that a sheet may have in these tests.
FEW = 1000
DAY = datetime.date(2020, 12, 26)


def xlsx(*rows: list[object], merge: str | None = None, place: str | None = None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Sổ đến"
    for row in rows:
        sheet.append(row)
    if merge:
        sheet.merge_cells(merge)
    if place:
        sheet[place] = "x"
    book.create_sheet("Trống")
    book.create_chartsheet("Biểu đồ")
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_cells_of_a_workbook() -> None:
    moment = datetime.datetime(2020, 12, 26, 8, 30)
    data = xlsx([], ["  751/QĐ-UBND ", DAY, moment, 12, 12.5, True, None, datetime.time(8, 30), ""])
    first, empty = read_sheets("a.xlsx", data)
    assert not any(first.rows[0])
    assert first.rows[1] == ("751/QĐ-UBND", DAY, DAY, 12.0, 12.5, None, None, None)
    assert (first.name, empty.name, empty.rows) == ("Sổ đến", "Trống", ())


def test_merged_cells_hold_their_value_everywhere() -> None:
    (sheet, _) = read_sheets("a.xlsx", xlsx(["a", DAY], ["b", None], ["c", None], merge="B1:B2"))
    assert sheet.rows == (("a", DAY), ("b", DAY), ("c", None))


def test_old_workbook() -> None:
    data = workbook({"Sổ 1": [["Đi", 44191.0], ["b"]], "Sổ 2": [[1.0]]}, merged=[(0, 1, 1, 1)])
    one, two = read_sheets("a.xls", data)
    assert (one.name, one.rows) == ("Sổ 1", (("Đi", 44191.0), ("b", 44191.0)))
    assert (two.name, two.rows) == ("Sổ 2", ((1.0,),))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1258"])
def test_encodings_of_csv(encoding: str) -> None:
    text = "Số, ký hiệu;Trích yếu\r\n751/QĐ-UBND;về việc\r\n"
    written = text if encoding != "cp1258" else decomposed(text)
    sheets = read_sheets("a.csv", written.encode(encoding))
    # With ";" and with ",": which of them is meant, the header tells.
    assert [len(one.rows) for one in sheets] == [2, 2]
    assert sheets[0].rows == (("Số, ký hiệu", "Trích yếu"), ("751/QĐ-UBND", "về việc"))


def decomposed(text: str) -> str:
    """As windows-1258 writes it: letters with their signs, tone marks behind them."""
    forms = {
        unicodedata.normalize("NFC", base + mark): base + mark
        for base in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
        for mark in "\u0300\u0301\u0303\u0309\u0323"
    }
    return "".join(forms.get(char, char) for char in text)


def test_records_of_csv_keep_the_numbers_of_their_lines() -> None:
    (sheet,) = read_sheets("a.csv", 'a;b\n"hai\ndòng";c\n\nd;e\n'.encode())
    assert sheet.rows == (("a", "b"), ("hai\ndòng", "c"), (), (), ("d", "e"))


def bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", bytes(20_000_000))
    return buffer.getvalue()


def word() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", EmptyFileError),
        (b"PK\x03\x04" + bytes(100), CorruptFileError),
        (xlsx(["a"])[:-40], CorruptFileError),
        (word(), UnsupportedTypeError),
        (bomb(), HostileFileError),
        (OLE2 + bytes(4096), CorruptFileError),
        (workbook({"a": [["b"]]})[:1600], CorruptFileError),
        (OLE2 + bytes(504) + "EncryptedPackage\0".encode("utf-16-le") + bytes(512), EncryptedFileError),
        ("Số".encode("utf-16") + b"\x00\xd8", EncodingError),
        (b"a;b\n\x81\xff\x00;" + bytes(3), EncodingError),
        (b"a;b\n" * (FEW + 1), LimitError),
        (b'a;"' + b"b" * 200_000, CorruptFileError),
        (xlsx(["a"], place=f"A{FEW + 1}"), LimitError),
    ],
    ids=range(13),
)
def test_files_that_are_not_read(data: bytes, error: type[TrichLucError], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "ROWS", FEW)
    monkeypatch.setattr(sheets, "ROWS", FEW)
    with pytest.raises(error) as raised:
        read_sheets("sổ.xlsx", data)
    assert str(raised.value).startswith("sổ.xlsx: ")


def test_file_above_the_limits() -> None:
    data = xlsx(["a"])
    with pytest.raises(LimitError):
        read_sheets("a.xlsx", data, Limits(file_bytes=len(data) - 1))
    with pytest.raises(LimitError):
        read_sheets("a.xlsx", data, Limits(archive_bytes=1000))


def test_sheet_that_claims_to_be_huge_costs_its_own_process() -> None:
    """16,384 columns of 190,000 rows: the library would take 90 GB."""
    with Isolation(1, Bounds(seconds=30)) as isolation, pytest.raises((LimitError, HostileFileError)):
        isolation.run("a.xlsx", read_sheets, "a.xlsx", xlsx(["a"], place="XFD190000"))


def test_damaged_workbooks_end_in_typed_errors() -> None:
    chosen = random.Random(4)
    for whole in (workbook({"a": [["b", 2.0], ["c", 3.0]]}, merged=[(0, 1, 0, 0)]), xlsx(["a", DAY], merge="A1:B1")):
        for _ in range(150):
            data = bytearray(whole)
            for _ in range(chosen.randrange(1, 6)):
                data[chosen.randrange(min(len(data), 2500))] = chosen.choice((0, 255, chosen.randrange(256)))
            try:
                sheets = read_sheets("a.xls", bytes(data))
            except TrichLucError:
                continue
            assert all(isinstance(sheet.rows, tuple) for sheet in sheets)
