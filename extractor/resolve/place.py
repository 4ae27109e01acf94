"""The document's own place: its province and, below it, its district or commune. "UBND tỉnh" in a report of huyện
Mang Yang is the one of Gia Lai."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from extractor.grammar import alternatives, fold
from extractor.mentions import Letterhead
from extractor.registers import LEVELS, Units, read_units
from extractor.rules import RuleBook

_LEVELS_OF_UNITS = ("tỉnh", "huyện", "quận", "thị xã", "thành phố", "xã", "phường", "thị trấn", "đặc khu")
_LOCAL = ("huyện", "quận", "thị xã", "thành phố", "xã", "phường", "thị trấn", "đặc khu")


@dataclass(frozen=True, slots=True)
class PlaceRules:
    """Provinces by folded name, the cities among them, and the pattern of a level with a name. `central`: the bodies of
    the whole state and Party, in capitals."""

    provinces: Mapping[str, str]
    cities: frozenset[str]
    central: tuple[str, ...]
    mention: re.Pattern[str]
    committee: re.Pattern[str]
    own: re.Pattern[str]
    units: Units


@dataclass(frozen=True, slots=True)
class Place:
    """`province` with its level word ("tỉnh Gia Lai", "thành phố Hà Nội"), `local` with its own ("huyện Mang Yang");
    None where the text does not tell. `own` is the one whose report this is; `central`: a body of the whole state
    issued it, so that it is of no place."""

    province: str | None
    local: str | None
    own: str | None
    central: bool = False


def compile_places(book: RuleBook) -> PlaceRules:
    """The rows of rules/places.toml, compiled."""
    names = book["places"]["provinces"]["names"]
    provinces = {name.lower(): name for name in names}
    provinces |= {old.lower(): new for old, new in book["places"]["variants"].items()}
    level, name = book.fragments["level"], book.fragments["proper_name"]
    hyphenated = alternatives(known for known in (*names, *book["places"]["variants"]) if "-" in known or "–" in known)
    one_word = rf"(?:{hyphenated})(?!\w)|{name.replace('{0,3}', '{0,2}')}"
    committee = r"(?:UBND|HĐND|Ủy\ ban\ nhân\ dân|Uỷ\ ban\ nhân\ dân|Hội\ đồng\ nhân\ dân)"
    return PlaceRules(
        provinces,
        frozenset(city.lower() for city in book["places"]["cities"]),
        tuple(row["name"].upper() for row in book["organisations"]["body"] if row["level"] == "state"),
        re.compile(rf"(?P<level>{level})\s+(?P<name>{one_word})"),
        re.compile(rf"{committee}\s+(?P<level>{level})(?!\w)(?:\s+(?P<name>{one_word}))?", re.VERBOSE),
        re.compile(book.fragments.expand(book["letterhead"]["own_place"]["pattern"])),
        read_units(book.registers["units"]),
    )


def read_place(text: str, letterhead: Letterhead, rules: PlaceRules) -> Place:
    """Where the document comes from: its letterhead says it, else the bodies that it names most."""
    own = _from_issuer_lines(text, letterhead, rules)
    if own is None and _is_central(text, letterhead, rules):
        return Place(None, None, None, central=True)
    counts = Counter(
        _named(match, rules)
        for match in rules.mention.finditer(text)
        if not text[match.start() - 1 : match.start()].isalnum()
    )
    counts.pop(None, None)
    local = Counter(
        {name: n for name, n in counts.items() if name and name.split(" ")[0] != "tỉnh" and not _is_city(name, rules)}
    )
    provinces = Counter({name: n for name, n in counts.items() if name and _is_province(name, rules)})
    if own is None:
        own = _by_place_name(letterhead.place, counts, rules) or _by_committee(text, counts, rules)
    else:
        own = _spelled(own, letterhead.place, counts)
    if own and _is_province(own, rules):
        return Place(own, None, own)
    local_name = own or _lone(local)
    province = provinces.most_common(1)[0][0] if provinces else None
    if province is None and local_name:
        day = letterhead.date.value if letterhead.date else None
        province = _registered_province(local_name, day, rules.units)
    return Place(province, local_name, own)


def _registered_province(local: str, day: str | None, units: Units) -> str | None:
    """The province of a district or commune whose name no other of its level has, for texts that never say it."""
    level = next((level for level in _LOCAL if local.startswith(level + " ")), "")
    records = [one for one in units.named(local[len(level) :]) if LEVELS[one.level] == level and one.parent]
    records = [one for one in records if day is None or one.stood(day)]
    tops = {units.top(one, day).full for one in records}
    return tops.pop() if len(tops) == 1 else None


def _spelled(own: str, place: str | None, counts: Counter[str | None]) -> str:
    """Capitals hide how a name is spelled: "ĐĂK PNE" is Đăk PNe where the line of the date or the text says so."""
    if own in counts:
        return own
    said = next((name for name, _ in counts.most_common() if name and name.lower() == own.lower()), None)
    if said is None and place and own.lower().endswith(" " + place.lower()):
        said = own[: len(own) - len(place)] + place
    return said or own


def _lone(local: Counter[str]) -> str | None:
    """The one district that a text names over and over, when no letterhead tells."""
    ranked = local.most_common(2)
    if not ranked or ranked[0][1] < 5 or (len(ranked) > 1 and ranked[1][1] * 3 > ranked[0][1]):
        return None
    return ranked[0][0]


def _named(match: re.Match[str], rules: PlaceRules) -> str | None:
    level = level_name(match["level"])
    name = " ".join(match["name"].split())
    if level == "tỉnh" or (level == "thành phố" and _known(name, rules)):
        known = _known(name, rules)
        return f"{level} {known}" if known else None
    return f"{level} {name}"


_LEVELS = {"tp": "thành phố", "tx": "thị xã"}
#: "THÀNH ỦY HÀ NỘI" is of thành phố Hà Nội.
_PARTY_LEVELS = {"THÀNH": "thành phố", "THỊ": "thị xã"}


def _known(name: str, rules: PlaceRules) -> str | None:
    """A province's name, also where capitalised words follow it."""
    words = name.split(" ")
    for length in range(len(words), 0, -1):
        if known := rules.provinces.get(" ".join(words[:length]).lower()):
            return known
    return None


def _is_city(name: str, rules: PlaceRules) -> bool:
    return name.startswith("thành phố ") and name.removeprefix("thành phố ").lower() in rules.cities


def _is_province(name: str, rules: PlaceRules) -> bool:
    return name.startswith("tỉnh ") or _is_city(name, rules)


def _from_issuer_lines(text: str, letterhead: Letterhead, rules: PlaceRules) -> str | None:
    """The unit in the name of the issuing body, else in that of the body above it."""
    for lines in (letterhead.issuer_lines, letterhead.superior_lines):
        printed = " ".join(text[start:end] for start, end in lines)
        match = rules.own.search(printed)
        if match is None:
            continue
        level = level_name(match["level"] or _PARTY_LEVELS.get(match["party"], match["party"]))
        name = " ".join(word.capitalize() for word in match["name"].split())
        return f"{level} {rules.provinces.get(name.lower(), name)}"
    return None


def _is_central(text: str, letterhead: Letterhead, rules: PlaceRules) -> bool:
    """Whether a body of the whole state issued the document: where it signed ("Hà Nội, ngày …") is not its place."""
    lines = letterhead.issuer_lines or ((letterhead.authority,) if letterhead.authority else ())
    printed = " ".join(" ".join(text[start:end] for start, end in lines).split()).upper()
    return printed.startswith(rules.central)


def _by_place_name(place: str | None, counts: Counter[str | None], rules: PlaceRules) -> str | None:
    """ "An Lão, ngày …": the unit of that name which the text speaks of most."""
    if place is None:
        return None
    if known := rules.provinces.get(place.lower()):
        return f"{'thành phố' if known.lower() in rules.cities else 'tỉnh'} {known}"
    named = [(n, name) for name, n in counts.items() if name and name.partition(" ")[2].endswith(place)]
    levels = [name for _, name in sorted(named, reverse=True) if name.startswith(_LOCAL)]
    return levels[0] if levels else None


def _by_committee(text: str, counts: Counter[str | None], rules: PlaceRules) -> str | None:
    """The level that the text says "UBND huyện" of without a name is its own; the name is the one it says most at
    that level."""
    bare = Counter(level_name(match["level"]) for match in rules.committee.finditer(text) if match["name"] is None)
    for level, _ in bare.most_common():
        named = [(n, name) for name, n in counts.items() if name and name.startswith(level + " ")]
        if named:
            return max(named)[1]
    named = [(n, name) for name, n in counts.items() if name and _is_province(name, rules)]
    return max(named)[1] if named else None


def level_name(printed: str) -> str:
    """The level of a unit as it is written out: "TP." is "thành phố"."""
    folded = fold(printed.rstrip("."))
    return _LEVELS.get(folded, folded)


def bare_name(place: str) -> str:
    """The name of a unit without its level: "Mang Yang"."""
    for level in _LEVELS_OF_UNITS:
        place = place.removeprefix(level + " ")
    return place
