"""Whoever has the service do something: a system, a person, the command line."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Literal, get_args

from api.store import Store

Scope = Literal["read", "write", "review", "admin"]

#: All of them, in the order in which they are shown.
SCOPES: tuple[Scope, ...] = get_args(Scope)


@dataclass(frozen=True, slots=True)
class Caller:
    """Whoever made the request. `name` stands in the audit log ("token:NAME", "account:NAME", "local", "cli:USER",
    "service"); `store` is bound to the caller's workspace."""

    name: str
    scopes: frozenset[str]
    store: Store


def bound(store: Store, workspace_id: int, workspace: str) -> Store:
    """The same store, of a workspace: all that goes through it reads and writes that one only."""
    settings = dataclasses.replace(store.settings, workspace=workspace)
    return dataclasses.replace(store, workspace_id=workspace_id, settings=settings)


def command_line(store: Store) -> Caller:
    """Whoever works at the machine itself."""
    import getpass

    try:
        user = getpass.getuser()
    except (KeyError, OSError):  # a container's user has a number and no name
        user = "unknown"
    return Caller(f"cli:{user}", frozenset(SCOPES), store)
