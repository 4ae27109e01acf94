"""Findings inside reports, page by page over the archive."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import and_, or_, select

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
    query = (
        select(table, document.c.uid, document.c.name)
        .join(document, document.c.id == table.c.document_id)
        .where(table.c.workspace_id == store.workspace_id)
        .order_by(table.c.document_id.desc(), table.c.item)
        .limit(limit + 1)
    )
    if asked.type is not None:
        query = query.where(table.c.type == clean(asked.type))
    if asked.severity is not None:
        query = query.where(table.c.severity == asked.severity)
    if asked.document is not None:
        query = query.where(document.c.uid == clean(asked.document), document.c.workspace_id == store.workspace_id)
    if after is not None:
        number, item = after
        beyond = and_(table.c.document_id == number, table.c.item > item)
        query = query.where(or_(table.c.document_id < number, beyond))
    with store.reading() as connection:
        rows = connection.execute(query).all()
    items = [
        Found(
            id=row.item,
            type=row.type,
            severity=row.severity,
            message=row.message_en,
            message_vi=row.message_vi,
            span=(row.start, row.end) if row.start is not None and row.end is not None else None,
            document=Named(id=row.uid, name=row.name),
        )
        for row in rows[:limit]
    ]
    more = len(rows) > limit
    last = cursors.sealed(store, _LISTING, rows[limit - 1].document_id, rows[limit - 1].item) if more else None
    return FindingPage(items=items, next=last)
