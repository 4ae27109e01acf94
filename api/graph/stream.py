"""Going through all numbers of an archive with what is said of each, in constant memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from operator import attrgetter
from typing import TypeVar

from sqlalchemy import Connection, func, select

from api.graph.resolve import Variant
from api.graph.variants import archived_of, variant
from api.store import tables

#: Rows that are fetched at once, and numbers whose archived documents are looked up at once.
ROWS, NUMBERS = 2000, 300

Value = TypeVar("Value")


def numbers(connection: Connection, workspace_id: int) -> Iterator[tuple[str, list[Variant]]]:
    """Each number that reports cite, with all that is said beside it and the archived documents that carry it. The
    database reads one index in its order; one number is in memory at a time."""
    for batch in batches(cited_numbers(connection, workspace_id), NUMBERS):
        own = archived_of(connection, workspace_id, [code_key for code_key, _ in batch])
        for code_key, said in batch:
            yield code_key, [*said, *own.get(code_key, ())]


def cited_numbers(connection: Connection, workspace_id: int) -> Iterator[tuple[str, list[Variant]]]:
    """The same without the archived documents."""
    table = tables.citation
    query = (
        select(
            table.c.code_key, table.c.variant, func.count().label("reports"), func.max(table.c.newest).label("newest")
        )
        .where(table.c.workspace_id == workspace_id, table.c.code_key.is_not(None))
        .group_by(table.c.code_key, table.c.variant)
        .order_by(table.c.code_key, table.c.variant)
        .execution_options(yield_per=ROWS)
    )
    for code_key, rows in groupby(connection.execute(query), attrgetter("code_key")):
        yield code_key, [variant(row.variant, row.reports, row.newest) for row in rows]


def batches(values: Iterable[Value], size: int) -> Iterator[list[Value]]:
    """The values in lists of a size."""
    rest = iter(values)
    while batch := list(islice(rest, size)):
        yield batch
