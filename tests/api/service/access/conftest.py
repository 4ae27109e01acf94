"""A service that does no work on files: what is tried here needs none."""

from __future__ import annotations

import pytest
from fastapi import FastAPI

from api.service.app import create_app
from api.service.settings import ServiceSettings


@pytest.fixture
def app(idle: ServiceSettings) -> FastAPI:
    return create_app(idle)
