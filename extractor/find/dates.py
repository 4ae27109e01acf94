"""Dates and periods (EXTRACTION 5): every year in the text is an anchor, and the forms of rules/dates.toml look back
from it."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal, cast

from extractor.grammar import Anchored, Form, Found
from extractor.mentions import DateMention
from extractor.model import Precision
from extractor.rules import RuleBook

_QUARTERS = {"I": 1, "II": 2, "III": 3, "IV": 4}


@dataclass(frozen=True, slots=True)
class DateRules:
    """The compiled forms of rules/dates.toml. `shared`: by precision, id, pattern and the form that gives the value."""

    forms: Anchored
    shared: Mapping[str, Sequence[tuple[str, re.Pattern[str], str]]]


def find_dates(text: str, rules: DateRules) -> list[DateMention]:
    """All dates and periods of a text, in order, none inside another."""
    found: list[DateMention] = []
    for anchor in rules.forms.anchor.finditer(text):
        if text[anchor.start() - 1 : anchor.start()].isdigit():
            continue
        hit = rules.forms.look_back(text, anchor.start())
        if hit is None:
            continue
        groups = {**hit.groups, "year": anchor.group()}
        precision = cast(Precision, hit.form.facts["precision"])
        value = value_of(hit.form.id, groups)
        bound: Literal["before"] | None = "before" if _is_deadline(text[max(0, hit.start - 12) : hit.start]) else None
        while found and found[-1].span[1] > hit.start:
            found.pop()
        start = _first_letter(text, hit)
        if value and precision in rules.shared:
            floor = found[-1].span[1] if found else 0
            found += _sharing(text, floor, start, precision, groups["year"], rules)
        found.append(DateMention((start, anchor.end()), value, precision, bound, hit.form.id))
    return found


#: How far before a period another may stand that shares its year, in characters.
_SHARED_REACH = 120


def _sharing(
    text: str, floor: int, start: int, precision: Precision, year: str, rules: DateRules
) -> Iterator[DateMention]:
    """Periods of the same kind before `start`, in the same sentence, that print no year of their own."""
    floor = max(floor, start - _SHARED_REACH, text.rfind(". ", 0, start) + 1)
    for rule, pattern, like in rules.shared[precision]:
        for match in pattern.finditer(text, floor, start):
            if "\t" in text[match.end() : start]:
                continue
            value = value_of(like, {**match.groupdict(), "year": year})
            yield DateMention(match.span(), value, precision, None, rule)


def _first_letter(text: str, hit: Found) -> int:
    start = hit.start
    while text[start].isspace():
        start += 1
    return start


def _is_deadline(before: str) -> bool:
    return "rước" in before and _before().search(before) is not None


@cache
def _before() -> re.Pattern[str]:
    return re.compile(r"\btrước\s+(?:hết\s+)?$", re.IGNORECASE)


def value_of(form: str, groups: Mapping[str, str]) -> str | None:
    """The value of a form of rules/dates.toml with what its fragments caught: ISO 8601 at the known precision, None for
    what does not exist."""
    if len(groups["year"]) != 4:
        return None
    year = int(groups["year"])
    try:
        return _VALUES[form.removeprefix("date.")](year, groups)
    except (ValueError, KeyError):
        return None


def _day(year: int, groups: Mapping[str, str]) -> str:
    return date(year, int(groups["month"]), int(groups["day"])).isoformat()


def _month(year: int, groups: Mapping[str, str]) -> str:
    return date(year, int(groups["month"]), 1).isoformat()[:7]


def _year(year: int, _groups: Mapping[str, str]) -> str:
    return f"{year:04d}"


def _months(first: tuple[int, int], last: tuple[int, int]) -> str:
    end = date(last[0], last[1], monthrange(*last)[1])
    return f"{date(first[0], first[1], 1).isoformat()}/{end.isoformat()}"


def _quarter(year: int, groups: Mapping[str, str]) -> str:
    printed = groups["quarter"].upper()
    quarter = _QUARTERS.get(printed) or int(printed)
    return _months((year, 3 * quarter - 2), (year, 3 * quarter))


def _from_month(year: int, groups: Mapping[str, str]) -> str:
    return _months((year, int(groups["from_month"])), (year, int(groups["month"])))


def _years(year: int, groups: Mapping[str, str]) -> str | None:
    first = int(groups["from_year"])
    return _months((first, 1), (year, 12)) if first <= year else None


def _range(year: int, groups: Mapping[str, str]) -> str | None:
    first_year = int(groups.get("from_year", year))
    first = date(first_year, int(groups["from_month"]), int(groups["from_day"]))
    last = date(year, int(groups["month"]), int(groups["day"]))
    return f"{first.isoformat()}/{last.isoformat()}" if first <= last else None


_VALUES = {
    "day": _day,
    "day_in_words": _day,
    "blank_day": _month,
    "blank_day_in_words": _month,
    "blank_month": _year,
    "blank_month_in_words": _year,
    "month": _month,
    "month_in_words": _month,
    "month_range": _from_month,
    "months": lambda year, groups: _months((year, 1), (year, int(groups["count"]))),
    "quarter": _quarter,
    "quarter_in_words": _quarter,
    "first_half": lambda year, _: _months((year, 1), (year, 6)),
    "second_half": lambda year, _: _months((year, 7), (year, 12)),
    "year": _year,
    "years": _years,
    "phase": _years,
    "phase_year": _year,
    "range": _range,
    "range_shared_year": _range,
    "range_in_words": _range,
}


def compile_rules(book: RuleBook) -> DateRules:
    """The forms of rules/dates.toml, ready to search."""
    forms = [Form(row["id"], row["pattern"], {"precision": row["precision"]}) for row in book["dates"]["form"]]
    shared: dict[str, list[tuple[str, re.Pattern[str], str]]] = {}
    for row in book["dates"]["shared"]:
        compiled = re.compile(row["pattern"], re.VERBOSE)
        shared.setdefault(row["precision"], []).append((row["id"], compiled, row["like"]))
    return DateRules(Anchored(forms, book.fragments, reach=64), shared)
