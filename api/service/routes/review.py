"""Review: the queue, a document with its items, deciding."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent
from starlette.concurrency import run_in_threadpool

from api.review.queue import Asked, Order
from api.review.subject import Subject
from api.service.bodies.deciding import (
    Assignee,
    Decisions,
    History,
    NewStatus,
    Stands,
    Step,
)
from api.service.bodies.review import (
    Queue,
    Review,
    ReviewStatus,
    ReviewText,
    TextPage,
)
from api.service.bodies.review_figures import (
    Figures,
    Suggestions,
)
from api.service.callers import Caller, Reader, Reviewer
from api.service.describing import told
from api.service.problems import Problem
from api.service.reading.state import reading_of
from api.service.reviewing import asking, events, offering
from api.service.routes.documents import DocumentId
from api.service.routes.parameters import Cursor, Limit

router = APIRouter(tags=["review"], prefix="/review")

_READ = ("not_found", "not_ready", "no_report", "file_missing")
_DECIDE = (*_READ, "decided_meanwhile", "invalid_decision", "idempotency_key_reused", "not_sampled")
_Text = Annotated[str | None, Query(max_length=300)]
_Blind = Annotated[bool, Query(description="Of a sampled document: without what was extracted", examples=[False])]
_Key = Annotated[
    str | None,
    Header(max_length=200, pattern=r"^[\x21-\x7e]+$", description="The same request again is written once"),
]


@router.get("", **told("listReviews", "The queue: documents to be reviewed", problems=("invalid_cursor",)))
def list_reviews(
    who: Reader,
    status: Annotated[ReviewStatus | None, Query()] = None,
    assignee: Annotated[_Text, Query(description="A name, `me`, or `none`", examples=["none"])] = None,
    q: Annotated[_Text, Query(description="Words of name, number, title, issuer", examples=["văn thư"])] = None,
    document_type: Annotated[_Text, Query(alias="type", description="Loại văn bản, its code", examples=["BC"])] = None,
    issuer: Annotated[_Text, Query(description="Cơ quan ban hành, or a part of it", examples=["Mang Yang"])] = None,
    order: Annotated[Order, Query(description="Least certain first, or those taken in last")] = "least_certain",
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Queue:
    """Documents that have a report. All filters that are given must hold."""
    name = {"me": who.name, "none": "", None: None}.get(assignee, assignee)
    return asking.listed(who.store, Asked(status, name, q, document_type, issuer, order), limit, cursor)


@router.get("/figures", **told("getReviewFigures", "The honest figure, and how people review", problems=("computing",)))
def get_figures(who: Reader, request: Request) -> Figures:
    """Precision and recall of what documents say that were drawn at random and reviewed blind."""
    key = ("review figures", who.store.workspace_id)
    return reading_of(request).remembered.answer(key, lambda: offering.figures(who.store))


@router.get("/{document_id}", response_model=Review, **told("getReview", "A document under review", problems=_READ))
def get_review(who: Reader, document_id: DocumentId, blind: _Blind = False) -> Response:
    """Its items as they stand: what was extracted, with all that was decided. What was decided about earlier drafts of
    the record is taken over first."""
    return _json(asking.review(who, document_id, blind=blind))


@router.get("/{document_id}/text", **told("getReviewText", "The text that offsets count in", problems=_READ))
def get_text(who: Reader, document_id: DocumentId) -> ReviewText:
    """For documents whose format has no pages."""
    report = asking.reviewed(who.store, document_id).report
    pages = [TextPage(number=one.number, start=one.span[0], end=one.span[1]) for one in report.pages]
    return ReviewText(text=report.text, pages=pages)


@router.post("/{document_id}/decisions", response_model=Step, **told("decide", "Decide", problems=_DECIDE))
def decide(who: Reviewer, document_id: DocumentId, wanted: Decisions, idempotency_key: _Key = None) -> Response:
    """All of a request or none; where somebody decided about one of the items meanwhile, the answer is 409
    `decided_meanwhile` with what it is now."""
    return _json(asking.decided(who, document_id, wanted, idempotency_key))


@router.post(
    "/{document_id}/undo",
    response_model=Step,
    **told("undo", "Take back the caller's last step", problems=(*_DECIDE, "nothing_to_undo")),
)
def undo(who: Reviewer, document_id: DocumentId, blind: _Blind = False, idempotency_key: _Key = None) -> Response:
    """Nothing is removed: that it was undone is written down as well."""
    return _json(asking.taken_back(who, document_id, idempotency_key, again=False, blind=blind))


@router.post(
    "/{document_id}/redo",
    response_model=Step,
    **told("redo", "Do again what was undone last", problems=(*_DECIDE, "nothing_to_undo")),
)
def redo(who: Reviewer, document_id: DocumentId, blind: _Blind = False, idempotency_key: _Key = None) -> Response:
    """Until the caller decides something else."""
    return _json(asking.taken_back(who, document_id, idempotency_key, again=True, blind=blind))


@router.put(
    "/{document_id}/assignment",
    **told("assignReview", "Give a document to somebody", problems=(*_READ, "assigned_to_another")),
)
def put_assignment(
    who: Reviewer,
    document_id: DocumentId,
    wanted: Assignee,
    take: Annotated[bool, Query(description="Also from somebody else")] = False,
) -> Stands:
    """So that two people do not review the same one."""
    return asking.assigned(who, document_id, wanted.assignee or who.name, take=take)


@router.delete(
    "/{document_id}/assignment",
    **told("unassignReview", "Give a document to nobody", problems=(*_READ, "assigned_to_another")),
)
def delete_assignment(
    who: Reviewer, document_id: DocumentId, take: Annotated[bool, Query(description="Also another's")] = False
) -> Stands:
    """It waits for somebody."""
    return asking.assigned(who, document_id, None, take=take)


@router.put("/{document_id}/status", **told("setReviewStatus", "Say how far it is", problems=(*_READ, "not_sampled")))
def put_status(who: Reviewer, document_id: DocumentId, wanted: NewStatus) -> Stands:
    """A document is done when a person says so."""
    return asking.status_set(who, document_id, wanted.status, blind=wanted.blind)


@router.get(
    "/{document_id}/history",
    **told("getReviewHistory", "What was decided, by whom and when", problems=(*_READ, "invalid_cursor")),
)
def get_history(who: Reader, document_id: DocumentId, limit: Limit = 50, cursor: Cursor = None) -> History:
    """All of it, also what was undone since; newest first."""
    return asking.history(who.store, document_id, limit, cursor)


@router.get("/{document_id}/suggestions", **told("getSuggestions", "Values for a field", problems=_READ))
def get_suggestions(
    who: Reader,
    document_id: DocumentId,
    kind: Annotated[Literal["reference", "finding"], Query()] = "reference",
    field: Annotated[
        Literal["code", "number", "date", "issuer", "title", "doc_type", "reason"],
        Query(description="`reason` of findings", examples=["code"]),
    ] = "code",
    q: Annotated[str, Query(max_length=300, description="What was typed", examples=["751"])] = "",
    item: Annotated[str | None, Query(max_length=80, description="The item that is corrected")] = None,
) -> Suggestions:
    """From the registers, the archive, and what was decided before."""
    return offering.suggestions(who.store, document_id, "reason" if kind == "finding" else field, q, item)


async def _begun(who: Reader, document_id: DocumentId) -> tuple[Caller, Subject]:
    """The document, before its events begin: where there is none, the answer is a problem."""
    return who, await run_in_threadpool(asking.reviewed, who.store, document_id)


@router.get(
    "/{document_id}/events",
    response_class=EventSourceResponse,
    **told("getReviewEvents", "What others decide, as it happens", problems=_READ),
)
async def get_events(
    request: Request,
    begun: Annotated[tuple[Caller, Subject], Depends(_begun)],
    after: Annotated[int | None, Query(ge=0, description="From this version on; default: from now on")] = None,
    last_event_id: Annotated[str | None, Header(pattern="^[0-9]{1,9}$", description="As browsers send it")] = None,
) -> AsyncIterator[ServerSentEvent]:
    """Server-sent events: `decided` with the items that changed, `changed` for the rest."""
    who, one = begun
    since = int(last_event_id) if last_event_id else after
    async for event in events.events(who.store, one, since, request.app.state.stopping):
        yield event


def _json(body: Review | Step) -> Response:
    """Hundreds of items were made by us: nothing is gained by checking each again."""
    try:
        return Response(body.model_dump_json(), media_type="application/json")
    except ValueError:  # a lone surrogate of a hostile file
        raise Problem("internal") from None
