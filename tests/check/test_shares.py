"""Shares without their sign, shares of several ratios together, groups of columns, and breakdowns by body."""

from __future__ import annotations

import pytest

from tests.check.bodies import appendix, found, table
from tests.engine import LETTERHEAD, report

LOST = "Hồ sơ đạt tỷ lệ 100 .\n\nVăn bản đạt tỷ lệ 90 .\n\nKết nối đạt tỷ lệ 85 .\n\n"


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ("Tỷ lệ trả qua bưu chính phải đạt từ 50 trở lên.", 1),
        ("Nâng cấp, kết nối 100 đơn vị sự nghiệp công lập.", 1),
        ("Tỷ lệ trả qua bưu chính phải đạt từ 50% trở lên.", 0),
        ("Đã trồng 250 cây.", 0),
    ],
)
def test_other_figures_of_a_text_that_lost_its_signs(body: str, wrong: int) -> None:
    """They are told with the shares that lack it, which alone make the text known for it."""
    of_all = [count for finding in found(LOST + body, "unit_missing") for count in finding.items]
    assert len(of_all) == 3 + wrong
    assert {finding.severity for finding in found(LOST + body, "unit_missing")} == {"warning"}


@pytest.mark.parametrize(
    ("percent", "wrong"), [("90,5%", 1), ("92,59%", 0), ("92,5%", 0), ("92,6%", 0), ("100%", 0), ("88,97%", 0)]
)
def test_a_share_of_several_ratios(percent: str, wrong: int) -> None:
    body = f"Có {percent} máy tính có phần mềm (trong đó: 71/71 máy tính của huyện, 129/145 máy tính của xã)."
    assert len(found(body, "percent_mismatch")) == wrong


def test_ratios_of_other_things_are_no_parts_of_a_share() -> None:
    body = "Tỷ lệ giải quyết đúng hạn đạt 90,5% (riêng 71/71 máy tính của huyện, 129/145 máy tính của xã đã nối mạng)."
    assert found(body, "percent_mismatch") == []


HEADS = (
    "STT|Cơ quan|Đã làm|||Dự kiến|||Tổng số||",
    "||Đơn giản hóa|Bãi bỏ|Cắt giảm|Đơn giản hóa|Bãi bỏ|Cắt giảm|Đơn giản hóa|Bãi bỏ|Cắt giảm",
)


@pytest.mark.parametrize(("total", "wrong"), [("33", 0), ("23", 1)])
def test_the_last_group_of_columns_is_the_sum_of_the_others(total: str, wrong: int) -> None:
    rows = [
        f"{at}|Phòng {name}|{at + 3}|{at + 9}|2|{at + 5}|4|{at}|{2 * at + 8}|{at + 13}|{at + 2}"
        for at, name in enumerate("ABCDE", 1)
    ]
    last = f"6|Phòng F|11|15|2|22|4|6|{total}|19|8"
    assert len(found(table(*HEADS, *rows, last), "sum_mismatch")) == wrong


def test_groups_that_are_no_sums_are_silent() -> None:
    rows = [
        f"{at}|Phòng {name}|{at}|{at + 9}|2|{at + 5}|4|{at}|{at + 8}|{3 * at}|7" for at, name in enumerate("ABCDE", 1)
    ]
    assert found(table(*HEADS, *rows), "sum_mismatch") == []


@pytest.mark.parametrize(
    ("settled", "wrong"),
    [
        ("Sở Y tế: 3; Sở Xây dựng: 2; Sở Tư pháp: 2", 1),
        ("Sở Y tế: 3; Sở Xây dựng: 2; huyện Yên Minh: 2", 0),
        # Another breakdown altogether.
        ("cấp tỉnh: 4; cấp huyện: 2; cấp xã: 1", 0),
    ],
)
def test_a_part_that_its_whole_has_not(settled: str, wrong: int) -> None:
    bodies = "Sở Y tế: 5; Sở Xây dựng: 2; huyện Yên Minh: 2"
    body = appendix(
        "2.|Cải cách thể chế|||",
        f"2.4.|Số VBQPPL đã kiến nghị xử lý sau kiểm tra, rà soát|Văn bản|9|{bodies}",
        f"2.5.|Số VBQPPL có kiến nghị xử lý đã được xử lý xong|Văn bản|7|{settled}",
    )
    assert len(found(body, "breakdown_astray")) == wrong


@pytest.mark.parametrize(
    ("title", "wrong"),
    [
        ("về việc bổ nhiệm ông Vàng Mí Sính", 1),
        ("về việc bổ nhiệm lại ông Vàng Mí Sính", 0),
        ("về việc tuyển dụng ông Vàng Mí Sính", 0),
    ],
)
def test_appointments_beside_an_empty_indicator(title: str, wrong: int) -> None:
    head = LETTERHEAD.replace("Kết quả công tác văn thư", "Kết quả công tác văn thư năm 2022")
    body = f"Ban hành Quyết định số 31/QĐ-UBND ngày 12/3/2022 {title}.\n\n" + appendix(
        "5.|Cải cách chế độ công vụ|||",
        "5.3.|Số liệu về bổ nhiệm công chức lãnh đạo|||",
        "5.3.3.|Số lãnh đạo cấp phòng thuộc sở, ngành được bổ nhiệm mới|Người|0|",
        "5.3.4.|Số lãnh đạo cấp phòng thuộc UBND huyện được bổ nhiệm mới|Người||",
    )
    findings = [one for one in report(head + body).findings if one.type == "missing_value"]
    assert len(findings) == wrong


@pytest.mark.parametrize(("value", "wrong"), [("28", 1), ("5", 0), ("9", 0), ("14", 0)])
def test_figures_of_the_prose_that_may_be_parts(value: str, wrong: int) -> None:
    said = "Nghỉ hưu theo Nghị định 108 cho 05 viên chức.\n\nThực hiện tinh giản biên chế đối với 09 viên chức.\n\n"
    body = said + appendix(
        "4.|Cải cách tổ chức bộ máy hành chính nhà nước|||",
        "4.3.|Số người làm việc hưởng lương từ NSNN tại các đơn vị sự nghiệp công lập|||",
        f"4.3.3.|Số người đã tinh giản trong kỳ báo cáo|Người|{value}|",
    )
    assert len(found(body, "prose_vs_appendix")) == wrong


@pytest.mark.parametrize(
    ("symbols", "wrong"),
    [(("CT-TTg", "CT-TTg", "CTTg"), 1), (("CT-TTg", "CT-TTg", "CT-TTg"), 0), (("TTr-UBND", "TTr-UBND", "TTr-UBND"), 0)],
)
def test_a_symbol_that_lacks_a_letter_once(symbols: tuple[str, ...], wrong: int) -> None:
    body = "\n\n".join(f"Chỉ thị số 27/{one} ngày 15/8/2022 của Thủ tướng Chính phủ." for one in symbols)
    assert len(found(body, "symbol_misspelt")) == wrong


@pytest.mark.parametrize(("symbol", "wrong"), [("TT-UBND", 1), ("TTr-UBND", 0), ("TT-SNV", 0)])
def test_a_proposal_with_the_symbol_of_a_circular(symbol: str, wrong: int) -> None:
    body = f"Theo Tờ trình số 31/{symbol} ngày 12/3/2022 của cơ quan trình."
    assert len(found(body, "noun_symbol_mismatch")) == wrong
