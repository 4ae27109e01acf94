"""Jobs: how the work on an uploaded document stands."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent

from api.service.callers import Caller, Reader
from api.service.describing import told
from api.service.intake.running import intake_of
from api.service.jobs.bodies import UID, Job
from api.service.jobs.state import Standing
from api.service.jobs.waiting import ended, steps
from api.service.problems import Problem
from api.service.state import settings_of

router = APIRouter(prefix="/jobs", tags=["jobs"])

Id = Annotated[str, Path(description="The id of the document.", examples=[UID])]
Wait = Annotated[
    float, Query(ge=0, allow_inf_nan=False, description="Answer when the job ends, or after so many seconds (chờ).")
]


@router.get("/{id}", **told("getJob", "How the work on a document stands", problems=("not_found",)))
async def job(request: Request, who: Reader, id: Id, wait: Wait = 0.0) -> Job:
    """How the work on a document stands (tình trạng xử lý)."""
    seconds = min(wait, settings_of(request).max_wait)
    return _there(await ended(intake_of(request).waiters, who.store, id, seconds)).job


_EVENTS = told("watchJob", "What happens to a job, as server-sent events", problems=("not_found",))


async def _standing(request: Request, who: Reader, id: Id) -> tuple[Caller, Standing]:
    """The job, before its events begin: where there is none, the answer is a problem."""
    return who, _there(await ended(intake_of(request).waiters, who.store, id, 0))


@router.get("/{id}/events", response_class=EventSourceResponse, **_EVENTS)
async def events(
    request: Request, begun: Annotated[tuple[Caller, Standing], Depends(_standing)]
) -> AsyncIterator[ServerSentEvent]:
    """What happens to a job, as server-sent events: `progress` when it came on, then `done` or `failed` as the last
    one; the data of each is the Job."""
    who, first = begun
    async for stands in steps(intake_of(request).waiters, who.store, first):
        name = stands.job.status if stands.ended else "progress"
        yield ServerSentEvent(event=name, data=stands.job)


def _there(stands: Standing | None) -> Standing:
    if stands is None:
        raise Problem("not_found")
    return stands
