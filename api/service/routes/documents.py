"""Documents: lists, one of them, its file, letting go of it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Path, Query, Request, Response
from fastapi.responses import StreamingResponse

from api.service.bodies import examples
from api.service.bodies.documents import Document, DocumentPage, Status
from api.service.callers import Reader, Writer
from api.service.describing import told
from api.service.reading import document, listing, lookup, original
from api.service.reading.state import reading_of
from api.service.routes.parameters import Cursor, Facts, Limit, Moment

router = APIRouter(tags=["documents"])

DocumentId = Annotated[str, Path(description="The document's `id`", examples=[examples.ID])]

_LIST = told("listDocuments", "List documents, those taken in last first", problems=("invalid_cursor",))
_ONE = told("getDocument", "A document with all that is known of it", problems=("not_found",))
_FILE = {"schema": {"type": "string", "format": "binary"}}
_ORIGINAL = told(
    "getOriginal",
    "The file of a document, as it came",
    problems=("not_found", "not_kept", "range_not_satisfiable", "file_missing"),
    answers={
        200: {"description": "The file, to be saved", "content": dict.fromkeys(original.MEDIA_TYPES, _FILE)},
        206: {"description": "A part of it", "content": dict.fromkeys(original.MEDIA_TYPES, _FILE)},
        304: {"description": "Unchanged since If-None-Match"},
    },
    response_class=Response,
)
_DELETE = told(
    "deleteDocument",
    "Delete a document with its reports, text, pages and file",
    problems=("not_found",),
    answers={204: {"description": "Deleted, and written down in the log"}},
    status_code=204,
)


@router.get("/documents", **_LIST)
def list_documents(
    who: Reader,
    facts: Facts,
    limit: Limit = 50,
    cursor: Cursor = None,
    status: Annotated[Status | None, Query(description="Of the newest extraction", examples=["done"])] = None,
    external_id: Annotated[
        str | None, Query(max_length=200, description="The name in the calling system", examples=["DVC-2022-0915"])
    ] = None,
    added_since: Annotated[
        Moment | None, Query(description="Taken in then or later", examples=["2022-01-01T00:00:00Z"])
    ] = None,
) -> DocumentPage:
    """All filters that are given must hold. Those on facts find documents that were extracted."""
    asked = listing.Asked(facts, status, external_id, added_since)
    return listing.documents(who.store, asked, limit, cursor)


@router.get("/documents/{document_id}", **_ONE)
def get_document(who: Reader, document_id: DocumentId) -> Document:
    """One that there is not, was deleted, or is another workspace's: each the same 404."""
    return document.document(who.store, document_id)


@router.get("/documents/{document_id}/original", **_ORIGINAL)
def get_original(
    who: Reader,
    document_id: DocumentId,
    asked: Annotated[str | None, Header(alias="Range", include_in_schema=False)] = None,
    if_none_match: Annotated[str | None, Header(description="The ETag of an earlier answer")] = None,
) -> Response:
    """Given to be saved (`Content-Disposition: attachment`), never to be shown: it is a stranger's file. A part of it
    by `Range: bytes=0-1023`."""
    found = original.original(who.store, document_id, asked, if_none_match)
    if found.status == 304:
        return Response(None, 304, found.headers)
    # By its field: to a type of text the framework would add an encoding, which nobody knows.
    return StreamingResponse(found.chunks, found.status, {**found.headers, "Content-Type": found.media_type})


@router.delete("/documents/{document_id}", **_DELETE)
def delete_document(who: Writer, document_id: DocumentId, request: Request) -> None:
    """A file goes when nothing needs it any more. It cannot be undone."""
    known = lookup.known(who.store, document_id)
    document.remove(who, document_id)
    reading_of(request).renderer.forget(who.store, known.sha256)
