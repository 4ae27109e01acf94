"""Periods whose words are incomplete, periods that do not agree, and items and rows that lists have twice."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractor.check import check
from extractor.check.slips import find, slips
from extractor.model import DateValue
from tests.check.bodies import found, table
from tests.engine import LETTERHEAD, book, report

SLIPS = book()["findings"]["slip"]
HALF = DateValue("2022-01-01/2022-06-30", "half", "6 tháng đầu năm 2022", (0, 1))


@pytest.mark.parametrize("at", range(len(SLIPS)), ids=lambda at: SLIPS[at]["id"])
def test_row_of_slips(at: int) -> None:
    row, slip = SLIPS[at], slips()[at]
    assert all(row[key] for key in ("about", "vi", "en"))
    assert [text for text in row["examples"] if not list(find(slip, f" {text}"))] == []
    assert [text for text in row["rejects"] if list(find(slip, f" {text}"))] == []


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ("Đã gửi: kết quả khắc phục hạn chế trong công tác văn thư; danh sách; kết quả khắc phục hạn chế trong công tác"
         " văn thư.", 1),
        ("Đã gửi: kết quả khắc phục hạn chế công tác văn thư năm 2021; kết quả khắc phục hạn chế công tác văn"
         " thư năm 2022.", 0),
        # Short members, and cells, may be printed again.
        ("UBND các xã; Phòng Nội vụ; UBND các xã.", 0),
        ("Nghị quyết của Ủy ban thường vụ Quốc hội số một; Luật; Nghị quyết của Ủy ban thường vụ Quốc hội số một"
         "\tPhòng Tư pháp", 0),
    ],
)  # fmt: skip
def test_items_that_a_list_has_twice(body: str, wrong: int) -> None:
    assert len(found(body, "repeated_item")) == wrong


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ("Số liệu tính đến ngày 14/3/2022.", 1),
        ("(Số liệu đến ngày 31/3/2022); tổng số hồ sơ (số liệu đến ngày 15/02/2022).", 1),
        ("Số liệu tính đến ngày 31/5/2022.", 0),
        ("Số liệu tính đến ngày 31/12/2021.", 0),
        ("Kế hoạch đến ngày 14/3/2022.", 0),
    ],
)
def test_figures_of_a_day_long_before_the_end_of_the_period(body: str, wrong: int) -> None:
    made = report(LETTERHEAD + body)
    findings = check(replace(made, document=replace(made.document, period=HALF))).findings
    assert len([finding for finding in findings if finding.type == "period_conflict"]) == wrong


@pytest.mark.parametrize(
    ("first", "wrong"),
    [
        ("để chỉ đạo công tác văn thư năm 2021 trên địa bàn", 1),
        ("để chỉ đạo công tác văn thư năm 2022 trên địa bàn", 0),
        ("rút kinh nghiệm từ công tác văn thư năm 2021", 0),
    ],
)
def test_a_plan_is_not_made_for_the_year_before(first: str, wrong: int) -> None:
    body = f"Thực hiện chỉ đạo của tỉnh; {first}, UBND huyện đã ban hành Kế hoạch công tác văn thư năm 2022 của huyện."
    assert len(found(body, "period_conflict")) == wrong


@pytest.mark.parametrize(
    ("numbers", "wrong"),
    [("1 2 2 4 5", 1), ("1 2 3 4 5", 0), ("1 2 4 5 6", 0), ("1 2 1 2 3", 0), ("23. 24. 23. 26. 27.", 1)],
)
def test_numbers_of_rows(numbers: str, wrong: int) -> None:
    rows = (
        f"{number}|Xã {name}|{10 * at}" for at, (number, name) in enumerate(zip(numbers.split(), "ABCDE", strict=True))
    )
    assert len(found(table("STT|Xã|Số hồ sơ", *rows), "number_order")) == wrong


@pytest.mark.parametrize(
    ("name", "wrong"),
    [("huyện Mèo Vạc", 0), ("huyện Meo Vac", 0), ("huyện Quảng Bạ", 1), ("thị xã Mường Lay", 0), ("huyện khác", 0)],
)
def test_districts_that_no_register_has(name: str, wrong: int) -> None:
    assert len(found(f"Kết quả: huyện Yên Minh: 4; {name}: 2; Sở Y tế: 1.", "unknown_unit")) == wrong


def test_the_nearest_unit_is_told() -> None:
    (finding,) = found("Kết quả: huyện Yên Minh: 4; huyện Quảng Bạ: 2; Sở Y tế: 1.", "unknown_unit")
    assert "huyện Quản Bạ" in finding.message_vi
    assert "Hà Giang" in finding.message_vi


def test_documents_of_other_years_are_not_looked_up() -> None:
    """The register is of the units since 2020."""
    body = LETTERHEAD.replace("2022", "2012") + "Kết quả: huyện Yên Minh: 4; huyện Vị Ba: 2; Sở Y tế: 1."
    assert [one for one in report(body).findings if one.type == "unknown_unit"] == []
