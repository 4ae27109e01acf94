"""Which administrative unit a level and a name mean in one document: as of its day, and from where it comes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz import fuzz, process

from extractor.model import Unit
from extractor.registers import LEVELS, UnitRecord, Units, key
from extractor.resolve.place import Place

#: A misspelt name is that of the one unit below the document's own that is so like it, in per cent.
_ALIKE = 85
#: Districts stood until then; a report of a district without a date is from before.
_LAST_DAY_OF_DISTRICTS = "2025-06-30"
_TODAY = "9999"


class Where(NamedTuple):
    """A place by its words, and the unit of the register where it has one."""

    full: str
    name: str
    unit: UnitRecord | None


class Surroundings:
    """The units around a document: its own, the one above that, and so on. `printed` are the levels and names that it
    prints: they decide between namesakes where nothing else does."""

    __slots__ = ("_chain", "_day", "_fallback", "_found", "_made", "_units", "_wheres", "own")

    def __init__(self, place: Place, date: str | None, units: Units, printed: Sequence[tuple[str, str]]) -> None:
        self._units = units
        self._made: dict[UnitRecord, Unit] = {}
        self._wheres: dict[str, Where] = {}
        self._found: dict[tuple[str, str], UnitRecord | None] = {}
        self._chain: tuple[UnitRecord, ...] = ()
        self._fallback = [one for one in (place.own, place.local, place.province) if one]
        own = place.own or place.local or place.province or ""
        above = own.startswith(("tỉnh ", "xã ", "phường ", "đặc khu "))
        self._day = date or (_TODAY if above else _LAST_DAY_OF_DISTRICTS)
        province = self._pick(*_split(place.province), printed) if place.province else None
        self._chain = (province,) if province else ()
        local = place.local or (own if own != place.province else None)
        unit = self._pick(*_split(local), printed) if local else None
        if unit:
            self._chain = (unit, *self._above(unit))
        self.own = self._where(own) if own else None

    def at_level(self, level: str) -> Where | None:
        """The document's own unit of a level, or the one of that level above it."""
        for one in self._fallback:
            if one.startswith(level + " "):
                return self._where(one)
        return next((_of(unit) for unit in self._chain if LEVELS[unit.level] == level), None)

    def province(self) -> Where | None:
        """The province or the city under the centre."""
        top = self._chain[-1] if self._chain else None
        if top and not top.parent:
            return _of(top)
        return next((self._where(one) for one in self._fallback if one.startswith("tỉnh ")), None)

    def district(self) -> Where | None:
        """The district, or a commune that has offices of its own since districts were abolished."""
        unit = next((unit for unit in self._chain if unit.level in "HQSP" and unit.parent), None)
        if unit:
            return _of(unit)
        if self.own and (self.own.unit is None or self.own.unit.parent) and not self.own.full.startswith("tỉnh "):
            return self.own
        return None

    def named(self, level: str, name: str) -> Where:
        """The unit that a level and a name mean here."""
        if (level, name) not in self._found:
            self._found[level, name] = self._pick(level, name, ()) or self._like(level, name)
        unit = self._found[level, name]
        return _of(unit) if unit else Where(f"{level} {name}", name, None)

    def unit(self, record: UnitRecord) -> Unit:
        """The unit for the report."""
        if record not in self._made:
            self._made[record] = self._unit(record)
        return self._made[record]

    def _unit(self, record: UnitRecord) -> Unit:
        above = self._parent(record)
        today = self.today(record)
        moved = today if today and (today.code, today.full) != (record.code, record.full) else None
        return Unit(
            record.code,
            record.full,
            above.full if above else None,
            moved.code if moved else None,
            moved.full if moved else None,
        )

    def today(self, record: UnitRecord) -> UnitRecord | None:
        """The unit that a unit's place belongs to today: itself where it still stands."""
        if not record.until:
            return record
        return next((one for one in self._units.coded(record.successor) if not one.until), None)

    # --- one among namesakes -----------------------------------------------------------------------------------------

    def _where(self, full: str) -> Where:
        if full not in self._wheres:
            level, name = _split(full)
            same = (unit for unit in self._chain if LEVELS[unit.level] == level and key(unit.name) == key(name))
            unit = next(same, None)
            self._wheres[full] = _of(unit) if unit else Where(full, name, None)
        return self._wheres[full]

    def _pick(self, level: str, name: str, printed: Sequence[tuple[str, str]]) -> UnitRecord | None:
        """The unit of that name that stood on the document's day, the nearest to its own."""
        records = [one for one in self._units.named(name) if LEVELS[one.level] == level]
        records = [one for one in records if one.stood(self._day)] or records
        if len(records) > 1:
            near = [(self._distance(one), one) for one in records]
            least = min(distance for distance, _ in near)
            records = [one for distance, one in near if distance == least]
        if len(records) > 1:
            records = [one for one in records if one.name == name] or records
        if len({one.code for one in records}) > 1:
            records = self._most_printed(records, printed)
        return records[-1] if records else None

    def _distance(self, record: UnitRecord) -> int:
        """How far a unit is from the document's own: 0 for itself and those above, 1 directly below one of them."""
        codes = [unit.code for unit in self._chain]
        if record in self._chain:
            return 0
        if record.parent in codes:
            return 1 + codes.index(record.parent)
        above = self._parent(record)
        return 5 + codes.index(above.parent) if above and above.parent in codes else 9

    def _most_printed(self, records: Sequence[UnitRecord], printed: Sequence[tuple[str, str]]) -> list[UnitRecord]:
        """Of namesakes, the one whose communes or whose province the document prints most."""
        votes: Counter[str] = Counter()
        codes = {one.code: one for one in records}
        for level, name in printed:
            for one in self._units.named(name):
                if LEVELS[one.level] == level and one.parent in codes:
                    votes[one.parent] += 1
                votes.update(record.code for record in records if not one.parent and record.parent == one.code)
        best = votes.most_common(2)
        if not best or (len(best) > 1 and best[0][1] == best[1][1]):
            return []
        return [codes[best[0][0]]]

    def _like(self, level: str, name: str) -> UnitRecord | None:
        """A misspelt name, among the few units directly below the document's own and those above it."""
        for unit in self._chain:
            near = [one for one in self._units.below(unit.code) if LEVELS[one.level] == level and one.stood(self._day)]
            best = process.extract(key(name), [key(one.name) for one in near], scorer=fuzz.ratio, limit=2)
            if best and best[0][1] >= _ALIKE and (len(best) == 1 or best[1][1] < best[0][1]):
                return near[best[0][2]]
        return None

    def _parent(self, record: UnitRecord) -> UnitRecord | None:
        return self._units.above(record, self._day)

    def _above(self, record: UnitRecord) -> tuple[UnitRecord, ...]:
        above = self._parent(record)
        return (above, *self._above(above)) if above else ()


def _of(unit: UnitRecord) -> Where:
    return Where(unit.full, unit.name, unit)


def _split(full: str) -> tuple[str, str]:
    """ "thị xã An Khê" to "thị xã" and "An Khê"."""
    level = next((level for level in LEVELS.values() if full.startswith(level + " ")), "")
    return level, full[len(level) :].strip()
