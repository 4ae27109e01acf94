"""Findings inside reports, page by page over the archive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, or_, select

from api.service import cursors
from api.service.bodies.findings import FindingPage, Found
from api.service.bodies.references import Named
from api.store import Store, tables
from api.store.keys import clean

_LISTING = "findings"


@dataclass(frozen=True, slots=True)
class Asked:
    """What narrows the list: a type, a severity, a document's name to callers."""

    type: str | None = None
    severity: str | None = None
    document: str | None = None


def findings(store: Store, asked: Asked, limit: int, cursor: str | None) -> FindingPage:
    """A page of findings. Raises Problem `invalid_cursor`."""
    after = cursors.opened(store, _LISTING, cursor)
    table, document = tables.finding, tables.document
    # One index gives all documents in order, another one those with a type of finding.
    number = document.c.id if asked.type is None else table.c.document_id
    # What concerns the whole document stands before what has a place in it.
    start = func.coalesce(table.c.start, -1)
    query = (
        select(table, document.c.uid, document.c.name)
        .join(document, document.c.id == table.c.document_id)
        .where(document.c.workspace_id == store.workspace_id)
        .order_by(number.desc(), start, table.c.item)
        .limit(limit + 1)
    )
    if asked.type is not None:
        query = query.where(table.c.workspace_id == store.workspace_id, table.c.type == clean(asked.type))
    if asked.severity is not None:
        query = query.where(table.c.severity == asked.severity)
    if asked.document is not None:
        query = query.where(document.c.uid == clean(asked.document), document.c.workspace_id == store.workspace_id)
    if after is not None:
        last, place, item = after
        behind = or_(start > place, and_(start == place, table.c.item > item))
        query = query.where(number <= last, or_(number < last, behind))
    with store.reading() as connection:
        rows = connection.execute(query).all()
    items = [_found(row) for row in rows[:limit]]
    if len(rows) <= limit:
        return FindingPage(items=items, next=None)
    end = rows[limit - 1]
    place = -1 if end.start is None else end.start
    return FindingPage(items=items, next=cursors.sealed(store, _LISTING, end.document_id, place, end.item))


def _found(row: Any) -> Found:
    return Found(
        id=row.item,
        type=row.type,
        severity=row.severity,
        message=row.message_en,
        message_vi=row.message_vi,
        span=None if row.start is None or row.end is None else (row.start, row.end),
        document=Named(id=row.uid, name=row.name),
    )
