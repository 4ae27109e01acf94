"""What narrows a search: facts of the document, not words of its text."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass

from api.search.errors import QueryError
from api.search.matching import Clause, Phrase
from api.store import marks
from api.store.keys import code_key, law_key, order_exactly, order_range

#: No name or number is longer, in characters.
LONGEST_NAME = 500


@dataclass(frozen=True, slots=True)
class Filters:
    """All that are given must hold; None and "" mean no filter.

    `issuer` is the name of who issued it or a part of it, in any spelling. `unit` is the name, a part of it, or the
    code of an administrative unit: the issuer's own, one above it, or the one that its place belongs to today.
    `date_from` and `date_to` are days, months or years ("2021-06-15", "2021-06", "2021", "15/6/2021"); a document whose
    own date is a month or a year matches where a day of it does. `type` is the code or the name of a type ("BC", "báo
    cáo"), `finding` the type of a finding in it (docs/findings.md), `cites` the number of a document, or the name of
    a law, that it cites. `external_id` is what the calling system calls it, `metadata` words of one field that it says
    of it.
    """

    issuer: str | None = None
    unit: str | None = None
    date_from: str | None = None
    date_to: str | None = None
    type: str | None = None
    finding: str | None = None
    cites: str | None = None
    external_id: str | None = None
    metadata: str | None = None


def clauses(filters: Filters) -> list[Clause] | None:
    """The filters on facts as clauses; None where one of them asks for what no document can have."""
    readers: tuple[tuple[str | None, Callable[[str], Clause]], ...] = (
        (filters.issuer, lambda name: _named(marks.issuer(name))),
        (filters.unit, lambda name: _named(marks.unit(name))),
        (filters.type, _type),
        (filters.finding, lambda name: _named((marks.finding(name),))),
        (filters.cites, _cites),
        (filters.external_id, lambda name: _named((marks.external_id(name),))),
        (filters.metadata, lambda text: _named(marks.told(text))),
    )
    found = [read(value) if len(value) <= LONGEST_NAME else () for value, read in readers if value]
    return found if all(found) else None


def ranges(filters: Filters, workspace_id: int) -> list[tuple[int, int]]:
    """The filters on dates as ranges of `order_key` of a workspace, both ends within; the newest first.

    Raises QueryError for a date of no known form.
    """
    first = _date(filters.date_from) if filters.date_from else None
    last = _date(filters.date_to) if filters.date_to else None
    low, high = order_range(workspace_id, first, last)
    if low > high:
        return []
    # "2021" may be a day from 2021-06-15 on.
    shorter = [first[:length] for length in (7, 4) if first and len(first) > length]
    return [(low, high), *(order_exactly(workspace_id, date) for date in shorter)]


def _named(words: tuple[str, ...]) -> Clause:
    # A name without a letter leaves a mark with nothing behind it.
    return (Phrase(words),) if words and not words[-1].endswith("/") else ()


def _type(name: str) -> Clause:
    return (*_named((marks.type_code(name),)), *_named((marks.type_name(name),)))


def _cites(code: str) -> Clause:
    keys = (code_key(code), law_key(code))
    return tuple(Phrase((marks.cited_number(key),)) for key in keys if key)


def _date(printed: str) -> str:
    """ISO 8601 at its precision."""
    text = printed.strip()
    match = re.fullmatch(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?", text)
    year, month, day = match.groups() if match else (None, None, None)
    if match is None:
        match = re.fullmatch(r"(?:(?:([0-9]{1,2})[/.-])?([0-9]{1,2})[/.-])([0-9]{4})", text)
        day, month, year = match.groups() if match else (None, None, None)
    parts = [int(part) for part in (year, month, day) if part]
    if not parts or not _exists(*parts):
        raise QueryError("a date is of no known form; write 2021, 2021-06, 2021-06-15 or 15/6/2021")
    return "-".join(f"{part:0{width}}" for part, width in zip(parts, (4, 2, 2), strict=False))


def _exists(year: int, month: int = 1, day: int = 1) -> bool:
    return year > 0 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]
