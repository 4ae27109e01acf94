"""A service in the process of the test, on SQLite and PostgreSQL (`settings` of tests/api/conftest.py)."""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from fastapi import FastAPI

with warnings.catch_warnings():
    # It would rather have a client that is not out yet.
    warnings.simplefilter("ignore")
    from fastapi.testclient import TestClient

from api.service.access import tokens
from api.service.access.caller import SCOPES, Caller
from api.service.app import create_app
from api.service.settings import ServiceSettings
from api.store import Settings, open_store

ClientOf = Callable[..., TestClient]
_COUNTER = itertools.count()


@pytest.fixture
def idle(settings: Settings) -> ServiceSettings:
    """Settings without processes for files."""
    return ServiceSettings(settings, workers=0)


@pytest.fixture
def app(settings: Settings) -> FastAPI:
    return create_app(ServiceSettings(settings))


@pytest.fixture
def bare(app: FastAPI) -> Iterator[TestClient]:
    """A client without a token. The service runs as long as it does."""
    with TestClient(app) as client:
        yield client


@pytest.fixture
def client_of(app: FastAPI, bare: TestClient, settings: Settings) -> ClientOf:
    """Makes a client with a token of its own: `client_of("read")`, `client_of(workspace="khác")` with all scopes."""

    def make(*scopes: str, workspace: str = "default") -> TestClient:
        with open_store(replace(settings, workspace=workspace)) as store:
            caller = Caller("test", frozenset(SCOPES), store)
            _, secret = tokens.create(caller, f"test {next(_COUNTER)}", scopes or SCOPES)
        return TestClient(app, headers={"Authorization": f"Bearer {secret}"})

    return make


@pytest.fixture
def client(client_of: ClientOf) -> TestClient:
    """A client that may do everything in the workspace `default`."""
    return client_of()
