"""What becomes of a review: files for people and programs."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Response

from api.review.exporting.sheet import POLICY
from api.service.callers import Reader
from api.service.describing import told
from api.service.reading.headers import attachment
from api.service.reviewing import exporting
from api.service.routes.documents import DocumentId

router = APIRouter(tags=["review"], prefix="/review")

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_READ = ("not_found", "not_ready", "no_report", "file_missing")


def _file(media_type: str, about: str) -> dict[int | str, dict[str, Any]]:
    kind = {"type": "object"} if media_type == "application/json" else {"type": "string"}
    if media_type == _WORD:
        kind["format"] = "binary"
    return {200: {"description": about, "content": {media_type: {"schema": kind}}}}


@router.get(
    "/{document_id}/reviewed.json",
    response_class=Response,
    **told(
        "getReviewed",
        "The reviewed report as JSON",
        problems=_READ,
        answers=_file("application/json", "The Report with what was decided, and the log of decisions"),
    ),
)
def get_reviewed(who: Reader, document_id: DocumentId) -> Response:
    """Items have a `review` with state and fields; what was rejected stands under `review.rejected`."""
    body, name = exporting.reviewed(who.store, document_id)
    return Response(body, headers=attachment(name), media_type="application/json")


@router.get(
    "/{document_id}/cited-documents.docx",
    response_class=Response,
    **told(
        "getCitedDocuments",
        "The list of cited documents as Word",
        problems=_READ,
        answers=_file(_WORD, "Danh mục văn bản viện dẫn"),
    ),
)
def get_cited_documents(who: Reader, document_id: DocumentId) -> Response:
    """For the file, with the state of each."""
    body, name = exporting.cited_documents(who.store, document_id)
    return Response(body, headers=attachment(name), media_type=_WORD)


@router.get(
    "/{document_id}/commented.docx",
    response_class=Response,
    **told(
        "getCommented",
        "The original with a Word comment at each confirmed finding",
        problems=(*_READ, "no_docx", "not_kept", "busy", "limit", "corrupt"),
        answers=_file(_WORD, "The original with comments"),
    ),
)
def get_commented(who: Reader, document_id: DocumentId) -> Response:
    """Of .docx files only. A finding about the whole report stands at the first paragraph."""
    body, name = exporting.commented(who.store, document_id)
    return Response(body, headers=attachment(name), media_type=_WORD)


@router.get(
    "/{document_id}/sheet",
    response_class=Response,
    **told(
        "getSheet",
        "The checking sheet (phiếu kiểm tra)",
        problems=_READ,
        answers=_file("text/html", "One A4 page, to be printed"),
    ),
)
def get_sheet(who: Reader, document_id: DocumentId) -> Response:
    """One page in Vietnamese, without scripts."""
    headers = {"Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff", "Cache-Control": "no-store"}
    return Response(exporting.sheet(who.store, document_id), headers=headers, media_type="text/html; charset=utf-8")
