"""One consistent copy of database and files, made while imports go on.

All tables are read in one transaction; then the files are copied that they refer to. A file is in the store before a
row speaks of it, so none can be missing that was not removed meanwhile.
"""

from __future__ import annotations

import dataclasses
import hashlib
import io
import os
import shutil
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Table, exists, or_, select, text

from api.keeping.form import BLOBS, MANIFEST, SNAPSHOTS, Manifest, Progress, TableFile, file_of, write_rows
from api.keeping.snapshots import blob_rows, prune
from api.store import Store, tables
from api.store.blobs import open_blobs
from api.store.errors import MissingError

#: Rows fetched from the database at once; texts are long.
BATCH, TEXTS = 500, 20


@dataclass(slots=True)
class Outcome:
    """What a backup did: rows written, files that the snapshot refers to, those copied now and their bytes, those that
    the store lacks or holds damaged, and those that were removed from the archive while the backup ran."""

    rows: int
    blobs: int
    copied: int = 0
    copied_bytes: int = 0
    lost: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)


def backup_to_folder(store: Store, folder: Path, keep: int | None, progress: Progress) -> Outcome:
    """Add a snapshot to the backup in `folder`, made where there is none; files that are there are not copied again.
    Of several snapshots the newest `keep` stay, all by default. Raises OSError and StoreError."""
    folder.mkdir(parents=True, exist_ok=True)
    target = open_blobs((folder / BLOBS).absolute().as_uri())
    part = folder / SNAPSHOTS / f".part-{os.getpid()}"
    part.mkdir(parents=True)
    try:
        manifest = _dump(store, part, progress)
        outcome = _outcome(manifest)
        for _, data in _files(store, part, manifest, outcome, target.has, progress):
            target.put(data)
        (part / MANIFEST).write_bytes(manifest.to_json())
        # What a power failure would take back must not be called a backup.
        if hasattr(os, "sync"):
            os.sync()
        part.rename(_unused(folder / SNAPSHOTS, manifest.created))
    finally:
        shutil.rmtree(part, ignore_errors=True)
    if keep is not None:
        prune(folder, keep)
    return outcome


def backup_to_file(store: Store, file: Path, progress: Progress) -> Outcome:
    """Write a backup into one new file. Raises OSError and StoreError."""
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        with tempfile.TemporaryDirectory(prefix=".trichluc-", dir=file.parent) as name, part.open("wb") as raw:
            work = Path(name)
            manifest = _dump(store, work, progress)
            outcome = _outcome(manifest)
            with tarfile.open(fileobj=raw, mode="w", format=tarfile.PAX_FORMAT) as archive:
                _add(archive, MANIFEST, manifest.to_json())
                for digest, data in _files(store, work, manifest, outcome, lambda *_: False, progress):
                    _add(archive, f"{BLOBS}/{digest[:2]}/{digest[2:4]}/{digest}", data)
                for table in manifest.tables:
                    archive.add(work / file_of(table.name), file_of(table.name))
            raw.flush()
            os.fsync(raw.fileno())
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    return outcome


def _outcome(manifest: Manifest) -> Outcome:
    return Outcome(sum(table.rows for table in manifest.tables), manifest.blobs)


def _add(archive: tarfile.TarFile, name: str, data: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mtime, entry.mode = len(data), int(time.time()), 0o600
    archive.addfile(entry, io.BytesIO(data))
    # It remembers every member otherwise, and there are millions.
    archive.members.clear()  # type: ignore[attr-defined]


def _unused(folder: Path, created: str) -> Path:
    """A name for a snapshot of this time that is not taken."""
    stamp = created.replace(":", "")
    # In the order of their names they are in the order of time.
    names = (f"{stamp}-{number:02}" if number else stamp for number in range(100))
    return next(path for name in names if not (path := folder / name).exists())


def _dump(store: Store, folder: Path, progress: Progress) -> Manifest:
    """Write all tables as they are at this moment."""
    written: list[TableFile] = []
    created = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    with store.snapshot() as connection:
        revision = connection.scalars(text("SELECT version_num FROM alembic_version")).one()
        ordered = tables.metadata.sorted_tables
        for done, table in enumerate(ordered):
            progress("tables", done, len(ordered))
            columns = tuple(column.name for column in _stored(table))
            file = folder / file_of(table.name)
            written.append(write_rows(file, table.name, columns, _rows(connection, table)))
        progress("tables", len(ordered), len(ordered))
    manifest = Manifest(created, revision, tuple(written), 0, 0)
    count = size = 0
    for _, one in blob_rows(folder, manifest):
        count, size = count + 1, size + one
    return dataclasses.replace(manifest, blobs=count, size=size)


def _rows(connection: Connection, table: Table) -> Iterator[tuple[Any, ...]]:
    query = select(*_stored(table)).order_by(*table.primary_key.columns)
    if table is tables.blob:
        query = query.where(_needed())
    batch = TEXTS if table is tables.report_text else BATCH
    for row in connection.execute(query.execution_options(yield_per=batch)):
        yield tuple(row)


def _stored(table: Table) -> list[Column[Any]]:
    """The columns that the database does not fill by itself."""
    return [column for column in table.columns if column.computed is None]


def _needed() -> ColumnElement[bool]:
    """Whether anything refers to a file: `exists` goes through an index for each, whatever the planner thinks."""
    digest = tables.blob.c.sha256
    return or_(
        exists().where(tables.document.c.sha256 == digest, tables.document.c.original),
        exists().where(tables.source.c.blob_sha256 == digest),
        exists().where(tables.extraction.c.report_sha256 == digest),
    )


def _files(
    store: Store,
    folder: Path,
    manifest: Manifest,
    outcome: Outcome,
    there: Callable[[str, int], bool],
    progress: Progress,
) -> Iterator[tuple[str, bytes]]:
    """The files of the snapshot in `folder` that are not there yet, each checked, and counted in `outcome`."""
    for done, (digest, size) in enumerate(blob_rows(folder, manifest)):
        progress("files", done, manifest.blobs)
        if there(digest, size):
            continue
        try:
            data = store.blobs.get(digest)
        except MissingError:
            data = b""
        if hashlib.sha256(data).hexdigest() == digest:
            yield digest, data
            outcome.copied += 1
            outcome.copied_bytes += len(data)
        else:
            (outcome.lost if _known(store, digest) else outcome.removed).append(digest)
    progress("files", manifest.blobs, manifest.blobs)


def _known(store: Store, digest: str) -> bool:
    with store.reading() as connection:
        return connection.scalar(select(tables.blob.c.sha256).where(tables.blob.c.sha256 == digest)) is not None
