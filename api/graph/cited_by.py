"""What one report cites, and which of these documents are themselves in the archive."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, select

from api.graph.records import Archived, CitedBy
from api.graph.resolve import Fit, Group, resolve
from api.graph.stream import NUMBERS, batches
from api.graph.variants import archived_of, cited_variants
from api.store import Store, tables
from api.store.errors import MissingError
from api.store.keys import clean, code_key

#: Documents of one name that are told apart.
_NAMED = 10

_citation, _report, _document, _mention = tables.citation, tables.report, tables.document, tables.mention


def document_named(store: Store, name: str) -> Archived:
    """The document that somebody means by its uid, the name of its file, a path that it came by, or its own number.

    Raises MissingError where there is none, or where there are several.
    """
    with store.reading() as connection:
        found = _named(connection, store.workspace_id, clean(name) or "")
    if len(found) == 1:
        return found[0]
    if not found:
        raise MissingError(f"{name}: no document of the archive has this uid, file name, path or number")
    listed = ", ".join(one.uid for one in found[:_NAMED])
    raise MissingError(f"{name}: several documents are called so; name one by its uid: {listed}")


def cited_by(store: Store, uid: str) -> tuple[CitedBy, ...]:
    """What a document cites, in the order of first mentions. Raises MissingError where there is no such document."""
    with store.reading() as connection:
        document = _document
        mine = (document.c.workspace_id == store.workspace_id, document.c.uid == clean(uid))
        number = connection.scalar(select(document.c.id).where(*mine))
        if number is None:
            raise MissingError(f"{uid}: the archive has no such document")
        rows = _rows(connection, number)
        kept = _archived(connection, store.workspace_id, rows, number)
    return tuple(
        CitedBy(
            code=row.code or row.text,
            type_name=row.type_name,
            date=row.date,
            issuer=row.issuer,
            title=row.title,
            relations=tuple(row.relations.split()),
            mentions=row.mentions,
            archived=kept.get(row.item, ((), False))[0],
            sure=kept.get(row.item, ((), False))[1],
        )
        for row in rows
    )


def _named(connection: Connection, workspace_id: int, name: str) -> list[Archived]:
    """The first way to name a document that finds any."""
    document, report, location = _document, _report, tables.location
    key = code_key(name)
    found = (
        select(document.c.id).where(document.c.uid == name),
        select(document.c.id).where(document.c.name == name),
        select(location.c.document_id).where(location.c.workspace_id == workspace_id, location.c.path == name),
        select(report.c.document_id).where(report.c.workspace_id == workspace_id, report.c.code_key == key),
    )
    for ids in found:
        query = (
            select(document.c.uid, document.c.name)
            .where(document.c.workspace_id == workspace_id, document.c.id.in_(ids))
            .order_by(document.c.id)
            .limit(_NAMED + 1)
        )
        if rows := connection.execute(query).all():
            return [Archived(row.uid, row.name) for row in rows]
    return []


def _rows(connection: Connection, document_id: int) -> Sequence[Any]:
    """The citations of a document, each with its first mention."""
    citation, mention = _citation, _mention
    query = (
        select(citation, mention.c.text, mention.c.kind)
        .join(
            mention,
            (mention.c.document_id == citation.c.document_id) & (mention.c.citation_item == citation.c.item),
            isouter=True,
        )
        .where(citation.c.document_id == document_id)
        .order_by(mention.c.start, citation.c.id)
    )
    seen: dict[str, Any] = {}
    for row in connection.execute(query):
        seen.setdefault(row.item, row)
    # "Quyết định này" is the report itself, and of a number that was left blank nobody knows which document it is.
    return [row for row in seen.values() if row.code_key or row.kind not in ("anaphoric", "blank")]


def _archived(
    connection: Connection, workspace_id: int, rows: Sequence[Any], document_id: int
) -> dict[str, tuple[tuple[Archived, ...], bool]]:
    """For each citation (by its item) the archived documents that are it, and whether more than the number says so."""
    found: dict[str, tuple[Group, Fit]] = {}
    for keys in batches(sorted({row.code_key for row in rows if row.code_key}), NUMBERS):
        for key, known in archived_of(connection, workspace_id, keys).items():
            said, _ = cited_variants(connection, workspace_id, key)
            places = {one.text: (group, fit) for group in resolve(key, [*said, *known]) for one, fit in group.said()}
            mine = [row for row in rows if row.code_key == key and row.variant in places]
            found |= {row.item: places[row.variant] for row in mine}
    names: dict[int, Archived] = {}
    for newest in batches([one.newest for group, _ in found.values() for one in group.archived], NUMBERS):
        names |= _names(connection, newest, document_id)
    return {
        item: (tuple(names[one.newest] for one in group.archived if one.newest in names), fit in ("full", "date"))
        for item, (group, fit) in found.items()
    }


def _names(connection: Connection, newest: Sequence[int], document_id: int) -> dict[int, Archived]:
    """Documents by their place in lists, without the one that asks: a report may cite itself."""
    document, report = _document, _report
    query = select(report.c.newest, document.c.uid, document.c.name).where(
        report.c.newest.in_(newest), document.c.id == report.c.document_id, document.c.id != document_id
    )
    return {row.newest: Archived(row.uid, row.name) for row in connection.execute(query)}
