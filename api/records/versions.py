"""Versions of one report: a draft whose number was left blank, the next draft, and the signed copy.

Whoever looks for them asks an index, never all pairs: documents of one issuer and one type around the same day, and
documents of one number. Then the titles must say the same, then the texts.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, Literal

from sqlalchemy import Connection, Select, bindparam, or_, select

from api.records.likeness import Features, features, likeness
from api.store import tables
from api.store.keys import order_range, words

_report = tables.report

#: Earlier than every document.
_FIRST_DAY = "0001"
#: Months that a draft's day may be from its signed copy's.
_MONTHS = 3
#: Titles are alike from here on, of 100.
_TITLE = 85.0
#: Documents that are looked at at most, and texts that are compared: those of the most alike titles.
_CANDIDATES, _TEXTS = 1_000, 16
#: Texts whose features are remembered.
_REMEMBERED = 64

COLUMNS = tuple(
    _report.c[name]
    for name in (
        *("document_id", "type_code", "number", "code_key", "date", "issuer_key", "unit_code", "title", "period"),
        "characters",
    )
)


class Versions:
    """Looks for versions of documents. What texts are compared by is remembered from one to the next."""

    def __init__(self, connection: Connection, workspace_id: int) -> None:
        self._connection = connection
        self._workspace_id = workspace_id
        self._features: dict[int, Features] = {}

    def of(self, document: Any) -> list[int]:
        """The other versions of a document, by their ids. `document` has the COLUMNS of the table `report`."""
        if document.issuer_key is None or document.type_code is None or document.title is None:
            return []
        scored = sorted((score, other.document_id) for other, score in self._candidates(document))
        return [other for _, other in scored[-_TEXTS:] if self._of_one(document.document_id, other)]

    def _candidates(self, document: Any) -> Iterator[tuple[Any, float]]:
        """Documents whose facts do not speak against it, with how alike the titles are."""
        season = _season(document.date) if document.date else (None, None)
        low, high = order_range(self._workspace_id, *season)
        asked = {
            "workspace": self._workspace_id,
            "issuer": document.issuer_key,
            "type": document.type_code,
            "document": document.document_id,
            "code": document.code_key,
            "low": low,
            "high": high,
            "dated": order_range(self._workspace_id, _FIRST_DAY)[0],
            "shortest": document.characters // 2,
            "longest": document.characters * 2,
        }
        for among in ("number", "drafts") if document.code_key else ("all",):
            for other in self._connection.execute(_query(among, dated=bool(document.date)), asked):
                score = titles_alike(document.title, other.title or "")
                if score >= _TITLE and _agree(document, other):
                    yield other, score

    def _of_one(self, document: int, other: int) -> bool:
        return likeness(self._text(document), self._text(other)).of_one()

    def _text(self, document: int) -> Features:
        if document not in self._features:
            if len(self._features) >= _REMEMBERED:
                self._features.clear()
            text = tables.report_text
            query = select(text.c.text).where(text.c.document_id == document)
            self._features[document] = features(self._connection.scalar(query) or "")
        return self._features[document]


@cache
def _query(among: Literal["number", "drafts", "all"], *, dated: bool) -> Select[Any]:
    """Documents of an issuer and a type, of a season or without a day, that are about as long: those of a number, those
    without one, or all. They lie in the index by their days, those without one before all others. Made once: it is
    asked for every document."""
    newest = _report.c.newest
    where = [
        _report.c.workspace_id == bindparam("workspace"),
        _report.c.issuer_key == bindparam("issuer"),
        _report.c.type_code == bindparam("type"),
        _report.c.document_id != bindparam("document"),
        _report.c.characters.between(bindparam("shortest"), bindparam("longest")),
    ]
    if among == "number":
        where.append(_report.c.code_key == bindparam("code"))
    elif among == "drafts":
        where.append(_report.c.code_key.is_(None))
    if dated:
        where.append(or_(newest < bindparam("dated"), newest.between(bindparam("low"), bindparam("high"))))
    query = select(*COLUMNS).where(*where).limit(_CANDIDATES)
    # A number has few documents; sorting them could lead away from its index.
    return query if among == "number" else query.order_by(newest.desc())


def _agree(one: Any, other: Any) -> bool:
    """Whether unit, period and number allow two documents to be one."""
    pairs = ((one.unit_code, other.unit_code), (one.period, other.period), (one.code_key, other.code_key))
    return all(a is None or b is None or a == b for a, b in pairs)


def titles_alike(one: str, other: str) -> float:
    """How alike two titles are, of 100; 0 where one has a figure, a quarter or a name that the other has not."""
    from rapidfuzz import fuzz

    if one == other:
        return 100.0
    plain = [" ".join(words(title)) for title in (one, other)]
    if _numerals(plain[0]) != _numerals(plain[1]) or not (_names(one, plain[1]) and _names(other, plain[0])):
        return 0.0
    return fuzz.ratio(*plain)


def _numerals(title: str) -> list[str]:
    """Figures and Roman numerals: "quý II năm 2021"."""
    return [word for word in title.split() if word.isdecimal() or not set(word) - set("ivx")]


def _names(title: str, other: str) -> bool:
    """Whether the other title has all words that begin with a capital inside this one. One in capitals tells none."""
    inside = [] if title.isupper() else [word for word in title.split()[1:] if word[0].isupper()]
    return {plain for word in inside for plain in words(word)} <= set(other.split())


def _season(day: str) -> tuple[str, str]:
    """The first and the last month, or year, of a document that may be a version of one of this day."""
    year, month = int(day[:4]), int(day[5:7]) if len(day) >= 7 and day[4] == "-" else 0
    if not month:
        return f"{year:04}", f"{year:04}"
    first, last = year * 12 + month - 1 - _MONTHS, year * 12 + month - 1 + _MONTHS
    return f"{first // 12:04}-{first % 12 + 1:02}", f"{last // 12:04}-{last % 12 + 1:02}"


def order(document: Any) -> tuple[bool, str, float, int]:
    """Where a version stands among the others: drafts before what has a number, then by day, then as they came."""
    return (document.number is not None, document.date or "", document.added_at, document.document_id)
