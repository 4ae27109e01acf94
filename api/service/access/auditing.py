"""The log of what was done (nhật ký): written in the transaction that does it, so that neither is without the other."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from api.service.access.caller import Caller
from api.service.observing.request_ids import current
from api.store import Store, tables
from api.times import iso


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the log. `at` is ISO 8601 in UTC."""

    id: int
    at: str
    who: str
    action: str
    subject: str | None
    request_id: str | None
    details: dict[str, Any]


def audit(connection: Connection, caller: Caller, action: str, subject: str | None = None, **details: Any) -> None:
    """Write down that `caller` did `action` ("document.delete") to `subject` ("document:UID"), in the transaction of
    `connection`. `details` are JSON: names and numbers, never a document's text, a password or a token."""
    row = {
        "workspace_id": caller.store.workspace_id,
        "at": time.time(),
        "who": caller.name,
        "action": action,
        "subject": subject,
        "request_id": current(),
    }
    connection.execute(tables.audit.insert().values(**row, **({"details": details} if details else {})))


def entries(
    store: Store, *, limit: int, before: int | None = None, action: str | None = None, subject: str | None = None
) -> list[Entry]:
    """The log of the store's workspace, newest first: at most `limit` rows, those with a smaller id than `before`."""
    table = tables.audit
    query = select(table).where(table.c.workspace_id == store.workspace_id).order_by(table.c.id.desc()).limit(limit)
    if before is not None:
        query = query.where(table.c.id < before)
    if action is not None:
        query = query.where(table.c.action == action)
    if subject is not None:
        query = query.where(table.c.subject == subject)
    with store.reading() as connection:
        rows = connection.execute(query).all()
    return [
        Entry(row.id, iso(row.at), row.who, row.action, row.subject, row.request_id, row.details or {}) for row in rows
    ]
