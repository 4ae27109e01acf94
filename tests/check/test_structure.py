"""Headings, dates, periods and footnotes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from extractor.check import check
from extractor.model import DateValue
from tests.check.bodies import found, messages
from tests.engine import LETTERHEAD, report


def headings(*labels: str) -> str:
    return "\n\n".join(f"{label} Công tác văn thư\n\nĐã thực hiện." for label in labels)


@pytest.mark.parametrize(
    ("labels", "wrong"),
    [
        (("I.", "II.", "III."), 0),
        (("I.", "III."), 1),
        (("I.", "II.", "II."), 1),
        (("I.", "1.", "2.", "II.", "1.", "2."), 0),
        (("I.", "1.", "2.", "4."), 1),
        (("I.", "1.", "1.1.", "1.2.", "2.", "2.1."), 0),
        (("I.", "a)", "b)", "c)", "d)", "đ)", "e)"), 0),
        (("I.", "a)", "b)", "d)"), 1),
        # A list begins again under a line without a number.
        (("I.", "1.", "2.", "1.", "2."), 0),
    ],
)
def test_order_of_headings(labels: tuple[str, ...], wrong: int) -> None:
    assert len(found(headings(*labels), "heading_out_of_order")) == wrong


def test_a_number_that_stands_in_a_table_is_not_missed() -> None:
    body = "1.1. Thu từ doanh nghiệp\n\nThu thuế\n1.2. 68 32\n1.3. Thu từ khu vực khác\n\nĐã thu."
    assert messages(body, "heading_out_of_order") == []


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ("Dự kiến hoàn thành vào cuối tháng 3/2021.", 1),
        ("Dự kiến hoàn thành vào cuối tháng 12/2022.", 0),
        ("Hội nghị dự kiến; ngày 12/3/2021 đã tổ chức xong.", 0),
        ("Đã hoàn thành vào tháng 3/2021.", 0),
        ("Dự kiến năm 2022 hoàn thành.", 0),
    ],
)
def test_dates_still_to_come(body: str, wrong: int) -> None:
    assert len(found(body, "deadline_before_report")) == wrong


@pytest.mark.parametrize(
    ("first", "second", "wrong"),
    [
        ("(Số liệu từ ngày 01/01/2022 đến ngày 28/01/2022)", "(Số liệu từ ngày 01/01/2022 đến ngày 28/02/2022)", 1),
        ("(Số liệu từ ngày 01/01/2022 đến ngày 28/02/2022)", "(Số liệu từ 01/01/2022 đến 28/02/2022)", 0),
        # Two quarters, and a period that is no window of figures.
        ("(Số liệu từ ngày 01/01/2022 đến ngày 31/3/2022)", "(Số liệu từ ngày 01/4/2022 đến ngày 30/6/2022)", 0),
        ("(Số liệu từ ngày 01/01/2022 đến ngày 28/02/2022)", "Kiểm tra từ ngày 01/01/2022 đến ngày 15/01/2022.", 0),
    ],
)
def test_windows_of_figures(first: str, second: str, wrong: int) -> None:
    assert len(found(f"{first}\n\n{second}", "period_conflict")) == wrong


def test_only_a_periodic_report_has_an_outline() -> None:
    made = report(LETTERHEAD + "I. KẾT QUẢ THỰC HIỆN\n\nĐã thực hiện.")
    quarter = DateValue("2022-07-01/2022-09-30", "quarter", "quý III năm 2022", (0, 1))
    periodic = check(replace(made, document=replace(made.document, period=quarter)))
    assert [one.type for one in check(replace(made, document=replace(made.document, period=None))).findings] == []
    assert [one.type for one in periodic.findings] == ["section_missing"]


def test_a_mark_without_a_note_in_a_table() -> None:
    body = (
        "Kết quả:\n\nSố TTHC\tLiên thông ngang <sup>1</sup>\tLiên thông dọc <sup>2</sup>\n360\t1\t32\n\n"
        "<sup>1</sup> Liên thông giữa các cơ quan hành chính cùng cấp\n"
    )
    (finding,) = found(body, "footnote_missing")
    assert "2" in finding.message_vi


def test_figures_in_brackets_are_no_marks() -> None:
    body = (
        "Đã hoàn thành 11 nhiệm vụ<sup>(1)</sup> và nhóm (2) đang thực hiện.\n\n<sup>1</sup> Theo kế hoạch của huyện.\n"
    )
    assert messages(body, "footnote_missing") == []
