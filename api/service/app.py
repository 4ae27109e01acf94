"""The application: routes, what every request passes, and what lives as long as the process."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI

from api.service import problems
from api.service.access.rates import Rates
from api.service.access.uses import Uses
from api.service.intake.private import private
from api.service.intake.running import intake
from api.service.routes import access, jobs, uploads, webhooks
from api.service.settings import ServiceSettings, from_environment
from api.service.state import Access
from api.store import open_store


def create_app(settings: ServiceSettings | None = None) -> FastAPI:
    """The application for an ASGI server. The store is opened when it starts, and closed when it ends."""
    settings = settings or from_environment()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with open_store(settings.store) as store, app.state.access.uses.written(store), private() as folder:
            app.state.store, app.state.private = store, folder
            async with intake(store, settings) as app.state.intake:
                yield

    app = FastAPI(title="Trích Lục", version="1", lifespan=lifespan, docs_url="/docs", redoc_url=None)
    app.state.settings = settings
    app.state.access = Access(Rates(settings), Uses())
    app.add_exception_handler(problems.Problem, problems.answer)  # type: ignore[arg-type]
    for router in _routers():
        app.include_router(router, prefix="/v1")
    return app


def _routers() -> list[APIRouter]:
    """All routes, in the order of the documentation."""
    return [uploads.router, jobs.router, webhooks.router, access.router]
