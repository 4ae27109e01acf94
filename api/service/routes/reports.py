"""The report of a document, in the form that is asked for."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Response

from api.service.callers import Reader
from api.service.describing import told
from api.service.reading import negotiation, reports
from api.service.reading.negotiation import Form
from api.service.routes.documents import DocumentId
from extractor.export.lists import LIST_NAMES

router = APIRouter(tags=["documents"])

_LISTS = f"^({'|'.join(LIST_NAMES)})$"
_BINARY = {"schema": {"type": "string", "format": "binary"}}
_FORMS: dict[str, Any] = {
    "application/json": {
        "schema": {"type": "object", "description": "The Report, schema version 1 (`trichluc schema`)"}
    },
    "text/html": {"schema": {"type": "string"}},
    "application/zip": _BINARY,
    "text/csv": {"schema": {"type": "string"}},
    negotiation.MEDIA_TYPES["xlsx"][0]: _BINARY,
    "application/ld+json": {"schema": {"type": "object"}},
}
_REPORT = told(
    "getReport",
    "What a document says, in the form that is asked for",
    problems=("not_found", "not_ready", "no_report", "not_acceptable", "file_missing"),
    answers={
        200: {"description": "The newest report", "content": _FORMS},
        304: {"description": "Unchanged since If-None-Match"},
    },
    response_class=Response,
)


@router.get("/documents/{document_id}/report", **_REPORT)
def get_report(
    who: Reader,
    document_id: DocumentId,
    form: Annotated[
        Form | None, Query(alias="format", description="The form; without it Accept says", examples=["json"])
    ] = None,
    listed: Annotated[
        str | None, Query(alias="list", pattern=_LISTS, description="Of csv: one list, not all of them as ZIP")
    ] = None,
    accept: Annotated[str | None, Header(include_in_schema=False)] = None,
    if_none_match: Annotated[str | None, Header(description="The ETag of an earlier answer")] = None,
) -> Response:
    """JSON, also where Accept takes anything, is as it is stored, with the hash of that as its ETag. Others: a page for
    people (HTML), every list as CSV (ZIP) or one of them, an Excel workbook, W3C Web Annotations."""
    chosen, media_type = negotiation.chosen(form, accept)
    found = reports.answer(who.store, document_id, chosen, media_type, listed, if_none_match)
    headers = {**found.headers, "X-Content-Type-Options": "nosniff"}
    return Response(found.body, 200 if found.body is not None else 304, headers, found.media_type)
