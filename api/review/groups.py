"""The cited documents of a report under review, each with all its mentions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import Connection, func, select

from api.archive.verification import verifications
from api.review.folding import GONE, Item, State
from api.store import Store, tables
from api.store.keys import code_key, name_key
from extractor import rules

_citation = tables.citation
#: Fields of which a group has the first value that one of its mentions states.
_FACTS = ("doc_type", "number", "year", "symbol", "code", "date", "issuer", "title")


@dataclass(frozen=True, slots=True)
class Group:
    """A cited document: its facts, its mentions in their order, how many other documents of the workspace cite it, what
    the registers say (None: nothing), and the findings that compare its mentions."""

    id: str
    title: str
    code: str | None
    date: str | None
    issuer: str | None
    items: tuple[str, ...]
    cited_by: int
    registered: str | None
    findings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Cited:
    """As a row of the table `citation`."""

    number: str | None
    year: str | None
    symbol: str | None
    code_key: str | None
    date: str | None
    issuer_key: str | None
    title: str | None


@cache
def type_names() -> Mapping[str, str]:
    """Names of types of documents by their codes."""
    return {row["code"]: row["name"] for row in rules.load()["doc_types"]["type"]}


def facts_of(items: Sequence[Item]) -> dict[str, Any]:
    """What the mentions of one document say together."""
    return {name: next((one.fields[name] for one in items if one.fields.get(name)), None) for name in _FACTS}


def called(facts: Mapping[str, Any], items: Sequence[Item]) -> str:
    """How a cited document is called: "Quyết định 751/QĐ-UBND", else its own words."""
    name = type_names().get(facts["doc_type"] or "", "")
    number = facts["code"] or facts["number"]
    if number:
        return f"{name} {number}".strip()
    return " ".join(items[0].anchor.quote.split())


def grouped(state: State) -> dict[str, list[Item]]:
    """The mentions that stand, by the document that they cite, in the order of first mentions."""
    found: defaultdict[str, list[Item]] = defaultdict(list)
    for item in state.items:
        if item.kind == "reference" and item.state not in GONE:
            found[str(item.fields["group"])].append(item)
    return dict(found)


def groups(connection: Connection, store: Store, document_id: int, state: State) -> list[Group]:
    """All cited documents."""
    members = grouped(state)
    facts = {name: facts_of(items) for name, items in members.items()}
    cited = [
        _Cited(
            *(one["number"], one["year"], one["symbol"], code_key(one["code"]), one["date"]),
            *(name_key(one["issuer"]), one["title"]),
        )
        for one in facts.values()
    ]
    others = _others(connection, store, document_id, cited)
    said = list(verifications(connection, store.workspace_id, cited))
    touching = _touching(state)
    return [
        Group(
            *(name, called(facts[name], items), facts[name]["code"], facts[name]["date"], facts[name]["issuer"]),
            tuple(item.id for item in items),
            _agreeing(one, others.get(one.code_key or "", ())),
            None if how.status == "unchecked" else how.status,
            tuple(dict.fromkeys(found for key in (name, *(i.id for i in items)) for found in touching.get(key, ()))),
        )
        for (name, items), one, how in zip(members.items(), cited, said, strict=True)
    ]


def _touching(state: State) -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for item in state.items:
        if item.kind == "finding" and item.state != "orphaned":
            for touched in item.touches:
                found[touched].append(item.id)
    return found


def _others(
    connection: Connection, store: Store, document_id: int, cited: Sequence[_Cited]
) -> dict[str, list[tuple[str | None, str | None, int]]]:
    """How many other documents cite each number, by the day and the issuer that they give."""
    keys = sorted({one.code_key for one in cited if one.code_key})
    found: defaultdict[str, list[tuple[str | None, str | None, int]]] = defaultdict(list)
    of = (_citation.c.code_key, _citation.c.date, _citation.c.issuer_key)
    for start in range(0, len(keys), 400):
        query = (
            select(*of, func.count(_citation.c.document_id.distinct()))
            .where(_citation.c.workspace_id == store.workspace_id, _citation.c.code_key.in_(keys[start : start + 400]))
            .where(_citation.c.document_id != document_id)
            .group_by(*of)
        )
        for key, date, issuer, many in connection.execute(query):
            found[key].append((date, issuer, many))
    return found


def _agreeing(one: _Cited, others: Sequence[tuple[str | None, str | None, int]]) -> int:
    """Of those whose day and issuer do not speak against it."""
    return sum(
        many
        for date, issuer, many in others
        if (not date or not one.date or date.startswith(one.date) or one.date.startswith(date))
        and (not issuer or not one.issuer_key or issuer == one.issuer_key)
    )
