"""The webhooks of a workspace."""

from __future__ import annotations

import secrets
import time
import uuid
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, insert, select, update

from api.service.access.auditing import audit
from api.service.access.caller import Caller
from api.service.jobs.state import is_uid
from api.service.problems import Problem
from api.service.webhooks.addresses import Networks, RefusedAddressError, parse, resolve
from api.service.webhooks.bodies import Deliveries, Delivery, NewWebhook, Webhook, WebhookChange, WebhookWithSecret
from api.store import Store, tables
from api.times import iso

#: Webhooks that a workspace may have.
MOST = 20

_table = tables.webhook


def create(who: Caller, new: NewWebhook, allowed: Networks) -> WebhookWithSecret:
    """Make one. Raises Problem `webhook_address`, `invalid_request`."""
    check(new.url, allowed)
    row = {
        "workspace_id": who.store.workspace_id,
        "uid": uuid.uuid4().hex,
        "url": new.url,
        "secret": f"whsec_{secrets.token_urlsafe(32)}",
        "events": " ".join(sorted(set(new.events))),
        "active": True,
        "created_at": time.time(),
    }
    with who.store.writing() as connection:
        if len(connection.scalars(select(_table.c.id).where(_of(who.store))).all()) >= MOST:
            raise Problem(
                "invalid_request",
                f"a workspace has at most {MOST} webhooks; delete one",
                f"mỗi không gian làm việc có tối đa {MOST} địa chỉ; hãy xóa bớt",
            )
        made = connection.execute(insert(_table).values(**row).returning(_table)).one()
        audit(connection, who, "webhook.create", f"webhook:{made.uid}", host=parse(made.url).host)
    return WebhookWithSecret(**_webhook(made).model_dump(), secret=made.secret)


def listing(store: Store) -> list[Webhook]:
    """All of the workspace, the oldest first."""
    with store.reading() as connection:
        return [_webhook(row) for row in connection.execute(select(_table).where(_of(store)).order_by(_table.c.id))]


def get(store: Store, uid: str) -> Webhook:
    """One of the workspace. Raises Problem `not_found`."""
    with store.reading() as connection:
        return _webhook(_there(connection.execute(select(_table).where(_of(store, uid))).one_or_none()))


def change(who: Caller, uid: str, wanted: WebhookChange, allowed: Networks) -> Webhook:
    """Change one. Raises Problem `not_found`, `webhook_address`."""
    if wanted.url is not None:
        check(wanted.url, allowed)
    values: dict[str, Any] = wanted.model_dump(exclude_none=True)
    if wanted.events is not None:
        values["events"] = " ".join(sorted(set(wanted.events)))
    with who.store.writing() as connection:
        row = _there(connection.execute(select(_table).where(_of(who.store, uid)).with_for_update()).one_or_none())
        if values:
            row = connection.execute(
                update(_table).where(_table.c.id == row.id).values(**values).returning(_table)
            ).one()
            audit(connection, who, "webhook.change", f"webhook:{uid}", **values)
    return _webhook(row)


def remove(who: Caller, uid: str) -> None:
    """Delete one with its messages. Raises Problem `not_found`."""
    with who.store.writing() as connection:
        row = connection.execute(delete(_table).where(_of(who.store, uid)).returning(_table.c.url)).one_or_none()
        _there(row)
        audit(connection, who, "webhook.delete", f"webhook:{uid}")


def deliveries(store: Store, uid: str, limit: int, cursor: str | None) -> Deliveries:
    """Messages to one, the newest first, from behind `cursor`. Raises Problem `not_found`, `invalid_cursor`."""
    table, document = tables.delivery, tables.document
    query = (
        select(table, document.c.uid.label("document"))
        .join(document, document.c.id == table.c.document_id)
        .order_by(table.c.id.desc())
        .limit(limit + 1)
    )
    with store.reading() as connection:
        webhook = _there(connection.execute(select(_table.c.id).where(_of(store, uid))).one_or_none())
        query = query.where(table.c.webhook_id == webhook.id)
        if cursor is not None:
            last = select(table.c.id).where(table.c.uid == cursor, table.c.webhook_id == webhook.id)
            last_id = connection.scalar(last) if is_uid(cursor) else None
            if last_id is None:
                raise Problem("invalid_cursor")
            query = query.where(table.c.id < last_id)
        rows = connection.execute(query).all()
    items = [_delivery(row) for row in rows[:limit]]
    return Deliveries(items=items, next=items[-1].id if len(rows) > limit else None)


def check(url: str, allowed: Networks) -> None:
    """Raises Problem `webhook_address`."""
    try:
        resolve(parse(url), allowed)
    except RefusedAddressError as error:
        raise Problem(
            error.code, str(error), "địa chỉ phải là http(s), phân giải được và thuộc mạng mà người quản trị cho phép"
        ) from None


def _of(store: Store, uid: str | None = None) -> ColumnElement[bool]:
    of_workspace = _table.c.workspace_id == store.workspace_id
    # Not every text can be asked for in every database.
    return of_workspace if uid is None else and_(of_workspace, _table.c.uid == (uid if is_uid(uid) else ""))


def _there(row: Row[Any] | None) -> Row[Any]:
    if row is None:
        raise Problem("not_found")
    return row


def _webhook(row: Row[Any]) -> Webhook:
    return Webhook(
        id=row.uid, url=row.url, events=row.events.split(), active=row.active, created_at=iso(row.created_at)
    )


def _delivery(row: Row[Any]) -> Delivery:
    return Delivery(
        id=row.uid,
        event=row.event,
        document=row.document,
        status=row.status,
        attempts=row.attempts,
        answer=row.answer,
        error=row.error,
        created_at=iso(row.created_at),
        changed_at=iso(row.changed_at),
        next_at=iso(row.next_at) if row.status == "waiting" else None,
    )
