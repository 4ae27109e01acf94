"""What every request passes: it gets an id, is counted and logged, its answer gets headers that make browsers careful,
and a fault in the program becomes a problem like every other."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.service.observing import logs, metrics, request_ids
from api.service.problems import MEDIA_TYPE, described

_log = logging.getLogger("trichluc.requests")

ID_HEADER = "X-Request-ID"
#: Set where a route does not set them.
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
#: A page of ours that says nothing else shows its own text and styles, and runs and loads nothing.
_PAGE_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
#: Asked all the time by machines; not worth a line each.
_QUIET = {"/livez", "/readyz", "/metrics"}
#: The status in logs and figures of a request whose caller left before the answer began.
LEFT = 499


class Watch:
    """The outermost layer around the application."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = request_ids.begin(Headers(scope=scope).get(ID_HEADER))
        seen = _Seen(time.perf_counter())

        async def answering(message: Message) -> None:
            if message["type"] == "http.response.start":
                seen.status = message["status"]
                _mark(MutableHeaders(scope=message), request_id)
            await send(message)

        metrics.in_flight.inc()
        try:
            await self.app(scope, receive, answering)
        except ClientDisconnect:
            pass  # there is nobody to tell
        except Exception as error:
            seen.fault = error
            if not seen.status:
                await _fault(scope, receive, answering)
        finally:
            metrics.in_flight.dec()
            _tell(scope, seen)


class _Seen:
    """What was seen of a request."""

    __slots__ = ("fault", "started", "status")

    def __init__(self, started: float) -> None:
        self.started = started
        self.status = 0
        self.fault: Exception | None = None


async def _fault(scope: Scope, receive: Receive, send: Send) -> None:
    body = described(
        "internal",
        scope["path"],
        f"it was written down under {ID_HEADER}; tell it whoever runs the service",
        f"lỗi đã được ghi lại theo {ID_HEADER}; hãy báo cho người quản trị hệ thống",
    )
    await JSONResponse(body, 500, media_type=MEDIA_TYPE)(scope, receive, send)


def _mark(headers: MutableHeaders, request_id: str) -> None:
    headers[ID_HEADER] = request_id
    for name, value in _HEADERS.items():
        headers.setdefault(name, value)
    if headers.get("content-type", "").startswith("text/html"):
        headers.setdefault("Content-Security-Policy", _PAGE_POLICY)


def _tell(scope: Scope, seen: _Seen) -> None:
    """Count and log a request that ended."""
    took = time.perf_counter() - seen.started
    method = scope["method"] if scope["method"] in _METHODS else "other"
    route, status = template(scope), seen.status or LEFT
    metrics.requests.labels(method, route, str(status)).inc()
    metrics.seconds.labels(method, route).observe(took)
    facts = {
        "method": method,
        "route": route,
        "status": status,
        "seconds": round(took, 4),
        "caller": scope.get("state", {}).get("caller"),
        "address": client[0] if (client := scope.get("client")) else None,
        "error": logs.place(seen.fault) if seen.fault else None,
    }
    _log.log(_level(seen, status, route), "request", extra=facts, exc_info=seen.fault)


def _level(seen: _Seen, status: int, route: str) -> int:
    if seen.fault or status == 500:
        return logging.ERROR
    if status > 500:  # announced: too much to do, not ready
        return logging.WARNING
    return logging.DEBUG if route in _QUIET else logging.INFO


def template(scope: Mapping[str, object]) -> str:
    """The route of a request as it is declared ("/v1/documents/{document_id}"), so that nothing that a caller wrote
    comes into logs and figures."""
    found = getattr(scope.get("route"), "path", None)
    if not isinstance(found, str):
        return "unmatched"
    # A route of a router may not know the prefix that the router was included with.
    prefix = "/v1" if str(scope["path"]).startswith("/v1/") and not found.startswith("/v1/") else ""
    return prefix + found
