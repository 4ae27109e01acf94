"""The citation graph as nodes and edges, one after the other, in constant memory: reports of the archive, documents
that they cite, and who cites what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any, Literal

from sqlalchemy import Connection, select

from api.graph.describing import described
from api.graph.records import Cited
from api.graph.resolve import Fit, Group, resolve
from api.graph.stream import ROWS, batches, numbers
from api.store import Store, tables

#: Documents of one number that are described at once.
_DESCRIBED = 100


@dataclass(frozen=True, slots=True)
class Node:
    """A report of the archive; a document that reports cite and the archive does not hold; or a number of which nobody
    says which document it is. `reports` counts the citations of a document, up to a bound (None for a report)."""

    id: str
    kind: Literal["report", "document", "number"]
    label: str
    type: str | None
    code: str | None
    date: str | None
    issuer: str | None
    title: str | None
    reports: int | None


@dataclass(frozen=True, slots=True)
class Edge:
    """A report cites a document (`cites`): in which relations, in how many mentions, by what it is known that it is
    this one, and what the report says of its date and issuer. Or two documents of the archive carry the same number,
    date and issuer (`same`): versions, or copies."""

    source: str
    target: str
    kind: Literal["cites", "same"]
    relations: str | None = None
    mentions: int | None = None
    confidence: float | None = None
    fit: Fit | None = None
    date: str | None = None
    issuer: str | None = None


def graph(store: Store) -> Iterator[Node | Edge]:
    """All nodes and edges of the workspace. Both ends of an edge come before it. The database is read in one state."""
    with store.snapshot() as connection:
        yield from _reports(connection, store.workspace_id)
        rows = groupby(_citations(connection, store.workspace_id), attrgetter("code_key"))
        for code_key, variants in numbers(connection, store.workspace_id):
            _, citations = next(rows)
            groups = resolve(code_key, variants)
            places: dict[str, tuple[str, Fit]] = {}
            seen: Counter[str] = Counter()
            for some in batches(groups, _DESCRIBED):
                told = described(connection, store.workspace_id, code_key, some)
                for group, cited in zip(some, told, strict=True):
                    target = yield from _document(group, cited, seen)
                    places |= {one.text: (target, fit) for one, fit in group.said()}
            yield from _edges(citations, places)


def _document(group: Group, cited: Cited, seen: Counter[str]) -> Generator[Node | Edge, None, str]:
    """The node of a cited document; an archived one has its own already. Returns its id."""
    if cited.archived:
        first, *others = (_report_id(one.uid) for one in cited.archived)
        yield from (Edge(other, first, "same") for other in others)
        return first
    seen[cited.key] += 1
    times = f"#{seen[cited.key]}" if seen[cited.key] > 1 else ""
    identity = f"{'number' if group.ambiguous else 'document'}:{cited.key}{times}"
    label = " ".join(part for part in (cited.code, cited.date and f"({cited.date})", cited.issuer) if part)
    facts = (cited.type_name, cited.code, cited.date, cited.issuer, cited.title, cited.reports)
    yield Node(identity, "number" if group.ambiguous else "document", label, *facts)
    return identity


def _edges(citations: Iterator[Any], places: dict[str, tuple[str, Fit]]) -> Iterator[Edge]:
    for row in citations:
        source, (target, fit) = _report_id(row.uid), places[row.variant]
        # A decision that names its own number does not cite itself.
        if source != target:
            facts = (row.relations, row.mentions, row.confidence, fit, row.date, row.issuer)
            yield Edge(source, target, "cites", *facts)


def _report_id(uid: str) -> str:
    return f"report:{uid}"


def _reports(connection: Connection, workspace_id: int) -> Iterator[Node]:
    report, document = tables.report, tables.document
    columns = (report.c.type_name, report.c.code, report.c.date, report.c.issuer, report.c.title)
    query = (
        select(document.c.uid, document.c.name, *columns)
        .join_from(document, report, report.c.document_id == document.c.id)
        .where(document.c.workspace_id == workspace_id)
        .order_by(document.c.id)
        .execution_options(yield_per=ROWS)
    )
    for row in connection.execute(query):
        yield Node(
            _report_id(row.uid), "report", row.name, row.type_name, row.code, row.date, row.issuer, row.title, None
        )


def _citations(connection: Connection, workspace_id: int) -> Iterator[Any]:
    """All citations that have a number, in the order of `numbers`."""
    citation, document = tables.citation, tables.document
    columns = ("code_key", "variant", "relations", "mentions", "confidence", "date", "issuer")
    query = (
        select(document.c.uid, *(citation.c[name] for name in columns))
        .join_from(citation, document, document.c.id == citation.c.document_id)
        .where(citation.c.workspace_id == workspace_id, citation.c.code_key.is_not(None))
        .order_by(citation.c.code_key, citation.c.variant, citation.c.newest)
        .execution_options(yield_per=ROWS)
    )
    yield from connection.execute(query)
