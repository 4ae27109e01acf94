"""One document with all that is known of it beside its report; and letting go of it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, func, select

from api.service.access.auditing import audit
from api.service.bodies.documents import Document, Member, Place, Record
from api.service.callers import Caller
from api.service.jobs.state import differing
from api.service.reading.listing import summary
from api.service.reading.lookup import Known, unknown, within
from api.store import Store, files, tables
from api.times import iso

#: Places that are told, the last ones first, and members of a record.
PLACES, MEMBERS = 100, 100

_document, _report, _location, _membership = tables.document, tables.report, tables.location, tables.membership


def document(store: Store, uid: str) -> Document:
    """The document. Raises Problem `not_found`."""
    with store.reading() as connection:
        known = within(connection, store, uid)
        return Document(
            **summary(known.row),
            sha256=known.sha256,
            size=known.size,
            characters=known.row.characters,
            period=known.row.period,
            urgency=known.row.urgency,
            cited=_cited(connection, known),
            findings_by_type=_findings(connection, known),
            pipeline_version=known.row.pipeline_version,
            extracted=iso(known.row.extracted_at) if known.row.extracted_at else None,
            seconds=round(known.row.seconds, 3) if known.row.seconds is not None else None,
            metadata=_object(known.row.metadata),
            differences=differing(connection, known.id, _object(known.row.metadata)),
            places=_places(connection, known),
            record=_record(connection, store, known),
        )


def remove(who: Caller, uid: str) -> None:
    """Delete a document with all that is known of it, and write down that it was done. Raises Problem `not_found`."""
    with who.store.writing() as connection:
        known = within(connection, who.store, uid)
        # First: where it cannot be written down, no file is gone.
        audit(connection, who, "document.delete", f"document:{known.uid}", sha256=known.sha256)
        if not files.remove_within(connection, who.store, known.id):
            raise unknown()  # somebody else was faster; the log is undone with it


def _object(metadata: Any) -> dict[str, Any] | None:
    return metadata if isinstance(metadata, dict) else None


def _cited(connection: Connection, known: Known) -> int | None:
    if known.report_sha256 is None:
        return None
    table = tables.citation
    return connection.scalar(select(func.count()).select_from(table).where(table.c.document_id == known.id))


def _findings(connection: Connection, known: Known) -> dict[str, int]:
    table = tables.finding
    query = select(table.c.type, func.count()).where(table.c.document_id == known.id).group_by(table.c.type)
    return {row[0]: row[1] for row in connection.execute(query.order_by(table.c.type))}


def _places(connection: Connection, known: Known) -> list[Place]:
    table = _location
    query = select(table.c.path, table.c.seen_at).where(table.c.document_id == known.id)
    rows = connection.execute(query.order_by(table.c.seen_at.desc(), table.c.path).limit(PLACES))
    return [Place(path=path, seen=iso(seen)) for path, seen in rows]


def _record(connection: Connection, store: Store, known: Known) -> Record | None:
    own = select(_membership.c.record, _membership.c.role).where(_membership.c.document_id == known.id)
    found = connection.execute(own).one_or_none()
    if found is None:
        return None
    query = (
        select(_document.c.uid, _document.c.name, _membership.c.role, _report.c.code)
        .join(_document, _document.c.id == _membership.c.document_id)
        .outerjoin(_report, _report.c.document_id == _document.c.id)
        .where(_membership.c.workspace_id == store.workspace_id, _membership.c.record == found.record)
        .order_by(_membership.c.position)
        .limit(MEMBERS)
    )
    members = [Member(id=uid, name=name, role=role, number=code) for uid, name, role, code in connection.execute(query)]
    # A record may have lost its other members since.
    return Record(id=found.record, role=found.role, members=members) if len(members) > 1 else None
