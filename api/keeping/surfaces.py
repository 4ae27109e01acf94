"""Checking that every document has a result, and that the tables say what the stored reports say."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Table, and_, exists, func, select

from api.keeping.form import Progress
from api.keeping.problems import GRACE, Problem
from api.store import Store, tables
from api.store.blobs import unpack
from api.store.described import described
from api.store.rows import Row, Rows, rows_of
from extractor.errors import TrichLucError
from extractor.export import from_json

#: Documents looked at between two queries.
PAGE = 200

#: Columns that are not from the report.
_OWN = {"id", "document_id", "workspace_id", "newest", "variant"}

_document, _extraction, _report = tables.document, tables.extraction, tables.report


def check_documents(store: Store, *, contents: bool, progress: Progress) -> Iterator[Problem]:
    """Documents without extraction, done ones without rows, rows that are not those of the report. `contents`: read
    each report and compare all; else only how many rows there are."""
    with store.reading() as connection:
        total = connection.scalars(select(func.count()).select_from(_document)).one()
    last, done = 0, 0
    while True:
        with store.snapshot() as connection:
            page = connection.execute(_page(last)).all()
            for row in page:
                yield from _check(store, connection, row, contents)
        done += len(page)
        progress("documents", done, max(total, done))
        if len(page) < PAGE:
            return
        last = page[-1].id


def _page(last: int) -> Any:
    """Documents behind `last` with what is known of their results."""
    kept = and_(_extraction.c.status == "done", _extraction.c.report_sha256.is_not(None))
    own = _extraction.c.document_id == _document.c.id
    current = _extraction.alias("current")
    return (
        select(
            _document.c.id,
            _document.c.original,
            _document.c.added_at,
            exists().where(own).label("queued"),
            exists().where(own, kept).label("done"),
            _report.c.document_id.label("reported"),
            _report.c.extraction_id,
            current.c.status,
            current.c.report_sha256,
            _document.c.external_id,
            _document.c.metadata,
        )
        .outerjoin(_report, _report.c.document_id == _document.c.id)
        .outerjoin(current, current.c.id == _report.c.extraction_id)
        .where(_document.c.id > last)
        .order_by(_document.c.id)
        .limit(PAGE)
    )


def _check(store: Store, connection: Connection, row: Any, contents: bool) -> Iterator[Problem]:
    name = f"document {row.id}"
    if not row.queued:
        if row.original and row.added_at < time.time() - GRACE:
            yield Problem("no_extraction", f"{name} was never to be extracted", document_id=row.id)
    elif row.done and row.reported is None:
        yield Problem("rows", f"{name} is extracted, and the tables say nothing of it", document_id=row.id)
    elif row.status == "done" and not (_same(store, connection, row) if contents else _as_many(connection, row.id)):
        yield Problem("rows", f"{name}: the tables do not say what its report says", document_id=row.id)


def _as_many(connection: Connection, document_id: int) -> bool:
    def count(table: Table) -> Any:
        return select(func.count()).where(table.c.document_id == document_id).scalar_subquery()

    query = select(
        and_(
            _report.c.references == count(tables.mention),
            _report.c.findings == count(tables.finding),
            count(tables.report_text) == 1,
        )
    ).where(_report.c.document_id == document_id)
    return bool(connection.scalar(query))


def _same(store: Store, connection: Connection, row: Any) -> bool:
    try:
        wanted = described(rows_of_stored(store, row.report_sha256), row.external_id, row.metadata)
    except TrichLucError:
        return True  # the check of the files tells it
    return _comparable(wanted) == _comparable(_rows_in(connection, row.id, wanted))


def rows_of_stored(store: Store, digest: str) -> Rows:
    """The rows that a stored report stands for. Raises StoreError and CorruptFileError."""
    return rows_of(from_json(unpack(store.blobs.get(digest))))


def _rows_in(connection: Connection, document_id: int, like: Rows) -> Rows:
    """The rows of a document as the tables have them, with the columns that `like` has."""

    def of(table: Table, columns: set[str]) -> list[Row]:
        chosen = [column for column in table.columns if column.name in columns]
        query = select(*chosen).where(table.c.document_id == document_id)
        return [dict(row) for row in connection.execute(query).mappings()]

    def many(table: Table) -> list[Row]:
        return of(table, {column.name for column in table.columns} - _OWN)

    one: Row = {}
    return Rows(
        report=next(iter(of(_report, set(like.report))), one),
        text=next(iter(of(tables.report_text, set(like.text))), one),
        citations=many(tables.citation),
        mentions=many(tables.mention),
        figures=many(tables.figure),
        findings=many(tables.finding),
    )


def _comparable(rows: Rows) -> list[Any]:
    many = (rows.citations, rows.mentions, rows.figures, rows.findings)
    return [rows.report, rows.text, *(sorted(map(_ordered, one)) for one in many)]


def _ordered(row: Row) -> str:
    return repr(sorted(row.items()))
