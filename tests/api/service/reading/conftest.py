"""The archive of `made`, in the workspace `default`, and the same in another one."""

from __future__ import annotations

import pytest
from fastapi import FastAPI

from api.service.app import create_app
from api.service.settings import ServiceSettings
from api.store import Settings, Store
from tests.api.service.conftest import ClientOf, TestClient
from tests.api.service.reading import made


@pytest.fixture
def app(idle: ServiceSettings) -> FastAPI:
    """A service that extracts nothing: what waits, waits."""
    return create_app(idle)


@pytest.fixture
def archive(app: FastAPI, bare: TestClient) -> dict[str, str]:
    """The documents' names to callers, by those of their files."""
    return made.populate(app.state.store)


@pytest.fixture
def kept(app: FastAPI, archive: dict[str, str]) -> Store:
    """The store that the service reads."""
    store: Store = app.state.store
    return store


@pytest.fixture
def neighbour(settings: Settings, archive: dict[str, str]) -> dict[str, str]:
    """The same files in the workspace `khác`."""
    return made.neighbour(settings)


@pytest.fixture
def stranger(client_of: ClientOf, neighbour: dict[str, str]) -> TestClient:
    """A client of the workspace `khác`, who may do everything there."""
    return client_of(workspace="khác")
