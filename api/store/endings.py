"""How the work on a document ended is told to those who asked for it: written down in the transaction that ends the
work, so that neither is without the other, and sent by `api/service/webhooks`."""

from __future__ import annotations

import time
import uuid
from functools import cache

from sqlalchemy import Connection, Select, bindparam, select

from api.store import tables

#: What may have become of a document.
DONE, FAILED = "document.done", "document.failed"


def tell(connection: Connection, workspace_id: int, document_id: int, event: str, code: str | None = None) -> None:
    """Write down that the webhooks of the workspace are to hear of a document that came over the service. `code` says
    why it failed."""
    now = time.time()
    rows = [
        {
            "workspace_id": workspace_id,
            "document_id": document_id,
            "uid": uuid.uuid4().hex,
            "webhook_id": row.id,
            "event": event,
            "code": code,
            "status": "waiting",
            "attempts": 0,
            "next_at": now,
            "created_at": now,
            "changed_at": now,
        }
        for row in connection.execute(_listening(), {"workspace": workspace_id, "document": document_id})
        if event in row.events.split()
    ]
    if rows:
        connection.execute(tables.delivery.insert(), rows)


@cache
def _listening() -> Select[int, str]:
    """The webhooks that hear of a document. Statements that are run for every document are made once."""
    webhook, upload = tables.webhook, tables.upload
    return (
        select(webhook.c.id, webhook.c.events)
        .join(upload, upload.c.workspace_id == webhook.c.workspace_id)
        .where(
            webhook.c.workspace_id == bindparam("workspace"),
            webhook.c.active,
            upload.c.document_id == bindparam("document"),
        )
    )
