"""Mending what a check found, where it can be mended: what can be made anew is, what is needed by nothing goes."""

from __future__ import annotations

import time
from functools import cache

from sqlalchemy import Connection, delete, select, text, update

from api import engine
from api.keeping.problems import Problem
from api.keeping.surfaces import rows_of_stored
from api.store import Store, tables
from api.store.files import insert_for, let_go
from api.store.results import SURFACE, write_surface
from extractor.errors import TrichLucError

_document, _extraction, _report = tables.document, tables.extraction, tables.report


def mend(store: Store, problem: Problem) -> bool:
    """Mend a problem. False where it stays: a damaged database, or an original whose content is lost. The places of a
    lost one are forgotten, so that the next import of them reads it again."""
    digest, document_id = problem.digest, problem.document_id
    if problem.kind == "index":
        return _rebuild_index(store)
    if document_id is not None:
        return _write_rows(store, document_id) if problem.kind == "rows" else _extract_again(store, [document_id])
    if digest is None:
        return False
    if problem.kind == "lost_original":
        return _forget_places(store, digest)
    if problem.kind == "lost_source":
        return _forget_source(store, digest)
    if problem.kind == "lost_report":
        return _forget_report(store, digest)
    with store.writing() as connection:
        if problem.kind == "lost_row":
            size = len(store.blobs.get(digest))
            row = insert_for(connection, tables.blob).values(sha256=digest, size=size, created_at=time.time())
            connection.execute(row.on_conflict_do_nothing())
        else:
            let_go(connection, store, [digest])
    return True


def _rebuild_index(store: Store) -> bool:
    if store.engine.dialect.name == "postgresql":
        return False  # REINDEX locks; the administrator decides when
    with store.writing() as connection:
        connection.execute(text("INSERT INTO report_search(report_search) VALUES ('rebuild')"))
    return True


def _forget_places(store: Store, digest: str) -> bool:
    """A damaged original moves aside: it may be all that is left."""
    if store.blobs.has(digest):
        store.blobs.set_aside(digest)
    place = tables.location
    of_it = select(_document.c.id).where(_document.c.sha256 == digest)
    with store.writing() as connection:
        connection.execute(update(place).where(place.c.document_id.in_(of_it)).values(size=None, mtime_ns=None))
    return False


def _forget_source(store: Store, digest: str) -> bool:
    """The file is read again when it is extracted the next time."""
    with store.writing() as connection:
        connection.execute(delete(tables.source).where(tables.source.c.blob_sha256 == digest))
        let_go(connection, store, [digest])
    return True


def _forget_report(store: Store, digest: str) -> bool:
    """Documents whose current report it was are extracted again; of earlier versions nothing is left to compare."""
    lost = _extraction.c.report_sha256 == digest
    with store.writing() as connection:
        current = select(_report.c.document_id).join(_extraction, _extraction.c.id == _report.c.extraction_id)
        documents = connection.scalars(current.where(lost)).all()
        connection.execute(update(_extraction).where(lost).values(report_sha256=None))
        let_go(connection, store, [digest])
    return _extract_again(store, list(documents))


def _extract_again(store: Store, documents: list[int]) -> bool:
    """Let documents wait for extraction by this version, in whatever workspace they are."""
    with store.writing() as connection:
        for document_id in documents:
            _enqueue(connection, document_id)
    return True


def _enqueue(connection: Connection, document_id: int) -> None:
    waiting = {
        "status": "pending",
        "attempts": 0,
        "claimed_by": None,
        "lease_until": None,
        "error_code": None,
        "error_message": None,
        "changed_at": time.time(),
    }
    query = select(_document.c.workspace_id).where(_document.c.id == document_id, _document.c.original)
    workspace_id = connection.scalar(query)
    if workspace_id is None:
        return
    row = insert_for(connection, _extraction).values(
        workspace_id=workspace_id, document_id=document_id, options="", pipeline_version=_version(), **waiting
    )
    columns = ["document_id", "options", "pipeline_version"]
    # Whoever works on it just now makes the result anyway.
    connection.execute(
        row.on_conflict_do_update(index_elements=columns, set_=waiting, where=_extraction.c.status != "running")
    )


@cache
def _version() -> str:
    return engine.version()


def _clear(connection: Connection, document_id: int) -> None:
    """Unlike `results.clear_surface`, also what is left where the row of the report itself is gone."""
    for table in SURFACE:
        connection.execute(delete(table).where(table.c.document_id == document_id))


def _write_rows(store: Store, document_id: int) -> bool:
    """From the stored report, where that is whole; else the document is extracted again."""
    query = (
        select(_extraction.c.id, _extraction.c.workspace_id, _extraction.c.report_sha256)
        .where(_extraction.c.document_id == document_id, _extraction.c.status == "done")
        .where(_extraction.c.report_sha256.is_not(None))
        .order_by(_extraction.c.changed_at.desc())
        .limit(1)
    )
    with store.reading() as connection:
        newest = connection.execute(query).first()
    try:
        rows = rows_of_stored(store, newest.report_sha256) if newest else None
    except TrichLucError:
        rows = None
    if newest is None or rows is None:
        with store.writing() as connection:
            _clear(connection, document_id)
        return _extract_again(store, [document_id])
    with store.writing() as connection:
        _clear(connection, document_id)
        still = _extraction.c.id == newest.id, _extraction.c.report_sha256 == newest.report_sha256
        if connection.scalar(select(_extraction.c.id).where(*still)) is not None:
            write_surface(connection, newest.workspace_id, document_id, newest.id, rows)
    return True
