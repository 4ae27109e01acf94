"""Counts of an archive: a grouped query each."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, func, select

from api.service.bodies.stats import Count, Stats
from api.store import Store, tables
from api.times import iso
from extractor.pipeline import load

#: Issuers that are told, those with most documents.
ISSUERS = 50
#: Documents from which on tables are read from end to end.
LARGE = 10_000

_document, _report, _extraction = tables.document, tables.report, tables.extraction


def stats(store: Store) -> Stats:
    """The counts as they are now."""
    began, mine = time.time(), store.workspace_id
    with store.reading() as connection:
        documents, size = connection.execute(
            select(func.count(), func.coalesce(func.sum(_document.c.size), 0)).where(_document.c.workspace_id == mine)
        ).one()
        pages, mentions = connection.execute(
            select(func.coalesce(func.sum(_report.c.pages), 0), func.coalesce(func.sum(_report.c.references), 0)).where(
                _report.c.workspace_id == mine
            )
        ).one()
        report, cited, year = _report.c, tables.citation.c, func.substr(_report.c.date, 1, 4)

        def grouped(table: Table, key: ColumnElement[Any], name: ColumnElement[Any] | None = None) -> list[Count]:
            return _grouped(connection, table, mine, key, name, whole=documents > LARGE)

        return Stats(
            as_of=iso(began),
            documents=documents,
            bytes=size,
            pages=pages,
            mentions=mentions,
            by_status=_by_status(connection, mine, documents),
            by_type=grouped(_report, report.type_code, report.type_name),
            by_issuer=grouped(_report, report.issuer_key, report.issuer)[:ISSUERS],
            by_year=sorted(grouped(_report, year), key=lambda one: one.key or ""),
            citations_by_type=_named(grouped(tables.citation, cited.type_code)),
            citations_by_issuer=grouped(tables.citation, cited.issuer_key, cited.issuer)[:ISSUERS],
            findings_by_type=grouped(tables.finding, tables.finding.c.type),
        )


def _grouped(
    connection: Connection,
    table: Table,
    workspace_id: int,
    key: ColumnElement[Any],
    name: ColumnElement[Any] | None,
    *,
    whole: bool,
) -> list[Count]:
    """How many rows have each value, the most frequent first; called as it is, or by a `name` of one of them. `whole`:
    most of the table is asked for."""
    many, called = func.count().label("many"), (key if name is None else func.min(name)).label("name")
    # Added up, no index says it: SQLite would look up each row through one, which takes six times as long.
    mine = (table.c.workspace_id + 0 if whole else table.c.workspace_id) == workspace_id
    query = select(key.label("key"), called, many).where(mine).group_by(key)
    rows: Sequence[Any] = connection.execute(query.order_by(many.desc(), key)).all()
    return [Count(key=row.key, name=row.name, count=row.many) for row in rows]


def _named(types: Sequence[Count]) -> list[Count]:
    """Types by their names, which need not be read from a row for each citation."""
    names = load().citations.types.names
    return [Count(key=one.key, name=names.get(one.key or "", one.name), count=one.count) for one in types]


def _by_status(connection: Connection, workspace_id: int, documents: int) -> list[Count]:
    """By the newest extraction of each document; what has none waits."""
    newest = (
        select(func.max(_extraction.c.id).label("id"))
        .where(_extraction.c.workspace_id == workspace_id)
        .group_by(_extraction.c.document_id)
        .subquery()
    )
    query = select(_extraction.c.status, func.count()).join(newest, newest.c.id == _extraction.c.id)
    found = {row[0]: row[1] for row in connection.execute(query.group_by(_extraction.c.status))}
    found["pending"] = found.get("pending", 0) + documents - sum(found.values())
    return [
        Count(key=status, name=status, count=found.get(status, 0))
        for status in ("done", "failed", "pending", "running")
    ]
