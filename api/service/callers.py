"""Who calls, and what they may: a token or a session belongs to one workspace, and all that a request reads or writes
goes through `Caller.store`, which is bound to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, Request

from api.service.access.caller import SCOPES, Caller, Scope
from api.service.problems import Problem
from api.store import Store

__all__ = ["SCOPES", "Admin", "Caller", "Reader", "Reviewer", "Scope", "Writer", "caller", "may"]


def caller(request: Request) -> Caller:
    """Who made the request. Raises Problem `unauthorized`."""
    store: Store = request.app.state.store
    # TODO by access: tokens, sessions, loopback.
    return Caller("local", frozenset(SCOPES), store)


def may(scope: Scope) -> Callable[[Caller], Caller]:
    """A dependency: the caller, who has this scope. Raises Problem `forbidden`."""

    def allowed(who: Annotated[Caller, Depends(caller)]) -> Caller:
        if scope not in who.scopes:
            raise Problem("forbidden", f"the scope {scope} is needed", f"cần quyền {scope}")
        return who

    return allowed


Reader = Annotated[Caller, Depends(may("read"))]
Writer = Annotated[Caller, Depends(may("write"))]
Reviewer = Annotated[Caller, Depends(may("review"))]
Admin = Annotated[Caller, Depends(may("admin"))]
