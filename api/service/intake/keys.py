"""`Idempotency-Key`: a caller that did not hear an answer sends the same request again, and nothing is done twice."""

from __future__ import annotations

import hashlib
import json
import platform
import time

from sqlalchemy import ColumnElement, and_, delete, select, update

from api.service.intake.described import Said
from api.service.problems import Problem
from api.store import Store, owners, tables
from api.store.files import insert_for

#: How long a key is remembered, seconds.
KEPT = 24 * 3600.0
#: A request that is still being received after so long is not any more, wherever its process is. Seconds.
RECEIVING = 3600.0
#: Characters of a key.
LONGEST = 200

_table = tables.request_key


def fingerprint(digest: str, name: str, said: Said) -> str:
    """What makes a request the same: the file, its name, and what was sent along."""
    parts = [digest, name, said.external_id, said.metadata]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def begin(store: Store, key: str) -> str | None:
    """Take a key for a request that is being received. Returns the fingerprint of an earlier request with this key, or
    None. Raises Problem `invalid_request`, `idempotency_key_in_flight`."""
    if not 0 < len(key) <= LONGEST or not (key.isascii() and key.isprintable()):
        raise Problem(
            "invalid_request",
            f"Idempotency-Key has 1 to {LONGEST} printable ASCII characters",
            f"Idempotency-Key dài 1 đến {LONGEST} ký tự ASCII in được",
        )
    now = time.time()
    row = {"workspace_id": store.workspace_id, "key": key, "owner": owners.owner(), "at": now}
    with store.writing() as connection:
        old = _mine(key, store)
        insert = insert_for(connection, _table).values(**row)
        insert = insert.on_conflict_do_nothing(index_elements=["workspace_id", "key"])
        if connection.scalar(insert.returning(_table.c.id)) is not None:
            return None
        held = connection.execute(select(_table).where(old).with_for_update()).one()
        if held.owner is None and held.at > now - KEPT:
            return str(held.fingerprint)
        if held.owner is not None and _receiving(held.owner, held.at, now):
            raise Problem(
                "idempotency_key_in_flight",
                "a request with this key is being received; send it again when that is answered",
                "một yêu cầu với khóa này đang được nhận; hãy gửi lại sau khi có trả lời",
                headers={"Retry-After": "1"},
            )
        # Nobody answers for it any more.
        connection.execute(update(_table).where(old).values(**row, fingerprint=None, document_id=None))
    return None


def finish(store: Store, key: str, print_: str, document_id: int) -> None:
    """Write down what became of a request."""
    with store.writing() as connection:
        done = {"owner": None, "fingerprint": print_, "document_id": document_id, "at": time.time()}
        connection.execute(update(_table).where(_mine(key, store)).values(**done))


def drop(store: Store, key: str) -> None:
    """Forget a request that came to nothing, so that it may come again."""
    with store.writing() as connection:
        connection.execute(delete(_table).where(_mine(key, store), _table.c.owner == owners.owner()))


def forget_old(store: Store) -> None:
    """Remove keys, of all workspaces, that are remembered no longer."""
    with store.writing() as connection:
        connection.execute(delete(_table).where(_table.c.at < time.time() - KEPT))


def reused() -> Problem:
    """The answer to the same key with another body."""
    return Problem(
        "idempotency_key_reused",
        "this key came with another file, name or metadata; a new request needs a new key",
        "khóa này đã dùng cho tệp, tên hoặc siêu dữ liệu khác; yêu cầu mới cần khóa mới",
    )


def _mine(key: str, store: Store) -> ColumnElement[bool]:
    return and_(_table.c.workspace_id == store.workspace_id, _table.c.key == key)


def _receiving(owner: str, at: float, now: float) -> bool:
    if owner.startswith(f"{platform.node()}/") and not owners.alive(owner):
        return False
    return at > now - RECEIVING
