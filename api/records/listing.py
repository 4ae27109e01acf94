"""The records of a workspace: which documents form one, and how its versions differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any

from sqlalchemy import Row, Select, or_, select

from api.store import Store, tables
from api.store.blobs import unpack
from api.store.errors import MissingError

if TYPE_CHECKING:
    from api.compare import Change
    from extractor import Report

_document, _report, _membership = tables.document, tables.report, tables.membership
_extraction, _location = tables.extraction, tables.location

_PAGE = 500


@dataclass(frozen=True, slots=True)
class Member:
    """A document of a record. `role` is version, main or appendix; `document` its id as the API knows it."""

    document: str
    name: str
    role: str
    code: str | None
    date: str | None
    issuer: str | None
    title: str | None


@dataclass(frozen=True, slots=True)
class Record:
    """Documents that form one, in their order: versions before appendices, drafts before what was signed."""

    record: str
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Citation:
    """A cited document, as a version gives it: its number, and its day where it is said."""

    code: str
    date: str | None


@dataclass(frozen=True, slots=True)
class Step:
    """From one version to the next: the cited documents that came and went, and what else changed."""

    before: Member
    after: Member
    citations_added: tuple[Citation, ...]
    citations_removed: tuple[Citation, ...]
    changes: tuple[Change, ...]


def records(store: Store, document: str | None = None) -> Iterator[Record]:
    """All records of the workspace, or that of one document: its id, name or path. Raises MissingError where no
    document is called so."""
    query = _members().where(_membership.c.workspace_id == store.workspace_id)
    if document is not None:
        ids = _ids(store, document)
        query = query.where(
            _membership.c.record.in_(select(_membership.c.record).where(_membership.c.document_id.in_(ids)))
        )
    with store.reading() as connection:
        rows = connection.execute(query.execution_options(yield_per=_PAGE))
        for record, members in groupby(rows, key=lambda row: str(row.record)):
            found = tuple(map(_member, members))
            # A record may have lost a member that was removed since.
            if len(found) > 1:
                yield Record(record, found)


def steps(store: Store, record: Record) -> Iterator[Step]:
    """How each version of a record differs from the one before it. Raises MissingError."""
    from api.compare import compare

    versions = [member for member in record.members if member.role == "version"]
    for before, after in pairwise(versions):
        one, other = load(store, before.document), load(store, after.document)
        yield Step(
            before,
            after,
            tuple(_cited(other, one)),
            tuple(_cited(one, other)),
            tuple(compare(one, other)),
        )


def load(store: Store, document: str) -> Report:
    """The newest Report of a document, by the id that the API knows. Raises MissingError."""
    from extractor.export import from_json

    query = (
        select(_extraction.c.report_sha256)
        .join(_report, _report.c.extraction_id == _extraction.c.id)
        .join(_document, _document.c.id == _report.c.document_id)
        .where(_document.c.workspace_id == store.workspace_id, _document.c.uid == document)
    )
    with store.reading() as connection:
        digest = connection.scalar(query)
    if digest is None:
        raise MissingError(f"document {document} has no result; run trichluc import again")
    return from_json(unpack(store.blobs.get(digest)))


def _members() -> Select[Any]:
    return (
        select(
            *(_membership.c.record, _membership.c.role, _document.c.uid, _document.c.name),
            *(_report.c.code, _report.c.date, _report.c.issuer, _report.c.title),
        )
        .join(_document, _document.c.id == _membership.c.document_id)
        .join(_report, _report.c.document_id == _document.c.id)
        .order_by(_membership.c.record, _membership.c.position)
    )


def _member(row: Row[Any]) -> Member:
    return Member(row.uid, row.name, row.role, row.code, row.date, row.issuer, row.title)


def _ids(store: Store, called: str) -> Sequence[int]:
    places = select(_location.c.document_id).where(
        _location.c.workspace_id == store.workspace_id, _location.c.path == called
    )
    query = select(_document.c.id).where(
        _document.c.workspace_id == store.workspace_id,
        or_(_document.c.uid == called, _document.c.name == called, _document.c.id.in_(places)),
    )
    with store.reading() as connection:
        found = connection.scalars(query).all()
    if not found:
        raise MissingError(f"{called}: no document of this id, name or path in the store")
    return found


def _cited(one: Report, other: Report) -> Iterator[Citation]:
    """Documents that one report cites and the other does not, or with another day; without a number none is told."""
    known = set(_citations(other))
    return (said for said in dict.fromkeys(_citations(one)) if said not in known)


def _citations(report: Report) -> Iterator[Citation]:
    return (Citation(cited.code, cited.date) for cited in report.cited_documents if cited.code)
