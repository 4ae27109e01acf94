"""Writing what an extraction found: one transaction, and the same result again changes nothing."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Connection, Select, Update, and_, bindparam, delete, null, or_, select, update
from sqlalchemy.dialects.postgresql import Insert as PostgresInsert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert

from api.store import tables
from api.store.bulk import insert_rows
from api.store.described import described
from api.store.endings import DONE, FAILED, tell
from api.store.files import insert_in, keep, let_go
from api.store.keys import order_key
from api.store.purging import leave_behind
from api.store.reviews import forget_review, open_review
from api.store.rows import Row, Rows
from api.store.store import Store
from api.store.work import Claim, failed, owned

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
    done = {"extraction": work.extraction_id, "who": work.owner, "report": report, "from_source": source is None}
    with store.writing() as connection:
        if not connection.execute(_marking(), {**done, "seconds": result.seconds, "now": time.time()}).rowcount:
            return False
        kept = [(result.report, report, report_written)]
        if source is not None and result.source is not None:
            kept.append((result.source, source, source_written))
        keep(connection, store, kept)
        if source is not None:
            _remember_source(connection, sha256, result.readers, source)
        write_surface(connection, store.workspace_id, work.document_id, work.extraction_id, result.rows)
        tell(connection, store.workspace_id, work.document_id, DONE)
    return True


@cache
def _marking() -> Update:
    """What says that work is done. Statements that are run for every document are made once."""
    table = tables.extraction
    mine = and_(
        table.c.id == bindparam("extraction"), table.c.claimed_by == bindparam("who"), table.c.status == "running"
    )
    return (
        update(table)
        .where(mine)
        .values(
            status="done",
            claimed_by=None,
            lease_until=None,
            error_code=None,
            error_message=None,
            report_sha256=bindparam("report"),
            from_source=bindparam("from_source"),
            seconds=bindparam("seconds"),
            changed_at=bindparam("now"),
        )
    )


def write_surface(connection: Connection, workspace_id: int, document_id: int, extraction_id: int, rows: Rows) -> None:
    """Replace the rows of a document."""
    clear_surface(connection, document_id)
    told = connection.execute(_saying(), {"document": document_id}).one_or_none()
    if told is not None:
        rows = described(rows, told.external_id, told.metadata)
    own: Row = {"workspace_id": workspace_id, "document_id": document_id}
    place: Row = {**own, "newest": order_key(workspace_id, rows.report["date"], document_id)}
    insert_rows(connection, tables.report, {**place, "extraction_id": extraction_id}, [rows.report])
    insert_rows(connection, tables.report_text, place, [rows.text])
    insert_rows(connection, tables.citation, place, rows.citations)
    insert_rows(connection, tables.mention, own, rows.mentions)
    insert_rows(connection, tables.figure, own, rows.figures)
    insert_rows(connection, tables.finding, own, rows.findings)
    open_review(connection, {**own, "extraction_id": extraction_id}, rows)


@cache
def _saying() -> Select[str, object]:
    """What the calling system says of a document, where it says anything."""
    table = tables.document
    here = and_(
        table.c.id == bindparam("document"), or_(table.c.external_id.is_not(None), table.c.metadata.is_not(None))
    )
    return select(table.c.external_id, table.c.metadata).where(here)


def clear_surface(connection: Connection, document_id: int) -> bool:
    """Remove the rows of a document, if there are any; return whether there were."""
    there = connection.scalar(_there(), {"document": document_id})
    if there is not None:
        for table in SURFACE:
            connection.execute(delete(table).where(table.c.document_id == document_id))
    return there is not None


@cache
def _there() -> Select[int]:
    table = tables.report
    return select(table.c.document_id).where(table.c.document_id == bindparam("document"))


def kept_source(store: Store, sha256: str, readers: str, options: str = "") -> bytes | None:
    """The kept Source of a file, compressed, as these readers made it; None where there is none."""
    with store.reading() as connection:
        found = connection.scalar(_keeping(), {"content": sha256, "by": readers, "chosen": options})
    return store.blobs.get(found) if found else None


@cache
def _keeping() -> Select[str]:
    table = tables.source
    return select(table.c.blob_sha256).where(
        table.c.sha256 == bindparam("content"),
        table.c.readers == bindparam("by"),
        table.c.options == bindparam("chosen"),
    )


def withhold(
    store: Store,
    work: Claim,
    sha256: str,
    message: str,
    within: Callable[[Connection], None] = lambda connection: None,
) -> None:
    """Put a file in quarantine that carries a secrecy mark: its place and hash stay, nothing of its content. Where an
    earlier version did not see the mark, `purging.purge` is to follow. `within` writes more in the same transaction."""
    document, source, extraction = tables.document, tables.source, tables.extraction
    # The subject that was sent along is as secret as the document.
    bare = {"original": False, "metadata": null()}
    with store.writing() as connection:
        marked = connection.execute(update(extraction).where(owned(work)).values(**failed("secret", message))).rowcount
        if not marked:
            return
        tell(connection, store.workspace_id, work.document_id, FAILED, "secret")
        within(connection)
        if clear_surface(connection, work.document_id):
            leave_behind(connection)
        forget_review(connection, work.document_id)
        connection.execute(delete(tables.membership).where(tables.membership.c.document_id == work.document_id))
        connection.execute(update(document).where(document.c.id == work.document_id).values(**bare))
        # What versions of the pipeline found that did not see the mark.
        earlier = and_(extraction.c.document_id == work.document_id, extraction.c.report_sha256.is_not(None))
        gone = [sha256, *connection.scalars(select(extraction.c.report_sha256).where(earlier))]
        connection.execute(update(extraction).where(earlier).values(report_sha256=None))
        gone += connection.scalars(delete(source).where(source.c.sha256 == sha256).returning(source.c.blob_sha256))
        let_go(connection, store, gone)


def _remember_source(connection: Connection, sha256: str, readers: str, blob: str, options: str = "") -> None:
    row = {"sha256": sha256, "readers": readers, "options": options, "blob_sha256": blob}
    connection.execute(_remembering(connection.dialect.name), row)


@cache
def _remembering(dialect: str) -> PostgresInsert | SqliteInsert:
    row = insert_in(dialect, tables.source)
    changed = {"blob_sha256": row.excluded.blob_sha256}
    return row.on_conflict_do_update(index_elements=["sha256", "readers", "options"], set_=changed)
