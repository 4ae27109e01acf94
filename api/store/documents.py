"""Accepting files: a document is known by its content, in its workspace, under all names that it came by."""

from __future__ import annotations

import hashlib
import time
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, exists, select, update

from api.store import tables
from api.store.content import Content, digest_of
from api.store.files import insert_for, keep
from api.store.store import Store

#: Code of a failure that matters no more: its file was replaced at its place by another one.
REPLACED = "replaced"
_REPLACED = "another file stands at its place now; nothing is to be done"


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file on its way in. `path` is where it was found (None for an upload); `size` and `mtime_ns` are those of the
    file there, None where they are not known. `refused`: the code and the message of the error why it was not read; it
    has no data then, and is known by its place. `external_id` and `metadata`: what the system that sent it calls it and
    says of it; what a document has of these stays as it is."""

    name: str
    data: Content
    path: str | None = None
    size: int | None = None
    mtime_ns: int | None = None
    refused: tuple[str, str] | None = None
    external_id: str | None = None
    metadata: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of a file: its document, and whether the workspace did not hold this content before. `said`: whether
    it was told more of a document that was there."""

    document_id: int
    sha256: str
    new: bool
    said: bool = False


def accept(
    store: Store,
    files: Iterable[Incoming],
    pipeline_version: str | None = None,
    within: Callable[[Connection, list[Accepted]], None] = lambda connection, accepted: None,
) -> list[Accepted]:
    """Take files into the store, in one transaction, and say what became of each, in their order.

    The content is in the store of files before a row speaks of it, so that no killed process leaves a row without its
    file. The same content again is the same document with one more place; a file that was lost is put back. Given
    `pipeline_version`, what was never extracted waits to be, by that version, and what was refused is in quarantine.
    `within` may write more in the same transaction.
    """
    batch = [(one, _digest(one)) for one in files]
    first: dict[str, Incoming] = {}
    # Always in one order: two imports that take the same files wait for each other, and never in a ring.
    for one, digest in sorted(batch, key=lambda pair: pair[1]):
        first.setdefault(digest, one)
    withheld = _withheld(store, set(first))
    keeping = [digest for digest, one in first.items() if one.refused is None and digest not in withheld]
    added = store.blobs.add_all([first[digest].data for digest in keeping])
    kept = {digest: written for digest, (_, written) in zip(keeping, added, strict=True)}
    with store.writing() as connection:
        keep(connection, store, [(first[digest].data, digest, written) for digest, written in kept.items()])
        ids, new = _documents(connection, store.workspace_id, first)
        if pipeline_version is not None:
            _let_wait(connection, store.workspace_id, pipeline_version, first, ids, new)
        _remember_places(connection, store.workspace_id, [(one, ids[digest]) for one, digest in batch])
        said = {digest for one, digest in batch if _say(connection, ids[digest], one)} - new
        accepted = []
        for _, digest in batch:
            accepted.append(Accepted(ids[digest], digest, digest in new, digest in said))
            new.discard(digest)
        within(connection, accepted)
    return accepted


def _say(connection: Connection, document_id: int, one: Incoming) -> bool:
    """Write down what is said of a document, where nothing was said yet; whether that changed it. Of one
    whose content must not be kept nothing is written down."""
    if one.external_id is None and one.metadata is None:
        return False
    table = tables.document
    query = select(table.c.external_id, table.c.metadata, table.c.original).where(table.c.id == document_id)
    known = connection.execute(query.with_for_update()).one()
    if not known.original:
        return False
    changes: dict[str, Any] = {}
    if known.external_id is None and one.external_id is not None:
        changes["external_id"] = one.external_id
    # What folders say of it (`file_under`) stays beside.
    if one.metadata and not set(known.metadata or {}) - {"folder"}:
        changes["metadata"] = {**(known.metadata or {}), **one.metadata}
    if changes:
        connection.execute(update(table).where(table.c.id == document_id).values(**changes))
    return bool(changes)


def unchanged(store: Store, seen: Iterable[tuple[str, int, int]], *, kept: bool = False) -> set[str]:
    """Of places given as (path, size, mtime_ns), those that an earlier import found just so; with `kept`, only those
    whose content it took in."""
    wanted = {path: (size, mtime) for path, size, mtime in seen}
    table, document = tables.location, tables.document
    query = select(table.c.path, table.c.size, table.c.mtime_ns).where(
        table.c.workspace_id == store.workspace_id, table.c.path.in_(wanted)
    )
    if kept:
        query = query.join(document, document.c.id == table.c.document_id).where(document.c.original)
    with store.reading() as connection:
        return {path for path, size, mtime in connection.execute(query) if wanted[path] == (size, mtime)}


def file_under(store: Store, folders: Mapping[str, Mapping[str, str]]) -> None:
    """Write down what the folders say of the documents at places: the fields under "folder" in the document's
    metadata."""
    table, document = tables.location, tables.document
    query = (
        select(table.c.path, document.c.id, document.c.metadata)
        .join(document, document.c.id == table.c.document_id)
        .where(table.c.workspace_id == store.workspace_id, table.c.path.in_(folders))
        .order_by(document.c.id)
    )
    with store.writing() as connection:
        for path, document_id, known in connection.execute(query).all():
            fields = dict(folders[path])
            if (known or {}).get("folder") != fields:
                described = {**(known or {}), "folder": fields}
                connection.execute(update(document).where(document.c.id == document_id).values(metadata=described))


def _digest(incoming: Incoming) -> str:
    if incoming.refused is None:
        return digest_of(incoming.data)
    return hashlib.sha256(f"refused\0{incoming.path}\0{incoming.size}".encode()).hexdigest()


def _withheld(store: Store, digests: set[str]) -> set[str]:
    """Those of the contents that are known and must not be kept."""
    table = tables.document
    query = select(table.c.sha256).where(
        table.c.workspace_id == store.workspace_id, table.c.sha256.in_(digests), ~table.c.original
    )
    with store.reading() as connection:
        return set(connection.scalars(query))


def _documents(
    connection: Connection, workspace_id: int, first: Mapping[str, Incoming]
) -> tuple[dict[str, int], set[str]]:
    """Rows for contents, where there are none yet: their ids by digest, and which digests are new."""
    now = time.time()
    rows = [
        {
            "workspace_id": workspace_id,
            "uid": uuid.uuid4().hex,
            "sha256": digest,
            "name": one.name,
            "size": one.size or 0 if one.refused else len(one.data),
            "original": one.refused is None,
            "added_at": now,
        }
        for digest, one in first.items()
    ]
    document = tables.document
    insert = insert_for(connection, document).on_conflict_do_nothing(index_elements=["workspace_id", "sha256"])
    if rows:
        connection.execute(insert, rows)
    query = select(document.c.id, document.c.sha256, document.c.uid).where(
        document.c.workspace_id == workspace_id, document.c.sha256.in_(first)
    )
    found = connection.execute(query).all()
    ours = {row["uid"] for row in rows}
    return {row.sha256: row.id for row in found}, {row.sha256 for row in found if row.uid in ours}


def _let_wait(
    connection: Connection,
    workspace_id: int,
    version: str,
    first: Mapping[str, Incoming],
    ids: Mapping[str, int],
    new: set[str],
) -> None:
    """Let documents be extracted that never were; put those that were refused in quarantine."""
    extraction, document = tables.extraction, tables.document
    old = [ids[digest] for digest in first if digest not in new]
    waiting = [ids[digest] for digest, one in first.items() if digest in new and one.refused is None]
    if old:
        never = ~exists().where(extraction.c.document_id == document.c.id)
        waiting += connection.scalars(select(document.c.id).where(document.c.id.in_(old), document.c.original, never))
        # What was replaced at its place, and came back at another.
        again = update(extraction).where(extraction.c.document_id.in_(old), extraction.c.error_code == REPLACED)
        connection.execute(again.values(status="pending", attempts=0, error_code=None, error_message=None))
    enqueue_within(connection, workspace_id, waiting, version)
    refused = [(ids[digest], one.refused) for digest, one in first.items() if digest in new and one.refused]
    for document_id, (code, message) in refused:
        failure = {"status": "failed", "error_code": code, "error_message": message}
        enqueue_within(connection, workspace_id, [document_id], version, **failure)


def enqueue_within(
    connection: Connection,
    workspace_id: int,
    documents: Iterable[int],
    version: str,
    *,
    options: str = "",
    status: str = "pending",
    **more: str,
) -> None:
    """Write down extractions, unless they are there."""
    now = time.time()
    rows = [
        {
            "workspace_id": workspace_id,
            "document_id": document,
            "options": options,
            "pipeline_version": version,
            "status": status,
            "attempts": 0,
            "changed_at": now,
            **more,
        }
        for document in documents
    ]
    if rows:
        row = insert_for(connection, tables.extraction)
        keys = ["document_id", "options", "pipeline_version"]
        connection.execute(row.on_conflict_do_nothing(index_elements=keys), rows)


def _remember_places(connection: Connection, workspace_id: int, batch: Iterable[tuple[Incoming, int]]) -> None:
    """Write down where documents were found. A failure that is found nowhere any more, because another file took its
    place, is settled with that."""
    now = time.time()
    rows = {
        one.path: {
            "workspace_id": workspace_id,
            "document_id": document_id,
            "path": one.path,
            "folder": one.path.replace("\\", "/").rpartition("/")[0],
            "size": one.size,
            "mtime_ns": one.mtime_ns,
            "seen_at": now,
        }
        for one, document_id in batch
        if one.path is not None
    }
    if not rows:
        return
    table, extraction = tables.location, tables.extraction
    there = select(table.c.path, table.c.document_id).where(
        table.c.workspace_id == workspace_id, table.c.path.in_(rows)
    )
    moved = [before for path, before in connection.execute(there) if rows[path]["document_id"] != before]
    row = insert_for(connection, table)
    changed = {name: row.excluded[name] for name in ("document_id", "size", "mtime_ns", "seen_at")}
    place = row.on_conflict_do_update(index_elements=["workspace_id", "path"], set_=changed)
    connection.execute(place, [rows[path] for path in sorted(rows)])
    if moved:
        nowhere = ~exists().where(table.c.document_id == extraction.c.document_id)
        settled = update(extraction).where(
            extraction.c.document_id.in_(moved), extraction.c.status == "failed", nowhere
        )
        connection.execute(settled.values(error_code=REPLACED, error_message=_REPLACED))
