"""Taking a file into the store: its content, its document, what was said of it and the work on it are there, and
committed, before the upload is answered."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import cache

from sqlalchemy import Connection, Select, bindparam, select, update

from api.service.access.auditing import audit
from api.service.access.caller import Caller
from api.service.intake.described import Said
from api.service.intake.failures import failure, problem
from api.service.intake.receiving import Received
from api.store import Store, tables
from api.store.blobs import unpack
from api.store.content import OnDisk
from api.store.documents import Accepted, Incoming, accept, enqueue_within
from api.store.files import insert_for
from api.store.results import write_surface
from api.store.rows import rows_of
from extractor.export import from_json
from extractor.read import READERS, unsupported
from extractor.read.sniff import sniff

#: Codes of failures that are no fault of the file.
NOT_ITS_FAULT = ("lost_worker", "missing", "missing_tool")
#: Of larger files only the first bytes are looked at before they are taken in. Bytes.
LOOKED_AT = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Taken:
    """A document that was taken in, or was there."""

    document_id: int
    uid: str


def check(file: OnDisk, name: str) -> None:
    """Refuse at once what no reader can read. Raises Problem `empty`, `unsupported_type`."""
    if not file.size:
        raise problem(failure("empty", "the file is empty (0 bytes); send it again", name))
    with open(file.path, "rb") as opened:
        head = opened.read(LOOKED_AT if file.size <= LOOKED_AT else 4096)
    found = sniff(head)
    whole = file.size <= LOOKED_AT or not head.startswith((b"PK", b"\xd0\xcf"))
    if whole and found not in READERS:
        raise problem(failure("unsupported_type", unsupported(found), name))


def take(who: Caller, came: Received, said: Said, version: str) -> Taken:
    """Take in what a caller sent. Raises StoreError."""
    incoming = Incoming(came.name, came.file, size=came.file.size, external_id=said.external_id, metadata=said.metadata)
    taken: list[Taken] = []

    def within(connection: Connection, accepted: list[Accepted]) -> None:
        (one,) = accepted
        uid = connection.scalars(_naming(), {"document": one.document_id}).one()
        row = {"document_id": one.document_id, "workspace_id": who.store.workspace_id, "sent_by": who.name}
        insert = insert_for(connection, tables.upload).values(**row, at=time.time())
        connection.execute(insert.on_conflict_do_nothing(index_elements=["document_id"]))
        if not one.new:
            _try_again(connection, who.store, one.document_id, version)
        if one.new or one.said:
            more = {"external_id": said.external_id} if said.external_id else {}
            action = "document.upload" if one.new else "document.describe"
            audit(connection, who, action, f"document:{uid}", sha256=one.sha256, size=came.file.size, **more)
        taken.append(Taken(one.document_id, uid))

    (one,) = accept(who.store, [incoming], version, within)
    if one.said:
        describe_again(who.store, one.document_id)
    return taken[0]


def _try_again(connection: Connection, store: Store, document_id: int, version: str) -> None:
    """Let a document be extracted again that failed by no fault of its own, or by an older version of the pipeline."""
    extraction, document = tables.extraction, tables.document
    newest = connection.execute(
        select(extraction)
        .join(document, document.c.id == extraction.c.document_id)
        .where(extraction.c.document_id == document_id, document.c.original)
        .order_by(extraction.c.id.desc())
        .limit(1)
    ).one_or_none()
    if newest is None or newest.status != "failed":
        return
    if newest.pipeline_version != version:
        enqueue_within(connection, store.workspace_id, [document_id], version)
    elif newest.error_code in NOT_ITS_FAULT:
        again = {"status": "pending", "attempts": 0, "error_code": None, "error_message": None}
        failed = update(extraction).where(extraction.c.id == newest.id)
        connection.execute(failed.values(**again, changed_at=time.time()))


@cache
def _naming() -> Select[str]:
    """Statements that are run for every document are made once."""
    return select(tables.document.c.uid).where(tables.document.c.id == bindparam("document"))


def describe_again(store: Store, document_id: int) -> None:
    """Write the rows of a document anew that was extracted before the calling system said something of it."""
    report, extraction = tables.report, tables.extraction
    query = (
        select(report.c.extraction_id, extraction.c.report_sha256)
        .join(extraction, extraction.c.id == report.c.extraction_id)
        .where(report.c.document_id == document_id, report.c.workspace_id == store.workspace_id)
    )
    with store.reading() as connection:
        found = connection.execute(query).one_or_none()
    if found is None:
        return
    rows = rows_of(from_json(unpack(store.blobs.get(found.report_sha256))))
    with store.writing() as connection:
        # What was extracted meanwhile knows of it.
        if connection.execute(query).one_or_none() == found:
            write_surface(connection, store.workspace_id, document_id, found.extraction_id, rows)
