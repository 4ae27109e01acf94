"""Every row of rules/registers.toml: heads are found as written, also in capitals and with a filler, cells match."""

from __future__ import annotations

import pytest

from api.archive.headings import RegisterRules, compile_registers, find_header, kind_of, load
from api.store.keys import words
from tests.test_rules import BOOK, Row, with_table

REGISTERS = BOOK["registers"]


def without(row: Row) -> RegisterRules:
    return compile_registers(
        with_table(BOOK, "registers", "column", [other for other in REGISTERS["column"] if other is not row])
    )


@pytest.mark.parametrize("row", REGISTERS["column"], ids=lambda row: row["kind"])
def test_head_of_a_column(row: Row) -> None:
    fewer = without(row)
    for head in row["printed"]:
        for written in (head, head.upper(), f"{head} văn bản", f"{head} (1)", f" {head}\n"):
            assert kind_of(written, load()) == row["kind"], written
        assert kind_of(head, fewer) is None, head


def test_heads_of_other_columns() -> None:
    others = (
        "STT|Người ký|Nơi nhận văn bản|Đơn vị, người nhận bản lưu|Số lượng bản|Ghi chú|Ký nhận|Số trang|Ngày hết hạn"
    )
    assert {head: kind_of(head, load()) for head in others.split("|")} == dict.fromkeys(others.split("|"))


@pytest.mark.parametrize("filler", REGISTERS["filler"]["words"])
def test_filler(filler: str) -> None:
    assert kind_of(f"Số, ký hiệu {filler}", load()) == "code"
    assert f" {' '.join(words(filler))} " in " ".join(
        f" {' '.join(words(one))} " for one in REGISTERS["filler"]["examples"]
    )


@pytest.mark.parametrize("office", REGISTERS["office"]["printed"])
def test_office_in_a_title(office: str) -> None:
    header = ("Số, ký hiệu", "Ngày tháng", "Trích yếu")
    for line in (f"{office} X", f"{office} X".upper()):
        found = find_header([("Tỉnh Gia Lai",), (line,), ("SỔ ĐĂNG KÝ NĂM 2021",), header], load())
        assert found is not None
        assert (found.office, found.year, found.first) == (line, 2021, 4)


def test_titles_that_name_no_office() -> None:
    header = ("Số, ký hiệu", "Ngày tháng", "Trích yếu")
    for line in REGISTERS["office"]["rejects"]:
        found = find_header([(line,), header], load())
        assert found is not None
        assert found.office is None, line
    for line in REGISTERS["office"]["examples"]:
        found = find_header([(line,), header], load())
        assert found is not None
        assert found.office == line


@pytest.mark.parametrize("name", REGISTERS["pattern"])
def test_pattern(name: str) -> None:
    row, pattern = REGISTERS["pattern"][name], load().patterns[name]
    match = pattern.search if row.get("at") == "search" else pattern.fullmatch
    assert [text for text in row["examples"] if not match(text)] == []
    assert [text for text in row["rejects"] if match(text)] == []
