"""The register of administrative units: which of that name stood on a day, under which unit, and where it belongs today."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

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
PROVINCES, DISTRICTS, COMMUNES = frozenset("TP"), frozenset("HQSP"), frozenset("XWRD")


@dataclass(frozen=True, slots=True)
class UnitRecord:
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
    """All units, by name without accents and by code. Values are lines of the file, taken apart when they are asked for:
    fifteen thousand records would take longer to make than the rest of the rules."""

    __slots__ = ("_below", "_codes", "_keys", "_lines")

    def __init__(self, content: str) -> None:
        self._lines = [line for line in content.splitlines() if not line.startswith("#")]
        names = _bare("\n".join([line.split("\t", 3)[2] for line in self._lines])).split("\n")
        self._keys: dict[str, str] = {}
        self._codes: dict[str, str] = {}
        self._below: dict[str, tuple[UnitRecord, ...]] = {}
        for name, line in zip(names, self._lines, strict=True):
            self._keys[name] = f"{self._keys[name]}\n{line}" if name in self._keys else line
            code = line[: line.index("\t")]
            self._codes[code] = f"{self._codes[code]}\n{line}" if code in self._codes else line

    def knows(self, name: str) -> bool:
        """Whether any unit ever had this name, however it is spelt."""
        return key(name) in self._keys

    def named(self, name: str) -> tuple[UnitRecord, ...]:
        """All units of a name at any level and day, however it is spelt."""
        return tuple(map(_record, self._keys.get(key(name), "").splitlines()))

    def coded(self, code: str) -> tuple[UnitRecord, ...]:
        """All units that ever had a code."""
        return tuple(map(_record, self._codes.get(code, "").splitlines()))

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


def key(name: str) -> str:
    """A name without case, accents, spaces and signs: Đăk, Đắk and Đak meet."""
    return _bare(name).replace("\n", "")


def _bare(names: str) -> str:
    plain = unicodedata.normalize("NFD", names.lower().replace("đ", "d")).encode("ascii", "ignore").decode()
    for sign in " -'’.":
        plain = plain.replace(sign, "")
    return plain


@lru_cache(maxsize=1)
def read_units(content: str) -> Units:
    """The units of rules/units.tsv."""
    return Units(content)
