"""Parameters that several routes take."""

from __future__ import annotations

import dataclasses
from typing import Annotated

from fastapi import Depends, Query

from api.search import Filters
from api.search.errors import QueryError
from api.search.filters import LONGEST_NAME, ranges
from api.service.cursors import LONGEST
from api.service.problems import Problem

#: Items of a page, at most.
MOST = 200

Limit = Annotated[int, Query(ge=1, le=MOST, description="Items of a page", examples=[20])]
Cursor = Annotated[str | None, Query(max_length=LONGEST, description="`next` of the page before")]

_Name = Annotated[str | None, Query(max_length=LONGEST_NAME)]


def _facts(
    issuer: Annotated[
        _Name, Query(description="Cơ quan ban hành, or a part of its name, in any spelling", examples=["Mang Yang"])
    ] = None,
    unit: Annotated[
        _Name,
        Query(description="Đơn vị hành chính: name, part of it or code; also one above, also today's"),
    ] = None,
    date_from: Annotated[
        str | None,
        Query(alias="from", max_length=20, description="Dated then or later", examples=["2022"]),
    ] = None,
    date_to: Annotated[
        str | None, Query(alias="to", max_length=20, description="Dated then or earlier", examples=["2022-12-31"])
    ] = None,
    doc_type: Annotated[_Name, Query(alias="type", description="Loại văn bản: code or name", examples=["BC"])] = None,
    finding: Annotated[_Name, Query(description="With a finding of this type")] = None,
) -> Filters:
    """What narrows a list by facts of the reports. Raises Problem `invalid_request`."""
    found = Filters(issuer, unit, date_from, date_to, doc_type, finding)
    try:
        ranges(found, 0)
    except QueryError:
        raise Problem(
            "invalid_request",
            "a date is of no known form; write 2022, 2022-09, 2022-09-15 or 15/9/2022",
            "ngày không đúng mẫu; viết 2022, 2022-09, 2022-09-15 hoặc 15/9/2022",
        ) from None
    return found


Facts = Annotated[Filters, Depends(_facts)]


def _search_facts(
    facts: Facts,
    cites: Annotated[_Name, Query(description="That cites this number, or a law by its name")] = None,
) -> Filters:
    """As `_facts`, and what the report cites."""
    return dataclasses.replace(facts, cites=cites)


SearchFacts = Annotated[Filters, Depends(_search_facts)]
