"""Tables of tasks beside the figures that count them, and results that were left out."""

from __future__ import annotations

import pytest

from tests.check.bodies import appendix, found

HEAD = "STT\tNhiệm vụ\tSản phẩm\tCơ quan chủ trì\tThời gian\tKết quả\n"


def plan(*rows: str) -> str:
    """An appendix with a table of tasks, their cells between bars."""
    lines = (f"{number}\t{row}".replace("|", "\t") for number, row in enumerate(rows, 1))
    return f"Phụ lục\nKẾT QUẢ NHIỆM VỤ\n\n{HEAD}" + "\n".join(lines)


DONE = tuple(
    f"Rà soát thủ tục nhóm {number}|Báo cáo|Phòng Tư pháp|Tháng 3/2022|Báo cáo số {number}/BC-TP ngày 02/3/2022"
    for number in range(11, 15)
)


@pytest.mark.parametrize(
    ("last", "wrong"),
    [
        ("Tổ chức hội thi|Báo cáo|Phòng Nội vụ|Tháng 6/2022|", 1),
        ("Tổ chức hội thi|Báo cáo|Phòng Nội vụ|Tháng 12/2022|", 0),
        ("Tổ chức hội thi|Báo cáo|Phòng Nội vụ|Tháng 6/2022|Không phát sinh", 0),
        ("Tổ chức hội thi|Báo cáo|Phòng Nội vụ|Thường xuyên|", 0),
    ],
)
def test_result_of_a_task_that_is_due(last: str, wrong: int) -> None:
    assert len(found(plan(*DONE, last), "missing_value")) == wrong


def test_a_plan_that_has_no_results_yet_is_silent() -> None:
    rows = (row.rpartition("|")[0] + "|" for row in DONE)
    assert found(plan(*rows), "missing_value") == []


@pytest.mark.parametrize(
    ("result", "done", "wrong"),
    [
        ("Đang triển khai theo quy định", 5, 1),
        ("Đang triển khai theo quy định", 4, 0),
        ("Đã hoàn thành trong tháng 3", 5, 0),
    ],
)
def test_all_done_and_one_still_open(result: str, done: int, wrong: int) -> None:
    rows = appendix(
        "1.|Công tác chỉ đạo điều hành CCHC|||",
        "1.1.|Kế hoạch CCHC|||",
        "1.1.1.|Số nhiệm vụ đề ra trong kế hoạch|Nhiệm vụ|5|",
        f"1.1.2.|Số nhiệm vụ đã hoàn thành|Nhiệm vụ|{done}|",
    )
    body = rows + "\n\n" + plan(*DONE, f"Hội thi|Báo cáo|Phòng Nội vụ|Tháng 12/2022|{result}")
    assert len(found(body, "appendix_vs_appendix")) == wrong


@pytest.mark.parametrize(("stated", "wrong"), [("02", 1), ("05", 0)])
def test_bodies_in_charge(stated: str, wrong: int) -> None:
    rooms = ("Nội vụ", "Tư pháp", "Y tế", "Tài chính - Kế hoạch", "Kinh tế và Hạ tầng")
    rows = [f"Nhiệm vụ thứ {number}|Báo cáo|Phòng {rooms[number % 5]}|Năm 2022|" for number in range(10)]
    body = f"Kế hoạch giao cho {stated} cơ quan chủ trì các nhiệm vụ.\n\n" + plan(*rows)
    assert len(found(body, "prose_vs_appendix")) == wrong


@pytest.mark.parametrize(
    ("second", "wrong"),
    [
        ("Công văn số 12/UBND-VP ngày 02/3/2022 V/v tăng cường sử dụng chữ ký số", 1),
        ("Công văn số 13/UBND-VP ngày 02/3/2022 V/v tăng cường sử dụng chữ ký số", 0),
        ("Công văn số 12/UBND-VP ngày 02/3/2022 về lưu trữ hồ sơ điện tử", 0),
    ],
)
def test_one_document_twice_in_a_list(second: str, wrong: int) -> None:
    first = "- Công văn số 12/UBND-VP ngày 02/3/2022 về tăng cường sử dụng chữ ký số."
    rows = (*DONE, f"Sử dụng chữ ký số|Công văn|Văn phòng HĐND và UBND huyện|Năm 2022|{first} - {second}")
    assert len(found(plan(*rows), "repeated_item")) == wrong
