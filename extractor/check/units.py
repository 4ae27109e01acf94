"""Districts that a breakdown names and that no register of units knows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from rapidfuzz.distance import Levenshtein

from extractor import rules
from extractor.check.finding import Maker, words
from extractor.model import Finding, Report
from extractor.registers import LEVELS, UnitRecord, Units, key, read_units

#: Since when the register knows all units.
_SINCE = "2020"
_LEVELS = ("tỉnh", "huyện", "quận", "thị xã", "thành phố")
#: Names that are looked up in one report, at most.
_NAMES = 400


def check(report: Report, maker: Maker) -> Iterator[Finding]:
    """unknown_unit: the level is printed, the name is no unit's at any level or day, and the province of the report is
    known, so that the nearest of its units can be told."""
    text, date = report.text, report.document.date
    if date is None or (date.value or "") < _SINCE:
        return
    pattern = _pattern()
    looked: set[str] = set()
    for sign in words("district_parts"):
        start = text.find(sign)
        while start >= 0 and len(looked) < _NAMES:
            match = pattern.match(text, start + len(sign.split(" ")[0]) + 1)
            if match and match["name"][0].isupper() and match["name"] not in looked:
                looked.add(match["name"])
                province = maker.once(_province)
                if province and not _units().knows(match["name"]):
                    yield _unknown(match, province, _units(), maker)
            start = text.find(sign, start + len(sign))


def _province(report: Report) -> UnitRecord | None:
    """The province of the body that reports; None where another place has its name."""
    units = _units()
    issuer = report.document.issuer.name if report.document.issuer else ""
    for level in _LEVELS:
        _, found, name = issuer.rpartition(f" {level} ")
        if found:
            day = (report.document.date.value if report.document.date else None) or ""
            standing = [one for one in units.named(name) if LEVELS[one.level] == level and one.stood(day)]
            tops = {units.top(one, day) for one in standing}
            return tops.pop() if len(tops) == 1 else None
    return None


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(rules.load()["findings"]["pattern"]["district_part"]["pattern"], re.VERBOSE)


def _units() -> Units:
    return read_units(rules.load().registers["units"])


def _unknown(match: re.Match[str], top: UnitRecord, units: Units, maker: Maker) -> Finding:
    name = key(match["name"])
    near = min(
        (one for one in units.below(top.code) if one.name), key=lambda one: Levenshtein.distance(key(one.name), name)
    )
    return maker.make(
        "unknown_unit",
        match.span("unit"),
        ("document",),
        words=match["unit"],
        province=top.full,
        near=f"{LEVELS[near.level]} {near.name}",
    )
