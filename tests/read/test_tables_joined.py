"""Rows that a page end or a conversion moved are put right where tables are joined."""

from __future__ import annotations

import pytest

from extractor.read.plain import read_plain
from extractor.source import Table
from extractor.text import assemble


def tables(raw: str) -> list[list[list[str]]]:
    """The tables of a text file as cells of text."""
    text = assemble(read_plain(raw.encode(), "test.txt"))
    made = []
    for table in text.tables:
        grid = [[""] * table.columns for _ in range(table.rows)]
        for row, column, (start, end) in table.cells:
            grid[row][column] = text.text[start:end]
        made.append(grid)
    return made


def test_a_table_that_a_footnote_cuts() -> None:
    (grid,) = tables(
        "Lĩnh vực\tTổng số\tQuá hạn\nĐất đai\t173\t1\n\n<sup>1</sup> Liên thông cùng cấp\n\nHộ tịch\t240\t5\n"
    )
    assert [row[0] for row in grid] == ["Lĩnh vực", "Đất đai", "Hộ tịch"]


@pytest.mark.parametrize("second", ["Lĩnh vực\tTổng số\nĐất đai\t3\n", "A\t1\tx\nB\t2\ty\n"])
def test_tables_of_their_own_stay_apart(second: str) -> None:
    assert len(tables(f"Số phòng\tSố người\n13\t76\n\n{second}")) == 2


def test_heads_that_a_page_end_cuts() -> None:
    (grid,) = tables(
        "Số lượng phòng\tSố lượng lãnh\tThực hiện tinh\n\n"
        "chuyên môn\t\tđạo cấp phòng\t\tgiản biên chế\nTổng số\tTăng\tTổng số\tTăng\tKế hoạch\n13\t0\t24\t0\t1\n"
    )
    assert grid[0] == [
        "Số lượng phòng chuyên môn",
        "",
        "Số lượng lãnh đạo cấp phòng",
        "",
        "Thực hiện tinh giản biên chế",
    ]
    assert len(grid) == 3


def test_a_row_that_stands_one_column_to_the_left() -> None:
    (grid,) = tables(
        "Nhóm\tNhiệm vụ\tCơ quan\tThời gian\n\t10. Tập huấn\tPhòng Nội vụ\tQuý I\n"
        "11. Nghiên cứu trên địa\tPhòng Tư pháp\tQuý II\t\n\n"
        "Nhóm\tNhiệm vụ\tCơ quan\tThời gian\n\tbàn huyện\t\t\nII. Khác\t1. Họp\tSở Nội vụ\tQuý I\n"
    )
    assert grid[2] == ["", "11. Nghiên cứu trên địa bàn huyện", "Phòng Tư pháp", "Quý II"]
    assert grid[3][0] == "II. Khác"


def test_a_row_of_its_own_that_begins_with_the_rest_of_a_cell() -> None:
    head = "Nhóm\tNhiệm vụ\tCơ quan\tKết quả\n"
    (grid,) = tables(
        f"{head}I. A\t1. Rà soát\tPhòng Nội vụ\t- Công văn số 1/UBND-NV về triển khai Thông\n\n"
        f"{head}\t2. Bổ nhiệm\tPhòng Tư pháp\ttư số 02/2021/TT-BNV của Bộ Nội vụ. - Quyết định số 2/QĐ-UBND\n"
    )
    assert grid[1][3] == "- Công văn số 1/UBND-NV về triển khai Thông tư số 02/2021/TT-BNV của Bộ Nội vụ."
    assert grid[2] == ["", "2. Bổ nhiệm", "Phòng Tư pháp", "- Quyết định số 2/QĐ-UBND"]


def test_the_parts_of_a_cut_line_know_their_place_in_the_file() -> None:
    head = "Nhóm\tNhiệm vụ\tCơ quan\tKết quả\n"
    raw = (
        f"{head}I. A\t1. Rà soát\tPhòng Nội vụ\t- Về triển khai Thông\n\n"
        f"{head}\t2. Bổ nhiệm\tPhòng Tư pháp\t<p>tư số 02/2021/TT-BNV.</p> <ul> - Quyết định số 2 </ul>\n"
    )
    (table,) = [block for block in read_plain(raw.encode(), "test.txt").blocks if isinstance(block, Table)]
    cell = table.rows[2][3]
    assert cell.lines[0].text == "- Quyết định số 2"
    assert cell.lines[0].raw is not None
    assert raw[cell.lines[0].raw :].startswith("- Quyết định")
    assert cell.lines[0].pieces[0] == (0, cell.lines[0].raw)


def test_many_pages_are_joined_in_linear_time() -> None:
    rows = 4000
    (grid,) = tables("Lĩnh vực\tTổng số\tQuá hạn\n" + "".join(f"Xã {at}\t{at}\t1\n\n" for at in range(rows)))
    assert len(grid) == rows + 1
