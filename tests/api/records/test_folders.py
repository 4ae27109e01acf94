"""Folders that say otherwise than the documents in them, and the command that lists it."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from api import cli
from api.records.folders import misplaced
from api.records.joining import refresh
from api.store import Settings, Store, open_store
from api.store.documents import file_under
from tests.archive import fill

REPORT = """ỦY BAN NHÂN DÂN
HUYỆN MANG YANG
Số: {number}/BC-UBND
Mang Yang, ngày 12 tháng 3 năm 2021

BÁO CÁO
Công tác cải cách hành chính quý I năm 2021

UBND huyện Mang Yang báo cáo như sau: {number}.
"""


def told(store: Store, fields: dict[str, str]) -> list[tuple[str, str, str]]:
    """What is told of the report of Mang Yang in a folder."""
    file_under(store, {"/archive/a.txt": fields})
    return [(one.field, one.folder, one.read) for one in misplaced(store)]


RIGHT: tuple[dict[str, str], ...] = (
    {"year": "2021", "issuer": "UBND huyện Mang Yang", "type": "Báo cáo"},
    {"year": "Năm 2021", "issuer": "Mang Yang", "type": "BC"},
    {"issuer": "ubnd_mang_yang", "type": "bao-cao", "unit": "huyện Mang Yang"},
    {"issuer": "MangYang", "field": "CCHC", "number": "12-BC-UBND"},
    {"year": "cũ"},
    {},
)


def test_folders_that_are_right(store: Store) -> None:
    """Also in other spellings, and where the document does not say: it has no number yet."""
    fill(store, {"a.txt": REPORT.format(number="   ")})
    assert [told(store, fields) for fields in RIGHT] == [[]] * len(RIGHT)


def test_folders_that_are_wrong(store: Store) -> None:
    fill(store, {"a.txt": REPORT.format(number="45")})
    fields = {"year": "2019", "issuer": "An Lão", "type": "Quyết định", "unit": "tỉnh Gia Lai"}
    assert told(store, fields) == [
        ("year", "2019", "2021"),
        ("issuer", "An Lão", "UBND huyện Mang Yang"),
        ("unit", "tỉnh Gia Lai", "huyện Mang Yang"),
        ("type", "Quyết định", "Báo cáo"),
    ]


def test_numbers_of_folders(store: Store) -> None:
    fill(store, {"a.txt": REPORT.format(number="45")})
    found = {number: told(store, {"number": number}) for number in ("45", "45-BC-UBND", "045", "46")}
    assert found == {"45": [], "45-BC-UBND": [], "045": [], "46": [("number", "46", "45/BC-UBND")]}


def test_year_of_the_day_and_years_of_the_period(store: Store) -> None:
    """A report on 2021 of January 2022 is right in both years' folders."""
    head = "ỦY BAN NHÂN DÂN\nHUYỆN MANG YANG\nSố: 5/BC-UBND\nMang Yang, ngày 05 tháng 01 năm 2022\n\n"
    text = f"{head}BÁO CÁO\nCông tác năm 2021\n\nA\n"
    fill(store, {"a.txt": text})
    for year, right in (("2021", True), ("2022", True), ("2020", False)):
        file_under(store, {"/archive/a.txt": {"year": year}})
        assert [one.read for one in misplaced(store)] == ([] if right else ["2022, 2021"])


def test_workspaces_are_apart(store: Store) -> None:
    with open_store(replace(store.settings, workspace="other")) as other:
        fill(other, {"a.txt": REPORT.format(number="45")})
        assert len(told(other, {"year": "2019"})) == 1
    assert list(misplaced(store)) == []


def test_command(settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("TRICHLUC_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("TRICHLUC_FILES_URL", settings.files_url)
    with open_store(settings) as store:
        fill(store, {"a.txt": REPORT.format(number="   "), "b.txt": REPORT.format(number="45")})
        file_under(store, {"/archive/a.txt": {"year": "2019"}})
        refresh(store)
    assert cli.main(["records", "--folders"]) == 0
    shown = capsys.readouterr()
    assert shown.out == "a.txt: Thư mục ghi năm là “2019”, văn bản ghi “2021”\n"
    assert cli.main(["records", "--folders", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["read"] == "2021"
    assert cli.main(["records", "--diff"]) == 0
    shown = capsys.readouterr()
    assert shown.out.startswith("1. UBND huyện Mang Yang: Công tác cải cách hành chính quý I")
    assert "   phiên bản      a.txt (chưa có số, ngày 12/03/2021)\n" in shown.out
    assert "   a.txt → b.txt\n" in shown.out
    assert "blank_number" in shown.out
    assert cli.main(["records", "a.txt", "--diff", "--json", "--refresh"]) == 0
    shown_record = json.loads(capsys.readouterr().out)
    assert [member["name"] for member in shown_record["members"]] == ["a.txt", "b.txt"]
    assert shown_record["steps"][0]["citations_added"] == []
    assert cli.main(["records", "c.txt"]) == 13
    assert capsys.readouterr().err == "trichluc: c.txt: no document of this id, name or path in the store\n"
