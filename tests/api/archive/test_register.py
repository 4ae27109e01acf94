"""Registers as offices keep them: read, taken in, replaced, removed; on both databases."""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import func, select

from api import cli
from api.archive import register
from api.archive.entries import Entry, Problem, Reading, read_register
from api.archive.register import registers, remove
from api.store import Settings, Store, open_store, tables
from api.store.errors import StoreError
from extractor.errors import UnsupportedTypeError
from tests.api.archive.xls import workbook

ARRIVED = [
    "Ngày đến",
    "Số đến",
    "Tác giả",
    "Số, ký hiệu văn bản",
    "Ngày tháng văn bản",
    "Tên loại và trích yếu nội dung văn bản",
    "Đơn vị hoặc người nhận",
    "Ký nhận",
    "Ghi chú",
]
#: What the one row of most tests says.
PLAN = Entry("", 0, "751", "QĐ-UBND", "751/QĐ-UBND", "2020-12-26", "UBND tỉnh Gia Lai", "Về Kế hoạch CCHC")


def csv(*rows: Sequence[object], delimiter: str = ";") -> bytes:
    return "\r\n".join(delimiter.join(f'"{"" if cell is None else cell}"' for cell in row) for row in rows).encode()


def read(*rows: Sequence[object], issuer: str | None = None) -> Reading:
    return read_register("sổ.csv", csv(*rows), issuer)


def only(reading: Reading) -> Entry:
    assert (len(reading.entries), reading.problems) == (1, ())
    return replace(reading.entries[0], row=0, sheet="")


def test_register_of_documents_received() -> None:
    """Nghị định 30/2020/NĐ-CP, Phụ lục IV: titles above, the columns' numbers below the header."""
    row = ["04/01/2021", 15, "UBND tỉnh Gia Lai", "751/QĐ-UBND", "26/12/2020", "Về Kế hoạch CCHC", "Phòng Nội vụ"]
    reading = read(
        ["UBND HUYỆN MANG YANG"],
        [],
        ["SỔ ĐĂNG KÝ VĂN BẢN ĐẾN NĂM 2021"],
        ARRIVED,
        [f"({n})" for n in range(1, 10)],
        row,
    )
    assert only(reading) == PLAN
    assert reading.entries[0].row == 6


def test_register_of_documents_issued_takes_its_issuer_from_the_title() -> None:
    header = ["Số, ký hiệu văn bản", "Ngày tháng văn bản", "Tên loại và trích yếu nội dung văn bản", "Người ký"]
    rows = [["UBND TỈNH GIA LAI"], ["SỔ ĐĂNG KÝ VĂN BẢN ĐI", "Năm: 2020"], header, ["751/QĐ-UBND", "26/12", "Kế hoạch"]]
    assert only(read(*rows)).issuer == "UBND TỈNH GIA LAI"
    assert only(read(*rows)).date == "2020-12-26"
    assert only(read(*rows, issuer="UBND tỉnh Kon Tum")).issuer == "UBND tỉnh Kon Tum"


def test_header_in_two_rows() -> None:
    upper = ["Đến", None, "Văn bản", None, None, None]
    lower = ["Ngày", "Số", "Tác giả", "Số, ký hiệu", "Ngày", "Trích yếu"]
    row = ["04/01/2021", 15, "UBND tỉnh Gia Lai", "751/QĐ-UBND", "26/12/2020", "Về Kế hoạch CCHC"]
    assert only(read(upper, lower, row)) == PLAN


@pytest.mark.parametrize(
    ("number", "symbol"),
    [("751", "QĐ-UBND"), (751, "/QĐ-UBND"), ("751/QĐ-UBND", ""), ("751", "751/QĐ-UBND"), ("0751", "QĐ - UBND")],
)
def test_number_and_symbol_in_two_columns(number: object, symbol: str) -> None:
    reading = read(["Số", "Ký hiệu", "Ngày ban hành", "Trích yếu"], [number, symbol, "26/12/2020", "Kế hoạch"])
    found = only(reading)
    assert (found.number.lstrip("0"), found.symbol, found.code.lstrip("0")) == ("751", "QĐ-UBND", "751/QĐ-UBND")


@pytest.mark.parametrize(
    ("written", "symbol", "code"),
    [
        ("Số: 2124 / QĐ – UBND", "QĐ-UBND", "2124/QĐ-UBND"),
        ("30/2020/NĐ-CP", "NĐ-CP", "30/2020/NĐ-CP"),
        ("127-QĐ/TW", "QĐ/TW", "127-QĐ/TW"),
        ("12a/BC-UBND", "BC-UBND", "12a/BC-UBND"),
    ],
)
def test_numbers_in_one_cell(written: str, symbol: str, code: str) -> None:
    found = only(read(["Số hiệu", "Ngày ký", "Về việc"], [written, "26/12/2020", "Kế hoạch"]))
    assert (found.symbol, found.code) == (symbol, code)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("26/12/2020", "2020-12-26"),
        ("26-12-20", "2020-12-26"),
        ("ngày 5 tháng 3 năm 2021", "2021-03-05"),
        ("5.3", "2021-03-05"),
        ("5 tháng 3", "2021-03-05"),
        ("2020-12-26 00:00:00", "2020-12-26"),
        ("44191", None),
        ("31/02/2021", None),
        ("không rõ", None),
    ],
)
def test_days_as_text(written: str, day: str | None) -> None:
    reading = read(["Sổ năm 2021"], ["Số hiệu", "Ngày ký", "Về việc"], ["1/KH-UBND", written, "Kế hoạch"])
    assert [entry.date for entry in reading.entries] == [day]
    assert [problem.reason for problem in reading.problems] == ([] if day else ["no_day"])


def test_days_of_a_workbook() -> None:
    """A day is a day, also where its cell is formatted as a number (44191)."""
    rows = [["Số hiệu", "Ngày ký", "Về việc"], ["1/KH-UBND", 44191.0, "a"], ["2/KH-UBND", 12.0, "b"]]
    reading = read_register("a.xls", workbook({"Sổ": rows}))
    assert [entry.date for entry in reading.entries] == ["2020-12-26", None]


def test_rows_that_are_no_documents() -> None:
    """Headings between the rows, also merged over all columns, empty rows, the header again on each page."""
    header = ["Số hiệu", "Ngày ký", "Trích yếu"]
    rows = [
        header,
        ["Tháng 3/2021"] * 3,
        [],
        ["Tháng 4"],
        header,
        ["1", "2", "3"],
        ["1/KH-UBND", "26/12/2020", "Kế hoạch"],
    ]
    assert only(read(*rows)).code == "1/KH-UBND"


def test_rows_that_were_not_understood_are_told_by_number() -> None:
    rows = [
        ["STT", "Số hiệu", "Ngày ký", "Trích yếu"],
        [1, "", "05/3/2021", "Giấy mời"],
        [2, 77, "05/3/2021", "Công văn"],
    ]
    reading = read(*rows, [3, "mật", "", "c"], [4, "5/BC-UBND", "32/3/2021", "Báo cáo"])
    assert [(one.row, one.reason) for one in reading.problems] == [
        (2, "no_number"),
        (3, "no_symbol"),
        (4, "no_number"),
        (5, "no_day"),
    ]
    assert [entry.code for entry in reading.entries] == ["5/BC-UBND"]


def test_several_sheets_each_with_a_header_of_its_own() -> None:
    sheets = {
        "Bìa": [["SỔ ĐĂNG KÝ VĂN BẢN ĐI"]],
        "2020": [["Số hiệu", "Ngày ký"], ["1/KH-UBND", "26/12/2020"]],
        "2021": [["SỔ"], ["Ngày ký", "Số hiệu"], ["05/3/2021", "1/KH-UBND"]],
    }
    reading = read_register("sổ.xls", workbook(sheets))
    assert [(one.sheet, one.row, one.date) for one in reading.entries] == [
        ("2020", 2, "2020-12-26"),
        ("2021", 3, "2021-03-05"),
    ]
    assert reading.without_header == ("Bìa",)


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_delimiter_is_told_by_the_header(delimiter: str) -> None:
    rows = csv(["Số, ký hiệu", "Ngày", "Trích yếu"], ["1/KH-UBND", "26/12/2020", "a, b; c"], delimiter=delimiter)
    (entry,) = read_register("a.csv", rows).entries
    assert (entry.code, entry.subject) == ("1/KH-UBND", "a, b; c")


def test_file_that_is_no_register() -> None:
    with pytest.raises(UnsupportedTypeError, match=r"^a\.csv: no header of a register was found; name its columns"):
        read_register("a.csv", csv(["Họ tên", "Ngày sinh"], ["A", "1/1/1980"]))


def entries(count: int) -> list[Entry]:
    return [replace(PLAN, row=n, number=str(n), code=f"{n}/QĐ-UBND") for n in range(1, count + 1)]


def test_register_is_replaced_and_removed(store: Store) -> None:
    register.replace(store, "đến 2021", entries(2500))
    register.replace(store, "đi", entries(2))
    register.replace(store, "đến 2021", entries(3))
    assert [(one.name, one.documents, one.first, one.last) for one in registers(store)] == [
        ("đi", 2, "2020-12-26", "2020-12-26"),
        ("đến 2021", 3, "2020-12-26", "2020-12-26"),
    ]
    assert remove(store, "đi") == 2
    with pytest.raises(StoreError, match="no register of this name"):
        remove(store, "đi")
    assert [one.name for one in registers(store)] == ["đến 2021"]


def test_same_row_number_in_two_sheets(store: Store) -> None:
    register.replace(store, "a", [PLAN, replace(PLAN, sheet="2021")])
    assert [one.documents for one in registers(store)] == [2]


def test_registers_belong_to_their_workspace(store: Store) -> None:
    register.replace(store, "đến", entries(3))
    with open_store(replace(store.settings, workspace="other")) as other:
        register.replace(other, "đến", entries(1))
        register.replace(other, "của tôi", entries(1))
        assert [(one.name, one.documents) for one in registers(other)] == [("của tôi", 1), ("đến", 1)]
        with store.reading() as connection:
            assert register.exists_in(connection, other.workspace_id)
        remove(other, "đến")
    assert [(one.name, one.documents) for one in registers(store)] == [("đến", 3)]


def run(settings: Settings, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setenv("TRICHLUC_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("TRICHLUC_FILES_URL", settings.files_url)
    return cli.main(["register", *arguments])


def test_command_line(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Số hiệu", "Ngày ký", "Cơ quan ban hành", "Trích yếu"])
    book.active.append(["751/QĐ-UBND", datetime.date(2020, 12, 26), "UBND tỉnh", "Kế hoạch CCHC"])
    book.active.append([None, datetime.date(2020, 12, 27), "UBND tỉnh", "Giấy mời"])
    buffer = io.BytesIO()
    book.save(buffer)
    file = tmp_path / "sổ đến.xlsx"
    file.write_bytes(buffer.getvalue())
    assert run(settings, monkeypatch, "import", str(file), "--name", "đến 2020") == 0
    shown = capsys.readouterr()
    assert shown.out == "đến 2020: 1 documents\n"
    assert "trichluc: sheet Sheet, row 3: no number of a document\n" in shown.err
    assert run(settings, monkeypatch, "list") == 0
    assert "đến 2020\t1 documents\t2020-12-26 to 2020-12-26\n" in capsys.readouterr().out
    assert run(settings, monkeypatch, "remove", "đến 2020") == 0
    assert run(settings, monkeypatch, "remove", "đến 2020") == StoreError.exit_status
    with open_store(settings) as store, store.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(tables.register_entry)) == 0


@pytest.mark.parametrize(("arguments", "status"), [(["import"], 2), (["remove"], 2), (["import", "không-có.csv"], 10)])
def test_wrong_commands(arguments: list[str], status: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["register", *arguments, "--store", str(tmp_path)]) == status
    assert capsys.readouterr().err.startswith("trichluc: ")


def test_problem_names_its_sheet() -> None:
    reading = read_register("a.xls", workbook({"Sổ": [["Số hiệu", "Ngày ký"], ["12", "05/3/2021"]]}))
    assert reading.problems == (Problem("Sổ", 2, "no_symbol"),)
