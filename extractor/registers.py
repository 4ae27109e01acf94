"""The register of administrative units: which stood on a day, under which other, and where its place belongs today."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from extractor.grammar import alternatives
from extractor.rules import RuleBook

#: Letters of rules/units.tsv: the levels.
LEVELS = {
    "T": "tỉnh",
    "P": "thành phố",
    "H": "huyện",
    "Q": "quận",
    "S": "thị xã",
    "X": "xã",
    "W": "phường",
    "R": "thị trấn",
    "D": "đặc khu",
}


#: Later than every day of the register.
_TODAY = "9999"


class UnitRecord(NamedTuple):
    """A unit and the days that it stood, [since, until); "" where the register does not know or it still stands."""

    code: str
    level: str
    name: str
    parent: str
    since: str
    until: str
    successor: str

    @property
    def full(self) -> str:
        """The name with its level: "huyện Mang Yang"."""
        return f"{LEVELS[self.level]} {self.name}"

    def stood(self, day: str) -> bool:
        """Whether the unit stood on a day, ISO 8601; of a month or a year the first day decides."""
        return (not self.since or self.since <= day) and (not self.until or day < self.until)


class Units:
    """All units, by name without accents and by code. Values are lines of the file, taken apart when they are wanted:
    fifteen thousand records would take longer to make than all other rules."""

    __slots__ = ("_below", "_coded", "_codes", "_keys", "_lines", "_named")

    def __init__(self, content: str) -> None:
        self._lines = [line for line in content.splitlines() if not line.startswith("#")]
        names = _bare("\n".join([line.split("\t", 3)[2] for line in self._lines])).split("\n")
        self._keys: dict[str, str] = {}
        self._codes: dict[str, str] = {}
        self._below: dict[str, tuple[UnitRecord, ...]] = {}
        self._coded: dict[str, tuple[UnitRecord, ...]] = {}
        self._named: dict[str, tuple[UnitRecord, ...]] = {}
        for name, line in zip(names, self._lines, strict=True):
            self._keys[name] = f"{self._keys[name]}\n{line}" if name in self._keys else line
            code = line[: line.index("\t")]
            self._codes[code] = f"{self._codes[code]}\n{line}" if code in self._codes else line

    def knows(self, name: str) -> bool:
        """Whether any unit ever had this name, however it is spelt."""
        return key(name) in self._keys

    def named(self, name: str) -> tuple[UnitRecord, ...]:
        """All units of a name at any level and day, however it is spelt."""
        folded = key(name)
        if folded not in self._named and folded in self._keys:
            self._named[folded] = tuple(map(_record, self._keys[folded].splitlines()))
        return self._named.get(folded, ())

    def coded(self, code: str) -> tuple[UnitRecord, ...]:
        """All units that ever had a code."""
        if code not in self._coded and code in self._codes:
            self._coded[code] = tuple(map(_record, self._codes[code].splitlines()))
        return self._coded.get(code, ())

    def above(self, record: UnitRecord, day: str | None) -> UnitRecord | None:
        """The unit that one stands in, on its first day or on this one."""
        found = self.coded(record.parent) if record.parent else ()
        return next((one for one in found if one.stood(record.since or day or _TODAY)), found[0] if found else None)

    def top(self, record: UnitRecord, day: str | None) -> UnitRecord:
        """The province or city under the centre of a unit."""
        above = self.above(record, day)
        return self.top(above, day) if above else record

    def below(self, code: str) -> tuple[UnitRecord, ...]:
        """The units directly below one of this code, at any day."""
        if code not in self._below:
            parent = f"\t{code}\t"
            records = (_record(line) for line in self._lines if parent in line)
            self._below[code] = tuple(record for record in records if record.parent == code)
        return self._below[code]


def _record(line: str) -> UnitRecord:
    fields = line.split("\t")
    return UnitRecord(*fields, *("",) * (7 - len(fields)))


@lru_cache(maxsize=8192)
def key(name: str) -> str:
    """A name without case, accents, spaces and signs: Đăk, Đắk and Đak meet."""
    return _bare(name).replace("\n", "")


def _bare(names: str) -> str:
    plain = unicodedata.normalize("NFD", names.lower().replace("đ", "d")).encode("ascii", "ignore").decode()
    for sign in " -'’.":
        plain = plain.replace(sign, "")
    return plain


@dataclass(frozen=True, slots=True)
class RegisteredBody:
    """A row of the register of bodies. `level`: whose place completes its name; `successor`: the name of the body that
    took over its work; `central_since`: the day from which a bare name is that of the body of the whole state; `of`:
    the committee of which it is a part."""

    name: str
    level: str
    successor: str | None
    central_since: str = ""
    of: str = ""


@dataclass(frozen=True, slots=True)
class Register:
    """The bodies by their id and by their name, the units, and the pattern of a place at the end of a body's name.
    `offices` stand before a body whose name they become part of ("Thường trực HĐND"); `heads` say whose place completes
    a body that has no row, unless it is `national`."""

    bodies: Mapping[str, RegisteredBody]
    by_name: Mapping[str, RegisteredBody]
    offices: tuple[str, ...]
    heads: Mapping[str, str]
    national: re.Pattern[str]
    place: re.Pattern[str]
    party: re.Pattern[str]
    party_levels: Mapping[str, str]
    party_short: Mapping[str, str]
    units: Units


def compile_register(book: RuleBook) -> Register:
    """The register of bodies of rules/organisations.toml, with that of units."""
    rules = book["organisations"]
    names = {row["id"]: row["name"] for row in rules["body"]}
    bodies = {
        row["id"]: RegisteredBody(
            row["name"],
            row["level"],
            names[row["successor"]] if "successor" in row else None,
            row.get("central_since", ""),
            row.get("of", ""),
        )
        for row in rules["body"]
    }
    offices = {
        f"{row.get('short', {}).get(one, one)} " for row in rules["office"] if row.get("organ") for one in row["words"]
    }
    levels = alternatives(level_forms(rules["tail"]["short"]))
    place = re.compile(book.fragments.expand(rules["place"]["pattern"].replace("LEVELS", levels)), re.VERBOSE)
    by_name = {body.name: body for body in bodies.values()}
    party = re.compile(book.fragments.expand(rules["party"]["pattern"]), re.VERBOSE)
    units = read_units(book.registers["units"])
    heads = {f"{word} ": whose for row in rules["head"] for word, whose in row["whose"].items()}
    return Register(
        bodies=bodies,
        by_name=by_name,
        offices=tuple(sorted(offices)),
        heads=dict(sorted(heads.items(), key=lambda one: -len(one[0]))),
        national=re.compile(rules["national"]["pattern"], re.VERBOSE),
        place=place,
        party=party,
        party_levels=rules["party"]["levels"],
        party_short={short: row["name"] for row in rules["body"] for short in row.get("inside", ())},
        units=units,
    )


def level_forms(short: Iterable[str]) -> list[str]:
    """The ways that levels are printed."""
    return sorted({form for word in LEVELS.values() for form in (word, word.capitalize(), word.upper())} | {*short})


@lru_cache(maxsize=1)
def read_units(content: str) -> Units:
    """The units of rules/units.tsv."""
    return Units(content)
