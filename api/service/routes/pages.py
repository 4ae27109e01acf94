"""Pages of documents: images, and what was found where."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Header, Path, Query, Request, Response

from api.service.bodies.pages import Page, PageLines
from api.service.callers import Reader
from api.service.describing import told
from api.service.reading import lookup, pages
from api.service.reading.headers import matches
from api.service.reading.state import reading_of
from api.service.routes.documents import DocumentId

router = APIRouter(tags=["pages"])

Number = Annotated[int, Path(ge=1, le=1_000_000, description="From 1", examples=[1])]

_PROBLEMS = ("not_found", "not_kept", "not_ready", "no_report", "no_pages", "file_missing")
_IMAGE = told(
    "getPageImage",
    "A page as an image",
    problems=(*_PROBLEMS, "not_rendered", "busy"),
    answers={
        200: {
            "description": "The page",
            "content": {"image/png": {"schema": {"type": "string", "format": "binary"}}},
        },
        304: {"description": "Unchanged since If-None-Match"},
    },
    response_class=Response,
)
_LINES = told("getPageLines", "The lines of text of a page, with their places", problems=_PROBLEMS)
_PAGE = told("getPage", "A page with the place of everything found on it", problems=_PROBLEMS)


@router.get("/documents/{document_id}/pages/{number}.png", **_IMAGE)
def get_page_image(
    who: Reader,
    request: Request,
    document_id: DocumentId,
    number: Number,
    scale: Annotated[float, Query(ge=0.1, le=4, description="Pixels for a point (1/72 inch)", examples=[1.5])] = 1.5,
    if_none_match: Annotated[str | None, Header(description="The ETag of an earlier answer")] = None,
) -> Response:
    """No image has more than 12 million pixels or a side of more than 8,000: a larger page is drawn smaller."""
    document = lookup.known(who.store, document_id)
    pages.checked(document, number)
    scale = round(scale, 2)
    tag = f'"{document.sha256[:32]}-{number}-{scale:g}"'
    headers = {"ETag": tag, "Cache-Control": "private, max-age=3600", "X-Content-Type-Options": "nosniff"}
    if matches(if_none_match, tag):
        return Response(None, 304, headers)
    image = reading_of(request).renderer.page(who.store, document, number, scale)
    return Response(image, 200, headers, "image/png")


@router.get("/documents/{document_id}/pages/{number}", **_PAGE)
def get_page(who: Reader, request: Request, document_id: DocumentId, number: Number) -> Page:
    """Boxes are in points from the top left corner of the page as it is displayed."""
    return reading_of(request).boxes.page(who.store, lookup.known(who.store, document_id), number)


@router.get("/documents/{document_id}/pages/{number}/lines", **_LINES)
def get_page_lines(who: Reader, request: Request, document_id: DocumentId, number: Number) -> PageLines:
    """Empty where the places of the text are not known."""
    return reading_of(request).boxes.lines(who.store, lookup.known(who.store, document_id), number)
