"""Lists of documents: those taken in last first, page by page."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, exists, false, or_, select

from api.search import Filters, filters, postgresql, sqlite
from api.search.matching import Match
from api.service import cursors
from api.service.bodies.documents import DocumentPage, DocumentSummary, DocumentType, Links
from api.service.intake.failures import failure
from api.service.reading.lookup import columns
from api.store import Store, tables
from api.store.keys import clean
from api.times import iso

_LISTING = "documents"
_document, _report, _extraction = tables.document, tables.report, tables.extraction


@dataclass(frozen=True, slots=True)
class Asked:
    """What narrows a list, None for everything. `facts` are those of the report (`api.search.Filters`)."""

    facts: Filters
    status: str | None = None
    external_id: str | None = None
    added_since: datetime | None = None


def documents(store: Store, asked: Asked, limit: int, cursor: str | None) -> DocumentPage:
    """A page of the documents. Raises QueryError for a date of no known form, Problem `invalid_cursor`."""
    after = cursors.opened(store, _LISTING, cursor)
    with store.reading() as connection:
        ids = connection.scalars(_ids(connection, store, asked, after[0] if after else None).limit(limit + 1)).all()
        query = columns().where(_document.c.id.in_(ids[:limit])).order_by(_document.c.id.desc())
        rows = connection.execute(query, {"workspace": store.workspace_id}).all() if ids else []
    last = cursors.sealed(store, _LISTING, ids[limit - 1]) if len(ids) > limit else None
    return DocumentPage(items=[DocumentSummary(**summary(row)) for row in rows], next=last)


def summary(row: Any) -> dict[str, Any]:
    """The fields of DocumentSummary, from a row of `columns()`."""
    has_type = row.type_code or row.type_name
    return {
        "id": row.uid,
        "name": row.name,
        "status": row.status or "pending",
        "number": row.code,
        "type": DocumentType(code=row.type_code, name=row.type_name) if has_type else None,
        "date": row.date,
        "issuer": row.issuer,
        "unit": row.unit_name,
        "title": row.title,
        "pages": row.pages,
        "mentions": row.mentions,
        "findings": row.findings,
        "error": failure(row.error_code, row.error_message, row.name) if row.status == "failed" else None,
        "external_id": row.external_id,
        "added": iso(row.added_at),
        "links": links(row.uid, row.pages),
    }


def links(uid: str, pages: int | None) -> Links:
    """Where the parts of a document are."""
    self = f"/v1/documents/{uid}"
    first = f"{self}/pages/1" if pages else None
    return Links(self=self, report=f"{self}/report", original=f"{self}/original", first_page=first)


def _ids(connection: Connection, store: Store, asked: Asked, before: int | None) -> Select[int]:
    """The rows of the documents, behind a place in the list: an index gives them in order, and only as many as are
    shown are looked up with all that is known of them."""
    table = _document
    query = select(table.c.id).where(table.c.workspace_id == store.workspace_id).order_by(table.c.id.desc())
    if before is not None:
        query = query.where(table.c.id < before)
    if asked.external_id is not None:
        query = query.where(table.c.external_id == clean(asked.external_id))
    if asked.added_since is not None:
        query = query.where(table.c.added_at >= _seconds(asked.added_since))
    if asked.status is not None:
        query = query.where(_stands(asked.status, store.workspace_id))
    if asked.facts != Filters():
        query = query.join(_report, _report.c.document_id == table.c.id)
        query = query.where(*_of_report(connection, store, asked.facts))
    return query


def _stands(status: str, workspace_id: int) -> ColumnElement[bool]:
    """Whether the newest extraction of a document has this status; what has none waits."""
    table, later = _extraction, _extraction.alias("later")
    is_newest = ~exists().where(later.c.document_id == table.c.document_id, later.c.id > table.c.id)
    of_it = table.c.document_id == _document.c.id
    found = exists().where(of_it, table.c.status == status, is_newest)
    if status == "pending":
        return or_(found, ~exists().where(table.c.document_id == _document.c.id))
    if status == "done":
        return found
    # Few: they are looked up first.
    few = select(table.c.document_id).where(table.c.workspace_id == workspace_id, table.c.status == status, is_newest)
    return _document.c.id.in_(few)


def _of_report(connection: Connection, store: Store, facts: Filters) -> Iterator[ColumnElement[bool]]:
    """What a search means by these filters: names in any spelling and in part, days in months."""
    clauses = filters.clauses(facts)
    ranges = filters.ranges(facts, store.workspace_id)
    if clauses is None or not ranges:
        yield false()
        return
    yield or_(*(_report.c.newest.between(*one) for one in ranges))
    if clauses:
        database = postgresql if connection.dialect.name == "postgresql" else sqlite
        database.prepare(connection)
        low, high = min(ranges)[0], max(high for _, high in ranges)
        newest: ColumnElement[int] = database.NEWEST
        yield _report.c.newest.in_(database.matching(Match(tuple(clauses))).where(newest.between(low, high)))


def _seconds(moment: datetime) -> float:
    """A moment without a zone is in UTC. Years that no clock has shown are as good as the first and the last."""
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
    except (OverflowError, ValueError):
        return 0.0 if moment.year < 1970 else time.time() + 1e9
