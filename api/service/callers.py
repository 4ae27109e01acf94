"""Who calls, and what they may: a token or a session belongs to one workspace, and all that a request reads or writes
goes through `Caller.store`, which is bound to it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import Depends, Request

from api.service.problems import Problem
from api.store import Store

Scope = Literal["read", "write", "review", "admin"]


@dataclass(frozen=True, slots=True)
class Caller:
    """Whoever made the request. `name` stands in the audit log; `store` is bound to the caller's workspace."""

    name: str
    scopes: frozenset[str]
    store: Store


def caller(request: Request) -> Caller:
    """Who made the request. Raises Problem `unauthorized`."""
    store: Store = request.app.state.store
    # TODO by access: tokens, sessions, loopback.
    return Caller("local", frozenset({"read", "write", "review", "admin"}), dataclasses.replace(store))


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
