"""What people type to name a document: a number in any spelling, or a law by its name."""

from __future__ import annotations

import re
from functools import cache

from api.store.keys import code_key, law_key, words

#: What the name of a law begins with, folded.
_LAWS = ("luat", "bo luat", "phap lenh", "hien phap")


def code_or_name(text: str) -> tuple[str, str | None] | None:
    """The `code_key` of what somebody typed, with the year that stands behind a law's name: "Quyết định số 751/QĐ-UBND"
    gives ("751/qdubnd", None), "Luật Đất đai năm 2013" gives ("luat dat dai", "2013"). None where it is neither."""
    folded = " ".join(words(text))
    if folded.startswith(_LAWS) and "/" not in text:
        name = _year_behind().fullmatch(folded)
        key = law_key(name["name"]) if name else None
        if name and key:
            return key, name["year"]
    # A printed citation has words in front of its number; they are no part of it.
    start = re.search("[0-9]", text)
    key = code_key(text[start.start() :]) if start else None
    return (key, None) if key else None


@cache
def _year_behind() -> re.Pattern[str]:
    return re.compile(r"(?P<name>[^0-9]+?)(?:(?: nam)? (?P<year>[0-9]{4}))?")


def iso_date(text: str) -> str | None:
    """A date as people type it, in ISO 8601 at its precision: "26/12/2020", "12/2020", "2020" and "2020-12-26". None
    where it is none."""
    match = _date().fullmatch(text.strip())
    if match is None:
        return None
    day, month, year = (match[name] or match[f"{name}_first"] for name in ("day", "month", "year"))
    if (month and not 1 <= int(month) <= 12) or (day and not 1 <= int(day) <= 31):
        return None
    return "-".join(part for part in (year, month and month.zfill(2), day and day.zfill(2)) if part)


@cache
def _date() -> re.Pattern[str]:
    first = r"(?P<year_first>[0-9]{4})-(?P<month_first>[0-9]{1,2})(?:-(?P<day_first>[0-9]{1,2}))?"
    last = r"(?:(?:(?P<day>[0-9]{1,2})[/.-])?(?P<month>[0-9]{1,2})[/.-])?(?P<year>[0-9]{4})"
    return re.compile(f"{first}|{last}")
