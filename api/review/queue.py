"""The queue: documents that wait for review, those that need it most first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from api.review import drafts
from api.review.standing import recount
from api.review.subject import within
from api.store import Store, tables
from api.store.errors import MissingError
from api.store.keys import clean, code_key, name_key, words
from extractor.errors import CorruptFileError

Order = Literal["least_certain", "newest"]

_review, _report, _document = tables.review, tables.report, tables.document
_extraction = tables.extraction
#: Documents whose extraction changed since people decided about them, that are looked at for one page.
_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """What narrows the queue, None for everything. `assignee` "" is nobody."""

    status: str | None = None
    assignee: str | None = None
    q: str | None = None
    type_code: str | None = None
    issuer: str | None = None
    order: Order = "least_certain"


def page(store: Store, asked: Asked, limit: int, after: Sequence[Any] | None) -> list[Any]:
    """Rows of the queue: at most `limit`, behind what the page before ended with (`place`)."""
    query = _listed(store, asked).limit(limit)
    if after is not None:
        query = query.where(_behind(asked.order, after))
    with store.reading() as connection:
        rows = list(connection.execute(query))
        changed = [row.document_id for row in rows if row.stale]
        changed += drafts.with_reviewed_drafts(connection, store, [row.document_id for row in rows])
        changed += connection.scalars(_outdated(store)).all()
    if not changed:
        return rows
    refresh(store, changed)
    with store.reading() as connection:
        return list(connection.execute(query))


def place(asked: Asked, row: Any) -> list[Any]:
    """What a page ended with."""
    return [row.least, row.document_id] if asked.order == "least_certain" else [row.document_id]


def totals(store: Store) -> dict[str, int]:
    """How many documents have each status."""
    query = select(_review.c.status, func.count()).where(_review.c.workspace_id == store.workspace_id)
    with store.reading() as connection:
        found = {row[0]: row[1] for row in connection.execute(query.group_by(_review.c.status))}
    return {name: found.get(name, 0) for name in ("to_review", "in_review", "done")}


def work(store: Store) -> dict[str, int]:
    """How many documents an import still has to extract."""
    query = select(_extraction.c.status, func.count()).where(
        _extraction.c.workspace_id == store.workspace_id, _extraction.c.status.in_(("pending", "running"))
    )
    with store.reading() as connection:
        found = {row[0]: row[1] for row in connection.execute(query.group_by(_extraction.c.status))}
    return {name: found.get(name, 0) for name in ("pending", "running")}


def refresh(store: Store, documents: Sequence[int]) -> None:
    """Count anew what is left of documents, and take over what was decided about their drafts."""
    query = (
        select(_document.c.id, _document.c.uid, _document.c.name, _extraction.c.report_sha256)
        .join(_report, _report.c.document_id == _document.c.id)
        .join(_extraction, _extraction.c.id == _report.c.extraction_id)
        .where(_document.c.workspace_id == store.workspace_id, _document.c.id.in_(list(documents)))
    )
    with store.reading() as connection:
        rows = list(connection.execute(query.where(_extraction.c.report_sha256.is_not(None))))
    for row in rows:
        try:
            with store.reading() as connection:
                subject = within(connection, store, row.id, row.uid, row.name, row.report_sha256)
        except (MissingError, CorruptFileError):
            continue  # `trichluc verify` tells it; the queue goes on
        drafts.carry(store, subject)
        with store.writing() as connection:
            recount(connection, store, subject)


def _outdated(store: Store) -> Select[Any]:
    """Documents with decisions that were extracted anew."""
    stale = and_(_review.c.workspace_id == store.workspace_id, _review.c.version > 0, _review.c.stale)
    return select(_review.c.document_id).where(stale).order_by(_review.c.document_id).limit(_AT_ONCE)


def _listed(store: Store, asked: Asked) -> Select[Any]:
    facts = ("code", "type_code", "type_name", "date", "issuer", "title", "pages")
    query = (
        select(_review, _document.c.uid, _document.c.name, *(_report.c[name] for name in facts))
        .join(_document, _document.c.id == _review.c.document_id)
        .join(_report, _report.c.document_id == _review.c.document_id)
        .where(_review.c.workspace_id == store.workspace_id, *_conditions(asked))
    )
    if asked.order == "newest":
        return query.order_by(_review.c.document_id.desc())
    return query.order_by(_review.c.least, _review.c.document_id)


def _conditions(asked: Asked) -> Iterator[ColumnElement[bool]]:
    if asked.status is not None:
        yield _review.c.status == asked.status
    if asked.assignee is not None:
        yield _review.c.assignee == clean(asked.assignee) if asked.assignee else _review.c.assignee.is_(None)
    if asked.type_code is not None:
        yield _report.c.type_code == clean(asked.type_code)
    if asked.issuer is not None:
        yield _report.c.issuer_key.contains(name_key(clean(asked.issuer)) or clean(asked.issuer), autoescape=True)
    q = clean(asked.q)
    if q is not None and (said := words(q)):
        text = tables.report_text
        named = [
            _report.c.title.contains(q, autoescape=True),
            _document.c.name.contains(q, autoescape=True),
        ]
        marked = select(text.c.document_id).where(
            text.c.document_id == _review.c.document_id,
            *(text.c.marks.contains(word, autoescape=True) for word in said),
        )
        key = code_key(q)
        number = [_report.c.code_key == key] if key else []
        yield or_(*named, *number, marked.exists())


def _behind(order: str, after: Sequence[Any]) -> ColumnElement[bool]:
    if order == "newest":
        return and_(_review.c.document_id < after[0])
    least, document_id = after
    return or_(_review.c.least > least, and_(_review.c.least == least, _review.c.document_id > document_id))
