"""Taking a file into the store: its content, its document, what was said of it and the work on it are there, and
committed, before the upload is answered."""

from __future__ import annotations

import time
from dataclasses import dataclass

from sqlalchemy import Connection, select

from api.service.access.auditing import audit
from api.service.access.caller import Caller
from api.service.intake.described import Said
from api.service.intake.failures import failure, problem
from api.service.intake.receiving import Received
from api.store import Store, tables
from api.store.blobs import OnDisk, unpack
from api.store.documents import Accepted, Incoming, accept
from api.store.files import insert_for
from api.store.results import write_surface
from api.store.rows import rows_of
from extractor.export import from_json
from extractor.read import READERS, unsupported
from extractor.read.sniff import sniff

#: Of larger files only the first bytes are looked at before they are taken in. Bytes.
LOOKED_AT = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Taken:
    """A document that was taken in, or was there. `waits`: there may be work on it."""

    document_id: int
    uid: str
    waits: bool


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
        document = tables.document
        uid = connection.scalars(select(document.c.uid).where(document.c.id == one.document_id)).one()
        row = {"document_id": one.document_id, "workspace_id": who.store.workspace_id, "sent_by": who.name}
        insert = insert_for(connection, tables.upload).values(**row, at=time.time())
        connection.execute(insert.on_conflict_do_nothing(index_elements=["document_id"]))
        if one.new or one.said:
            more = {"external_id": said.external_id} if said.external_id else {}
            action = "document.upload" if one.new else "document.describe"
            audit(connection, who, action, f"document:{uid}", sha256=one.sha256, size=came.file.size, **more)
        taken.append(Taken(one.document_id, uid, True))

    (one,) = accept(who.store, [incoming], version, within)
    if one.said:
        describe_again(who.store, one.document_id)
    return taken[0]


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
