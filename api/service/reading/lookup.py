"""A document by the name that callers know, with how it stands: what every route about one document begins with."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, select

from api.service.intake.failures import failure
from api.service.problems import Problem
from api.store import Store, tables
from api.store.blobs import unpack
from api.store.errors import MissingError
from api.store.keys import clean
from extractor.export import from_json
from extractor.model import Report

#: How long to wait before asking again for what is being extracted, seconds.
AGAIN = {"Retry-After": "2"}

_document, _report, _extraction = tables.document, tables.report, tables.extraction


@dataclass(frozen=True, slots=True)
class Known:
    """A document of the workspace. `row` has the columns of `columns()`; `id` is that of its row."""

    id: int
    uid: str
    name: str
    sha256: str
    size: int
    original: bool
    status: str
    error_code: str | None
    report_sha256: str | None
    row: Any


def known(store: Store, uid: str) -> Known:
    """The document of the workspace that callers know as `uid`. Raises Problem `not_found`."""
    with store.reading() as connection:
        return within(connection, store, uid)


def within(connection: Connection, store: Store, uid: str) -> Known:
    """As `known`, over an open connection."""
    row = connection.execute(_one(), {"workspace": store.workspace_id, "uid": clean(uid)}).one_or_none()
    if row is None:
        raise unknown()
    return Known(
        id=row.id,
        uid=row.uid,
        name=row.name,
        sha256=row.sha256,
        size=row.size,
        original=row.original,
        status=row.status or "pending",
        error_code=row.error_code,
        report_sha256=row.report_sha256,
        row=row,
    )


def unknown() -> Problem:
    """What is said of a document that there is not, was deleted, or is another workspace's."""
    return Problem("not_found", "there is no such document", "không có văn bản này")


def report_json(store: Store, document: Known) -> bytes:
    """The newest Report of a document as compact JSON. Raises Problem `not_ready`, `no_report`, `file_missing`."""
    if document.report_sha256 is None:
        raise without_report(document)
    return unpack(content(store, document.report_sha256))


def report(store: Store, document: Known) -> Report:
    """As `report_json`, read."""
    return from_json(report_json(store, document))


def content(store: Store, digest: str) -> bytes:
    """A file of the store. Raises Problem `file_missing`."""
    try:
        return store.blobs.get(digest)
    except MissingError:
        raise missing() from None


def missing() -> Problem:
    """What is said where the store lacks a file that it should hold."""
    return Problem(
        "file_missing",
        "the store lacks a file of this document; have its operator run trichluc verify",
        "kho lưu trữ thiếu tệp của văn bản này; đề nghị quản trị viên chạy trichluc verify",
    )


def without_report(document: Known) -> Problem:
    """Why a document has no report."""
    if document.status == "failed":
        return Problem(
            "no_report",
            "the document could not be extracted; its `error` says why",
            "không xử lý được văn bản; xem `error` của văn bản",
            error=failure(document.error_code, None, document.name).code,
        )
    return Problem(
        "not_ready",
        "the document waits to be extracted; ask again in a moment",
        "văn bản đang chờ xử lý; vui lòng thử lại sau",
        headers=AGAIN,
        document_status=document.status,
    )


def columns() -> Select[Any]:
    """Documents of a workspace (`:workspace`), each with its newest extraction and what its newest report says."""
    document, report, extraction = _document, _report, _extraction
    made = extraction.alias("made")
    newest = (
        select(func.max(extraction.c.id))
        .where(extraction.c.document_id == document.c.id)
        .correlate(document)
        .scalar_subquery()
    )
    facts = ("code", "type_code", "type_name", "date", "issuer", "unit_name", "title", "period", "urgency", "pages")
    return (
        select(document, extraction.c.status, extraction.c.error_code, extraction.c.error_message)
        .add_columns(*(report.c[name] for name in facts), report.c.characters, report.c.references.label("mentions"))
        .add_columns(report.c.findings, report.c.pipeline_version, report.c.newest)
        .add_columns(made.c.report_sha256, made.c.changed_at.label("extracted_at"), made.c.seconds)
        .select_from(document)
        .outerjoin(extraction, extraction.c.id == newest)
        .outerjoin(report, report.c.document_id == document.c.id)
        .outerjoin(made, made.c.id == report.c.extraction_id)
        .where(document.c.workspace_id == bindparam("workspace"))
    )


@cache
def _one() -> Select[Any]:
    return columns().where(_document.c.uid == bindparam("uid"))
