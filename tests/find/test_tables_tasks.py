"""Rows of work plans (EXTRACTION 9), also of those that a conversion flattened."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from extractor import extract
from tests.engine import LETTERHEAD, report

REPORTS = Path(__file__).resolve().parent.parent.parent / "corpora" / "reports"
HEAD = "Nhiệm vụ chung\tNhiệm vụ cụ thể\tSản phẩm\tCơ quan chủ trì\tCơ quan phối hợp\tThời gian\tKết quả\n"


def tasks(body: str) -> list[Any]:
    """The tasks of a report with one plan."""
    return list(report(f"{LETTERHEAD}Phụ lục\n\n{body}").tasks)


def bodies(actors: Any) -> list[str]:
    return [actor.text for actor in actors]


def test_merged_cells_are_filled_down() -> None:
    """A task whose products go on in the next row is one entry."""
    first, second = tasks(
        f"{HEAD}I. Cải cách thể chế\t1. Rà soát văn bản\tKế hoạch\tPhòng Tư pháp\tCác phòng, ban\tTháng 3/2022\t\n"
        "\t\tBáo cáo\t\tUBND các xã, thị trấn\t\t\n"
        "\t2. Kiểm soát TTHC\t\tVăn phòng HĐND và UBND huyện; Phòng Nội vụ\t\tHằng quý\t"
        "Công văn số 12/UBND-VP ngày 02/3/2022\n"
    )
    assert [task.group for task in (first, second)] == ["I. Cải cách thể chế"] * 2
    assert [task.task for task in (first, second)] == ["1. Rà soát văn bản", "2. Kiểm soát TTHC"]
    assert [task.product for task in (first, second)] == ["Kế hoạch; Báo cáo", None]
    assert bodies(first.lead) == ["Phòng Tư pháp"]
    assert bodies(first.coordinating) == ["Các phòng, ban", "UBND các xã, thị trấn"]
    assert bodies(second.lead) == ["Văn phòng HĐND và UBND huyện", "Phòng Nội vụ"]
    assert (first.deadline.value, first.deadline_text) == ("2022-03", None)
    assert (second.deadline, second.deadline_text) == (None, "Hằng quý")
    assert len(second.references) == 1


def test_the_first_of_several_dates_is_the_deadline() -> None:
    (task,) = tasks(
        f"{HEAD}I. Cải cách thể chế\t1. Rà soát\tKế hoạch\tPhòng Tư pháp\t\t"
        "Ban hành trong tháng 01/2022; báo cáo trong quý IV năm 2022\t\n"
    )
    assert task.deadline.value == "2022-01"
    assert task.deadline_text.endswith("quý IV năm 2022")


def test_a_number_is_no_group_and_a_row_of_its_own_is_one() -> None:
    found = tasks(
        "STT\tNội dung công việc\tĐơn vị chủ trì\tĐơn vị phối hợp\tThời gian hoàn thành\n"
        "I\tCẢI CÁCH THỂ CHẾ\t\t\t\n1\tRà soát văn bản\tSở Tư pháp\tSở Nội vụ, Sở Tài chính\tQuý I/2022\n"
        "2\tBáo cáo\t\t\tTrước ngày 30/11/2022\n"
    )
    assert [(task.group, task.task, bodies(task.lead)) for task in found] == [
        ("CẢI CÁCH THỂ CHẾ", "Rà soát văn bản", ["Sở Tư pháp"]),
        ("CẢI CÁCH THỂ CHẾ", "Báo cáo", ["Sở Tư pháp"]),
    ]
    assert bodies(found[0].coordinating) == ["Sở Nội vụ", "Sở Tài chính"]
    assert [task.deadline.value for task in found] == ["2022-01-01/2022-03-31", "2022-11-30"]


def test_heads_below_a_merged_head() -> None:
    (task,) = tasks(
        "TT\tNhiệm vụ\tPhân công thực hiện\t\tThời gian\n\t\tChủ trì\tPhối hợp\t\n"
        "1\tTuyên truyền\tSở Thông tin và Truyền thông\tĐài Phát thanh - Truyền hình\tThường xuyên\n"
    )
    assert (bodies(task.lead), bodies(task.coordinating)) == (
        ["Sở Thông tin và Truyền thông"],
        ["Đài Phát thanh - Truyền hình"],
    )


@pytest.mark.parametrize(
    ("cell", "lead"),
    [
        ("Phòng Nội vụ; Phòng Giáo dục – Đào tạo", ["Phòng Nội vụ", "Phòng Giáo dục – Đào tạo"]),
        ("Các cơ quan, đơn vị, UBND cấp xã.", ["Các cơ quan, đơn vị", "UBND cấp xã"]),
        ("Văn phòng HĐND và UBND huyện", ["Văn phòng HĐND và UBND huyện"]),
        ("Sở Văn hóa, Thể thao và Du lịch", ["Sở Văn hóa, Thể thao và Du lịch"]),
        ("- Sở Nội vụ; - UBND các xã, thị trấn", ["Sở Nội vụ", "UBND các xã, thị trấn"]),
        ("Theo Quyết định của UBND huyện về triển khai Danh mục", []),
    ],
)
def test_bodies_of_a_cell(cell: str, lead: list[str]) -> None:
    (task,) = tasks(f"{HEAD}\t1. Rà soát\tBáo cáo\t{cell}\tPhòng Nội vụ\tQuý I/2022\t\n")
    assert bodies(task.lead) == lead


def test_collective_bodies() -> None:
    (task,) = tasks(f"{HEAD}\t1. Rà soát\t\tPhòng Nội vụ\tUBND các xã, thị trấn; Phòng Tư pháp\tQuý I/2022\t\n")
    assert [actor.collective for actor in task.coordinating] == [True, False]


def test_the_rest_of_a_cell_printed_twice_is_no_body() -> None:
    *_, task = tasks(
        f"{HEAD}\t1. Rà soát\tA\tTheo Nghị quyết của HĐND, UBND tỉnh.\tSở Nội vụ\tQuý I/2022\tx\n"
        "\t2. Theo dõi\tB\tcủa HĐND, UBND tỉnh. Phòng Tư pháp\tSở Nội vụ\tQuý I/2022\tx\n"
    )
    assert bodies(task.lead) == ["Phòng Tư pháp"]


def test_plan_of_a_report() -> None:
    (file,) = REPORTS.glob("000*.txt")
    found = extract(file).tasks
    assert len(found) == 44
    assert [bodies(task.lead) for task in found[:2]] == [["Phòng Tư pháp"]] * 2
    moved = next(task for task in found if task.task.startswith("11. "))
    assert moved.task.endswith("trên địa bàn huyện")
    assert (moved.product, bodies(moved.lead)) == ("Sáng kiến, giải pháp mới", ["Phòng Kinh tế - Hạ tầng"])


def test_flattened_plan_of_a_report() -> None:
    """Cells one below the other, in one column: the same plan as in the report of the year after."""
    flat, whole = (extract(next(REPORTS.glob(f"{name}*.txt"))).tasks for name in ("001", "000"))
    plan = [task for task in whole if task.group]
    assert len(flat) == len(plan) == 34
    for one, other in zip(flat, plan, strict=True):
        assert one.task.split(" ")[:4] == other.task.split(" ")[:4]
        named = [
            [actor.replace("HDNĐ", "HĐND").replace("–", "-") for actor in bodies(task.lead)] for task in (one, other)
        ]
        assert named[0] == named[1], one.task


FLAT = """Nhiệm vụ cụ thể  Sản phẩm Cơ quan chủ trì

Cơ quan phối hợp

Thời gian thực hiện

I. Cải cách thể chế

1. Rà soát văn bản của huyện

1. Kế hoạch rà soát

2. Báo cáo kết quả

Phòng Tư pháp

Các phòng, ban

Quý I/2022

2. Công bố văn bản của huyện

- Quyết định của UBND huyện

Sở Tư pháp Sở Nội vụ Thường xuyên

II. Cải cách tài chính

1. Giao tự chủ cho đơn vị

Văn phòng HĐND - UBND huyện

Bưu điện huyện

Trong năm 2022

2. Báo cáo tài sản công

Phòng Tài chính; Phòng Nội vụ

UBND cấp xã Trước ngày 30/11/2022
"""
WIDE = "của huyện ban hành kế hoạch công tác cải cách hành chính năm 2022 và giao cho các phòng, ban tổ chức làm\n\n"


def test_flattened_plan() -> None:
    found = tasks(WIDE * 30 + "\nPhụ lục\n\n" + FLAT)
    assert [(task.group, task.task, bodies(task.lead), bodies(task.coordinating)) for task in found] == [
        ("I. Cải cách thể chế", "1. Rà soát văn bản của huyện", ["Phòng Tư pháp"], ["Các phòng, ban"]),
        ("I. Cải cách thể chế", "2. Công bố văn bản của huyện", ["Sở Tư pháp"], ["Sở Nội vụ"]),
        ("II. Cải cách tài chính", "1. Giao tự chủ cho đơn vị", ["Văn phòng HĐND - UBND huyện"], ["Bưu điện huyện"]),
        ("II. Cải cách tài chính", "2. Báo cáo tài sản công", ["Phòng Tài chính", "Phòng Nội vụ"], ["UBND cấp xã"]),
    ]
    assert [task.deadline and task.deadline.value for task in found] == [
        "2022-01-01/2022-03-31",
        None,
        "2022",
        "2022-11-30",
    ]
    assert found[0].product == "1. Kế hoạch rà soát 2. Báo cáo kết quả"
