"""What an extraction means for the review of its document: the queue knows of it in the same transaction."""

from __future__ import annotations

import time
from functools import cache

from sqlalchemy import Connection, case, delete
from sqlalchemy.dialects.postgresql import Insert as PostgresInsert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert

from api.store import tables
from api.store.files import insert_in
from api.store.rows import Row, Rows

#: What is counted of a document that nobody decided about.
_COUNTED = ("least", "open_reference", "open_finding", "open_count", "open_responsibility", "open_indicator")


def open_review(connection: Connection, own: Row, rows: Rows) -> None:
    """Let a document wait for review, with all items of its newest extraction (`own`: workspace_id, document_id,
    extraction_id). Where people decided about it, what is left is counted when somebody looks."""
    counted = {"least": 1.0, **dict.fromkeys(_COUNTED[1:], 0), **rows.review, "open_finding": len(rows.findings)}
    row = {**own, **counted, "status": "to_review", "version": 0, "orphaned": 0, "changed_at": time.time()}
    connection.execute(_opening(connection.dialect.name), {**row, "stale": not rows.review})


def forget_review(connection: Connection, document_id: int) -> None:
    """Remove all that was decided about a document whose content must not be kept: decisions quote it."""
    for table in (tables.decision, tables.review):
        connection.execute(delete(table).where(table.c.document_id == document_id))


@cache
def _opening(dialect: str) -> PostgresInsert | SqliteInsert:
    table = tables.review
    row = insert_in(dialect, table)
    untouched = table.c.version == 0
    changed = {name: case((untouched, row.excluded[name]), else_=table.c[name]) for name in _COUNTED}
    return row.on_conflict_do_update(
        index_elements=["document_id"],
        set_={
            **changed,
            "stale": case((untouched, row.excluded.stale), else_=True),
            "extraction_id": row.excluded.extraction_id,
            "changed_at": row.excluded.changed_at,
        },
    )
