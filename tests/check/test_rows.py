"""Rows of statistics appendices, totals of tables, and scores."""

from __future__ import annotations

import pytest

from extractor.check.rows import grades
from tests.check.bodies import appendix, found, messages, table


def test_grades_of_a_unit() -> None:
    assert grades("Chưa có = 0 2 cấp = 1 3 cấp = 2") == {0: "Chưa có", 1: "2 cấp", 2: "3 cấp"}
    assert list(grades("Trực tuyến = 0 Phát phiếu = 1 Kết hợp = 2")) == [0, 1, 2]
    assert grades("Cơ quan, đơn vị") == {}


@pytest.mark.parametrize(
    ("unit", "value", "severity"),
    [
        ("Chưa = 0 Hoàn thành = 1", "2", "error"),
        ("Chưa = 0 Hoàn thành = 1", "Đang triển khai", "error"),
        ("Chưa = 0 Hoàn thành = 1", "1", None),
        ("Chưa = 0 Hoàn thành = 1", "", None),
        ("%", "105", "error"),
        ("%", "100", None),
        ("Người", "105", None),
    ],
)
def test_values_and_their_units(unit: str, value: str, severity: str | None) -> None:
    body = appendix(f"7.1.|Tỷ lệ cơ quan đã kết nối|{unit}|{value}|", "7.2.|Số văn bản đi|Văn bản|12|")
    assert [finding.severity for finding in found(body, "value_outside_unit")] == ([severity] if severity else [])


def test_zero_is_not_empty() -> None:
    rows = (
        "3.1.|Tổng số TTHC đang có hiệu lực|Thủ tục|{}|",
        "Trong đó|Số TTHC cấp huyện|Thủ tục|277|",
        "3.2.|Số TTHC|Thủ tục|2|",
    )
    assert len(found(appendix(*(row.format("") for row in rows)), "missing_value")) == 1
    assert found(appendix(*(row.format("0") for row in rows)), "missing_value") == []
    assert found(appendix(*(row.format("Không phát sinh") for row in rows)), "missing_value") == []


def test_codes_of_another_group_are_one_finding() -> None:
    body = appendix(
        "1.|Chỉ đạo|||",
        "1.1.|Kế hoạch|||",
        "1.1.1.|Số nhiệm vụ đề ra|Nhiệm vụ|34|",
        "1.2.|Kiểm tra|||",
        "1.1.1.|Số đơn vị đã kiểm tra|Đơn vị|3|",
        "1.1.2.|Số vấn đề phát hiện|Vấn đề|2|",
        "1.3.|Khảo sát|||",
        "1.3.1.|Số phiếu|Phiếu|20|",
    )
    (finding,) = found(body, "number_order")
    assert "1.1.1–1.1.2" in finding.message_vi
    (again,) = found(body, "duplicate_code")
    assert "1.1.1" in again.message_vi


TOTALS = (
    "Lĩnh vực|Tổng số|Kỳ trước|Mới tiếp nhận",
    "Đất đai|173|70|103",
    "Hộ tịch|240|5|235",
    "Chứng thực|14|2|12",
)


@pytest.mark.parametrize(
    ("total", "wrong"),
    [
        ("Tổng cộng|427|77|350", 0),
        ("Tổng cộng|427|78|350", 1),
        ("Cộng|437|77|350", 1),
        # No column adds up: the rows are no parts of it.
        ("Tổng cộng|9000|4000|5000", 0),
    ],
)
def test_total_rows(total: str, wrong: int) -> None:
    assert len(found(table(*TOTALS, total), "sum_mismatch")) == wrong


def test_total_of_the_numbered_rows_only() -> None:
    rows = ("STT|Nội dung|Số lượng|Kinh phí", "1|Cấp huyện|10|100", "a|Phòng|4|40", "b|Ban|6|60", "2|Cấp xã|5|50")
    assert messages(table(*rows, "|Tổng cộng|15|150"), "sum_mismatch") == []
    assert len(found(table(*rows, "|Tổng cộng|15|160"), "sum_mismatch")) == 1


def test_a_row_whose_parts_do_not_add_up() -> None:
    rows = (
        "Địa phương|Tổng số|Cấp tỉnh|Cấp xã",
        "Hà Giang|20|12|8",
        "Lào Cai|31|20|11",
        "Sơn La|19|10|9",
        "Lai Châu|17|9|7",
    )
    (finding,) = found(table(*rows), "sum_mismatch")
    assert "9 + 7 = 16" in finding.message_vi


def test_a_share_that_its_columns_do_not_give() -> None:
    rows = ("Cơ quan|Phải cung cấp|Đã cung cấp|Tỷ lệ (%)", "Sở A|12|12|100", "Sở B|70|66|94,29", "Sở C|258|243|94,19")
    assert messages(table(*rows, "Sở D|198|182|91,92"), "percent_mismatch") == []
    (finding,) = found(table(*rows, "Sở D|198|182|81,92"), "percent_mismatch")
    assert "91,92" in finding.message_vi


SCORES = (
    "1. Đối với UBND xã Lũng Cú: Tổng số điểm các tiêu chí đạt được là {}/25 điểm (Chỉ số cải cách hành chính của đơn"
    " vị: {} điểm), cụ thể:\n\n- Tiêu chí về chỉ đạo, điều hành đạt {}/10 điểm.\n\n- Tiêu chí về cải cách thủ tục hành"
    " chính đạt 5/8 điểm.\n\n- Tiêu chí về cải cách tài chính công đạt 6/7 điểm."
)


def test_scores_and_their_total() -> None:
    assert found(SCORES.format(20, 80, 9), "score_total_mismatch") == []
    assert len(found(SCORES.format(20, 80, 8), "score_total_mismatch")) == 1


def test_the_index_of_a_score() -> None:
    assert found(SCORES.format(20, 80, 9), "percent_mismatch") == []
    assert len(found(SCORES.format(20, 85, 9), "percent_mismatch")) == 1


def test_a_score_above_its_maximum() -> None:
    assert len(found(SCORES.format(22, 88, 11), "ratio_mismatch")) == 1


def test_rows_of_the_template_that_go_together() -> None:
    rows = (
        "1.|Công tác chỉ đạo điều hành CCHC|||",
        "1.4.|Thực hiện nhiệm vụ UBND, Chủ tịch UBND tỉnh giao|||",
        "1.4.1.|Tổng số nhiệm vụ được giao|Nhiệm vụ|{}|",
        "1.4.2.|Số nhiệm vụ đã hoàn thành đúng hạn|Nhiệm vụ|20|",
        "1.4.3.|Số nhiệm vụ đang thực hiện|Nhiệm vụ|01|",
        "1.4.4.|Số nhiệm vụ đã hoàn thành nhưng quá hạn|Nhiệm vụ|05|",
    )
    assert len(found(appendix(*(row.format(21) for row in rows)), "sum_mismatch")) == 1
    assert found(appendix(*(row.format(26) for row in rows)), "sum_mismatch") == []
    assert found(appendix(*(row.format(30) for row in rows)), "sum_mismatch") == []


SETTLED = (
    "3.|Cải cách thủ tục hành chính|||",
    "3.4.|Kết quả giải quyết TTHC|||",
    "3.4.1.|Tỷ lệ hồ sơ TTHC do các sở, ngành tiếp nhận được giải quyết đúng hạn|%|70|",
    "3.4.2.|Tỷ lệ hồ sơ TTHC do UBND cấp huyện tiếp nhận được giải quyết đúng hạn|%|72,8|",
    "3.4.3.|Tỷ lệ hồ sơ TTHC do UBND cấp xã tiếp nhận được giải quyết đúng hạn|%|87,8|",
    "3.4.4.|Tỷ lệ hồ sơ TTHC về lĩnh vực đất đai được giải quyết đúng hạn (ở cả 2 cấp)|%|99,15|",
)


@pytest.mark.parametrize(("share", "wrong"), [("98,89%", 1), ("75,1%", 0)])
def test_a_share_of_all_levels_lies_between_theirs(share: str, wrong: int) -> None:
    body = f"Tỷ lệ hồ sơ giải quyết đúng hạn đạt {share} trên tổng số hồ sơ.\n\n" + appendix(*SETTLED)
    assert len(found(body, "prose_vs_appendix")) == wrong


@pytest.mark.parametrize(("in_time", "wrong"), [("116", 0), ("115", 1)])
def test_a_share_that_a_row_of_another_table_gives(in_time: str, wrong: int) -> None:
    files = (
        "Lĩnh vực|Số hồ sơ đã tiếp nhận|Kết quả giải quyết||",
        "|Tổng số|Số hồ sơ đã giải quyết||",
        "||Tổng số|Trả đúng hạn|Trả quá hạn",
        f"Đất đai|173|117|{in_time}|{117 - int(in_time)}",
        "Hộ tịch|240|236|236|0",
    )
    body = appendix(*SETTLED) + "\n\nPhụ lục\nKẾT QUẢ MỘT CỬA\n\n" + "\n".join(row.replace("|", "\t") for row in files)
    assert len(found(body, "appendix_vs_appendix")) == wrong


def test_shares_that_lost_their_sign() -> None:
    assert len(found("Văn bản điện tử đạt tỷ lệ 100 . Duy trì kết nối, phải đạt từ 60 trở lên.", "unit_missing")) == 1
    assert messages("Văn bản điện tử đạt tỷ lệ 100%. Duy trì kết nối, phải đạt từ 60% trở lên.", "unit_missing") == []
