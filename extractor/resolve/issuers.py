"""Names of issuers, as printed, to full names with their place: "Ủy ban nhân dân huyện" to "UBND huyện Mang Yang"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from extractor.grammar import alternatives, fold
from extractor.registers import Register, compile_register
from extractor.resolve.place import Place, PlaceRules, bare_name, level_name
from extractor.rules import RuleBook


@dataclass(frozen=True, slots=True)
class NameRules:
    """Synonyms (printed to normal form) and the shapes of names that take a place."""

    same: re.Pattern[str]
    normal: Mapping[str, str]
    whole: Mapping[str, str]
    level_end: re.Pattern[str]
    office: re.Pattern[str]
    state: frozenset[str]
    spelled: Mapping[str, str]
    provinces: PlaceRules
    register: Register

    def is_state(self, name: str) -> bool:
        """Whether the body is one of the whole state or Party."""
        return name in self.state or name.startswith("Bộ ")


def compile_names(book: RuleBook, provinces: PlaceRules) -> NameRules:
    """The rows of rules/issuers.toml that normalise names."""
    rows = book["issuers"]["same"]
    both = [(fold(printed), row) for row in rows for printed in row["printed"]]
    normal = {printed: row["name"] for printed, row in both if not row.get("whole")}
    whole = {printed: row["name"] for printed, row in both if row.get("whole")}
    pattern = alternatives(normal)
    level = book.fragments["level"]
    return NameRules(
        re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE),
        normal,
        whole,
        # "Xã hội" in the name of a department is no commune.
        re.compile(rf"(?<!\w)(?P<level>{level})(?!\s+[Hh]ội(?!\w))(?:\s+(?P<name>\S.*))?$"),
        re.compile(book["issuers"]["office"]["pattern"], re.VERBOSE),
        frozenset(book["issuers"]["bodies"]["names"]) | frozenset(whole.values()) | _fixed(book),
        _spelled(book),
        provinces,
        compile_register(book),
    )


def _spelled(book: RuleBook) -> dict[str, str]:
    """Names of bodies by their small letters, the longest first, to undo the capitals of a letterhead."""
    issuers = book["issuers"]
    names = [*issuers["bodies"]["names"], *(row["name"] for row in issuers["agency"])]
    names += [f"{head} {field}" for head in ("Sở", "Phòng", "Bộ") for field in issuers["fields"]["names"]]
    return {name.lower(): name for name in sorted(names, key=len, reverse=True)}


def in_ordinary_letters(printed: str, rules: NameRules) -> str:
    """ "SỞ THÔNG TIN VÀ TRUYỀN THÔNG" as it stands in a sentence; an unknown name keeps one capital."""
    folded = fold(printed)
    for known, name in rules.spelled.items():
        if folded.startswith(known):
            return name + folded[len(known) :]
    return folded[:1].upper() + folded[1:]


def _fixed(book: RuleBook) -> frozenset[str]:
    return frozenset(row["name"] for row in book["issuers"]["agency"] if "level" not in row)


_STATE = ("Bộ ", "Chính phủ", "Quốc hội", "Thủ tướng")
_PROVINCIAL = ("Sở ", "Tỉnh ủy", "Thành ủy", "Ban Dân tộc")
_DISTRICT = ("Phòng ", "Huyện ủy", "Thị ủy", "Quận ủy")


def full_name(printed: str, place: Place, rules: NameRules) -> str:
    """The normal form of a body's name, completed by the document's place where the name leaves it open."""
    name = rules.office.sub("", " ".join(printed.split()))
    name = rules.same.sub(lambda match: rules.normal[fold(match.group())], name)
    name = name[:1].upper() + name[1:]
    central = rules.whole.get(name.lower().rstrip("0123456789 "))
    if central or name.startswith(_STATE):
        return central or name
    level = rules.level_end.search(name)
    if level and " ủy" not in name[:10]:
        return _with_level(name, level, place, rules)
    return _with_place(name, place)


def _with_level(name: str, match: re.Match[str], place: Place, rules: NameRules) -> str:
    """ "UBND tỉnh", "UBND Thành phố", "UBND huyện Kon Rẫy": the level decides whose place completes it."""
    level = level_name(match["level"])
    head, own = name[: match.start()], match["name"]
    if own:
        known = rules.provinces.provinces.get(own.lower(), own)
        return f"{head}{level} {known}"
    for candidate in (place.own, place.local, place.province):
        if candidate and candidate.startswith(level + " "):
            return head + candidate
    return f"{head}{level}"


def _with_place(name: str, place: Place) -> str:
    if name.startswith(_PROVINCIAL):
        where = place.province
    elif name.startswith(_DISTRICT):
        where = place.local
    else:
        return name
    if where is None:
        return name
    if name in ("Tỉnh ủy", "Thành ủy", "Huyện ủy", "Thị ủy", "Quận ủy"):
        return f"{name} {bare_name(where)}"
    return name if name.endswith("ủy " + bare_name(where)) or " ủy " in name + " " else f"{name} {where}"
