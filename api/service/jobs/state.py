"""How the work on a document stands, from the tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from sqlalchemy import Connection, Row, Select, bindparam, select

from api.service.intake.failures import failure
from api.service.jobs.bodies import Difference, Job, JobLinks, JobProgress
from api.store import Store, tables
from api.store.blobs import unpack
from api.store.described import differences
from api.times import iso

#: Job's own word for each status of an extraction.
Status = Literal["pending", "running", "done", "failed"]


@dataclass(frozen=True, slots=True)
class Standing:
    """A job with what is needed to go on: the document's row id, and the digest of its report."""

    job: Job
    document_id: int
    report_sha256: str | None

    @property
    def ended(self) -> bool:
        """Whether nothing more will come by itself."""
        return self.job.status in ("done", "failed")


def standing(store: Store, uid: str) -> Standing | None:
    """How the work on a document of the workspace stands; None where there is no such document."""
    if not is_uid(uid):
        return None
    with store.reading() as connection:
        row = connection.execute(_query(), {"uid": uid, "workspace": store.workspace_id}).first()
    return _standing(row) if row else None


def is_uid(text: str) -> bool:
    """Whether a text has the form of the public id of anything."""
    return len(text) == 32 and text.isascii() and text.isalnum()


def report_json(store: Store, digest: str) -> bytes:
    """A stored report. Raises StoreError."""
    return unpack(store.blobs.get(digest))


@cache
def _query() -> Select[Any]:
    """A document with its newest extraction first. Statements that are run for every document are made once."""
    document, extraction, report, progress = tables.document, tables.extraction, tables.report, tables.progress
    return (
        select(
            document,
            extraction.c.status,
            extraction.c.error_code,
            extraction.c.error_message,
            extraction.c.report_sha256,
            extraction.c.changed_at,
            progress.c.done,
            progress.c.total,
            report.c.document_id.label("reported"),
            *(report.c[name] for name in ("code", "number", "date", "issuer", "issuer_key", "title", "type_name")),
        )
        .outerjoin(extraction, extraction.c.document_id == document.c.id)
        .outerjoin(progress, progress.c.extraction_id == extraction.c.id)
        .outerjoin(report, report.c.document_id == document.c.id)
        .where(document.c.uid == bindparam("uid"), document.c.workspace_id == bindparam("workspace"))
        .order_by(extraction.c.id.desc())
        .limit(1)
    )


def _standing(row: Row[Any]) -> Standing:
    status: Status = row.status or "pending"
    done = status == "done"
    job = Job(
        id=row.uid,
        status=status,
        progress=JobProgress(done=row.done, total=row.total) if status == "running" and row.total else None,
        error=failure(row.error_code, row.error_message, row.name) if status == "failed" else None,
        name=row.name,
        size=row.size,
        sha256=row.sha256,
        external_id=row.external_id,
        metadata=said(row.metadata),
        differences=_told(row.metadata, row) if row.reported is not None else [],
        accepted_at=iso(row.added_at),
        changed_at=iso(row.changed_at or row.added_at),
        links=JobLinks(
            job=f"/v1/jobs/{row.uid}",
            events=f"/v1/jobs/{row.uid}/events",
            document=f"/v1/documents/{row.uid}",
            report=f"/v1/documents/{row.uid}/report" if done else None,
        ),
    )
    return Standing(job, row.id, row.report_sha256 if done else None)


def said(metadata: dict[str, Any] | None) -> dict[str, Any] | None:
    """The metadata as the calling system sent it, without what folders say of the file."""
    return {key: value for key, value in (metadata or {}).items() if key != "folder"} or None


def differing(connection: Connection, document_id: int, metadata: Mapping[str, Any] | None) -> list[Difference]:
    """Where the metadata of a document says something else than its newest report."""
    report = tables.report
    row = connection.execute(select(report).where(report.c.document_id == document_id)).one_or_none()
    return _told(metadata, row) if row is not None and metadata else []


def _told(metadata: Mapping[str, Any] | None, row: Row[Any]) -> list[Difference]:
    return [
        Difference(
            field=one.field,  # type: ignore[arg-type]
            given=one.given,
            found=one.found,
            message_en=one.message_en,
            message_vi=one.message_vi,
        )
        for one in differences(metadata, dict(row._mapping))
    ]
