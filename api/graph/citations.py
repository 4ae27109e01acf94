"""Which reports cite a document: the documents that a number may be, and page by page who cites one of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, select, union_all

from api.graph import variants as reading
from api.graph.names import code_or_name
from api.graph.records import Answer, Archived, Cited, Citing, Page
from api.graph.resolve import Fit, Group, Variant, resolve
from api.store import Store, tables
from api.store.errors import MissingError
from api.store.keys import name_key

#: Documents of one number that are described.
DESCRIBED = 20
#: Kinds of citations of one document that are read side by side; of more, all are sorted.
_MERGED = 60

_citation, _report, _document, _mention = tables.citation, tables.report, tables.document, tables.mention


def find(store: Store, code: str, *, date: str | None = None, issuer: str | None = None) -> Answer:
    """The documents that a number may be, in any spelling ("751 QD UBND"), or a law by its name. `date` (ISO 8601, also
    a year or a month) and `issuer` (any part of its name) keep those of which somebody says so.

    With nothing that answers to it the result is empty.
    """
    asked = code_or_name(code)
    if asked is None:
        return Answer(None, (), True)
    key, year = asked
    wanted, part = date or year, name_key(issuer)
    with store.reading() as connection:
        # A list that was cut is read again: from the date on, or in full where an issuer narrows it.
        said, complete = reading.cited_variants(connection, store.workspace_id, key)
        if not complete and (wanted or part):
            limit = reading.NARROWED if part else reading.VARIANTS
            said, complete = reading.cited_variants(connection, store.workspace_id, key, wanted, limit)
            said = [one for one in said if part is None or _holds(one, part)]
        own, all_own = reading.archived_variants(connection, store.workspace_id, key)
        if not all_own and wanted:
            own, all_own = reading.archived_variants(connection, store.workspace_id, key, wanted)
        groups = [one for one in resolve(key, [*said, *own]) if _asked(one, wanted, part)]
        return Answer(key, _described(connection, store.workspace_id, key, groups[:DESCRIBED]), complete and all_own)


def citing(
    store: Store, cited: Cited, *, relation: str | None = None, limit: int = 20, after: str | None = None
) -> Page:
    """The reports that cite a document, the newest first, `limit` of them from where an earlier page ended (`after` is
    its `next`). `relation` keeps those in which a mention has it.

    Raises MissingError where `after` is none of a page.
    """
    if after is not None and not (after.isascii() and after.isdecimal() and len(after) < 20):
        raise MissingError("there is no such page; take the mark that the page before it ended with")
    with store.reading() as connection:
        found = _ids(connection, store.workspace_id, cited, relation, limit + 1, int(after) if after else None)
        rows = _rows(connection, [number for number, _ in found[:limit]])
        firsts = _first_mentions(connection, rows)
    fits = {text: fit for text, fit, _ in cited.variants}
    page = tuple(_citing(row, fits[row.variant], firsts.get((row.document_id, row.item)), cited) for row in rows)
    return Page(page, str(found[limit - 1][1]) if len(found) > limit else None)


def _holds(variant: Variant, part: str) -> bool:
    return f" {part} " in f" {variant.issuer_key or ''} "


def _asked(group: Group, date: str | None, part: str | None) -> bool:
    """Whether anybody says this date and this issuer of the document."""
    if date and not any((one.date or group.date or "").startswith(date) for one, _ in group.members):
        return False
    return part is None or any(_holds(one, part) for one, _ in group.members)


def _described(connection: Connection, workspace_id: int, key: str, groups: Sequence[Group]) -> tuple[Cited, ...]:
    """The groups in words: as most of their citations print them, or as the archived document does."""
    shown = [_speaker(one) for one in groups]
    printed = _printed(connection, workspace_id, key, [one for one in shown if one])
    # A law that is cited by its name has no number; its mention is what it is called.
    names = _first_mentions(connection, [row for row in printed.values() if row.code is None])
    newest = [one.newest for group in groups for one in group.archived]
    archived = {row.newest: row for row in _archived(connection, newest)}
    described = []
    for group, speaker in zip(groups, shown, strict=True):
        row = printed.get(speaker.text) if speaker else None
        name = names.get((row.document_id, row.item)) if row else None
        described.append(_cited(key, name.text if name else key, group, row, archived))
    return tuple(described)


def _speaker(group: Group) -> Variant | None:
    """The variant whose words stand for the group."""
    day = group.date
    said = [one for one, _ in group.said()]
    return max(said, key=lambda one: (one.day == day, one.issuer_key is not None, one.reports), default=None)


def _printed(connection: Connection, workspace_id: int, key: str, said: Sequence[Variant]) -> dict[str, Any]:
    """The newest citation of each variant."""
    table = _citation
    columns = (table.c.variant, table.c.code, table.c.type_name, table.c.issuer, table.c.title)
    query = select(*columns, table.c.document_id, table.c.item).where(
        table.c.workspace_id == workspace_id,
        table.c.code_key == key,
        table.c.variant.in_([one.text for one in said]),
        table.c.newest.in_([one.newest for one in said]),
    )
    return {row.variant: row for row in connection.execute(query)} if said else {}


def _archived(connection: Connection, newest: Sequence[int]) -> Sequence[Any]:
    if not newest:
        return []
    table = _report
    columns = (table.c.newest, table.c.code, table.c.type_name, table.c.issuer, table.c.title)
    query = select(*columns, _document.c.uid, _document.c.name).where(
        table.c.newest.in_(newest), _document.c.id == table.c.document_id
    )
    return connection.execute(query).all()


def _cited(key: str, called: str, group: Group, printed: Any, archived: Mapping[int, Any]) -> Cited:
    own = [archived[one.newest] for one in group.archived if one.newest in archived]
    words = [row for row in (*own, printed) if row is not None]
    name = next((row.issuer for row in words if row.issuer), None)
    return Cited(
        key=":".join((key, group.type_code or "", group.date or "", group.issuer or name_key(name) or "")),
        code=next((row.code for row in words if row.code), called),
        code_key=key,
        type_code=group.type_code,
        type_name=next((row.type_name for row in words if row.type_name), None),
        date=None if group.ambiguous else group.date,
        issuer=None if group.ambiguous else name,
        title=None if group.ambiguous else next((row.title for row in words if row.title), None),
        dates=tuple(sorted(group.days().items(), key=lambda one: (-one[1], one[0]))),
        reports=group.reports,
        more=any(one.reports >= reading.COUNTED for one, _ in group.members),
        ambiguous=group.ambiguous,
        archived=tuple(Archived(row.uid, row.name) for row in own),
        variants=tuple((one.text, fit, one.newest) for one, fit in group.said()),
    )


def _ids(
    connection: Connection, workspace_id: int, cited: Cited, relation: str | None, limit: int, after: int | None
) -> list[tuple[int, int]]:
    """Citations of a document and their places in lists, the newest first. Each variant is one range of the index."""
    known = sorted(cited.variants, key=lambda one: -one[2])
    if after is None and relation is None:
        # Of so many variants the first page holds citations of those whose newest are newest.
        known = known[:limit]
    texts = [text for text, _, _ in known]
    if not texts:
        return []
    table = _citation
    conditions = [table.c.workspace_id == workspace_id, table.c.code_key == cited.code_key]
    if after is not None:
        conditions.append(table.c.newest < after)
    if relation is not None:
        conditions.append((" " + table.c.relations + " ").contains(f" {relation} ", autoescape=True))
    if len(texts) > _MERGED:
        return _newest(connection, and_(*conditions, table.c.variant.in_(texts)), limit)
    parts = [
        select(table.c.id, table.c.newest)
        .where(*conditions, table.c.variant == text)
        .order_by(table.c.newest.desc())
        .limit(limit)
        .subquery()
        for text in texts
    ]
    query = union_all(*(select(part.c.id, part.c.newest) for part in parts)).order_by(parts[0].c.newest.desc())
    return [(row.id, row.newest) for row in connection.execute(query.limit(limit))]


def _newest(connection: Connection, conditions: ColumnElement[bool], limit: int) -> list[tuple[int, int]]:
    table = _citation
    query = select(table.c.id, table.c.newest).where(conditions).order_by(table.c.newest.desc()).limit(limit)
    return [(row.id, row.newest) for row in connection.execute(query)]


def _rows(connection: Connection, ids: Sequence[int]) -> Sequence[Any]:
    citation, report, document = _citation, _report, _document
    columns = (
        *(document.c.uid, document.c.name, report.c.code, report.c.date, report.c.issuer),
        *(citation.c.document_id, citation.c.item, citation.c.variant, citation.c.relations, citation.c.mentions),
        *(citation.c.date.label("said_date"), citation.c.issuer.label("said_issuer"), citation.c.confidence),
    )
    query = (
        select(*columns)
        .join_from(citation, report, report.c.document_id == citation.c.document_id)
        .join(document, document.c.id == citation.c.document_id)
        .where(citation.c.id.in_(ids))
        .order_by(citation.c.newest.desc(), citation.c.id)
    )
    return connection.execute(query).all() if ids else []


def _first_mentions(connection: Connection, rows: Iterable[Any]) -> dict[tuple[int, str], Any]:
    """The first mention of each citation, by document and citation."""
    table = _mention
    wanted = {(row.document_id, row.item) for row in rows}
    columns = (table.c.document_id, table.c.citation_item, table.c.text, table.c.page, table.c.section_path)
    query = (
        select(*columns, table.c.start)
        .where(table.c.document_id.in_({one for one, _ in wanted}))
        .where(table.c.citation_item.in_({item for _, item in wanted}))
        .order_by(table.c.document_id, table.c.start.desc())
    )
    found = connection.execute(query) if wanted else ()
    return {(row.document_id, row.citation_item): row for row in found}


def _citing(row: Any, fit: Fit, first: Any, cited: Cited) -> Citing:
    return Citing(
        uid=row.uid,
        name=row.name,
        code=row.code,
        date=row.date,
        issuer=row.issuer,
        said_date=row.said_date,
        said_issuer=row.said_issuer,
        fit=fit,
        relations=tuple(row.relations.split()),
        mentions=row.mentions,
        text=first.text if first else None,
        page=first.page if first else None,
        section=first.section_path if first else None,
        start=first.start if first else None,
        confidence=row.confidence,
        early=_is_before(row.date, cited.date),
    )


def _is_before(first: str | None, second: str | None) -> bool:
    """Whether one date is before another for sure, by what is known of both."""
    length = min(len(first or ""), len(second or ""))
    return (first or "")[:length] < (second or "")[:length]
