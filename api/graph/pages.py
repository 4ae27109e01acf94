"""Reading the reports that cite documents, page by page, the newest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args

from sqlalchemy import ColumnElement, Connection, Select, bindparam, select, union_all

from api.graph.records import Cited, Citing, Page
from api.graph.resolve import Fit
from api.store import tables
from extractor.model import Relation

#: Kinds of citations that are read side by side, each from its range of the index; of more, all are sorted.
MERGED = 64

_citation, _report, _document, _mention = tables.citation, tables.report, tables.document, tables.mention


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which citations: of a number in a workspace, with a relation, behind a place in lists (None: from the newest)."""

    workspace_id: int
    code_key: str
    relation: str | None = None
    after: int | None = None


def one_page(connection: Connection, wanted: Wanted, cited: Cited, limit: int) -> Page:
    """Up to `limit` reports that cite a document."""
    known = sorted(cited.variants, key=lambda one: -one[2])
    if wanted.after is None and wanted.relation is None:
        # With so many kinds of citations the first page holds those whose newest are newest.
        known = known[: limit + 1]
    found = _ids(connection, wanted, [text for text, _, _ in known], cited.own, limit + 1)
    rows = _rows(connection, [number for number, _ in found[:limit]])
    fits = {text: fit for text, fit, _ in cited.variants}
    page = tuple(_citing(row, fits[row.variant], cited) for row in rows)
    return Page(page, str(found[limit - 1][1]) if len(found) > limit else None)


def whole(connection: Connection, wanted: Wanted, several: Sequence[Cited], limit: int) -> list[Page]:
    """All reports that cite documents of one number, which are `limit` in all or fewer: one page for each."""
    texts = [text for cited in several for text, _, _ in cited.variants]
    own = tuple(place for cited in several for place in cited.own)
    found = _ids(connection, wanted, texts, own, limit)
    rows = _rows(connection, [number for number, _ in found])
    pages = []
    for cited in several:
        fits: Mapping[str, Fit] = {text: fit for text, fit, _ in cited.variants}
        pages.append(Page(tuple(_citing(row, fits[row.variant], cited) for row in rows if row.variant in fits), None))
    return pages


def _ids(
    connection: Connection, wanted: Wanted, texts: Sequence[str], own: Sequence[int], limit: int
) -> list[tuple[int, int]]:
    """Citations that show one of these variants, and their places in lists, the newest first."""
    if not texts or wanted.relation not in (None, *get_args(Relation)):
        return []
    values: dict[str, Any] = {"workspace": wanted.workspace_id, "code": wanted.code_key, "limit": limit}
    values |= {"after": wanted.after, "own": list(own)}
    if wanted.relation is not None:
        values["relation"] = f" {wanted.relation} "
    narrowed = (wanted.after is not None, wanted.relation is not None)
    if len(texts) > MERGED:
        statement = _sorted(*narrowed)
        values["texts"] = list(texts)
    else:
        # A few statements do for all counts of variants: they are made once.
        parts = next(size for size in (1, 2, 4, 8, 16, 32, MERGED) if size >= len(texts))
        statement = _merged(parts, *narrowed)
        values |= {f"text{part}": texts[part] if part < len(texts) else None for part in range(parts)}
    return [(row.id, row.newest) for row in connection.execute(statement, values)]


def _conditions(*, after: bool, relation: bool) -> list[ColumnElement[bool]]:
    table = _citation
    mine = [table.c.workspace_id == bindparam("workspace"), table.c.code_key == bindparam("code")]
    # A decision that names its own number does not cite itself.
    mine.append(table.c.newest.not_in(bindparam("own", expanding=True)))
    if after:
        mine.append(table.c.newest < bindparam("after"))
    if relation:
        mine.append((" " + table.c.relations + " ").contains(bindparam("relation"), autoescape=False))
    return mine


@cache
def _merged(parts: int, after: bool, relation: bool) -> Select[Any]:
    """The newest of each variant, and of these the newest."""
    table = _citation
    ranges = [
        select(table.c.id, table.c.newest)
        .where(*_conditions(after=after, relation=relation), table.c.variant == bindparam(f"text{part}"))
        .order_by(table.c.newest.desc())
        .limit(bindparam("limit"))
        .subquery()
        for part in range(parts)
    ]
    found = union_all(*(select(one) for one in ranges)).subquery()
    return select(found.c.id, found.c.newest).order_by(found.c.newest.desc(), found.c.id).limit(bindparam("limit"))


@cache
def _sorted(after: bool, relation: bool) -> Select[Any]:
    table = _citation
    return (
        select(table.c.id, table.c.newest)
        .where(*_conditions(after=after, relation=relation))
        .where(table.c.variant.in_(bindparam("texts", expanding=True)))
        .order_by(table.c.newest.desc(), table.c.id)
        .limit(bindparam("limit"))
    )


def _rows(connection: Connection, ids: Sequence[int]) -> Sequence[Any]:
    return connection.execute(_details(), {"ids": list(ids)}).all() if ids else []


@cache
def _details() -> Select[Any]:
    citation, report, document, mention = _citation, _report, _document, _mention
    first = (mention.c.document_id == citation.c.document_id) & (mention.c.item == citation.c.first_mention)
    return (
        select(document.c.uid, document.c.name, report.c.code, report.c.date, report.c.issuer)
        .add_columns(citation.c.variant, citation.c.relations, citation.c.mentions, citation.c.confidence)
        .add_columns(citation.c.date.label("said_date"), citation.c.issuer.label("said_issuer"))
        .add_columns(mention.c.text, mention.c.page, mention.c.section_path, mention.c.start)
        .join_from(citation, report, report.c.document_id == citation.c.document_id)
        .join(document, document.c.id == citation.c.document_id)
        .join(mention, first, isouter=True)
        .where(citation.c.id.in_(bindparam("ids", expanding=True)))
        .order_by(citation.c.newest.desc(), citation.c.id)
    )


def _citing(row: Any, fit: Fit, cited: Cited) -> Citing:
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
        text=row.text,
        page=row.page,
        section=row.section_path,
        start=row.start,
        confidence=row.confidence,
        early=_is_before(row.date, cited.date),
    )


def _is_before(first: str | None, second: str | None) -> bool:
    """Whether one date is before another for sure, by what is known of both."""
    length = min(len(first or ""), len(second or ""))
    return (first or "")[:length] < (second or "")[:length]
