"""How often a caller may ask."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.service.access.rates import Rates, network
from api.service.app import create_app
from api.service.problems import Problem
from api.service.settings import ServiceSettings
from api.store import Settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """One database is enough for what asks it nothing."""
    return Settings(f"sqlite:///{tmp_path / 'trichluc.db'}", (tmp_path / "files").as_uri())


@pytest.fixture
def app(idle: ServiceSettings) -> FastAPI:
    return create_app(replace(idle, rate=3, refused_rate=2))


def test_each_token_has_a_rate_of_its_own(client_of: Callable[..., TestClient]) -> None:
    busy, calm = client_of(), client_of()
    assert [busy.get("/v1/session").status_code for _ in range(4)] == [200, 200, 200, 429]
    answer = busy.get("/v1/session")
    assert answer.json()["code"] == "rate_limited"
    assert 0 < int(answer.headers["retry-after"]) <= 60
    assert calm.get("/v1/session").status_code == 200


def test_address_without_a_token_is_answered_so_often(app: FastAPI, client: TestClient) -> None:
    stranger = TestClient(app, client=("192.0.2.7", 5))
    wrong = {"Authorization": "Bearer tl_wrong"}
    statuses = [stranger.get("/v1/session", headers=headers).status_code for headers in ({}, wrong, {}, wrong)]
    assert statuses == [401, 401, 429, 429]
    # Whoever has a token is not kept out by a neighbour.
    right = {"Authorization": client.headers["Authorization"]}
    assert stranger.get("/v1/session", headers=right).status_code == 200
    assert TestClient(app, client=("192.0.2.8", 5)).get("/v1/session").status_code == 401


def test_no_rate(settings: Settings) -> None:
    rates = Rates(ServiceSettings(settings, rate=0))
    for _ in range(10_000):
        rates.asked("token")


def test_passwords_of_one_account_from_everywhere(settings: Settings) -> None:
    rates = Rates(ServiceSettings(settings, login_tries=1))
    for number in range(10):
        rates.signing_in(f"192.0.2.{number}", "lan")
    with pytest.raises(Problem) as raised:
        rates.signing_in("192.0.2.99", "lan")
    assert raised.value.code == "rate_limited"
    rates.signing_in("192.0.2.99", "hoa")


def test_right_passwords_do_not_count(settings: Settings) -> None:
    rates = Rates(ServiceSettings(settings, login_tries=1))
    for number in range(100):
        rates.signing_in("192.0.2.1", f"account {number % 20}")
        rates.signed_in("192.0.2.1", f"account {number % 20}")
    for number in range(10):
        rates.signing_in("192.0.2.1", f"account {number}")
    with pytest.raises(Problem):
        rates.signing_in("192.0.2.1", "another")


def test_passwords_of_many_accounts_from_one_place(settings: Settings) -> None:
    rates = Rates(ServiceSettings(settings, login_tries=1))
    for number in range(10):
        rates.signing_in(f"2001:db8::{number}", f"account {number}")
    with pytest.raises(Problem):
        rates.signing_in("2001:db8::99", "another")
    rates.signing_in("2001:db8:0:1::1", "another")


@pytest.mark.parametrize(("address", "expected"), [
    ("192.0.2.1", "192.0.2.1"), ("::ffff:192.0.2.1", "192.0.2.1"), ("2001:db8::1", "2001:db8::/64"), ("", ""),
    ("testclient", "testclient"),
])  # fmt: skip
def test_network_of_an_address(address: str, expected: str) -> None:
    assert network(address) == expected
