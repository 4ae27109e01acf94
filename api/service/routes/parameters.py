"""Parameters that several routes take."""

from __future__ import annotations

import calendar
import dataclasses
import re
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Query
from pydantic import BeforeValidator

from api.graph.names import iso_date
from api.search import Filters
from api.search.filters import LONGEST_NAME
from api.service.cursors import LONGEST

#: Items of a page, at most.
MOST = 200

_MONTH, _DAY = "(0?[1-9]|1[0-2])", "(0?[1-9]|[12][0-9]|3[01])"
#: A date as it is asked for: 2022, 2022-09, 2022-09-15, 15/9/2022, 9/2022.
DATE = f"^([0-9]{{4}}(-{_MONTH}(-{_DAY})?)?|(({_DAY}[/.-])?{_MONTH}[/.-])[0-9]{{4}})$"

Limit = Annotated[int, Query(ge=1, le=MOST, description="Items of a page", examples=[20])]
Cursor = Annotated[
    str | None, Query(max_length=LONGEST, pattern="^[A-Za-z0-9_-]{40,}$", description="`next` of the page before")
]


def _written(value: object) -> object:
    """What is written as a moment: seconds since 1970 are not."""
    if isinstance(value, str) and not re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:", value):
        raise ValueError("a date and a time, as in 2022-09-15T08:00:00Z")
    return value


Moment = Annotated[datetime, BeforeValidator(_written)]

_Name = Annotated[str | None, Query(max_length=LONGEST_NAME)]
_Date = Annotated[str | None, Query(pattern=DATE)]


def _facts(
    issuer: Annotated[
        _Name, Query(description="Cơ quan ban hành, or a part of its name, in any spelling", examples=["Mang Yang"])
    ] = None,
    unit: Annotated[
        _Name, Query(description="Đơn vị hành chính: name, part of it or code; also one above, also today's")
    ] = None,
    date_from: Annotated[_Date, Query(alias="from", description="Dated then or later", examples=["2022"])] = None,
    date_to: Annotated[_Date, Query(alias="to", description="Dated then or earlier", examples=["2022-12-31"])] = None,
    doc_type: Annotated[_Name, Query(alias="type", description="Loại văn bản: code or name", examples=["BC"])] = None,
    finding: Annotated[_Name, Query(description="With a finding of this type")] = None,
) -> Filters:
    """What narrows a list by facts of the reports."""
    return Filters(issuer, unit, _existing(date_from), _existing(date_to), doc_type, finding)


def _existing(asked: str | None) -> str | None:
    """A date in ISO 8601, its day no later than the last of its month: nothing is dated on the 30th of February."""
    found = iso_date(asked) if asked else None
    if found is None:
        return None
    year, *rest = (int(part) for part in found.split("-"))
    year = max(year, 1)
    if len(rest) == 2:
        rest[1] = min(rest[1], calendar.monthrange(year, rest[0])[1])
    return "-".join((f"{year:04}", *(f"{part:02}" for part in rest)))


Facts = Annotated[Filters, Depends(_facts)]


def _search_facts(
    facts: Facts,
    cites: Annotated[_Name, Query(description="That cites this number, or a law by its name")] = None,
) -> Filters:
    """As `_facts`, and what the report cites."""
    return dataclasses.replace(facts, cites=cites)


SearchFacts = Annotated[Filters, Depends(_search_facts)]
