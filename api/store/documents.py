"""Accepting files: a document is known by its content, in its workspace, under all names that it came by."""

from __future__ import annotations

import hashlib
import time
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, exists, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import Insert as PostgresInsert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert
from sqlalchemy.schema import Table

from api.store import tables
from api.store.store import Store


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file on its way in. `path` is where it was found (None for an upload); `size` and `mtime_ns` are those of the
    file there, None where they are not known."""

    name: str
    data: bytes
    path: str | None = None
    size: int | None = None
    mtime_ns: int | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of a file: its document, and whether the workspace did not hold this content before."""

    document_id: int
    sha256: str
    new: bool


def insert_for(connection: Connection, table: Table) -> PostgresInsert | SqliteInsert:
    """An INSERT that knows `on_conflict_…`, in the dialect of the connection."""
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)


def accept(store: Store, files: Iterable[Incoming]) -> list[Accepted]:
    """Take files into the store, in one transaction, and say what became of each, in their order.

    The content is in the store of files before a row speaks of it, so that no killed process leaves a row without its
    file. The same content again is the same document with one more place.
    """
    batch = [(one, hashlib.sha256(one.data).hexdigest()) for one in files]
    known = _known(store, {digest for _, digest in batch})
    for incoming, digest in batch:
        if digest not in known:
            store.blobs.put(incoming.data)
    with store.writing() as connection:
        return [_accept(connection, store.workspace_id, incoming, digest) for incoming, digest in batch]


def unchanged(store: Store, seen: Iterable[tuple[str, int, int]]) -> set[str]:
    """Of places given as (path, size, mtime_ns), those that an earlier import found just so."""
    wanted = {path: (size, mtime) for path, size, mtime in seen}
    table = tables.location
    query = select(table.c.path, table.c.size, table.c.mtime_ns).where(
        table.c.workspace_id == store.workspace_id, table.c.path.in_(wanted)
    )
    with store.reading() as connection:
        return {path for path, size, mtime in connection.execute(query) if wanted[path] == (size, mtime)}


def _known(store: Store, digests: set[str]) -> set[str]:
    table = tables.document
    query = select(table.c.sha256).where(table.c.workspace_id == store.workspace_id, table.c.sha256.in_(digests))
    with store.reading() as connection:
        return set(connection.scalars(query))


def _accept(connection: Connection, workspace_id: int, incoming: Incoming, digest: str) -> Accepted:
    now = time.time()
    remember_blob(connection, digest, len(incoming.data))
    document = tables.document
    added = connection.scalar(
        insert_for(connection, document)
        .values(
            workspace_id=workspace_id,
            uid=uuid.uuid4().hex,
            sha256=digest,
            name=incoming.name,
            size=len(incoming.data),
            original=True,
            added_at=now,
        )
        .on_conflict_do_nothing(index_elements=["workspace_id", "sha256"])
        .returning(document.c.id)
    )
    document_id = added
    if document_id is None:
        document_id = connection.scalars(
            select(document.c.id).where(document.c.workspace_id == workspace_id, document.c.sha256 == digest)
        ).one()
    if incoming.path is not None:
        _remember_place(connection, workspace_id, document_id, incoming, now)
    return Accepted(document_id, digest, added is not None)


def remember_blob(connection: Connection, digest: str, size: int) -> None:
    """Write down that a file is in the store of files."""
    row = insert_for(connection, tables.blob).values(sha256=digest, size=size, created_at=time.time())
    connection.execute(row.on_conflict_do_nothing(index_elements=["sha256"]))


def _remember_place(
    connection: Connection, workspace_id: int, document_id: int, incoming: Incoming, now: float
) -> None:
    table = tables.location
    row = insert_for(connection, table).values(
        workspace_id=workspace_id,
        document_id=document_id,
        path=incoming.path,
        folder=(incoming.path or "").replace("\\", "/").rpartition("/")[0],
        size=incoming.size,
        mtime_ns=incoming.mtime_ns,
        seen_at=now,
    )
    changed = {name: row.excluded[name] for name in ("document_id", "size", "mtime_ns", "seen_at")}
    connection.execute(row.on_conflict_do_update(index_elements=["workspace_id", "path"], set_=changed))


def referenced(connection: Connection, digest: str) -> bool:
    """Whether anything still needs a file: a document, a kept Source, or an extraction, of any workspace."""
    uses = (
        select(tables.document.c.id).where(tables.document.c.sha256 == digest, tables.document.c.original),
        select(tables.source.c.sha256).where(tables.source.c.blob_sha256 == digest),
        select(tables.extraction.c.id).where(tables.extraction.c.report_sha256 == digest),
    )
    return any(connection.scalar(select(exists(use))) for use in uses)
