"""Mục lục văn bản, tài liệu trong hồ sơ: the list of the documents in a file."""

from __future__ import annotations

import html
import re
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import insert, update

from api import cli
from api.exporting.contents import COLUMNS, TITLE, Total, entries
from api.exporting.selection import Selection
from api.store import Settings, Store, open_store, tables
from tests.archive import fill

HEAD = (
    "ỦY BAN NHÂN DÂN\nHUYỆN MANG YANG\n\nSố: {number}/{symbol}-UBND\nMang Yang, ngày {day} tháng {month} năm 2021\n\n"
)
TEXTS = {
    "1.txt": HEAD.format(number=12, symbol="BC", day=15, month=7) + "BÁO CÁO\nKết quả công tác 6 tháng đầu năm 2021\n",
    "2.txt": HEAD.format(number=3, symbol="KH", day=10, month=1) + "KẾ HOẠCH\nCải cách hành chính năm 2021\n",
    "3.txt": "ỦY BAN NHÂN DÂN\nHUYỆN MANG YANG\n\nBÁO CÁO\nGia Lai năm qua <script>alert(1)</script>\n",
}


def populate(store: Store, pages: dict[str, int | None]) -> dict[str, int]:
    ids = fill(store, TEXTS)
    with store.writing() as connection:
        for name, many in pages.items():
            report = tables.report
            connection.execute(update(report).where(report.c.document_id == ids[name]).values(pages=many))
    return ids


def cells(store: Store, pages: dict[str, int | None]) -> tuple[list[tuple[str, ...]], Total]:
    populate(store, pages)
    total = Total()
    return [one.cells() for one in entries(store, Selection(), total)], total


def test_documents_stand_in_the_order_of_their_dates(store: Store) -> None:
    made, total = cells(store, {"2.txt": 3, "1.txt": 5, "3.txt": 1})
    body = "UBND huyện Mang Yang"
    assert made[:2] == [
        ("1", "3/KH-UBND", "10/01/2021", "Kế hoạch cải cách hành chính năm 2021", body, "1-3", ""),
        ("2", "12/BC-UBND", "15/07/2021", "Báo cáo kết quả công tác 6 tháng đầu năm 2021", body, "4-8", ""),
    ]
    # Without a date at the end; a name of two words keeps its capital.
    assert made[2][0] == "3"
    assert made[2][3].startswith("Báo cáo Gia Lai năm qua")
    assert made[2][5:] == ("9", "Chưa có số; Không rõ ngày")
    assert (total.documents, total.leaves) == (3, 9)


def test_leaves_are_left_open_from_the_first_that_is_not_known(store: Store) -> None:
    made, total = cells(store, {"2.txt": 3, "1.txt": None, "3.txt": 1})
    assert [one[5] for one in made] == ["1-3", "", ""]
    assert made[1][6] == "Không rõ số tờ"
    assert (total.documents, total.leaves) == (3, None)


def test_role_in_a_record_is_noted(store: Store) -> None:
    ids = populate(store, {})
    with store.writing() as connection:
        own = {"document_id": ids["2.txt"], "workspace_id": store.workspace_id, "position": 0}
        connection.execute(insert(tables.membership).values(record="r", role="appendix", **own))
    made = [one.cells() for one in entries(store, Selection(record="r"), Total())]
    assert [(one[0], one[1], one[6]) for one in made] == [("1", "3/KH-UBND", "Không rõ số tờ; Phụ lục")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("store")
    with open_store(Settings(f"sqlite:///{place / 'trichluc.db'}", (place / "files").as_uri())) as store:
        populate(store, {"2.txt": 3, "1.txt": 5, "3.txt": 1})
    return place


def export(folder: Path, target: Path, *arguments: str) -> None:
    command = ["export", "--store", str(folder), "-q", "-o", str(target), "--form", "muc-luc-ho-so", *arguments]
    assert cli.main(command) == 0


HEADING = ("--agency", "UBND huyện Mang Yang", "--number", "01/2021", "--title", "Báo cáo <năm> 2021")


def test_page_for_printing(folder: Path, tmp_path: Path) -> None:
    export(folder, tmp_path / "x.html", *HEADING)
    page = (tmp_path / "x.html").read_text(encoding="utf-8")
    assert "@page { size: A4 portrait" in page
    assert "table-header-group" in page
    assert '<p class="agency">UBND huyện Mang Yang</p>' in page
    assert "Hồ sơ số: 01/2021<br>Tiêu đề: Báo cáo &lt;năm&gt; 2021" in page
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert re.findall("<th>(.*?)</th>", page) == [name for name, _ in COLUMNS]
    rows = [
        [html.unescape(cell) for cell in re.findall("<td>(.*?)</td>", row)]
        for row in re.findall("<tr>(<td>.*?)</tr>", page)
    ]
    assert [row[0] for row in rows] == ["1", "2", "3"]
    assert rows[0][1:3] == ["3/KH-UBND", "10/01/2021"]
    assert "Mục lục này gồm 3 văn bản, tài liệu; 9 tờ." in page
    # Nothing comes from elsewhere.
    assert not re.search(r"https?:|src=|@import", page)


def test_page_without_a_heading_leaves_room_for_it(folder: Path, tmp_path: Path) -> None:
    export(folder, tmp_path / "x.html", "--query", "khong co tu nay")
    page = (tmp_path / "x.html").read_text(encoding="utf-8")
    assert "Hồ sơ số: …" in page
    assert "Mục lục này gồm 0 văn bản, tài liệu; 0 tờ." in page


def test_workbook_for_printing(folder: Path, tmp_path: Path) -> None:
    export(folder, tmp_path / "x.xlsx", *HEADING)
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx").active
    assert (sheet["A1"].value, sheet["A2"].value) == ("UBND HUYỆN MANG YANG", TITLE)
    assert (sheet["A3"].value, sheet["A4"].value) == ("Hồ sơ số: 01/2021", "Tiêu đề: Báo cáo <năm> 2021")
    assert [cell.value for cell in sheet[6]] == [name for name, _ in COLUMNS]
    assert [cell.value for cell in sheet[7]][:3] == [1, "3/KH-UBND", "10/01/2021"]
    assert [cell.value for cell in sheet[9]][5:] == ["9", "Chưa có số; Không rõ ngày"]
    assert sheet["A11"].value == "Mục lục này gồm 3 văn bản, tài liệu; 9 tờ."
    assert sheet.print_title_rows == "$6:$6"
    assert (sheet.page_setup.paperSize, sheet.page_setup.fitToHeight) == (9, 0)
