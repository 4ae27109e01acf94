"""Keeping the records true to the documents: who belongs to which, in which order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Column, Connection, Row, delete, select, text, update

from api.records import parts, versions
from api.store import Store, tables

_report, _document, _membership = tables.report, tables.document, tables.membership

#: Documents that are joined in one transaction.
_BATCH = 50
#: Key of PostgreSQL's lock while records change: two imports join one after the other.
_LOCK = 0x7265636F

_COLUMNS = (
    *versions.COLUMNS,
    *(column for column in parts.COLUMNS if column.name != "type_code"),
    *(_document.c.uid, _document.c.added_at),
)


def refresh(store: Store, documents: Iterable[int] | None = None) -> int:
    """Find the records of documents that were written, and return how many documents were looked at: `documents`, by
    default all whose newest extraction was not looked at yet. Doing it again changes nothing."""
    done = 0
    for some in _batches(store, documents):
        with store.reading() as connection:
            rows = _rows(connection, store.workspace_id, some)
            alike = {row.document_id: versions.versions_of(connection, store.workspace_id, row) for row in rows}
        with store.writing() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK + store.workspace_id})
            for row in rows:
                _join(connection, store.workspace_id, row, alike[row.document_id])
            marked = update(_report).where(_report.c.document_id.in_([row.document_id for row in rows]))
            connection.execute(marked.values(joined=True))
        done += len(rows)
    return done


def renew(store: Store) -> None:
    """Let the records of all documents be looked for anew, by the next `refresh`."""
    with store.writing() as connection:
        connection.execute(update(_report).where(_report.c.workspace_id == store.workspace_id).values(joined=False))


def _batches(store: Store, documents: Iterable[int] | None) -> Iterable[Sequence[int]]:
    if documents is not None:
        ids = iter(documents)
        while some := list(islice(ids, _BATCH)):
            yield some
        return
    last = 0
    query = select(_report.c.document_id).where(_report.c.workspace_id == store.workspace_id, ~_report.c.joined)
    while True:
        with store.reading() as connection:
            page = query.where(_report.c.document_id > last).order_by(_report.c.document_id).limit(_BATCH)
            some = list(connection.scalars(page))
        if not some:
            return
        yield some
        last = some[-1]


def _rows(connection: Connection, workspace_id: int, ids: Sequence[int]) -> Sequence[Row[Any]]:
    columns: list[Column[Any]] = list(_COLUMNS)
    query = (
        select(*columns)
        .join(_document, _document.c.id == _report.c.document_id)
        .where(_report.c.workspace_id == workspace_id, _report.c.document_id.in_(ids))
        .order_by(_report.c.document_id)
    )
    return connection.execute(query).all()


def _join(connection: Connection, workspace_id: int, row: Row[Any], alike: Sequence[int]) -> None:
    """Put a document into the record of those that it belongs with. Records that it joins become one."""
    appendix = parts.is_appendix(row)
    links = {**dict.fromkeys(() if appendix else alike, False), **dict(parts.parts_of(connection, workspace_id, row))}
    known = _records(connection, [row.document_id, *links])
    former = known.get(row.document_id)
    connection.execute(delete(_membership).where(_membership.c.document_id == row.document_id))
    joined = sorted({record for document, record in known.items() if document in links})
    if links:
        record = joined[0] if joined else former or row.uid
        connection.execute(update(_membership).where(_membership.c.record.in_(joined)).values(record=record))
        new = [(row.document_id, appendix), *((one, role) for one, role in links.items() if one not in known)]
        connection.execute(
            _membership.insert(),
            [
                {
                    "document_id": document,
                    "workspace_id": workspace_id,
                    "record": record,
                    "role": "appendix" if is_appendix else "main",
                    "position": 0,
                }
                for document, is_appendix in new
            ],
        )
        _put_in_order(connection, workspace_id, record)
    if former and former not in joined:
        _put_in_order(connection, workspace_id, former)


def _records(connection: Connection, ids: Sequence[int]) -> dict[int, str]:
    query = select(_membership.c.document_id, _membership.c.record).where(_membership.c.document_id.in_(ids))
    return {row.document_id: row.record for row in connection.execute(query)}


def _put_in_order(connection: Connection, workspace_id: int, record: str) -> None:
    """Versions first, drafts before what was signed; then the appendices by their names. A record of one is none."""
    query = (
        select(*_COLUMNS, _membership.c.role)
        .join(_document, _document.c.id == _report.c.document_id)
        .join(_membership, _membership.c.document_id == _report.c.document_id)
        .where(_membership.c.workspace_id == workspace_id, _membership.c.record == record)
    )
    members: Sequence[Any] = connection.execute(query).all()
    if len(members) < 2:
        connection.execute(delete(_membership).where(_membership.c.record == record))
        return
    mains = sorted((one for one in members if one.role != "appendix"), key=versions.order)
    appendices = sorted((one for one in members if one.role == "appendix"), key=lambda one: _natural(one.name))
    role = "version" if len(mains) > 1 else "main"
    for position, one in enumerate((*mains, *appendices)):
        values = {"position": position, "role": "appendix" if one.role == "appendix" else role}
        connection.execute(update(_membership).where(_membership.c.document_id == one.document_id).values(**values))


def _natural(name: str) -> list[tuple[bool, int, str]]:
    """A name to sort by: its figures as numbers, so that "Phụ lục 10" follows "Phụ lục 9"."""
    from itertools import groupby

    parts = ("".join(group) for _, group in groupby(name.lower(), str.isdecimal))
    return [(part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in parts]
