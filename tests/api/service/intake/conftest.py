"""A service with one process for files, whose webhooks may be told on this machine."""

from __future__ import annotations

import pytest
from fastapi import FastAPI

from api.service.app import create_app
from api.service.settings import ServiceSettings
from api.store import Settings


@pytest.fixture
def app(settings: Settings) -> FastAPI:
    return create_app(ServiceSettings(settings, workers=1, webhook_networks=("127.0.0.0/8",), stop_wait=5.0))
