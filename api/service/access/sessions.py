"""Sessions of people: a cookie holds 256 random bits, the table their hash. They end by themselves.

What changes something also carries a token that only pages of the service itself can know (against CSRF): a keyed hash
of the cookie, so that nothing more is kept.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from dataclasses import dataclass

from sqlalchemy import delete, select

from api.service.access.auditing import audit
from api.service.access.caller import Caller, bound
from api.service.access.tokens import digest
from api.service.settings import ServiceSettings
from api.store import Store, tables

_table, _account, _workspace = tables.session, tables.account, tables.workspace


@dataclass(frozen=True, slots=True)
class Session:
    """A session, whose it is, and when it ends at the latest (seconds since 1970)."""

    id: int
    account_id: int
    caller: Caller
    expires_at: float


def start(store: Store, account_id: int, length: float) -> tuple[Session, str]:
    """Begin a session of an account, and remove those that are over: the session, and what its cookie holds."""
    secret, now = secrets.token_urlsafe(32), time.time()
    query = (
        select(_account, _workspace.c.name.label("workspace"))
        .join(_workspace, _workspace.c.id == _account.c.workspace_id)
        .where(_account.c.id == account_id)
    )
    with store.writing() as connection:
        row = connection.execute(query).one()
        connection.execute(delete(_table).where(_table.c.expires_at < now))
        values = {
            "workspace_id": row.workspace_id,
            "account_id": account_id,
            "hash": digest(secret),
            "created_at": now,
            "used_at": now,
            "expires_at": now + length,
        }
        made = connection.execute(_table.insert().values(**values).returning(_table.c.id)).scalar_one()
        caller = _caller(store, row)
        audit(connection, caller, "session.start", caller.name)
    return Session(made, account_id, caller, now + length), secret


def holder(store: Store, secret: str, settings: ServiceSettings) -> Session | None:
    """The session that a cookie belongs to; None where there is none, it is over, or its account is disabled."""
    now = time.time()
    query = (
        select(
            _table.c.id.label("session_id"),
            _table.c.expires_at,
            _account.c.id,
            _account.c.name,
            _account.c.scopes,
            _account.c.workspace_id,
            _workspace.c.name.label("workspace"),
        )
        .join(_account, _account.c.id == _table.c.account_id)
        .join(_workspace, _workspace.c.id == _account.c.workspace_id)
        .where(
            _table.c.hash == digest(secret),
            _table.c.expires_at > now,
            _table.c.used_at > now - settings.session_idle,
            _account.c.disabled_at.is_(None),
        )
    )
    with store.reading() as connection:
        row = connection.execute(query).one_or_none()
    return None if row is None else Session(row.session_id, row.id, _caller(store, row), row.expires_at)


def end(session: Session) -> None:
    """End a session."""
    caller = session.caller
    with caller.store.writing() as connection:
        connection.execute(delete(_table).where(_table.c.id == session.id))
        audit(connection, caller, "session.end", caller.name)


def csrf_token(secret: str) -> str:
    """What a request that changes something carries beside the cookie."""
    return hmac.new(secret.encode("utf-8", "surrogateescape"), b"trichluc csrf", hashlib.sha256).hexdigest()


def _caller(store: Store, row: object) -> Caller:
    name, scopes, workspace_id, workspace = (
        getattr(row, key) for key in ("name", "scopes", "workspace_id", "workspace")
    )
    return Caller(f"account:{name}", frozenset(scopes.split()), bound(store, workspace_id, workspace))
