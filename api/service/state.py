"""What lives as long as the process, beside the store: `app.state.access`."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request

from api.service.access.rates import Rates
from api.service.access.uses import Uses
from api.service.settings import ServiceSettings
from api.store import Store


@dataclass(frozen=True, slots=True)
class Access:
    """Counts of requests, and when tokens were used last."""

    rates: Rates
    uses: Uses


def access_of(request: Request) -> Access:
    """Of the application that answers this request."""
    found: Access = request.app.state.access
    return found


def settings_of(request: Request) -> ServiceSettings:
    """Of the application that answers this request."""
    found: ServiceSettings = request.app.state.settings
    return found


def whole_store(request: Request) -> Store:
    """The open store, bound to no caller: to find out who calls, and for what is of no workspace."""
    found: Store = request.app.state.store
    return found
