"""Accounts of people (tài khoản): of one workspace each, with a password that is kept as argon2id makes it."""

from __future__ import annotations

import secrets
import time
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from threading import BoundedSemaphore
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from api.service.access.auditing import audit
from api.service.access.caller import Caller
from api.service.access.errors import AccessError
from api.service.access.scopes import name_of, scopes_of, written
from api.store import Store, tables
from api.store.errors import MissingError

#: Characters of a password.
SHORTEST, LONGEST = 12, 1000

_table = tables.account
_hasher = PasswordHasher()
#: Each takes 64 MiB while it runs: more at once would let strangers fill the memory.
_room = BoundedSemaphore(4)


@dataclass(frozen=True, slots=True)
class Account:
    """What is known of an account. Times are seconds since 1970."""

    id: int
    name: str
    scopes: tuple[str, ...]
    created_at: float
    used_at: float | None
    disabled_at: float | None

    @property
    def status(self) -> str:
        """active or disabled."""
        return "active" if self.disabled_at is None else "disabled"


def called(name: str) -> str:
    """The name of an account as it is kept. Raises AccessError."""
    return name_of(unicodedata.normalize("NFC", name).lower())


def create(caller: Caller, name: str, password: str, scopes: Iterable[str]) -> Account:
    """Make an account in the caller's workspace. Raises AccessError."""
    row = {
        "workspace_id": caller.store.workspace_id,
        "name": called(name),
        "scopes": written(scopes_of(scopes)),
        "password": _kept(password),
        "created_at": time.time(),
    }
    try:
        with caller.store.writing() as connection:
            made = connection.execute(_table.insert().values(**row).returning(_table)).one()
            audit(connection, caller, "account.create", f"account:{made.name}", scopes=made.scopes)
    except IntegrityError:
        raise AccessError(f"an account {row['name']} is there; choose another name") from None
    return _account(made)


def listing(store: Store, *, limit: int | None = None, after: int = 0) -> list[Account]:
    """The accounts of the store's workspace, oldest first: `limit` of those behind the id `after`."""
    query = select(_table).where(_table.c.workspace_id == store.workspace_id, _table.c.id > after)
    with store.reading() as connection:
        return [_account(row) for row in connection.execute(query.order_by(_table.c.id).limit(limit))]


def set_password(caller: Caller, name: str, password: str) -> Account:
    """Give an account of the caller's workspace another password. It is signed out everywhere. Raises AccessError and
    MissingError."""
    return _change(caller, name, "account.password", {"password": _kept(password)})


def disable(caller: Caller, name: str) -> Account:
    """Let nobody sign in to an account any more; who is signed in is signed out. Raises MissingError."""
    return _change(caller, name, "account.disable", {"disabled_at": time.time()})


def enable(caller: Caller, name: str) -> Account:
    """Undo `disable`. Raises MissingError."""
    return _change(caller, name, "account.enable", {"disabled_at": None})


def verified(store: Store, workspace: str, name: str, password: str) -> int | None:
    """The id of the account of `workspace` that has this name and password; None where there is none or it is disabled,
    which takes as long."""
    owner = tables.workspace
    query = (
        select(_table.c.id, _table.c.password, _table.c.disabled_at)
        .join(owner, owner.c.id == _table.c.workspace_id)
        .where(owner.c.name == workspace, _table.c.name == unicodedata.normalize("NFC", name).lower())
    )
    decoy = _decoy()
    with store.reading() as connection:
        found = connection.execute(query).one_or_none()
    right = _is(found.password if found else decoy, password)
    if found is None or not right or found.disabled_at is not None:
        return None
    if _hasher.check_needs_rehash(found.password):
        with store.writing() as connection:
            connection.execute(update(_table).where(_table.c.id == found.id).values(password=_kept(password)))
    return int(found.id)


def _is(kept: str, password: str) -> bool:
    with _room:
        try:
            return _hasher.verify(kept, _plain(password))
        except (VerificationError, InvalidHashError):
            return False


def _kept(password: str) -> str:
    plain = _plain(password)
    if not SHORTEST <= len(plain) <= LONGEST:
        raise AccessError(f"a password has {SHORTEST} to {LONGEST} characters")
    with _room:
        return _hasher.hash(plain)


def _plain(password: str) -> str:
    """The same password, however a keyboard writes its tone marks. Of one that is too long, enough to see that."""
    return unicodedata.normalize("NFC", password[: 4 * LONGEST])[: LONGEST + 1]


@cache
def _decoy() -> str:
    return _hasher.hash(secrets.token_urlsafe())


def _change(caller: Caller, name: str, action: str, values: dict[str, Any]) -> Account:
    mine = (_table.c.workspace_id == caller.store.workspace_id) & (_table.c.name == called(name))
    with caller.store.writing() as connection:
        changed = connection.execute(update(_table).where(mine).values(**values).returning(_table)).one_or_none()
        if changed is None:
            raise MissingError("no account of this workspace has that name; see trichluc account list")
        connection.execute(delete(tables.session).where(tables.session.c.account_id == changed.id))
        audit(connection, caller, action, f"account:{changed.name}")
    return _account(changed)


def _account(row: Any) -> Account:
    return Account(row.id, row.name, tuple(row.scopes.split()), row.created_at, row.used_at, row.disabled_at)
