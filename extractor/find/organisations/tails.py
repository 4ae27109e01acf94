"""What follows a body's name: its level with or without a place ("tỉnh", "huyện Kon Rẫy"), or many ("các xã, thị trấn")."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from extractor.find.organisations.compiled import OrganisationRules
from extractor.find.organisations.hits import Hit
from extractor.registers import LEVELS


class Tail(NamedTuple):
    """The words behind a name in normal form. `many`: of more than one unit. `place` is the unit's name."""

    end: int
    words: str
    many: bool
    level: str
    place: str | None


_SHORT = {"tp": "thành phố", "tx": "thị xã"}


def level_of(printed: str) -> str:
    """ "TP." is "thành phố"."""
    folded = " ".join(printed.lower().rstrip(".").split())
    return _SHORT.get(folded, folded)


class Tails:
    """Reads tails in one text. `at`: the hits by their start."""

    __slots__ = ("_at", "_known", "_rules", "_text")

    def __init__(self, text: str, at: Mapping[int, Hit], rules: OrganisationRules) -> None:
        self._text = text
        self._at = at
        self._rules = rules
        self._known: dict[tuple[str, str], int] = {}

    def tail(self, end: int, *, lists: bool) -> Tail | None:
        """The tail at `end`. `lists`: a list of levels ("huyện, xã") may follow, as behind bodies of every level."""
        match = self._rules.tail.match(self._text, end)
        if match is None:
            return None
        if match["every"]:
            return Tail(match.end(), match["every"].strip(), True, "", None)
        many = match["many"] is not None
        level = level_of(match["level"])
        if not many and (place := self.place(match.end(), level)):
            return Tail(place[0], f"{level} {place[1]}", False, level, place[1])
        stop = match.end()
        while (lists or many) and (link := self._rules.more.match(self._text, stop)):
            if self.place(link.end(), level_of(link["level"])) is not None:
                break
            stop = link.end()
            many = True
        words = self._text[match.start("words") : stop] if many else level
        return Tail(stop, words, many, level, None)

    def place(self, end: int, level: str) -> tuple[int, str] | None:
        """A unit's name at `end`, and where it ends."""
        match = self._rules.place.match(self._text, end)
        if match is None:
            return None
        start, name = match.start("name"), match["name"]
        if start in self._at and self._at[start].entry.kind != "office":
            return None
        length = self._length(name, level)
        return (start + length, name[:length]) if length else None

    def known(self, end: int, level: str) -> tuple[int, str] | None:
        """A unit's name at `end` that the register knows at this level."""
        match = self._rules.place.match(self._text, end)
        if match is None:
            return None
        name = match["name"]
        length = next((size for size in _prefixes(name) if self._stands(name[:size], level)), 0)
        return (match.start("name") + length, name[:length]) if length else None

    def _length(self, name: str, level: str) -> int:
        """So much of capitalised words is the unit's name: what the register knows at that level or at any, else two
        words or more ("huyện Quyết định điều động" names no unit)."""
        if (name, level) not in self._known:
            self._known[name, level] = self._measure(name, level)
        return self._known[name, level]

    def _measure(self, name: str, level: str) -> int:
        prefixes = _prefixes(name)
        for size in prefixes:
            if self._stands(name[:size], level):
                return size
        for size in prefixes:
            if " " in name[:size] and self._rules.units.knows(name[:size]):
                return size
        plain = [size for size in prefixes if "-" not in name[:size] and "–" not in name[:size]]
        if name.isupper() or not plain or " " not in name[: plain[0]]:
            return 0
        return next((size for size in plain if name[:size].count(" ") <= 2), 0)

    def _stands(self, name: str, level: str) -> bool:
        return any(LEVELS[record.level] == level for record in self._rules.units.named(name))


def _prefixes(name: str) -> list[int]:
    """The ends of its words, the last first."""
    ends = [at for at, sign in enumerate(name) if sign in " -–" and name[at - 1] not in " -–"]
    return [len(name), *reversed(ends)]
