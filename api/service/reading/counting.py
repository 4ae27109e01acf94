"""Counts of an archive: a grouped query each."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, func, select

from api.service.bodies.stats import Count, Stats
from api.service.reading.listing import iso
from api.store import Store, tables

#: Issuers that are told, those with most documents.
ISSUERS = 50

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
        year = func.substr(_report.c.date, 1, 4)
        return Stats(
            as_of=iso(began),
            documents=documents,
            bytes=size,
            pages=pages,
            mentions=mentions,
            by_status=_by_status(connection, mine, documents),
            by_type=_grouped(connection, _report, mine, _report.c.type_code, _report.c.type_name),
            by_issuer=_grouped(connection, _report, mine, _report.c.issuer_key, _report.c.issuer)[:ISSUERS],
            by_year=sorted(_grouped(connection, _report, mine, year, year), key=lambda one: one.key or ""),
            citations_by_type=_grouped(
                connection, tables.citation, mine, tables.citation.c.type_code, tables.citation.c.type_name
            ),
            findings_by_type=_grouped(connection, tables.finding, mine, tables.finding.c.type, tables.finding.c.type),
        )


def _grouped(
    connection: Connection, table: Table, workspace_id: int, key: ColumnElement[Any], name: ColumnElement[Any]
) -> list[Count]:
    """How many rows have each value, the most frequent first."""
    many = func.count().label("many")
    query = select(key.label("key"), func.min(name).label("name"), many).where(table.c.workspace_id == workspace_id)
    rows: Sequence[Any] = connection.execute(query.group_by(key).order_by(many.desc(), func.min(name))).all()
    return [Count(key=row.key, name=row.name, count=row.many) for row in rows]


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
