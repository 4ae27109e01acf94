"""What follows a body's name: its level with or without a place ("huyện Kon Rẫy"), or many ("các xã, thị trấn")."""

from __future__ import annotations

import re
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


#: What a list of levels can go on with.
_LINKS = frozenset(" ,;/")
_SHORT = {"tp": "thành phố", "tx": "thị xã"}


def level_of(printed: str) -> str:
    """ "TP." is "thành phố"."""
    folded = " ".join(printed.lower().rstrip(".").split())
    return _SHORT.get(folded, folded)


class Tails:
    """Reads tails in one text. `at`: the hits by their start."""

    __slots__ = ("_at", "_known", "_levels", "_rules", "_text")

    def __init__(self, text: str, at: Mapping[int, Hit], rules: OrganisationRules) -> None:
        self._text = text
        self._at = at
        self._rules = rules
        self._known: dict[tuple[str, str], int] = {}
        self._levels: dict[str, str] = {}

    def tail(self, end: int, *, lists: bool) -> Tail | None:
        """The tail at `end`. `lists`: a list of levels ("huyện, xã") may follow, as behind bodies of every level."""
        if self._text[end + 1 : end + 3] not in self._rules.openings:
            return None
        match = self._rules.tail.match(self._text, end)
        if match is None:
            return None
        words, most, printed, every = match.group("words", "many", "level", "every")
        if every:
            return Tail(match.end(), every, True, "", None)
        many = most is not None
        level = self._level(printed)
        if not many and (place := self.place(match.end(), level)):
            name = ordinary(place[1])
            return Tail(place[0], f"{level} {name}", False, level, name)
        stop = match.end()
        while (lists or many) and self._text[stop : stop + 1] in _LINKS and (link := self._more(stop)):
            if self.place(link.end(), self._level(link["level"])) is not None:
                break
            stop = link.end()
            many = True
        words = self._text[match.start("words") : stop] if many else level
        return Tail(stop, words, many, level, None)

    def _more(self, end: int) -> re.Match[str] | None:
        """A further level of a list at `end`."""
        text = self._text
        start = end + (2 if text[end : end + 2] in (", ", "; ") else 1)
        return self._rules.more.match(text, end) if text[start : start + 2] in self._rules.openings else None

    def _level(self, printed: str) -> str:
        level = self._levels.get(printed)
        if level is None:
            level = self._levels[printed] = level_of(printed)
        return level

    def place(self, end: int, level: str) -> tuple[int, str] | None:
        """A unit's name at `end`, and where it ends."""
        following = self._text[end + 1 : end + 2]
        if not (following.isupper() or following.isdigit() or self._text[end - 1 : end] == "."):
            return None
        match = self._rules.place.match(self._text, end)
        if match is None:
            return None
        start, name = match.start("name"), _line(match["name"])
        if start in self._at and self._at[start].entry.kind != "office":
            return self.known(end, level)  # "thành phố Hội An" is no Hội
        length = self._length(name, level)
        return (start + length, self._rules.aliases.get(name[:length], name[:length])) if length else None

    def known(self, end: int, level: str) -> tuple[int, str] | None:
        """A unit's name at `end` that the register knows at this level."""
        match = self._rules.place.match(self._text, end)
        if match is None:
            return None
        name = _line(match["name"])
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
            # One syllable of more is a word before another sentence, or half of a name that the register does not know.
            whole = size == len(name) or " " in name[:size]
            if name[:size] in self._rules.aliases or (whole and self._stands(name[:size], level)):
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


def ordinary(name: str) -> str:
    """ "MANG YANG" as it stands in a sentence."""
    return " ".join(map(str.capitalize, name.split())) if name.isupper() else name


def _line(name: str) -> str:
    """A name ends with its line and its cell."""
    return name.partition("\n")[0].partition("\t")[0]


def _prefixes(name: str) -> list[int]:
    """The ends of its words, the last first."""
    ends = [at for at, sign in enumerate(name) if sign in " -–" and name[at - 1] not in " -–"]
    return [len(name), *reversed(ends)]
