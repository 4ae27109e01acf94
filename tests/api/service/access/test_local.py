"""Callers on this machine, who need no token where the service was started so, and nobody else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.service.access.auditing import entries
from api.service.app import create_app
from api.service.settings import ServiceSettings
from api.store import Settings, Store

HERE = ("127.0.0.1", 50000)

STRANGERS = (
    "evil.example",
    "evil.example:8000",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "127.0.0.1@evil.example",
    "192.0.2.1",
    "",
    "[",
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """One database is enough for what asks it nothing."""
    return Settings(f"sqlite:///{tmp_path / 'trichluc.db'}", (tmp_path / "files").as_uri())


@pytest.fixture
def app(idle: ServiceSettings) -> FastAPI:
    return create_app(replace(idle, local=True))


def local(app: FastAPI, address: str = "http://127.0.0.1:8000", client: tuple[str, int] = HERE) -> TestClient:
    return TestClient(app, base_url=address, client=client)


@pytest.mark.parametrize("address", ["http://127.0.0.1:8000", "http://[::1]:8000"])
def test_caller_on_this_machine_may_everything(app: FastAPI, bare: TestClient, address: str) -> None:
    told = local(app, address, ("::1", 5) if "::1" in address else HERE).get("/v1/session").json()
    assert (told["name"], told["workspace"]) == ("local", "default")
    assert told["scopes"] == ["read", "write", "review", "admin"]


def test_not_where_it_was_not_started_so(idle: ServiceSettings) -> None:
    with TestClient(create_app(idle), base_url="http://127.0.0.1", client=HERE) as client:
        assert client.get("/v1/session").status_code == 401


def test_not_from_another_machine(app: FastAPI, bare: TestClient) -> None:
    for client in ("192.0.2.1", "10.0.0.1", "fe80::1", "::ffff:192.0.2.1", "testclient", ""):
        assert local(app, client=(client, 5)).get("/v1/session").status_code == 401, client


def test_not_at_another_address_of_this_machine(app: FastAPI, bare: TestClient) -> None:
    assert local(app, "http://192.0.2.1:8000").get("/v1/session", headers={"Host": "localhost"}).status_code == 401


def test_not_through_a_proxy(app: FastAPI, bare: TestClient) -> None:
    for name in ("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via"):
        assert local(app).get("/v1/session", headers={name: "127.0.0.1"}).status_code == 401, name


def test_not_by_a_name_of_a_stranger(app: FastAPI, bare: TestClient) -> None:
    for host in STRANGERS:
        assert local(app).get("/v1/session", headers={"Host": host}).status_code == 403, host
        assert local(app).get("/metrics", headers={"Host": host}).status_code in {401, 403}, host


def test_by_a_name_of_this_machine(app: FastAPI, bare: TestClient) -> None:
    for host in ("localhost", "localhost:8000", "LOCALHOST:1", "127.0.0.1:9", "127.8.9.10", "[::1]:8"):
        assert local(app).get("/v1/session", headers={"Host": host}).status_code == 200, host


def test_not_for_a_page_of_a_stranger(app: FastAPI, bare: TestClient, store: Store) -> None:
    for header in (
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ):
        for method, path in (("GET", "/v1/session"), ("DELETE", "/v1/tokens/x"), ("DELETE", "/v1/documents/x")):
            assert local(app).request(method, path, headers=header).status_code == 403, (path, header)
    assert entries(store, limit=1) == []


def test_link_on_another_page_may_be_followed(app: FastAPI, bare: TestClient) -> None:
    followed = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert local(app).get("/v1/session", headers=followed).status_code == 200
    assert local(app).delete("/v1/tokens/x", headers=followed).status_code == 403


def test_token_counts_here_too(app: FastAPI, client: TestClient) -> None:
    here = local(app)
    told = here.get("/v1/session", headers={"Authorization": client.headers["Authorization"]}).json()
    assert told["name"].startswith("token:")
    assert here.get("/v1/session", headers={"Authorization": "Bearer tl_wrong"}).status_code == 401
