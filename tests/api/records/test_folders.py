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
from tests.api.records.variants import report, signed
from tests.archive import fill


def told(store: Store, fields: dict[str, str]) -> list[tuple[str, str, str]]:
    """What is told of the report of An Lão (a Báo cáo of UBND huyện An Lão, quý I/2021) in a folder."""
    fill(store, {"a.txt": report("003")})
    file_under(store, {"/archive/a.txt": fields})
    return [(one.field, one.folder, one.read) for one in misplaced(store)]


@pytest.mark.parametrize(
    "fields",
    [
        {"year": "2021", "issuer": "UBND huyện An Lão", "type": "Báo cáo"},
        {"year": "Năm 2021", "issuer": "An Lão", "type": "BC"},
        {"issuer": "ubnd_an_lao", "type": "bao-cao", "unit": "huyện An Lão"},
        {"issuer": "AnLao", "field": "CCHC", "number": "12-BC-UBND"},
        {"year": "cũ"},
        {},
    ],
    ids=range(6),
)
def test_folders_that_are_right(fields: dict[str, str], store: Store) -> None:
    """Also in other spellings, and where the document does not say: it has no number yet."""
    assert told(store, fields) == []


def test_folders_that_are_wrong(store: Store) -> None:
    fields = {"year": "2019", "issuer": "Mang Yang", "type": "Quyết định", "unit": "tỉnh Gia Lai"}
    assert told(store, fields) == [
        ("year", "2019", "2021"),
        ("issuer", "Mang Yang", "UBND huyện An Lão"),
        ("unit", "tỉnh Gia Lai", "huyện An Lão"),
        ("type", "Quyết định", "Báo cáo"),
    ]


@pytest.mark.parametrize(("number", "right"), [("45", True), ("45-BC-UBND", True), ("045", True), ("46", False)])
def test_numbers_of_folders(number: str, right: bool, store: Store) -> None:
    fill(store, {"a.txt": signed("003")})
    file_under(store, {"/archive/a.txt": {"number": number}})
    assert [one.read for one in misplaced(store)] == ([] if right else ["45/BC-UBND"])


def test_year_of_the_day_and_years_of_the_period(store: Store) -> None:
    """A report on 2021 of January 2022 is right in both years' folders."""
    head = "ỦY BAN NHÂN DÂN\nHUYỆN AN LÃO\nSố: 5/BC-UBND\nAn Lão, ngày 05 tháng 01 năm 2022\n\n"
    text = f"{head}BÁO CÁO\nCông tác năm 2021\n\nA\n"
    fill(store, {"a.txt": text})
    for year, right in (("2021", True), ("2022", True), ("2020", False)):
        file_under(store, {"/archive/a.txt": {"year": year}})
        assert [one.read for one in misplaced(store)] == ([] if right else ["2022, 2021"])


def test_workspaces_are_apart(store: Store) -> None:
    with open_store(replace(store.settings, workspace="other")) as other:
        assert len(told(other, {"year": "2019"})) == 1
    assert list(misplaced(store)) == []


def test_command(settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("TRICHLUC_DATABASE_URL", settings.database_url)
    monkeypatch.setenv("TRICHLUC_FILES_URL", settings.files_url)
    with open_store(settings) as store:
        fill(store, {"a.txt": report("003"), "b.txt": signed("003")})
        file_under(store, {"/archive/a.txt": {"year": "2019"}})
        refresh(store)
    assert cli.main(["records", "--folders"]) == 0
    shown = capsys.readouterr()
    assert shown.out == "a.txt: Thư mục ghi năm là “2019”, văn bản ghi “2021”\n"
    assert cli.main(["records", "--folders", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["read"] == "2021"
    assert cli.main(["records", "--diff"]) == 0
    shown = capsys.readouterr()
    assert shown.out.startswith("1. UBND huyện An Lão: Công tác cải cách hành chính quý I")
    assert "   phiên bản      a.txt (chưa có số, ngày 2021)\n" in shown.out
    assert "   a.txt → b.txt\n" in shown.out
    assert "blank_number" in shown.out
    assert cli.main(["records", "a.txt", "--diff", "--json", "--refresh"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [member["name"] for member in told["members"]] == ["a.txt", "b.txt"]
    assert told["steps"][0]["citations_added"] == []
    assert cli.main(["records", "c.txt"]) == 13
    assert capsys.readouterr().err == "trichluc: c.txt: no document of this id, name or path in the store\n"
