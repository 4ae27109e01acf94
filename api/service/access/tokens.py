"""Tokens of systems (mã truy cập): shown once when they are made, kept as hashes, of one workspace each."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select, update
from sqlalchemy.exc import IntegrityError

from api.service.access.auditing import audit
from api.service.access.caller import Caller, bound
from api.service.access.errors import AccessError
from api.service.access.scopes import name_of, scopes_of, written
from api.store import Store, tables
from api.store.errors import MissingError

_table = tables.token


@dataclass(frozen=True, slots=True)
class Token:
    """What is known of a token: all but the token. Times are seconds since 1970. `prefix` is its visible beginning."""

    id: int
    prefix: str
    name: str
    scopes: tuple[str, ...]
    created_at: float
    expires_at: float | None
    used_at: float | None
    revoked_at: float | None

    @property
    def status(self) -> str:
        """active, expired or revoked."""
        if self.revoked_at is not None:
            return "revoked"
        return "expired" if self.expires_at is not None and self.expires_at <= time.time() else "active"


def digest(secret: str) -> str:
    """What is kept of a token or a session. A plain hash is enough: 256 random bits cannot be guessed."""
    return hashlib.sha256(secret.encode("utf-8", "surrogateescape")).hexdigest()


def create(caller: Caller, name: str, scopes: Iterable[str], expires_at: float | None = None) -> tuple[Token, str]:
    """Make a token of the caller's workspace: what is kept of it, and the token itself, which is told only now.
    Raises AccessError."""
    prefix = f"tl_{secrets.token_hex(4)}"
    secret = f"{prefix}_{secrets.token_urlsafe(32)}"
    row = {
        "workspace_id": caller.store.workspace_id,
        "name": name_of(name),
        "prefix": prefix,
        "hash": digest(secret),
        "scopes": written(scopes_of(scopes)),
        "created_at": time.time(),
        "expires_at": expires_at,
    }
    try:
        with caller.store.writing() as connection:
            made = connection.execute(_table.insert().values(**row).returning(_table)).one()
            details = {"name": made.name, "scopes": made.scopes, "expires_at": expires_at}
            audit(connection, caller, "token.create", f"token:{prefix}", **details)
    except IntegrityError:
        raise AccessError(f"a token {row['name']} is there; revoke it first, or choose another name") from None
    return _token(made), secret


def listing(store: Store, *, limit: int | None = None, after: int = 0) -> list[Token]:
    """The tokens of the store's workspace, oldest first, also revoked ones: `limit` of those behind the id `after`."""
    query = select(_table).where(_table.c.workspace_id == store.workspace_id, _table.c.id > after)
    with store.reading() as connection:
        return [_token(row) for row in connection.execute(query.order_by(_table.c.id).limit(limit))]


def revoke(caller: Caller, which: str) -> Token:
    """End the token of the caller's workspace that has this prefix or name. Raises MissingError."""
    mine = _table.c.workspace_id == caller.store.workspace_id
    named = (_table.c.prefix == which) | (_table.c.name == which)
    ending = update(_table).where(mine, named, _table.c.revoked_at.is_(None)).values(revoked_at=time.time())
    with caller.store.writing() as connection:
        ended = connection.execute(ending.returning(_table)).one_or_none()
        if ended is None:
            raise MissingError("no token of this workspace has that prefix or name, or it was revoked before")
        audit(connection, caller, "token.revoke", f"token:{ended.prefix}", name=ended.name)
    return _token(ended)


def holder(store: Store, secret: str) -> tuple[int, Caller] | None:
    """Who calls with this token, and its id; None where it is not known, expired or revoked. `store` may be of any
    workspace."""
    with store.reading() as connection:
        row = connection.execute(_holding(), {"digest": digest(secret), "now": time.time()}).one_or_none()
    if row is None:
        return None
    token_id, name, scopes, workspace_id, workspace_name = row
    return token_id, Caller(f"token:{name}", frozenset(scopes.split()), bound(store, workspace_id, workspace_name))


@cache
def _holding() -> Select[Any]:
    # Made once: every request asks it.
    workspace = tables.workspace
    return (
        select(_table.c.id, _table.c.name, _table.c.scopes, workspace.c.id, workspace.c.name)
        .join(workspace, workspace.c.id == _table.c.workspace_id)
        .where(
            _table.c.hash == bindparam("digest"),
            _table.c.revoked_at.is_(None),
            _table.c.expires_at.is_(None) | (_table.c.expires_at > bindparam("now")),
        )
    )


def _token(row: Any) -> Token:
    return Token(
        row.id,
        row.prefix,
        row.name,
        tuple(row.scopes.split()),
        row.created_at,
        row.expires_at,
        row.used_at,
        row.revoked_at,
    )
