"""What people type to name a document: a number in any spelling, or a law by its name."""

from __future__ import annotations

import re
from functools import cache

from api.store.keys import code_key, fold, words

#: What the name of a law begins with, folded.
_LAWS = ("luat", "bo luat", "phap lenh", "hien phap")
#: Longest name that is looked up, in characters.
LONGEST_NAME = 300


def code_or_name(text: str) -> tuple[str, str | None] | None:
    """The `code_key` of what somebody typed, with the year that stands behind a law's name: "Quyết định số 751/QĐ-UBND"
    gives ("751/qdubnd", None), "Luật Đất đai năm 2013" gives ("luat dat dai", "2013"). None where it is neither."""
    folded = " ".join(words(text))
    if folded.startswith(_LAWS) and "/" not in text:
        name = _year_behind().match(folded)
        if name is not None:
            return law_key(name["name"]), name["year"]
    # A printed citation has words in front of its number; they are no part of it.
    start = re.search("[0-9]", text)
    key = code_key(text[start.start() :]) if start else None
    return (key, None) if key else None


def law_key(name: str) -> str:
    """The name of a law in one spelling, its usual abbreviations written out: "Luật ban hành VB QPPL" is not known,
    "Luật Ban hành văn bản QPPL" and "luat ban hanh van ban quy pham phap luat" are one."""
    key = f" {' '.join(fold(name).split())} "
    for short, full in (("qppl", "quy pham phap luat"), ("hdnd", "hoi dong nhan dan"), ("ubnd", "uy ban nhan dan")):
        key = key.replace(f" {short} ", f" {full} ")
    return key.strip()[:LONGEST_NAME]


@cache
def _year_behind() -> re.Pattern[str]:
    return re.compile(r"(?P<name>[^0-9]+?)(?: nam)?(?: (?P<year>[0-9]{4}))?")
