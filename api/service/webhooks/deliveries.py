"""The messages that wait, in the table: a restart loses none, and none is sent by two processes at a time."""

from __future__ import annotations

import time
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import and_, delete, select, update

from api.service.webhooks.sending import Sent
from api.store import Store, tables

#: How long whoever sends a message may take before another may send it, seconds.
LEASE = 60.0
#: Pauses between two tries, seconds; the last one again and again.
PAUSES = (10.0, 30.0, 120.0, 300.0, 900.0, 1800.0, 3600.0, 7200.0, 14400.0)
#: A message is given up after so long, seconds.
GIVEN_UP = 24 * 3600.0
#: How long one that is over is remembered, seconds.
KEPT = 30 * 24 * 3600.0
#: Messages looked at for one round.
ROUND = 100

_table, _webhook, _document = tables.delivery, tables.webhook, tables.document


@dataclass(frozen=True, slots=True)
class Due:
    """A message that is to be sent now, with all that is needed for it."""

    id: int
    uid: str
    workspace_id: int
    webhook_id: int
    document: str
    event: str
    code: str | None
    url: str
    secret: str
    attempts: int
    created_at: float


def due(store: Store, busy: Collection[int], most: int) -> list[Due]:
    """Take up to `most` messages of all workspaces, one of each webhook, none of those that are `busy`."""
    now = time.time()
    ready = and_(_table.c.status == "waiting", _table.c.next_at <= now)
    query = (
        select(
            _table.c.id,
            _table.c.uid,
            _table.c.workspace_id,
            _table.c.webhook_id,
            _document.c.uid.label("document"),
            _table.c.event,
            _table.c.code,
            _webhook.c.url,
            _webhook.c.secret,
            _table.c.attempts,
            _table.c.created_at,
        )
        .join(_webhook, _webhook.c.id == _table.c.webhook_id)
        .join(_document, _document.c.id == _table.c.document_id)
        .where(ready, _webhook.c.active, _webhook.c.id.not_in(busy))
        .order_by(_table.c.next_at, _table.c.id)
        .limit(ROUND)
    )
    with store.reading() as connection:
        rows = connection.execute(query).all()
    first = {row.webhook_id: row for row in reversed(rows)}
    if not first:
        return []
    chosen = sorted(row.id for row in first.values())[:most]
    taking = (
        update(_table)
        .where(_table.c.id.in_(chosen), ready)
        .values(next_at=now + LEASE, attempts=_table.c.attempts + 1, changed_at=now)
        .returning(_table.c.id)
    )
    with store.writing() as connection:
        taken = set(connection.scalars(taking))
    return [Due(**{**row._mapping, "attempts": row.attempts + 1}) for row in first.values() if row.id in taken]


def note(store: Store, one: Due, sent: Sent) -> None:
    """Write down how a try went, and when the next one is."""
    now = time.time()
    following = now + PAUSES[min(one.attempts, len(PAUSES)) - 1]
    over = following > one.created_at + GIVEN_UP
    status = "delivered" if sent.heard else "given_up" if over else "waiting"
    changes = {"status": status, "answer": sent.answer, "error": sent.error, "next_at": following, "changed_at": now}
    with store.writing() as connection:
        connection.execute(update(_table).where(_table.c.id == one.id).values(**changes))


def forget_old(store: Store) -> None:
    """Remove messages, of all workspaces, that are over and remembered no longer."""
    old = and_(_table.c.status != "waiting", _table.c.changed_at < time.time() - KEPT)
    with store.writing() as connection:
        connection.execute(delete(_table).where(old))
