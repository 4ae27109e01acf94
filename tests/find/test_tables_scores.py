"""Scored criteria, in prose and in tables (EXTRACTION 9)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from extractor import extract
from tests.engine import LETTERHEAD, report

REPORTS = Path(__file__).resolve().parent.parent.parent / "corpora" / "reports"


def scores(body: str) -> list[Any]:
    """The scores of a report."""
    return list(report(LETTERHEAD + body).scores)


def told(score: Any) -> tuple[Any, ...]:
    return score.criterion, score.achieved, score.maximum, score.unit


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "- Tiêu chí thành phần 1.2.1 về báo cáo CCHC quý, năm: UBND huyện đạt 0/0,25 điểm, nguyên nhân: trễ.",
            ("1.2.1", "0", "0.25", "UBND huyện Đồng Văn"),
        ),
        ("- Tiêu chí về cải cách tài chính công đạt 5,3/6 điểm.", ("cải cách tài chính công", "5.3", "6", None)),
        (
            "- Tiêu chí thành phần số 3.4.1 về hồ sơ: Sở Nội vụ đạt 1,98/2 điểm.",
            ("3.4.1", "1.98", "2", "Sở Nội vụ tỉnh Hà Giang"),
        ),
        (
            "2. Cải cách thể chế: UBND huyện đạt được 07/8 điểm; cụ thể:",
            ("Cải cách thể chế", "7", "8", "UBND huyện Đồng Văn"),
        ),
        (
            "1.3.2. Chế độ báo cáo: UBND huyện đạt 0,25/0,5 điểm, lý do: chậm.",
            ("1.3.2", "0.25", "0.5", "UBND huyện Đồng Văn"),
        ),
        ("- Tiêu chí 1.1 (Kế hoạch CCHC): 0,5/1 điểm.", ("1.1", "0.5", "1", None)),
        ("- Tiêu chí 2.1 về họp: đạt 1 điểm/2 điểm do họp ít.", ("2.1", "1", "2", None)),
        ("- Tiêu chí 2.2 về họp: Sở Y tế đạt 4 điểm (tối đa 5 điểm).", ("2.2", "4", "5", "Sở Y tế tỉnh Hà Giang")),
        (
            "- Tổng điểm của Sở Nội vụ đạt 85 điểm trên tổng số 100 điểm.",
            ("Tổng điểm", "85", "100", "Sở Nội vụ tỉnh Hà Giang"),
        ),
        (
            "Sở Tài chính: Tổng số điểm đạt được là 90,5/100 điểm.",
            ("Tổng số điểm", "90.5", "100", "Sở Tài chính tỉnh Hà Giang"),
        ),
        (
            "Chỉ số cải cách hành chính năm 2021 của tỉnh Hà Giang đạt 83,25 điểm, xếp thứ 35/63.",
            ("Chỉ số cải cách hành chính năm 2021", "83.25", None, "tỉnh Hà Giang"),
        ),
    ],
)
def test_forms_of_a_score(text: str, expected: tuple[Any, ...]) -> None:
    (score,) = scores(text)
    assert told(score) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Huyện có 17 điểm cầu trực tuyến và 5 điểm trường.",
        "Tỷ lệ tăng 2,5 điểm phần trăm so với năm trước.",
        "Môn toán đạt 8,5 điểm.",
        "UBND huyện bị trừ 0,5 điểm do báo cáo trễ.",
        "Thời điểm: 5 điểm dân cư.",
        "UBND huyện đạt 1/2 điểm, UBND xã đạt 1/2 điểm.",
    ],
)
def test_what_is_no_score(text: str) -> None:
    assert scores(text) == []


def test_parts_of_a_score() -> None:
    (score,) = scores(
        "- Tiêu chí 7.2 về xếp hạng ứng dụng CNTT: UBND huyện đạt 6,78/8 điểm, "
        "nguyên nhân: Đạt 133.6/150 điểm theo bộ tiêu chí.\n"
    )
    assert (score.label, score.cause) == ("xếp hạng ứng dụng CNTT", "Đạt 133.6/150 điểm theo bộ tiêu chí")


def test_several_criteria_in_a_paragraph() -> None:
    found = scores(
        "Tiêu chí 1.1 về họp đạt 0/1 điểm, nguyên nhân: không họp. Tiêu chí 1.2 về báo cáo đạt 2/2 điểm; "
        "Tiêu chí 1.3 về kế hoạch đạt 1/1 điểm."
    )
    assert [(score.criterion, score.achieved, score.cause) for score in found] == [
        ("1.1", "0", "không họp"),
        ("1.2", "2", None),
        ("1.3", "1", None),
    ]


def test_the_heading_says_whose_scores_they_are() -> None:
    found = scores(
        "I. Đánh giá\n\n1. Đối với UBND xã Tân Lập: Tổng số điểm đạt được là 79,3/97 điểm "
        "(Chỉ số cải cách hành chính của đơn vị: 81,75 điểm), xếp loại Tốt:\n\n"
        "- Tiêu chí về thể chế đạt 8,5/9 điểm.\n\n2. Đối với UBND xã Đăk Kôi:\n\n"
        "- Tiêu chí về thể chế đạt 7/9 điểm.\n\nII. Việc khác\n\n- Tiêu chí về thể chế đạt 1/9 điểm.\n"
    )
    assert [told(score) for score in found] == [
        ("Tổng số điểm", "79.3", "97", "UBND xã Tân Lập"),
        ("Chỉ số cải cách hành chính", "81.75", None, "UBND xã Tân Lập"),
        ("thể chế", "8.5", "9", "UBND xã Tân Lập"),
        ("thể chế", "7", "9", "UBND xã Đăk Kôi"),
        ("thể chế", "1", "9", None),
    ]


def test_scores_of_a_report() -> None:
    (file,) = REPORTS.glob("002*.txt")
    found = extract(file).scores
    assert len(found) == 98
    assert sum(score.cause is not None for score in found) == 18
    assert {score.unit for score in found} >= {"UBND huyện Kon Rẫy", "UBND xã Đăk Tờ Re", "UBND thị trấn Đăk Rve"}
    parts = [float(score.achieved) for score in found if score.criterion[0].isupper() and score.maximum][1:9]
    assert round(sum(parts), 2) == float(found[0].achieved)


def test_a_table_of_scores() -> None:
    found = scores(
        "STT\tTiêu chí/Tiêu chí thành phần\tĐiểm tối đa\tĐiểm tự đánh giá\tĐiểm thẩm định\tLý do\n"
        "1\tChỉ đạo điều hành\t10\t9,5\t9\t\n1.1\tKế hoạch\t2\t2\t1,5\tBan hành chậm\n\tTỔNG CỘNG\t100\t90\t85,25\t\n"
    )
    assert [(told(score)[:3], score.label, score.cause) for score in found] == [
        (("1", "9", "10"), "Chỉ đạo điều hành", None),
        (("1.1", "1.5", "2"), "Kế hoạch", "Ban hành chậm"),
        (("TỔNG CỘNG", "85.25", "100"), None, None),
    ]
