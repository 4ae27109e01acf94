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
