"""Which documents are exported, and what the store knows of each."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, Connection, exists, or_, select

from api.search import Filters, stream
from api.store import Store, tables
from api.store.blobs import unpack
from api.store.errors import MissingError
from extractor.export import from_json
from extractor.model import Report

#: Documents that are looked up together.
BATCH = 100

_document, _report, _place = tables.document, tables.report, tables.location
_member, _extraction, _review = tables.membership, tables.extraction, tables.review


@dataclass(frozen=True, slots=True)
class Selection:
    """What is exported: what a search finds (`api.search`), by default everything; of it only what was found in a
    folder or below it (`folder`, a path as it was imported or from here), or what forms one record (`record`: its id,
    or the id, name or path of a document of it)."""

    text: str = ""
    filters: Filters = field(default_factory=Filters)
    folder: str | None = None
    record: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A document of the workspace. `facts` is its row in the table `report`; `added_at` seconds since 1970."""

    id: int
    uid: str
    name: str
    sha256: str
    size: int
    external_id: str | None
    metadata: Any
    added_at: float
    paths: tuple[str, ...]
    record: str | None
    role: str | None
    report_sha256: str | None
    #: How far a person is with it: to_review, in_review or done.
    review: str
    facts: Mapping[str, Any]


def documents(store: Store, selection: Selection, *, oldest_first: bool = False) -> Iterator[Document]:
    """The documents that were read, the newest first. `oldest_first` holds the ids of all (8 bytes each); those without
    a date come last. Raises QueryError and StoreError."""
    chosen: Iterable[int] = _ids(store, selection)
    if oldest_first:
        chosen = reversed(array("q", chosen))
    undated = array("q")
    for batch in _batches(chosen):
        for one in _looked_up(store, selection, batch):
            if oldest_first and one.facts["date"] is None:
                undated.append(one.id)
            else:
                yield one
    for batch in _batches(undated):
        yield from _looked_up(store, selection, batch)


def report_json(store: Store, one: Document) -> bytes:
    """The Report of a document as compact JSON. Raises MissingError."""
    if one.report_sha256 is None:
        raise MissingError(f"document {one.uid} has no result; run trichluc import --retry")
    return unpack(store.blobs.get(one.report_sha256))


def report(store: Store, one: Document) -> Report:
    """The Report of a document. Raises MissingError, and CorruptFileError for one of another version."""
    return from_json(report_json(store, one))


def _ids(store: Store, selection: Selection) -> Iterator[int]:
    if selection.text or selection.filters != Filters() or not (selection.folder or selection.record):
        yield from stream(store, selection.text, selection.filters)
        return
    query = (
        select(_report.c.document_id)
        .where(_report.c.workspace_id == store.workspace_id, *_conditions(store, selection, _report.c.document_id))
        .order_by(_report.c.newest.desc())
        .execution_options(yield_per=1000)
    )
    with store.reading() as connection:
        yield from connection.scalars(query)


def _batches(ids: Iterable[int]) -> Iterator[list[int]]:
    remaining = iter(ids)
    while batch := list(islice(remaining, BATCH)):
        yield batch


def _conditions(store: Store, selection: Selection, document_id: ColumnElement[int]) -> Iterator[ColumnElement[bool]]:
    if selection.folder:
        of_it = _place.c.document_id == document_id, _place.c.workspace_id == store.workspace_id
        yield exists().where(*of_it, _within(selection.folder))
    if selection.record:
        joined, member = _member.alias("joined"), _member.alias("member")
        named = _document.alias("named")
        called = or_(named.c.uid == selection.record, named.c.name == selection.record)
        found = select(_place.c.document_id).where(
            _place.c.workspace_id == store.workspace_id, _place.c.path == selection.record
        )
        records = (
            select(member.c.record)
            .join(named, named.c.id == member.c.document_id)
            .where(member.c.workspace_id == store.workspace_id, or_(called, named.c.id.in_(found)))
        )
        own = joined.c.document_id == document_id, joined.c.workspace_id == store.workspace_id
        yield exists().where(*own, or_(joined.c.record == selection.record, joined.c.record.in_(records)))


def _within(folder: str) -> ColumnElement[bool]:
    """Whether a place is in a folder, or in one below it, or in an archive."""
    spellings = {folder.rstrip("/"), str(Path(folder).absolute())}
    return or_(
        *(_place.c.folder == one for one in spellings),
        *(_place.c.path.startswith(f"{one}{end}", autoescape=True) for one in spellings for end in ("/", "!/")),
    )


def _looked_up(store: Store, selection: Selection, ids: list[int]) -> Iterator[Document]:
    """The documents of these ids, in their order; those that were removed meanwhile are left out."""
    query = (
        select(
            _document, _extraction.c.report_sha256, _member.c.record, _member.c.role, _review.c.status.label("review")
        )
        .join(_report, _report.c.document_id == _document.c.id)
        .join(_extraction, _extraction.c.id == _report.c.extraction_id)
        .outerjoin(_member, _member.c.document_id == _document.c.id)
        .outerjoin(_review, _review.c.document_id == _document.c.id)
        .where(_document.c.workspace_id == store.workspace_id, _document.c.id.in_(ids))
        .where(*_conditions(store, selection, _document.c.id))
    )
    with store.reading() as connection:
        rows = {row.id: row for row in connection.execute(query)}
        facts = connection.execute(select(_report).where(_report.c.document_id.in_(ids)))
        known = {row["document_id"]: dict(row) for row in facts.mappings()}
        paths = _paths(connection, ids)
    for one in ids:
        if one in rows and one in known:
            yield _made(rows[one], known[one], paths.get(one, []))


def _paths(connection: Connection, ids: list[int]) -> dict[int, list[str]]:
    query = select(_place.c.document_id, _place.c.path).where(_place.c.document_id.in_(ids)).order_by(_place.c.path)
    found: dict[int, list[str]] = {}
    for document_id, path in connection.execute(query):
        found.setdefault(document_id, []).append(path)
    return found


def _made(row: Any, facts: Mapping[str, Any], paths: list[str]) -> Document:
    return Document(
        id=row.id,
        uid=row.uid,
        name=row.name,
        sha256=row.sha256,
        size=row.size,
        external_id=row.external_id,
        metadata=row.metadata,
        added_at=row.added_at,
        paths=tuple(paths),
        record=row.record,
        role=row.role,
        report_sha256=row.report_sha256,
        review=row.review or "to_review",
        facts=facts,
    )
