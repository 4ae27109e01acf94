"""Rows of statistics appendices, header rows, captions and data windows (EXTRACTION 9)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extractor import extract
from extractor.find.tables.values import number_of, value_of
from extractor.model import LabelledValue
from extractor.pipeline import load
from tests.engine import LETTERHEAD, report

REPORTS = Path(__file__).resolve().parent.parent.parent / "corpora" / "reports"
HEAD = "STT\tChỉ tiêu thống kê\tĐơn vị tính\tSố liệu\tGhi chú\n"


def rows(table: str) -> list[Any]:
    """The indicators of a report with one table."""
    return list(report(f"{LETTERHEAD}Phụ lục\n\n{table}").indicators)


def table(body: str) -> Any:
    """The one other table of a report."""
    (found,) = report(LETTERHEAD + body).tables
    return found


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("1.297", 1297),
        ("99,9", 99.9),
        ("767.618", 767618),
        ("0.5", 0.5),
        ("0.500", 0.5),
        ("12.5", 12.5),
        ("1.689.000.000", 1689000000),
        ("1.234,5", 1234.5),
        ("1,234,567", 1234567),
        ("26 407", 26407),
        ("01", 1),
        ("100%", 100),
        ("-3", -3),
        ("10,0", 10),
        ("1.5.2020", None),
        ("1,2,3", None),
        ("9" * 40, None),
    ],
)
def test_number_forms(printed: str, value: float | None) -> None:
    found = number_of(printed)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    ("printed", "unit", "value"),
    [
        ("34 nhiệm vụ", "Nhiệm vụ", 34),
        ("05 cơ quan", None, 5),
        ("2 cấp", "Chưa có = 0 2 cấp = 1", None),
        ("Đang triển khai", None, None),
        ("Không phát sinh", "Văn bản", None),
        ("13/13", None, None),
        ("x", None, None),
        ("", None, None),
        (
            "- Cấp tỉnh: 83 - Cấp huyện: 70,4 - Cấp xã:",
            "%",
            (LabelledValue("Cấp tỉnh", 83), LabelledValue("Cấp huyện", 70.4)),
        ),
        ("Cấp tỉnh: 83 / Cấp huyện: 70,4", "%", (LabelledValue("Cấp tỉnh", 83), LabelledValue("Cấp huyện", 70.4))),
        ("Cấp tỉnh 117; cấp huyện 75", None, (LabelledValue("Cấp tỉnh", 117), LabelledValue("cấp huyện", 75))),
    ],
)
def test_values_of_cells(printed: str, unit: str | None, value: object) -> None:
    assert value_of(printed, unit, load().tables.patterns) == value


def test_rows_as_printed() -> None:
    first, second, third, fourth = rows(
        f"{HEAD}3.\tCải cách thủ tục hành chính\t\t\t\n"
        "3.1.3.\tTổng số TTHC đang có hiệu lực\tThủ tục\t1.964\tđến 14/6\n"
        "Trong đó\tSố TTHC cấp tỉnh:\tThủ tục\t1.494\t\n"
        "\tSố TTHC cấp huyện:\tThủ tục\t\t\n"
    )
    assert (first.code, first.label, first.unit, first.value_text) == ("3", "Cải cách thủ tục hành chính", None, None)
    assert (second.code, second.parent_code, second.unit, second.value_text) == ("3.1.3", "3", "Thủ tục", "1.964")
    assert (second.value, second.note) == (1964, "đến 14/6")
    assert (third.code, third.parent_code, third.label, third.value) == (None, "3.1.3", "Số TTHC cấp tỉnh:", 1494)
    assert (fourth.code, fourth.parent_code, fourth.value_text) == (None, "3.1.3", None)


def test_a_footnote_mark_in_a_value() -> None:
    raised, plain, unknown = rows(
        f"{HEAD}1.\tSố văn bản\tVăn bản\t94 <sup>(1)</sup>\t\n2.\tSố người\tNgười\t39(2)\t\n"
        "3.\tSố khác\tNgười\t5(7)\t\n\n"
        "<sup>1</sup> Gồm văn bản cũ.\n\n<sup>2</sup> Gồm hai người.\n"
    )
    assert [(row.value_text, row.value, row.footnote) for row in (raised, plain, unknown)] == [
        ("94 (1)", 94, "1"),
        ("39(2)", 39, "2"),
        ("5(7)", 5, "7"),
    ]


def test_units_that_are_codes() -> None:
    (row,) = rows(f"{HEAD}1.\tHình thức\tTrực tuyến = 0 Phát phiếu = 1\t0\t\n")
    assert (row.unit, row.value) == ("Trực tuyến = 0 Phát phiếu = 1", 0)


def test_columns_in_another_order_and_words() -> None:
    (row,) = rows("TT\tKẾT QUẢ\tNỘI DUNG\tĐVT\n(1)\t(2)\t(3)\t(4)\n1\t98,5%\tTỷ lệ hồ sơ đúng hạn\t%\n")
    assert (row.code, row.label, row.unit, row.value) == ("1", "Tỷ lệ hồ sơ đúng hạn", "%", 98.5)


def test_codes_inside_labels() -> None:
    first, second = rows(
        "Chỉ tiêu thống kê\tĐơn vị tính\tSố liệu\n1.1. Số nhiệm vụ\tNhiệm vụ\t3\n02 đơn vị còn thiếu\tĐơn vị\t1\n"
    )
    assert (first.code, first.label) == ("1.1", "Số nhiệm vụ")
    assert (second.code, second.label) == (None, "02 đơn vị còn thiếu")


@pytest.mark.parametrize(
    ("printed", "unit", "value"),
    [
        ("2\tSố đơn vị\t\tNgười\t12", "Người", 12),  # unit and value moved to the right
        ("2\tSố đơn vị\t12\t\t", None, 12),  # the value stands where its unit was left out
        ("\t2. Số đơn vị\tNgười\t12\t", "Người", 12),
    ],
)
def test_a_row_that_a_conversion_moved(printed: str, unit: str | None, value: int) -> None:
    _, row = rows(f"{HEAD}1\tSố người\tNgười\t1\t\n{printed}\n")
    assert (row.code, row.label, row.unit, row.value) == ("2", "Số đơn vị", unit, value)


def test_a_header_on_each_page_and_a_row_cut_in_two() -> None:
    found = rows(
        f"{HEAD}3.2.\tSố TTHC đã tích hợp lên\tThủ tục\t227\t\n\n{HEAD}\tCổng DVC quốc gia\t\t\t\n"
        "3.3.\tSố TTHC khác\tThủ tục\t1\t\n"
    )
    assert [(row.code, row.label) for row in found] == [
        ("3.2", "Số TTHC đã tích hợp lên Cổng DVC quốc gia"),
        ("3.3", "Số TTHC khác"),
    ]


def test_a_table_that_goes_on_below_a_line_of_text() -> None:
    found = rows(
        f"{HEAD}1.\tCông tác chỉ đạo điều hành CCHC\t\t\t\n1.1.\tKế hoạch CCHC\t\t\t\n\nTiếp theo trang trước.\n\n"
        "Trong đó\tSố việc\tViệc\t2\t\n1.1.1.\tSố nhiệm vụ đề ra trong kế hoạch\tNhiệm vụ\t3\t\n"
    )
    assert [(row.code, row.parent_code, row.canonical) for row in found] == [
        ("1", None, "direction"),
        ("1.1", "1", "plan"),
        (None, "1.1", None),
        ("1.1.1", "1.1", "plan_tasks"),
    ]


def test_a_misnumbered_row_hangs_under_the_row_that_it_stands_under() -> None:
    found = rows(
        f"{HEAD}1.1.\tKế hoạch\t\t\t\n1.1.1.\tSố việc\tViệc\t2\t\n1.2.\tKiểm tra\t\t\t\n1.1.1.\tSố xã\tXã\t2\t\n"
    )
    assert [row.parent_code for row in found] == [None, "1.1", None, "1.2"]


def test_the_template_is_matched_under_the_group_and_not_by_code() -> None:
    found = rows(
        f"{HEAD}I\tCÔNG TÁC CHỈ ĐẠO, ĐIỀU HÀNH\t\t\t\n1\tKế hoạch cải cách hành chính\t\t\t\n"
        "1.1.1\tSố nhiệm vụ đề ra trong Kế hoạch CCHC\tNhiệm vụ\t3\t\n2\tKiểm tra CCHC\t\t\t\n"
        "1.1.1\tSố vấn đề phát hiện qua công tác kiểm tra\tVấn đề\t2\t\n"
        "3\tCông việc của chúng tôi\t\t\t\n3.1\tSố nhiệm vụ đã hoàn thành\tNhiệm vụ\t1\t\n"
    )
    assert [row.canonical for row in found] == [
        "direction",
        "plan",
        "plan_tasks",
        "inspection",
        "inspection_issues",
        None,
        None,
    ]


def test_levels_are_never_taken_for_each_other() -> None:
    """ "cấp huyện" and "cấp xã" differ by few letters of many."""
    found = rows(
        f"{HEAD}3\tCải cách thủ tục hành chính\t\t\t\n3.4\tKết quả giải quyết TTHC\t\t\t\n"
        "3.4.2\tTỷ lệ hồ sơ do UBND cấp xã tiếp nhận được giải quyết đúng hạn\t%\t99\t\n"
    )
    assert found[-1].canonical == "in_time_communes"


@pytest.mark.parametrize("name", ["000", "003", "004"])
def test_the_reports_match_the_template_row_by_row(name: str) -> None:
    (file,) = REPORTS.glob(f"{name}*.txt")
    found = extract(file).indicators
    assert len(found) == {"000": 126, "003": 121, "004": 121}[name]
    canonical = [row.canonical for row in found]
    assert None not in canonical
    assert len(set(canonical)) == len(canonical)


@pytest.mark.parametrize(
    ("body", "header", "size"),
    [
        ("STT\tNội dung\tSố lượng\n1\tSố phòng\t13\n2\tSố đơn vị\t5\n", 1, (3, 3)),
        ("Tổng số\t\tHiện có\nBiên chế\tHợp đồng\tBiên chế\n76\t4\t69\n", 2, (3, 3)),
        ("Lĩnh vực\tHồ sơ\t\tGhi chú\n\tTổng số\tTrong đó\t\nĐất đai\t173\t70\t\n", 2, (3, 4)),
        ("Lĩnh vực\tHồ sơ\tGhi chú\n(1)\t(2)\t(3)\nĐất đai\t2\t3\n", 2, (3, 3)),
        ("1\tSố phòng\t13\n2\tSố đơn vị\t5\n", 0, (2, 3)),
        ("Lĩnh vực\tNăm 2020\tNăm 2021\nĐất đai\tGiảm\tTăng\n", 1, (2, 3)),
        ("Xã\t2020\t2021\nTân Lập\t1\t2\n", 1, (2, 3)),
        ("Thời gian\tPhòng ban\t\n\tSáng\tChiều\nNgày thứ hai\tVăn phòng\tPhòng khác\n", 2, (3, 3)),
    ],
)
def test_header_rows(body: str, header: int, size: tuple[int, int]) -> None:
    found = table(body)
    assert (found.header_rows, (found.rows, found.columns)) == (header, size)


@pytest.mark.parametrize(
    ("above", "caption"),
    [
        ("a) Tình hình giải quyết hồ sơ:\n", "Tình hình giải quyết hồ sơ"),
        ("Bảng 1: Tình hình giải quyết hồ sơ\n", "Tình hình giải quyết hồ sơ"),
        ("Tình hình giải quyết hồ sơ\n\n(Đơn vị tính: hồ sơ)\n", "Tình hình giải quyết hồ sơ"),
        ("Kết quả cụ thể như sau:\n", None),
        ("Trong kỳ báo cáo đã tiếp nhận 12 hồ sơ.\n", None),
        ("PHỤ LỤC 02\n\nTHỐNG KÊ HỒ SƠ\n\nCỦA HUYỆN\n\n(Kèm theo Báo cáo số 12/BC-UBND)\n", "THỐNG KÊ HỒ SƠ CỦA HUYỆN"),
    ],
)
def test_captions(above: str, caption: str | None) -> None:
    found = table(f"{above}\nSTT\tNội dung\tSố lượng\n1\tSố hồ sơ\t13\n")
    assert (found.caption and " ".join(found.caption.split())) == caption


def test_data_window_of_an_appendix_holds_for_its_tables() -> None:
    figures = "STT\tNội dung\tSố lượng\n1\tSố hồ sơ\t13\n"
    found = report(
        f"{LETTERHEAD}1. Kết quả\n\n{figures}\nPhụ lục 1\n\nTHỐNG KÊ\n\n(Số liệu từ 01/01/2021 đến 28/02/2021)\n\n"
        f"1. Hồ sơ\n\n{figures}\n2. Việc khác\n\n{figures}"
    ).tables
    windows = [one.data_window and one.data_window.value for one in found]
    assert windows == [None, "2021-01-01/2021-02-28", "2021-01-01/2021-02-28"]


def test_budget_tables_are_no_indicators() -> None:
    found = report(f"{LETTERHEAD}STT\tNội dung\tĐVT\tSố lượng\tĐơn giá\tThành tiền\n1\tMáy in\tcái\t2\t3.000\t6.000\n")
    assert (found.indicators, len(found.tables)) == ((), 1)


def test_rows_are_written_to_json() -> None:
    (row,) = rows(f"{HEAD}1.\tTỷ lệ\t%\t- Cấp tỉnh: 83 - Cấp xã: 86\t\n")
    written = json.dumps([(one.label, one.value) for one in row.value], ensure_ascii=False)
    assert written == '[["Cấp tỉnh", 83], ["Cấp xã", 86]]'
