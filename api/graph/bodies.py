"""Issuers by their keys (`api.store.keys.name_key`): whether two names can be one body, whether a name is one body's in
the whole country, and which symbols of documents leave no choice."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from api.store.keys import fold, name_key
from extractor import rules
from extractor.registers import LEVELS, read_units

#: Who signs for a body, or acts for it between its meetings.
_OFFICES = ("pho chu tich ", "chu tich ", "thuong truc ", "ban thuong vu ", "ban chap hanh ", "truong ")
#: "Đảng bộ tỉnh Gia Lai" and "Tỉnh ủy Gia Lai" are one body.
_PARTY = (("dang bo tinh", "tinh uy"), ("dang bo huyen", "huyen uy"), ("dang bo thi xa", "thi uy"))
#: Words that name a body of the Party together with its level: a place follows.
_COMMITTEES = {"tinh uy": "tinh", "thanh uy": "tp", "huyen uy": "huyen", "thi uy": "thi xa", "quan uy": "quan"}
#: Bodies of which a place has one. It may have several inspection teams (đoàn kiểm tra) or working groups at a time.
_LASTING = (
    *_COMMITTEES,
    "ubnd",
    "hdnd",
    "van phong",
    "so ",
    "phong ",
    "thanh tra ",
    "cong an ",
    "cuc ",
    "chi cuc ",
    "ban dan toc",
)
#: Words that end like a level and are none: xã hội, cơ quan, hải quan, địa phương.
_NO_LEVEL = {"xa": ("", "hoi"), "quan": ("co hai", "su ly doi khu"), "phuong": ("dia doi", "phap an")}


@dataclass(frozen=True, slots=True)
class Body:
    """An issuer. `key` is the same for all who sign for it; `level` and `place` ("tinh", "gia lai") None where it has
    none; `sure` where the name is one body's in the whole country."""

    key: str
    level: str | None
    place: str | None
    sure: bool

    @property
    def seat(self) -> tuple[str, str] | None:
        """Level and place together."""
        return (self.level, self.place) if self.level and self.place else None


@lru_cache(maxsize=65536)
def body(issuer_key: str) -> Body:
    """The body that a key names: "chu tich ubnd tinh gia lai" is UBND tỉnh Gia Lai, and sure; "doan kiem tra" may be
    anybody's."""
    key = issuer_key
    for office in _OFFICES:
        key = key.removeprefix(office)
    for printed, same in _PARTY:
        if key.startswith(printed):
            key = same + key.removeprefix(printed)
    level, place = _seat(key)
    if level is None:
        return Body(key, None, None, key in _central_names() or key.startswith("bo "))
    return Body(key, level, place, key.startswith(_LASTING) and place is not None and _is_one(level, place))


def compatible(first: str | None, second: str | None) -> bool:
    """Whether two keys (of `body`) can mean one body: the same, or one leaves out the place of the other ("ubnd tinh"
    and "ubnd tinh gia lai")."""
    if not first or not second or first == second:
        return True
    short, long = sorted((first, second), key=len)
    if not long.startswith(f"{short} "):
        return False
    level, place = _seat(short)
    return bool(level and not place) or _levels().match(long[len(short) + 1 :]) is not None


@lru_cache(maxsize=65536)
def is_central(code_key: str) -> bool:
    """Whether the symbol alone says which body of the state or the Party issued it (NĐ-CP, QĐ-TTg, NQ/TW), or the
    document is a law that is known by its name."""
    number, _, letters = code_key.rpartition("/")
    return not number or _central_symbols().search(letters) is not None


def of_party_centre(code_key: str) -> bool:
    """Whether the document is of the Party's centre: Ban Chấp hành Trung ương, Bộ Chính trị and Ban Bí thư share one
    series of numbers and one symbol."""
    return code_key.endswith("tw")


def year_of(code_key: str) -> str | None:
    """The year inside a number: that of "15/2023/qdubnd"."""
    parts = code_key.split("/")
    return parts[1] if len(parts) == 3 and len(parts[1]) == 4 and "1945" <= parts[1] <= "2155" else None


@cache
def _levels() -> re.Pattern[str]:
    names = sorted({"tp", *(fold(name) for name in LEVELS.values())}, key=len, reverse=True)
    return re.compile(rf"(?:^|(?<= ))({'|'.join(names)})(?= |$)")


def _seat(key: str) -> tuple[str | None, str | None]:
    """The level and the place that a name ends with; of several places the nearest level: a commune's."""
    for committee, level in _COMMITTEES.items():
        if key == committee or key.startswith(f"{committee} "):
            return level, key[len(committee) + 1 :] or None
    for found in _levels().finditer(key):
        before, after = _NO_LEVEL.get(found[1], ("", ""))
        rest = key[found.end() + 1 :]
        last = key[: found.start()].rstrip().rpartition(" ")[2]
        if last in before.split() or rest.partition(" ")[0] in after.split():
            continue
        return found[1], rest or None
    return None, None


def _is_one(level: str, place: str) -> bool:
    """Whether one unit only has this level and name, or the name goes on with a unit of which there is one only."""
    found = _levels().search(place)
    if found and found.start():
        return _is_one(found[1], place[found.end() + 1 :])
    letters = {letter for letter, name in LEVELS.items() if fold(name) == level or (letter == "P" and level == "tp")}
    units = read_units(rules.load().registers["units"]).named(place)
    return len({one.parent for one in units if one.level in letters}) == 1


@cache
def _central_names() -> frozenset[str]:
    book = rules.load()["issuers"]
    names = [*book["bodies"]["names"], *(row["name"] for row in book["agency"] if "level" not in row)]
    return frozenset(key for name in names if (key := name_key(name)))


@cache
def _central_symbols() -> re.Pattern[str]:
    rows = [row for row in rules.load()["issuers"]["agency"] if "level" not in row]
    plain = [name for row in rows if not row.get("numbered") for name in (row["group"], *row.get("variants", ()))]
    numbered = [row["group"] for row in rows if row.get("numbered")]
    keys = [_letters(name) for name in plain] + [rf"{_letters(name)}[0-9]+" for name in numbered]
    return re.compile(rf"(?:{'|'.join(sorted(keys, key=len, reverse=True))})$")


def _letters(symbol: str) -> str:
    return fold(symbol).replace(" ", "")
