"""Values for a field, from what the archive and the registers know: they are offered, and decide nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, Row, and_, func, select

from api.archive.verification import Listed, where
from api.review.folding import Item
from api.review.groups import type_names
from api.store import Store, tables
from api.store.keys import code_key, fold, name_key

Origin = Literal["archive", "register", "types", "bodies"]

_citation, _entry, _report = tables.citation, tables.register_entry, tables.report
#: Suggestions of one answer.
MOST = 12
#: Rows that are looked at of each source.
_LOOKED_AT = 200
_FIELDS = ("doc_type", "number", "year", "symbol", "code", "date", "issuer", "title")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A value, and the other fields of the document that has it. `place` is where a register lists it."""

    value: str
    fields: Mapping[str, str | None]
    origin: Origin
    documents: int
    place: str | None = None


def suggestions(store: Store, field: str, q: str, item: Item | None) -> list[Suggestion]:
    """Values for a field of a reference that go with what was typed; what the registers say of its number comes first,
    then what most reports say. `item` is the mention that is corrected."""
    if field == "doc_type":
        return list(_types(q))[:MOST]
    number = q if field in ("code", "number") else str((item.fields.get("code") if item else None) or "")
    key = code_key(number)
    with store.reading() as connection:
        found = [*_listed(connection, store, key, field), *_cited(connection, store, key, field)] if key else []
        if field not in ("code", "number"):
            found = [one for one in found if fold(q) in fold(one.value)]
        if field == "issuer":
            found += _bodies(connection, store, q)
    best: dict[tuple[Any, ...], Suggestion] = {}
    for one in found:
        shown = one.value if field not in ("code", "number") else (one.value, one.fields["date"], one.fields["issuer"])
        best.setdefault((shown,), one)
    return list(best.values())[:MOST]


def _types(q: str) -> Iterator[Suggestion]:
    wanted = fold(q)
    for code, name in type_names().items():
        if fold(code).startswith(wanted) or wanted in fold(name):
            yield Suggestion(code, {"doc_type": code, "name": name}, "types", 0)


def _listed(connection: Connection, store: Store, key: str, field: str) -> Iterator[Suggestion]:
    """What the registers list under a number that begins so."""
    query = (
        select(_entry)
        .where(_entry.c.workspace_id == store.workspace_id, _begins(connection, _entry.c.code_key, key, field))
        .order_by(_entry.c.code_key, _entry.c.date.desc())
        .limit(_LOOKED_AT)
    )
    for row in connection.execute(query):
        place = where(
            Listed(row.register, row.sheet, row.row, row.code, row.date, row.issuer, row.subject), "trang", "dòng"
        )
        facts = {"number": row.number, "symbol": row.symbol, "code": row.code, "date": row.date}
        facts |= {"issuer": row.issuer, "title": row.subject}
        if value := facts.get(field):
            yield Suggestion(value, {**dict.fromkeys(_FIELDS), **facts}, "register", 0, place)


def _cited(connection: Connection, store: Store, key: str, field: str) -> list[Suggestion]:
    """What reports cite under a number that begins so, what most of them say first."""
    of = (_citation.c.code_key, _citation.c.date, _citation.c.issuer_key)
    names = ("type_code", "number", "year", "symbol", "code", "issuer", "title")
    query = (
        select(*of, *(func.min(_citation.c[name]).label(name) for name in names))
        .add_columns(func.count(_citation.c.document_id.distinct()).label("documents"))
        .where(_citation.c.workspace_id == store.workspace_id, _begins(connection, _citation.c.code_key, key, field))
        .group_by(*of)
        .order_by(func.count(_citation.c.document_id.distinct()).desc(), _citation.c.code_key)
        .limit(_LOOKED_AT)
    )
    return [one for row in connection.execute(query) if (one := _of_citation(row, field)) is not None]


def _of_citation(row: Row[Any], field: str) -> Suggestion | None:
    facts = {name: getattr(row, name) for name in ("number", "year", "symbol", "code", "date", "issuer", "title")}
    facts["doc_type"] = row.type_code
    return Suggestion(facts[field], facts, "archive", row.documents) if facts.get(field) else None


def _begins(connection: Connection, column: Any, key: str, field: str) -> Any:
    """Other fields are those of this very number; a number that is being typed is the beginning of one."""
    if field not in ("code", "number"):
        return column == key
    if connection.dialect.name == "sqlite":
        # Its LIKE uses no index.
        return and_(column >= key, column < f"{key}\U0010ffff")
    return column.startswith(key, autoescape=True)


def _bodies(connection: Connection, store: Store, q: str) -> list[Suggestion]:
    """Issuers of reports and of cited documents, by a part of the name."""
    key = name_key(q)
    if not key:
        return []
    found = []
    for table in (_report, _citation):
        query = (
            select(func.min(table.c.issuer).label("issuer"), func.count(table.c.document_id.distinct()).label("many"))
            .where(table.c.workspace_id == store.workspace_id, table.c.issuer_key.contains(key, autoescape=True))
            .group_by(table.c.issuer_key)
            .order_by(func.count(table.c.document_id.distinct()).desc())
            .limit(MOST)
        )
        found += [
            Suggestion(row.issuer, {**dict.fromkeys(_FIELDS), "issuer": row.issuer}, "bodies", row.many)
            for row in connection.execute(query)
        ]
    return found
