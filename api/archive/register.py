"""The office's own registers (sổ đăng ký văn bản đi, đến) in the store: taken in, listed, removed."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import ColumnElement, Connection, and_, delete, exists, func, select

from api.archive.entries import Entry, Reading, read_register
from api.isolation import Bounds, Isolation
from api.store import Store, tables
from api.store.errors import StoreError
from api.store.keys import clean, code_key, name_key

_table = tables.register_entry

#: Rows written in one statement.
_BATCH = 1_000
#: What reading a register may take: the largest that the limits allow has half a million rows.
BOUNDS = Bounds(seconds=180.0)
#: The number of the stream.
_STANDARD_ERROR = 2
#: Length of the column.
_NAME = 200


@dataclass(frozen=True, slots=True)
class Register:
    """A register in the store: its name, how many documents it lists, the first and the last of their days."""

    name: str
    documents: int
    first: str | None
    last: str | None


def read(name: str, data: bytes, issuer: str | None = None) -> Reading:
    """What the register in the file `name` says, read in a process of its own. Raises TrichLucError."""
    with Isolation(1, BOUNDS) as isolation:
        return isolation.run(name, _read, name, data, issuer)


def _read(name: str, data: bytes, issuer: str | None) -> Reading:
    # The library writes the story of each of its faults to standard error.
    with open(os.devnull, "wb") as nowhere:
        os.dup2(nowhere.fileno(), _STANDARD_ERROR)
    return read_register(name, data, issuer)


def replace(store: Store, register: str, entries: Sequence[Entry]) -> None:
    """Let these be the rows of a register, instead of those that it had."""
    register = called(register)
    with store.writing() as connection:
        connection.execute(delete(_table).where(_of(store, register)))
        rows = (_row(store, register, entry) for entry in entries)
        while some := list(islice(rows, _BATCH)):
            connection.execute(_table.insert(), some)


def registers(store: Store) -> list[Register]:
    """The registers of the workspace, by name."""
    query = (
        select(_table.c.register, func.count(), func.min(_table.c.date), func.max(_table.c.date))
        .where(_table.c.workspace_id == store.workspace_id)
        .group_by(_table.c.register)
        .order_by(_table.c.register)
    )
    with store.reading() as connection:
        return [Register(*row) for row in connection.execute(query)]


def remove(store: Store, register: str) -> int:
    """Remove a register and return how many rows it had. Raises StoreError where there is none of that name."""
    with store.writing() as connection:
        removed = connection.execute(delete(_table).where(_of(store, called(register)))).rowcount
    if not removed:
        raise StoreError(f"{register}: no register of this name; see trichluc register list")
    return removed


def exists_in(connection: Connection, workspace_id: int) -> bool:
    """Whether the workspace has any register."""
    return bool(connection.scalar(select(exists().where(_table.c.workspace_id == workspace_id))))


def called(name: str) -> str:
    """A register's name as it is kept: composed letters, no longer than its column."""
    return unicodedata.normalize("NFC", name)[:_NAME]


def _of(store: Store, register: str) -> ColumnElement[bool]:
    return and_(_table.c.workspace_id == store.workspace_id, _table.c.register == register)


def _row(store: Store, register: str, entry: Entry) -> dict[str, object]:
    return {
        "workspace_id": store.workspace_id,
        "register": register,
        "sheet": clean(entry.sheet),
        "row": entry.row,
        "number": entry.number,
        "symbol": clean(entry.symbol),
        "code": clean(entry.code),
        "code_key": code_key(entry.code),
        "date": entry.date,
        "issuer": clean(entry.issuer),
        "issuer_key": name_key(entry.issuer),
        "subject": clean(entry.subject),
    }
