"""The id of the request that is being answered: in logs, in the audit log, and in the answer's X-Request-ID."""

from __future__ import annotations

import re
import uuid
from contextvars import ContextVar

#: Also seen by the thread that a route runs in: it gets a copy of the request's context.
_CURRENT: ContextVar[str | None] = ContextVar("request_id", default=None)
_FORM = re.compile(r"[A-Za-z0-9._-]{8,64}")


def current() -> str | None:
    """The id of the request at hand; None outside of requests."""
    return _CURRENT.get()


def begin(given: str | None) -> str:
    """Set the id for the request that begins: the caller's own where it is well formed, else a new one."""
    made = given if given is not None and _FORM.fullmatch(given) else uuid.uuid4().hex
    _CURRENT.set(made)
    return made
