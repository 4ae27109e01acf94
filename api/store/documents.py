"""Accepting files: a document is known by its content, in its workspace, under all names that it came by."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, exists, select
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
    file. The same content again is the same document with one more place; a file that was lost is put back.
    """
    batch = [(one, *store.blobs.add(one.data)) for one in files]
    accepted: dict[int, Accepted] = {}
    with store.writing() as connection:
        # In one order for all, so that no two imports of the same files wait for each other.
        for index in sorted(range(len(batch)), key=lambda index: batch[index][1]):
            accepted[index] = _accept(connection, store, *batch[index])
    return [accepted[index] for index in range(len(batch))]


def unchanged(store: Store, seen: Iterable[tuple[str, int, int]]) -> set[str]:
    """Of places given as (path, size, mtime_ns), those that an earlier import found just so."""
    wanted = {path: (size, mtime) for path, size, mtime in seen}
    table = tables.location
    query = select(table.c.path, table.c.size, table.c.mtime_ns).where(
        table.c.workspace_id == store.workspace_id, table.c.path.in_(wanted)
    )
    with store.reading() as connection:
        return {path for path, size, mtime in connection.execute(query) if wanted[path] == (size, mtime)}


def _accept(connection: Connection, store: Store, incoming: Incoming, digest: str, written: bool) -> Accepted:
    now = time.time()
    keep(connection, store, incoming.data, digest, written)
    document = tables.document
    added = connection.scalar(
        insert_for(connection, document)
        .values(
            workspace_id=store.workspace_id,
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
            select(document.c.id).where(document.c.workspace_id == store.workspace_id, document.c.sha256 == digest)
        ).one()
    if incoming.path is not None:
        _remember_place(connection, store.workspace_id, document_id, incoming, now)
    return Accepted(document_id, digest, added is not None)


def keep(connection: Connection, store: Store, data: bytes, digest: str, written: bool) -> None:
    """Write down a file that was added to the store of files before the transaction began; `written` is whether it was
    not there then."""
    row = insert_for(connection, tables.blob).values(sha256=digest, size=len(data), created_at=time.time())
    # A row that is there is written again, so that we wait for whoever lets go of the file just now (`let_go`).
    connection.execute(row.on_conflict_do_update(index_elements=["sha256"], set_={"size": row.excluded.size}))
    if not written:
        store.blobs.put(data)


def remove(store: Store, document_id: int) -> bool:
    """Delete a document of the workspace with its places, extractions, rows and files; False where there is none.

    A file goes when nothing of any workspace needs it any more.
    """
    document, extraction, source = tables.document, tables.extraction, tables.source
    with store.writing() as connection:
        reports = connection.scalars(
            select(extraction.c.report_sha256).where(extraction.c.document_id == document_id).distinct()
        ).all()
        sha256 = connection.scalar(
            delete(document)
            .where(document.c.id == document_id, document.c.workspace_id == store.workspace_id)
            .returning(document.c.sha256)
        )
        if sha256 is None:
            return False
        sources: Sequence[str] = ()
        if not connection.scalar(select(exists().where(document.c.sha256 == sha256))):
            sources = connection.scalars(
                delete(source).where(source.c.sha256 == sha256).returning(source.c.blob_sha256)
            ).all()
        let_go(connection, store, [sha256, *sources, *(digest for digest in reports if digest)])
    return True


def let_go(connection: Connection, store: Store, digests: Iterable[str]) -> list[str]:
    """Delete those of the files that nothing of any workspace needs any more, and return them.

    It happens inside the transaction, with the files' rows locked: whoever takes in the same content at this moment
    waits, and then puts it anew.
    """
    gone = []
    for digest in sorted(set(digests)):
        row = insert_for(connection, tables.blob).values(sha256=digest, size=0, created_at=time.time())
        connection.execute(row.on_conflict_do_update(index_elements=["sha256"], set_={"size": tables.blob.c.size}))
        if not referenced(connection, digest):
            connection.execute(delete(tables.blob).where(tables.blob.c.sha256 == digest))
            store.blobs.delete(digest)
            gone.append(digest)
    return gone


def _remember_place(
    connection: Connection, workspace_id: int, document_id: int, incoming: Incoming, now: float
) -> None:
    table = tables.location
    row = insert_for(connection, table).values(
        workspace_id=workspace_id,
        document_id=document_id,
        path=incoming.path,
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
