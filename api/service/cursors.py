"""Cursors of lists: what a page ended with, sealed. Whoever holds one can neither read it, nor make another of it, nor
use it in another workspace: it names rows by numbers that count the documents of all workspaces."""

from __future__ import annotations

import base64
import hashlib
import json
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken

from api.service.problems import Problem
from api.store import Store

#: Nothing longer is one of ours, in characters.
LONGEST = 2000


def sealed(store: Store, listing: str, *last: Any) -> str:
    """The cursor of a page of a list that ended with `last` (JSON values)."""
    content = json.dumps([listing, store.workspace_id, *last]).encode()
    return _key(store.settings.database_url).encrypt(content).decode().rstrip("=")


def opened(store: Store, listing: str, cursor: str | None) -> list[Any] | None:
    """What a page of this list ended with, None where there is no cursor. Raises Problem `invalid_cursor`."""
    if cursor is None:
        return None
    try:
        if len(cursor) > LONGEST:
            raise InvalidToken
        padded = cursor + "=" * (-len(cursor) % 4)
        name, workspace, *last = json.loads(_key(store.settings.database_url).decrypt(padded.encode()))
        if (name, workspace) != (listing, store.workspace_id):
            raise InvalidToken
    except (InvalidToken, UnicodeEncodeError):
        raise Problem(
            "invalid_cursor",
            "the cursor is none of this list; take `next` of the page before, or begin without one",
            "con trỏ không thuộc danh sách này; dùng `next` của trang trước, hoặc bắt đầu lại",
        ) from None
    return list(last)


@lru_cache(maxsize=4)
def _key(address: str) -> Fernet:
    """The same for all processes of a service, and as secret as the database's address is."""
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"trichluc cursor\0{address}".encode()).digest()))
