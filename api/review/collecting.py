"""The documents whose review is done, as they go into the corpus."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import select

from api.review.exporting.annotation import Annotated, annotated
from api.review.folding import fold
from api.review.standing import look
from api.review.subject import subject
from api.store import Store, tables

_review, _report, _sampled = tables.review, tables.report, tables.sampled
_document, _extraction = tables.document, tables.extraction


def collected(store: Store, folder: str, *, blind: bool) -> Iterator[tuple[str, Annotated | None]]:
    """Each document whose review (`blind`: whose blind review) is done, by its lasting name, with its lines; None where
    nothing of it is decided completely. Raises StoreError, CorruptFileError."""
    query = (
        select(_document.c.id, _document.c.uid, _document.c.name, _extraction.c.report_sha256)
        .join(_report, _report.c.document_id == _document.c.id)
        .join(_extraction, _extraction.c.id == _report.c.extraction_id)
        .join(_review, _review.c.document_id == _document.c.id)
        .where(_document.c.workspace_id == store.workspace_id, _extraction.c.report_sha256.is_not(None))
        .order_by(_document.c.id)
    )
    if blind:
        done = select(_sampled.c.document_id).where(
            _sampled.c.workspace_id == store.workspace_id, _sampled.c.done_at.is_not(None)
        )
        query = query.where(_document.c.id.in_(done))
    else:
        query = query.where(_review.c.status == "done")
    with store.reading() as connection:
        rows = connection.execute(query).all()
    for row in rows:
        one = subject(store, row.id, row.uid, row.name, row.report_sha256)
        stands = look(store, one)
        state = fold(one.report.text, one.extracted, stands.decisions, blind=blind)
        yield row.uid, annotated(one, state, stands, f"{folder}/{row.uid}.txt", blind=blind)
