"""The files of a store as its database knows them: each stays as long as a row of any workspace needs it."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from functools import cache

from sqlalchemy import Connection, delete, exists, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.dialects.postgresql import Insert as PostgresInsert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert
from sqlalchemy.schema import Table

from api.store import tables
from api.store.content import Content
from api.store.purging import leave_behind
from api.store.store import Store


def insert_for(connection: Connection, table: Table) -> PostgresInsert | SqliteInsert:
    """An INSERT that knows `on_conflict_…`, in the dialect of the connection."""
    return insert_in(connection.dialect.name, table)


def insert_in(dialect: str, table: Table) -> PostgresInsert | SqliteInsert:
    """As `insert_for`, by the name of the dialect."""
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


def keep(connection: Connection, store: Store, files: Sequence[tuple[Content, str, bool]]) -> None:
    """Write down files, as (content, SHA-256, written), that were added to the store of files before the transaction
    began; `written` is whether a file was not there then."""
    if not files:
        return
    now = time.time()
    # In one order, so that two who keep the same files do not wait for each other in a ring.
    rows = [{"sha256": digest, "size": len(data), "created_at": now} for data, digest, _ in files]
    connection.execute(_keeping(connection.dialect.name), sorted(rows, key=lambda row: str(row["sha256"])))
    for data, _, written in files:
        if not written:
            store.blobs.put(data)


@cache
def _keeping(dialect: str) -> PostgresInsert | SqliteInsert:
    row = insert_in(dialect, tables.blob)
    # A row that is there is written again, so that we wait for whoever lets go of the file just now (`let_go`).
    return row.on_conflict_do_update(index_elements=["sha256"], set_={"size": row.excluded.size})


def remove(store: Store, document_id: int) -> bool:
    """Delete a document of the workspace with its places, extractions, rows and files; False where there is none.

    A file goes when nothing of any workspace needs it any more.
    """
    with store.writing() as connection:
        return remove_within(connection, store, document_id)


def remove_within(connection: Connection, store: Store, document_id: int) -> bool:
    """As `remove`, in a transaction that is open. What is left of its words in the full-text index goes with the next
    `purging.purge`."""
    document, extraction, source = tables.document, tables.extraction, tables.source
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
    leave_behind(connection)
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


def referenced(connection: Connection, digest: str) -> bool:
    """Whether anything still needs a file: a document, a kept Source, or an extraction, of any workspace."""
    uses = (
        select(tables.document.c.id).where(tables.document.c.sha256 == digest, tables.document.c.original),
        select(tables.source.c.sha256).where(tables.source.c.blob_sha256 == digest),
        select(tables.extraction.c.id).where(tables.extraction.c.report_sha256 == digest),
    )
    return any(connection.scalar(select(exists(use))) for use in uses)
