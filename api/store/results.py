"""Writing what an extraction found: one transaction, and the same result again changes nothing."""

from __future__ import annotations

import time
from dataclasses import dataclass

from sqlalchemy import Connection, and_, delete, select, update

from api.store import tables
from api.store.files import insert_for, keep, let_go
from api.store.keys import order_key
from api.store.purging import leave_behind
from api.store.rows import Row, Rows
from api.store.store import Store
from api.store.work import Claim, _owned

#: Tables whose rows belong to the newest extraction of a document and are written anew with it.
SURFACE = (
    tables.report,
    tables.report_text,
    tables.citation,
    tables.mention,
    tables.figure,
    tables.finding,
)


@dataclass(frozen=True, slots=True)
class Result:
    """What a worker hands over: the Report as compact JSON, compressed; the kept Source where the file was read anew,
    with the readers' versions; the rows of the tables."""

    report: bytes
    source: bytes | None
    readers: str
    rows: Rows
    seconds: float


def finish(store: Store, work: Claim, sha256: str, result: Result) -> bool:
    """Keep a result and mark the work done. False where the claim was lost to somebody else, who does it anew."""
    report, report_written = store.blobs.add(result.report)
    source, source_written = store.blobs.add(result.source) if result.source is not None else (None, False)
    with store.writing() as connection:
        done = {
            "status": "done",
            "claimed_by": None,
            "lease_until": None,
            "error_code": None,
            "error_message": None,
            "report_sha256": report,
            "from_source": source is None,
            "seconds": result.seconds,
            "changed_at": time.time(),
        }
        marked = connection.execute(update(tables.extraction).where(_owned(work)).values(**done)).rowcount
        if not marked:
            return False
        keep(connection, store, [(result.report, report, report_written)])
        if source is not None and result.source is not None:
            keep(connection, store, [(result.source, source, source_written)])
            _remember_source(connection, sha256, result.readers, source)
        write_surface(connection, store.workspace_id, work.document_id, work.extraction_id, result.rows)
    return True


def write_surface(connection: Connection, workspace_id: int, document_id: int, extraction_id: int, rows: Rows) -> None:
    """Replace the rows of a document."""
    clear_surface(connection, document_id)
    own: Row = {"workspace_id": workspace_id, "document_id": document_id}
    place: Row = {**own, "newest": order_key(workspace_id, rows.report["date"], document_id)}
    connection.execute(tables.report.insert(), {**place, **rows.report, "extraction_id": extraction_id})
    connection.execute(tables.report_text.insert(), {**place, **rows.text})
    for table, same, many in (
        (tables.citation, place, rows.citations),
        (tables.mention, own, rows.mentions),
        (tables.figure, own, rows.figures),
        (tables.finding, own, rows.findings),
    ):
        if many:
            connection.execute(table.insert(), [{**same, **row} for row in many])


def clear_surface(connection: Connection, document_id: int) -> bool:
    """Remove the rows of a document, if there are any; return whether there were."""
    there = connection.scalar(select(tables.report.c.document_id).where(tables.report.c.document_id == document_id))
    if there is not None:
        for table in SURFACE:
            connection.execute(delete(table).where(table.c.document_id == document_id))
    return there is not None


def kept_source(store: Store, sha256: str, readers: str, options: str = "") -> bytes | None:
    """The kept Source of a file, compressed, as these readers made it; None where there is none."""
    table = tables.source
    query = select(table.c.blob_sha256).where(
        table.c.sha256 == sha256, table.c.readers == readers, table.c.options == options
    )
    with store.reading() as connection:
        found = connection.scalar(query)
    return store.blobs.get(found) if found else None


def withhold(store: Store, work: Claim, sha256: str, message: str) -> None:
    """Put a file in quarantine that carries a secrecy mark: its place and hash stay, nothing of its content. Where an
    earlier version did not see the mark, `purging.purge` is to follow."""
    from api.store.work import _failed

    document, source, extraction = tables.document, tables.source, tables.extraction
    with store.writing() as connection:
        marked = connection.execute(
            update(extraction).where(_owned(work)).values(**_failed("secret", message))
        ).rowcount
        if not marked:
            return
        if clear_surface(connection, work.document_id):
            leave_behind(connection)
        connection.execute(delete(tables.membership).where(tables.membership.c.document_id == work.document_id))
        connection.execute(update(document).where(document.c.id == work.document_id).values(original=False))
        # What versions of the pipeline found that did not see the mark.
        earlier = and_(extraction.c.document_id == work.document_id, extraction.c.report_sha256.is_not(None))
        gone = [sha256, *connection.scalars(select(extraction.c.report_sha256).where(earlier))]
        connection.execute(update(extraction).where(earlier).values(report_sha256=None))
        gone += connection.scalars(delete(source).where(source.c.sha256 == sha256).returning(source.c.blob_sha256))
        let_go(connection, store, gone)


def _remember_source(connection: Connection, sha256: str, readers: str, blob: str, options: str = "") -> None:
    row = insert_for(connection, tables.source).values(
        sha256=sha256, readers=readers, options=options, blob_sha256=blob
    )
    changed = {"blob_sha256": row.excluded.blob_sha256}
    connection.execute(row.on_conflict_do_update(index_elements=["sha256", "readers", "options"], set_=changed))
