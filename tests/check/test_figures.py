"""Figures of the prose: percentages, parts and wholes, lists, breakdowns, one quantity stated twice."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractor.check.breakdowns import parts_of
from extractor.check.numbers import is_share, read_number
from tests.check.bodies import appendix, found, messages, table


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("1.297", "1297"),
        ("99,9", "99.9"),
        ("0.5", "0.5"),
        ("12.5", "12.5"),
        ("767.618", "767618"),
        ("1.689.000.000", "1689000000"),
        ("1.234,56", "1234.56"),
        ("04", "4"),
        ("100%", "100"),
        ("2060", "2060"),
    ],
)
def test_numbers_of_cells(printed: str, value: str) -> None:
    assert read_number(printed) == Decimal(value)


@pytest.mark.parametrize("printed", ["", "-", "12/2021", "1.2.3", "12.", "Không phát sinh", "1..2", "9" * 40, "1,2,3"])
def test_cells_that_hold_no_number(printed: str) -> None:
    assert read_number(printed) is None


@pytest.mark.parametrize(
    ("percent", "part", "whole", "agrees"),
    [
        ("28.94", 11, 38, True),  # cut off
        ("28.95", 11, 38, True),  # rounded
        ("28.9", 11, 38, True),
        ("29", 11, 38, True),
        ("28", 11, 38, True),
        ("29.94", 11, 38, False),
        ("100", 17, 17, True),
        ("99.9", 17, 17, False),
        ("120", 12, 10, True),
    ],
)
def test_rounded_or_cut_off(percent: str, part: int, whole: int, agrees: bool) -> None:
    assert is_share(Decimal(percent), Decimal(part), Decimal(whole)) is agrees


@pytest.mark.parametrize(
    "body",
    [
        "Đã hoàn thành 11/38 nhiệm vụ trong Kế hoạch của huyện (đạt 29,94%).",
        "Số máy tính trên cán bộ, công chức là 200/216, đạt 82,59%.",
        "Đã xử lý 25/35 hồ sơ, chiếm tỷ lệ 70%.",
        "Tỷ lệ đạt 92,75% (700/773 đơn vị).",
    ],
)
def test_a_percentage_that_its_ratio_does_not_give(body: str) -> None:
    assert len(found(body, "percent_mismatch")) == 1


@pytest.mark.parametrize(
    "body",
    [
        "Đã hoàn thành 11/38 nhiệm vụ (tăng 5% so với cùng kỳ).",
        "Đã kiểm tra 3/7 đơn vị. Đạt 90% yêu cầu đề ra.",
        "Có 01/69 cán bộ chưa đạt chuẩn, do đó tỷ lệ cán bộ đạt chuẩn là 98,6%.",
        "Đã kiểm tra 17/17 sở (đạt 100%); 16/17 huyện (đạt 94,12%).",
        "Đã hoàn thành 11/38 nhiệm vụ, trong đó lĩnh vực thể chế đạt 50%.",
    ],
)
def test_percentages_of_something_else(body: str) -> None:
    assert messages(body, "percent_mismatch") == []


def test_the_message_has_both_figures_and_the_place() -> None:
    body = "I. KẾT QUẢ\n\n1. Cải cách thể chế\n\nĐã hoàn thành 11/38 nhiệm vụ (đạt 29,94%)."
    (finding,) = found(body, "percent_mismatch")
    assert finding.message_vi == "“29,94%” (mục I.1) không đúng với “11/38 nhiệm vụ”: kết quả tính là 28,95%."
    assert finding.message_en == "“29,94%” (section I.1) is not what “11/38 nhiệm vụ” gives: 28.95%."


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ("Nhận 246 phản ánh, trong đó đã xử lý 234 phản ánh, đang xử lý 08 phản ánh, chờ xử lý 05 phản ánh.", 1),
        ("Nhận 246 phản ánh, trong đó đã xử lý 234 phản ánh, đang xử lý 07 phản ánh, chờ xử lý 05 phản ánh.", 0),
        ("Đã xử lý 01/17 văn bản; đang xử lý 12/17 văn bản và chưa xử lý 05/17 văn bản.", 1),
        # Two of three kinds: the rest is not stated.
        ("Nhận 246 phản ánh, trong đó đã xử lý 200 phản ánh, đang xử lý 07 phản ánh.", 0),
        # Trong đó: subsets that overlap.
        ("Tiếp nhận 1.000 hồ sơ, trong đó 800 hồ sơ trực tuyến, 600 hồ sơ qua bưu chính.", 0),
    ],
)
def test_parts_of_a_whole(body: str, wrong: int) -> None:
    assert len(found(body, "sum_mismatch")) == wrong


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ("Kiểm tra tại 03 xã (Lũng Cú, Má Lé, Đồng Văn, Sà Phìn).", 1),
        ("Kiểm tra tại 04 xã (Lũng Cú, Má Lé, Đồng Văn, Sà Phìn).", 0),
        ("Kiểm tra tại 05 xã (Lũng Cú, Má Lé, Đồng Văn và Sà Phìn...).", 0),
        ("Có 02 sở: Sở Giáo dục và Đào tạo; Sở Kế hoạch và Đầu tư.", 0),
        ("Thành lập 02 đoàn (đoàn số 1 kiểm tra 5 xã, đoàn số 2 kiểm tra 6 xã, báo cáo UBND).", 0),
        ("Theo 02 nhóm vấn đề: tình hình ban hành văn bản quy định chi tiết thi hành luật và các nghị định của Chính"
         " phủ; tình hình bảo đảm các điều kiện cho việc thi hành pháp luật tại các cơ quan; các đề xuất.", 0),
    ],
)  # fmt: skip
def test_lists_behind_a_number(body: str, wrong: int) -> None:
    assert len(found(body, "list_length_mismatch")) == wrong


@pytest.mark.parametrize(
    ("note", "parts"),
    [
        ("Sở Tư pháp: 1 VB; Sở Xây dựng: 10 VB; thị xã An Khê: 3 VB.", [1, 10, 3]),
        ("Cấp tỉnh: 1.300; cấp huyện 1.373", [1300, 1373]),
        ("Mức độ 3: 191; Mức độ 4: 349 (Số liệu đến ngày 31/5/2021)", [191, 349]),
        ("UBND thành phố Pleiku:1; Sở Y tế: 7", [1, 7]),
        ("Số liệu đến ngày 14/6/2021", []),
        ("Do sáp nhập sự nghiệp VHTT; SN Giáo dục không giảm", []),
        ("03 đơn vị thuộc huyện và 25 đơn vị thuộc phòng", []),
    ],
)
def test_breakdowns_in_notes(note: str, parts: list[int]) -> None:
    assert parts_of(note) == [Decimal(part) for part in parts]


def test_a_footnote_that_says_what_a_figure_is_made_of() -> None:
    body = (
        "Số đơn vị đã thực hiện là {}<sup>(1)</sup> trong năm.\n\n"
        "<sup>1</sup> Gồm: cấp tỉnh 02 đơn vị; cấp huyện 75 đơn vị."
    )
    assert len(found(body.format("78 đơn vị"), "breakdown_mismatch")) == 1
    assert found(body.format("77 đơn vị"), "breakdown_mismatch") == []


def test_a_value_beside_its_ratio() -> None:
    rows = (
        "STT|Tiêu chí|Tổng số|Ghi chú",
        "1|Số công chức cấp xã đạt chuẩn|{}|100/101",
        "2|Số cán bộ đạt chuẩn|98|98/98",
    )
    wrong = table(*(row.format(101) for row in rows))
    assert len(found(wrong, "ratio_mismatch")) == 1
    assert found(table(*(row.format(100) for row in rows)), "ratio_mismatch") == []


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ("Hiện nay có 17/17 sở, ban, ngành tỉnh đã triển khai mô hình Một cửa điện tử liên thông.\n\nMô hình Một cửa"
         " điện tử liên thông: có 20/20 sở, ban, ngành tỉnh đã triển khai mô hình này.", 1),
        # Two times, two bodies, two levels.
        ("Trong quý I đã đăng tải trên Cổng thông tin huyện 154 tin.\n\nTrong năm 2021 đã đăng tải trên Cổng thông tin"
         " huyện 422 tin.", 0),
        ("- Xã Lũng Cú tiếp nhận qua bưu điện 12 hồ sơ.\n\n- Xã Má Lé tiếp nhận qua bưu điện 15 hồ sơ.", 0),
        ("Số đơn vị cấp tỉnh đã ban hành quy chế chi tiêu nội bộ là 40 đơn vị.\n\nSố đơn vị cấp huyện đã ban hành quy"
         " chế chi tiêu nội bộ là 321 đơn vị.", 0),
    ],
)  # fmt: skip
def test_one_quantity_stated_twice(body: str, wrong: int) -> None:
    assert len(found(body, "repeated_quantity_differs")) == wrong


def test_more_than_all_of_it() -> None:
    assert len(found("Tỷ lệ hồ sơ giải quyết đúng hạn đạt 100% trở lên.", "value_outside_unit")) == 1
    assert found("Thu ngân sách đạt 100% kế hoạch trở lên.", "value_outside_unit") == []


def test_an_appendix_that_agrees_is_silent() -> None:
    body = "Đã công bố mới 75 TTHC.\n\n" + appendix(
        "3.|Cải cách thủ tục hành chính|||",
        "3.1.|Thống kê TTHC|||",
        "3.1.1.|Số TTHC công bố mới|Thủ tục|75|",
        "3.1.2.|Số TTHC bãi bỏ, thay thế|Thủ tục|142|Sửa đổi, bổ sung 53 TTHC; bãi bỏ 89 TTHC",
    )
    assert [finding for kind in ("prose_vs_appendix", "breakdown_mismatch") for finding in found(body, kind)] == []
