"""Every route of the application: who may call it, and that nobody else may. A new route is in here by itself; one
without a caller fails until it is put into a list below."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient

from api.service.app import create_app
from api.service.callers import SCOPES, caller
from api.service.settings import ServiceSettings

#: Answer to everybody.
OPEN = {
    ("GET", "/livez"),
    ("GET", "/readyz"),
    ("GET", "/openapi.json"),
    ("HEAD", "/openapi.json"),
    ("POST", "/v1/session"),
    # The pages are the same files for everybody; what they show they ask for as whoever is signed in.
    *(
        (method, path)
        for method in ("GET", "HEAD")
        for path in ("/", "/review", "/review/{document_id}", "/dashboard", "/sign-in", "/static/{version}/{name:path}")
    ),
}
#: Ask who calls, and not for a scope.
ANYONE = {("GET", "/v1/session"), ("DELETE", "/v1/session"), ("PUT", "/v1/session/password")}
#: Asks for the scope itself: callers on this machine need no token.
ADMIN = {("GET", "/metrics")}


@dataclass(frozen=True, slots=True)
class Operation:
    """A method of a route, the scope that it asks for, and whether it asks who calls."""

    method: str
    path: str
    scope: str | None
    asks: bool

    @property
    def key(self) -> tuple[str, str]:
        return self.method, self.path

    @property
    def address(self) -> str:
        """With something that there is not in the place of each parameter."""
        return "/".join("0" if part.startswith("{") else part for part in self.path.split("/")).replace("{n}", "1")


def calls(dependant: Any) -> Iterator[Any]:
    for one in dependant.dependencies:
        yield one.call
        yield from calls(one)


def operations(app: FastAPI) -> list[Operation]:
    found = []
    for route in iter_route_contexts(app.routes):
        dependant = getattr(route, "dependant", None)
        asked = list(calls(dependant)) if dependant else []
        scopes = {one.scope for one in asked if hasattr(one, "scope")}
        assert len(scopes) <= 1, route.path
        scope = next(iter(scopes), None)
        found += [Operation(method, route.path, scope, caller in asked) for method in sorted(route.methods or ())]
    return found


@pytest.fixture
def app(idle: ServiceSettings) -> FastAPI:
    return create_app(replace(idle, refused_rate=100_000))


def ask(client: TestClient, one: Operation) -> tuple[int, str]:
    # The beginning is enough, and a stream has no end.
    with client.stream(one.method, one.address) as answer:
        answer.read()
        kind = answer.headers.get("content-type", "")
        return answer.status_code, answer.json()["code"] if kind.startswith("application/problem+json") else ""


def test_every_route_asks_who_calls(app: FastAPI) -> None:
    found = operations(app)
    assert {one.key for one in found} >= OPEN | ANYONE | ADMIN
    without = {one.key for one in found if one.scope is None}
    assert without == OPEN | ANYONE | ADMIN, (
        "a route takes Reader, Writer, Reviewer or Admin from api/service/callers.py"
    )
    assert {one.key for one in found if not one.asks} == OPEN | ADMIN
    assert {one.scope for one in found} >= {None, "read", "write", "review", "admin"}


def test_nothing_is_told_to_strangers(app: FastAPI, bare: TestClient) -> None:
    for one in operations(app):
        if one.key not in OPEN:
            assert ask(bare, one) == (401, "unauthorized"), one
        elif one.key != ("POST", "/v1/session"):
            assert bare.request(one.method, one.address).status_code in {200, 404, 405}, one


@pytest.mark.parametrize("scope", SCOPES)
def test_each_scope_opens_its_routes_only(app: FastAPI, client_of: Callable[..., TestClient], scope: str) -> None:
    client = client_of(scope)
    for one in operations(app):
        if one.key in OPEN | ANYONE:
            continue
        status, code = ask(client, one)
        if scope == (one.scope or "admin"):
            assert code not in {"unauthorized", "forbidden"}, one
            assert status < 500 or status == 503, one
        else:
            assert (status, code) == (403, "forbidden"), one
