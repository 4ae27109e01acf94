"""Keeping the records true to the documents: who belongs to which, in which order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice
from typing import Any

from sqlalchemy import Connection, delete, select, text, update

from api.records import parts, versions
from api.records.parts import Folders, is_appendix
from api.records.versions import Versions
from api.store import Store, tables

_report, _document, _membership = tables.report, tables.document, tables.membership

#: Documents that are joined in one transaction.
_BATCH = 50
#: Key of PostgreSQL's lock while records change: two imports join one after the other.
_LOCK = 0x7265636F

_COLUMNS = (
    *versions.COLUMNS,
    *(column for column in parts.COLUMNS if column.name != "type_code"),
    _document.c.added_at,
)


def refresh(store: Store, documents: Iterable[int] | None = None) -> int:
    """Find the records of documents that were written, and return how many documents were looked at: `documents`, by
    default all whose newest extraction was not looked at yet. Doing it again changes nothing; what is killed on its way
    goes on the next time."""
    done = 0
    for some in _batches(store, documents):
        with store.reading() as connection:
            rows = _rows(connection, store.workspace_id, some)
            found = Versions(connection, store.workspace_id)
            alike = {row.document_id: found.of(row) for row in rows}
        with store.writing() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK + store.workspace_id})
            _Joining(connection, store.workspace_id, rows).join(alike)
            marked = update(_report).where(_report.c.document_id.in_([row.document_id for row in rows]))
            connection.execute(marked.values(joined=True))
        done += len(rows)
    return done


def renew(store: Store) -> None:
    """Let the records of all documents be looked for anew, by the next `refresh`."""
    with store.writing() as connection:
        connection.execute(update(_report).where(_report.c.workspace_id == store.workspace_id).values(joined=False))


def _batches(store: Store, documents: Iterable[int] | None) -> Iterator[Sequence[int]]:
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


def _rows(connection: Connection, workspace_id: int, ids: Sequence[int]) -> Sequence[Any]:
    query = (
        select(*_COLUMNS)
        .join(_document, _document.c.id == _report.c.document_id)
        .where(_report.c.workspace_id == workspace_id, _report.c.document_id.in_(ids))
        .order_by(_report.c.document_id)
    )
    return connection.execute(query).all()


class _Joining:
    """The records of some documents, in one transaction."""

    def __init__(self, connection: Connection, workspace_id: int, rows: Sequence[Any]) -> None:
        self._connection = connection
        self._workspace_id = workspace_id
        self._rows = rows
        self._folders = Folders(connection, workspace_id)
        self._folders.look_at([row.document_id for row in rows])

    def join(self, alike: Mapping[int, Sequence[int]]) -> None:
        """Versions first: an appendix without a number may go with all versions of one document."""
        known = self._records([row.document_id for row in self._rows])
        mains = [row for row in self._rows if not is_appendix(row)]
        for row in mains:
            links = dict.fromkeys(alike[row.document_id], False)
            links |= dict.fromkeys(self._folders.appendices(row), True)
            if links or row.document_id in known:
                self._settle(row.document_id, row.uid, links, appendix=False)
        appendices = {row.document_id: row for row in self._rows if is_appendix(row)}
        for row in mains:
            # What had no choice before may have one now.
            appendices |= {one.document_id: one for one in self._folders.unnumbered(row.document_id)}
        self._folders.look_at([document for document in appendices if document not in alike])
        for document, row in appendices.items():
            links = dict.fromkeys(self._folders.mains(row), False)
            self._settle(document, row.uid, links, appendix=True)

    def _settle(self, document: int, uid: str, links: Mapping[int, bool], *, appendix: bool) -> None:
        """Put a document into the record of those that it belongs with, each with whether it is an appendix. Records
        that it joins become one."""
        known = self._records([document, *links])
        former = known.pop(document, None)
        if former is None and not links:
            return
        self._connection.execute(delete(_membership).where(_membership.c.document_id == document))
        joined = sorted(set(known.values()))
        record = joined[0] if joined else former or uid
        if links:
            mine = _membership.c.workspace_id == self._workspace_id
            others = update(_membership).where(mine, _membership.c.record.in_(joined[1:]))
            self._connection.execute(others.values(record=record))
            new = {document: appendix, **{one: role for one, role in links.items() if one not in known}}
            self._connection.execute(_membership.insert(), [self._member(record, *one) for one in new.items()])
            self._put_in_order(record)
        if former and former not in joined:
            self._put_in_order(former)

    def _member(self, record: str, document: int, appendix: bool) -> dict[str, Any]:
        role = "appendix" if appendix else "main"
        own = {"document_id": document, "workspace_id": self._workspace_id}
        return {**own, "record": record, "role": role, "position": 0}

    def _records(self, ids: Sequence[int]) -> dict[int, str]:
        query = select(_membership.c.document_id, _membership.c.record).where(_membership.c.document_id.in_(ids))
        return {row.document_id: row.record for row in self._connection.execute(query)}

    def _put_in_order(self, record: str) -> None:
        """Versions first, drafts before what was signed; then the appendices by their names. One alone is no record."""
        mine = (_membership.c.workspace_id == self._workspace_id) & (_membership.c.record == record)
        query = (
            select(*_COLUMNS, _membership.c.role)
            .join(_document, _document.c.id == _report.c.document_id)
            .join(_membership, _membership.c.document_id == _report.c.document_id)
            .where(mine)
        )
        members: Sequence[Any] = self._connection.execute(query).all()
        if len(members) < 2:
            self._connection.execute(delete(_membership).where(mine))
            return
        mains = sorted((one for one in members if one.role != "appendix"), key=versions.order)
        appendices = sorted((one for one in members if one.role == "appendix"), key=lambda one: _natural(one.name))
        role = "version" if len(mains) > 1 else "main"
        for position, one in enumerate((*mains, *appendices)):
            values = {"position": position, "role": "appendix" if one.role == "appendix" else role}
            changed = update(_membership).where(_membership.c.document_id == one.document_id)
            self._connection.execute(changed.values(**values))


def _natural(name: str) -> list[tuple[bool, int, str]]:
    """A name to sort by: its figures as numbers, so that "Phụ lục 10" follows "Phụ lục 9"."""
    pieces = ("".join(group) for _, group in groupby(name.lower(), str.isdecimal))
    return [(piece.isdecimal(), int(piece) if piece.isdecimal() else 0, piece) for piece in pieces]
