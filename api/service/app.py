"""The application: routes, what every request passes, and what lives as long as the process."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing

from fastapi import APIRouter, FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from api.service import describing, problems, stopping
from api.service.access.rates import Rates
from api.service.access.uses import Uses
from api.service.body_limit import BodyLimit
from api.service.intake.private import private
from api.service.intake.running import intake
from api.service.observing.health import Health
from api.service.observing.watching import Watch
from api.service.reading.state import Reading
from api.service.routes import (
    access,
    archive,
    documents,
    health,
    jobs,
    pages,
    reports,
    review,
    review_exports,
    uploads,
    web,
    webhooks,
)
from api.service.settings import ServiceSettings, from_environment
from api.service.state import Access
from api.store import open_store


def create_app(settings: ServiceSettings | None = None) -> FastAPI:
    """The application for an ASGI server. The store is opened when it starts, and closed when it ends."""
    settings = settings or from_environment()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with (
            open_store(settings.store) as store,
            closing(Health(store, settings)) as app.state.health,
            app.state.access.uses.written(store),
            stopping.noticed(app.state.stopping),
            private() as folder,
            Reading() as app.state.reading,
        ):
            app.state.store, app.state.private = store, folder
            async with intake(store, settings, app.state.stopping) as app.state.intake:
                yield

    # No page of documentation: those of the framework load their scripts from elsewhere.
    app = FastAPI(title="Trích Lục", version="1", lifespan=lifespan, docs_url=None, redoc_url=None)
    app.state.settings = settings
    app.state.stopping = threading.Event()
    app.state.access = Access(Rates(settings), Uses())
    app.add_exception_handler(problems.Problem, problems.answer)  # type: ignore[arg-type]
    app.add_exception_handler(RequestValidationError, problems.answer_invalid)  # type: ignore[arg-type]
    app.add_exception_handler(HTTPException, problems.answer_framework)  # type: ignore[arg-type]
    app.add_middleware(BodyLimit, largest=settings.max_body)
    app.add_middleware(Watch)
    describing.install(app)
    app.include_router(health.router)
    app.include_router(web.router)
    for router in _routers():
        app.include_router(router, prefix="/v1")
    return app


def _routers() -> list[APIRouter]:
    """All routes, in the order of the documentation."""
    return [
        uploads.router,
        jobs.router,
        documents.router,
        reports.router,
        pages.router,
        archive.router,
        review.router,
        review_exports.router,
        webhooks.router,
        access.router,
    ]
