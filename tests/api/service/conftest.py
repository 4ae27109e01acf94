"""A service in the process of the test, on SQLite and PostgreSQL (`settings` of tests/api/conftest.py)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.service.app import create_app
from api.service.settings import ServiceSettings
from api.store import Settings


@pytest.fixture
def app(settings: Settings) -> FastAPI:
    return create_app(ServiceSettings(settings))


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app) as client:
        yield client
