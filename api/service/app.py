"""The application: routes, what every request passes, and what lives as long as the process."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from api.service import describing, problems
from api.service.access.rates import Rates
from api.service.access.uses import Uses
from api.service.reading.state import Reading
from api.service.routes import access, archive, documents, pages, reports
from api.service.settings import ServiceSettings, from_environment
from api.service.state import Access
from api.store import open_store


def create_app(settings: ServiceSettings | None = None) -> FastAPI:
    """The application for an ASGI server. The store is opened when it starts, and closed when it ends."""
    settings = settings or from_environment()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with open_store(settings.store) as store, app.state.access.uses.written(store), Reading() as reading:
            app.state.store = store
            app.state.reading = reading
            yield

    app = FastAPI(title="Trích Lục", version="1", lifespan=lifespan, docs_url="/docs", redoc_url=None)
    app.state.settings = settings
    app.state.access = Access(Rates(settings), Uses())
    app.add_exception_handler(problems.Problem, problems.answer)  # type: ignore[arg-type]
    app.add_exception_handler(RequestValidationError, problems.answer_invalid)  # type: ignore[arg-type]
    app.add_exception_handler(HTTPException, problems.answer_framework)  # type: ignore[arg-type]
    describing.install(app)
    for router in _routers():
        app.include_router(router, prefix="/v1")
    return app


def _routers() -> list[APIRouter]:
    """All routes, in the order of the documentation."""
    return [documents.router, reports.router, pages.router, archive.router, access.router]
