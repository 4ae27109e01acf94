"""Questions to the whole archive: searches, who cites a document, findings, conflicts, counts."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request

from api.service.bodies.findings import ConflictPage, FindingPage, Severity
from api.service.bodies.references import References
from api.service.bodies.search import SearchPage
from api.service.bodies.stats import Stats
from api.service.callers import Reader
from api.service.describing import told
from api.service.reading import citing, conflicting, counting, finding, searching
from api.service.reading.state import reading_of
from api.service.routes.parameters import DATE, Cursor, Limit, SearchFacts
from extractor.model import Relation

router = APIRouter(tags=["archive"])

_Type = Annotated[str | None, Query(alias="type", max_length=60, description="A type (docs/findings.md)")]
_SeverityOf = Annotated[Severity | None, Query(description="error, warning or info")]


@router.get(
    "/search", **told("search", "Find documents by words, phrases, numbers and facts", problems=("invalid_cursor",))
)
def search(
    who: Reader,
    facts: SearchFacts,
    q: Annotated[
        str,
        Query(
            max_length=1000,
            description='Words, "phrases", -excluded, prefix*, numbers in any spelling (751 QD UBND)',
            examples=["văn thư"],
        ),
    ] = "",
    limit: Limit = 20,
    cursor: Cursor = None,
) -> SearchPage:
    """Tone marks and case do not matter. An empty query lists everything, the newest first."""
    return searching.found(who.store, q, facts, limit, cursor)


@router.get(
    "/references/{code:path}",
    **told(
        "getReferences",
        "Who cites a document, and whether the registers know it",
        problems=("not_found", "invalid_cursor"),
    ),
)
def get_references(
    who: Reader,
    code: Annotated[
        str,
        Path(max_length=300, description="A number in any spelling, or the name of a law", examples=["751/QĐ-UBND"]),
    ],
    date: Annotated[
        str | None, Query(pattern=DATE, description="The cited document's: 2020-12-26, 2020, 26/12/2020")
    ] = None,
    issuer: Annotated[str | None, Query(max_length=300, description="The cited document's, or a part of it")] = None,
    relation: Annotated[Relation | None, Query(description="What the reports do with it")] = None,
    limit: Limit = 20,
    cursor: Cursor = None,
) -> References:
    """A number can be several documents: each is listed with the reports that cite it. With `citing.next` of one as
    `cursor` only that one is, with its next reports. Nobody cites it: an empty list."""
    return citing.references(who.store, citing.Asked(code, date, issuer, relation), limit, cursor)


@router.get("/findings", **told("listFindings", "Findings inside reports", problems=("invalid_cursor",)))
def list_findings(
    who: Reader,
    finding_type: _Type = None,
    severity: _SeverityOf = None,
    document: Annotated[str | None, Query(max_length=64, description="Of one document, by its `id`")] = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> FindingPage:
    """What does not agree with itself, over the archive."""
    return finding.findings(who.store, finding.Asked(finding_type, severity, document), limit, cursor)


@router.get(
    "/findings/conflicts",
    **told("listConflicts", "Findings between reports", problems=("invalid_cursor", "computing")),
)
def list_conflicts(
    who: Reader,
    request: Request,
    conflict_type: _Type = None,
    severity: _SeverityOf = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> ConflictPage:
    """What reports say differently of one document (its date, issuer, symbol) or of one figure."""
    remembered = reading_of(request).remembered
    return conflicting.conflicts(who.store, remembered, conflict_type, severity, limit, cursor)


@router.get("/stats", **told("getStats", "How much of what there is", problems=("computing",)))
def get_stats(who: Reader, request: Request) -> Stats:
    """Documents by status, type, issuer and year; citations and findings by type."""
    return reading_of(request).remembered.answer(("stats", who.store.workspace_id), lambda: counting.stats(who.store))
