"""For whoever runs the service: whether it lives, whether it can work, and its figures."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from api.service.access import origin
from api.service.callers import identified
from api.service.observing import metrics
from api.service.observing.health import Health
from api.service.problems import Problem
from api.service.state import settings_of, whole_store

router = APIRouter(include_in_schema=False)


@router.get("/livez")
async def lives() -> dict[str, str]:
    """The process answers. Nothing else is looked at: starting it anew would mend nothing else."""
    return {"status": "ok"}


@router.get("/readyz")
def is_ready(request: Request) -> JSONResponse:
    """Whether requests can be answered, and which part fails."""
    health: Health = request.app.state.health
    parts = health.parts()
    parts["running"] = not request.app.state.stopping.is_set()
    ready = all(parts.values())
    content: dict[str, Any] = {
        "status": "ok" if ready else "failed",
        "parts": {name: "ok" if well else "failed" for name, well in parts.items()},
    }
    return JSONResponse(content, 200 if ready else 503)


@router.get("/metrics")
def figures(request: Request) -> Response:
    """In Prometheus' text format: to callers on this machine and to administrators, or to all (TRICHLUC_METRICS)."""
    here = origin.from_this_machine(request) and origin.names_this_machine(request)
    if settings_of(request).metrics != "public" and not here:
        who = identified(request)
        if "admin" not in who.scopes:
            raise Problem("forbidden", "the scope admin is needed", "cần quyền admin")
    return Response(metrics.rendered(whole_store(request)), media_type=metrics.MEDIA_TYPE)
