"""Putting a backup into an empty place: every hash checked, the schema brought up to date at the end."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import JSON, Connection, Engine, MetaData, Table, func, inspect, select, text, update

from api.keeping.form import Manifest, Progress, TableFile, read_rows
from api.keeping.reading import Parts, reading
from api.store import Settings
from api.store.blobs import Blobs, open_blobs
from api.store.database import open_database
from api.store.errors import StoreError

#: Rows, and characters in them, that are written at once.
BATCH, BATCH_CHARACTERS = 1000, 2_000_000


@dataclass(slots=True)
class Outcome:
    """What was put back: rows, files; and the files that the backup lacks or holds damaged (SHA-256)."""

    rows: int = 0
    files: int = 0
    missing: list[str] = field(default_factory=list)


def restore(settings: Settings, origin: Path, snapshot: str | None, progress: Progress) -> Outcome:
    """Put a backup into the database and the store of files that `settings` name; both must be empty.

    The rows appear in one transaction, after the files: an interrupted restore leaves no rows. What was being worked
    on when the backup was made waits again. Raises OSError and StoreError.
    """
    with reading(origin, snapshot) as parts:
        engine = _empty_database(settings, parts.manifest)
        try:
            blobs = open_blobs(settings.files_url)
            if next(blobs.listing(), None) is not None:
                raise StoreError("the store of files is not empty; name an empty one to restore into")
            outcome = Outcome()
            outcome.files = _put_files(blobs, parts, progress)
            with engine.connect().execution_options(writes=True) as connection, connection.begin():
                _put_rows(connection, parts, outcome, progress)
                outcome.missing = [digest for digest, size in _blob_rows(connection) if not blobs.has(digest, size)]
        finally:
            engine.dispose()
    open_database(settings.database_url).dispose()
    return outcome


def _empty_database(settings: Settings, manifest: Manifest) -> Engine:
    """The database at the schema of the backup, after a look that nothing is in it."""
    from api.store.migrations import current, known

    if not known(manifest.revision):
        raise StoreError("the backup was made by a later version of trichluc; install that version")
    engine = open_database(settings.database_url, manifest.revision)
    try:
        if current(engine) != manifest.revision:
            raise StoreError("the database is not empty: it has tables of another version; name a new one")
        with engine.connect() as connection:
            for table in _reflected(connection, manifest).values():
                # Whoever opens a store makes a workspace.
                if table.name != "workspace" and connection.execute(select(table).limit(1)).first() is not None:
                    raise StoreError("the database is not empty; name a new one to restore into")
    except BaseException:
        engine.dispose()
        raise
    return engine


def _reflected(connection: Connection, manifest: Manifest) -> dict[str, Table]:
    """The tables as they are in the database: those of this version may differ from those of the backup."""
    there = set(inspect(connection).get_table_names())
    metadata = MetaData()
    metadata.reflect(connection, only=[table.name for table in manifest.tables if table.name in there])
    for table in metadata.tables.values():
        for column in table.columns:
            if isinstance(column.type, JSON):
                column.type = type(column.type)(none_as_null=True)
    return dict(metadata.tables)


def _put_files(blobs: Blobs, parts: Parts, progress: Progress) -> int:
    count = 0
    for digest, data in parts.files:
        if hashlib.sha256(data).hexdigest() == digest:
            blobs.put(data)
            count += 1
        progress("files", count, parts.manifest.blobs)
    return count


def _put_rows(connection: Connection, parts: Parts, outcome: Outcome, progress: Progress) -> None:
    found = _reflected(connection, parts.manifest)
    connection.execute(found["workspace"].delete())
    total = sum(table.rows for table in parts.manifest.tables)
    for table, file in parts.tables:
        target = found[table.name]
        for batch in _batches(read_rows(file, table), table):
            connection.execute(target.insert(), batch)
            outcome.rows += len(batch)
            progress("rows", outcome.rows, total)
        if "id" in target.columns and connection.dialect.name == "postgresql":
            _go_on_counting(connection, target)
    if "session" in found:
        # Whoever was signed in then may have signed out since.
        connection.execute(found["session"].delete())
    work = found["extraction"]
    waiting = {"status": "pending", "claimed_by": None, "lease_until": None}
    connection.execute(update(work).where(work.c.status == "running").values(waiting))


def _batches(rows: Iterator[list[object]], table: TableFile) -> Iterator[list[dict[str, object]]]:
    batch: list[dict[str, object]] = []
    characters = 0
    for row in rows:
        batch.append(dict(zip(table.columns, row, strict=True)))
        characters += sum(len(cell) for cell in row if isinstance(cell, str))
        if len(batch) == BATCH or characters > BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


def _go_on_counting(connection: Connection, table: Table) -> None:
    """Let the database count on behind the ids that were written."""
    last = connection.scalar(select(func.max(table.c.id)))
    if last is not None:
        sequence = func.pg_get_serial_sequence(table.name, "id")
        connection.execute(select(func.setval(sequence, last)))


def _blob_rows(connection: Connection) -> Iterator[tuple[str, int]]:
    query = text("SELECT sha256, size FROM blob ORDER BY sha256").execution_options(yield_per=BATCH)
    for row in connection.execute(query):
        yield row.sha256, row.size
