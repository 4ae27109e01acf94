"""What an operator may set, by environment variables; `trichluc config` prints it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields
from typing import Any, get_type_hints

from api.service.access.errors import ServiceError
from api.store import Settings
from api.store.settings import from_environment as store_from_environment


@dataclass(frozen=True, slots=True)
class ServiceSettings:
    """Each field stands in the environment as TRICHLUC_ and its name in capitals. Sizes in bytes, times in seconds. A
    field with the metadata `secret` is never shown."""

    store: Settings
    #: The largest file that is taken.
    max_upload: int = 100 * 1024 * 1024
    #: The largest body of a request that is no file.
    max_body: int = 1024 * 1024
    #: Documents that may wait; more are refused with 503 and Retry-After.
    max_queue: int = 10_000
    #: Processes for files in each process of the service; 0 where `trichluc worker` does the work.
    workers: int = 2
    #: Files that `/v1/extract` extracts at a time, in each process of the service.
    extract_workers: int = 1
    #: How long an upload waits for its result when it does not say (`wait=`), and how long it may ask for.
    default_wait: float = 10.0
    max_wait: float = 60.0
    #: Whether callers on this machine need no token; `trichluc serve --local` sets it.
    local: bool = False
    #: Requests that a token or an account may make in a minute, of each process of the service; 0: any number.
    rate: int = 6000
    #: Requests without a good token that an address may make in a minute, of each process.
    refused_rate: int = 60
    #: Wrong passwords for one account, from one address, in a quarter of an hour.
    login_tries: int = 10
    #: How long a session may rest, and how long it may last.
    session_idle: float = 2 * 3600.0
    session_length: float = 12 * 3600.0
    #: Addresses of proxies in front of the service, commas between them: their X-Forwarded-For and -Proto are believed.
    proxies: tuple[str, ...] = ()
    #: Who may read /metrics: `private` (callers on this machine, tokens with the scope admin) or `public`.
    metrics: str = field(default="private", metadata={"choices": ("private", "public")})
    #: Free space on the disk of the store below which the service is not ready.
    min_free: int = 512 * 1024 * 1024
    #: How long requests may go on when the service is stopped.
    stop_wait: float = 30.0
    #: Networks (CIDR) whose addresses webhooks may have, commas between them; `public` is every public address.
    webhook_networks: tuple[str, ...] = ("public",)
    #: How logs are written: `json` or `text`.
    log: str = field(default="json", metadata={"choices": ("json", "text")})


@dataclass(frozen=True, slots=True)
class Shown:
    """A setting as it is shown: `source` is "default" or "environment"."""

    name: str
    variable: str
    value: str
    source: str


def from_environment(environment: Mapping[str, str] = os.environ) -> ServiceSettings:
    """The settings of this process. Raises ServiceError where a variable has no known form."""
    return of(store_from_environment(None, environment), environment)


def of(store: Settings, environment: Mapping[str, str] = os.environ) -> ServiceSettings:
    """The settings of this process, with a store that was named otherwise. Raises ServiceError."""
    hints = get_type_hints(ServiceSettings)
    given: dict[str, Any] = {}
    for one in _own():
        text = environment.get(_variable(one.name), "").strip()
        if text:
            given[one.name] = _read(_variable(one.name), text, hints[one.name], one.metadata.get("choices"))
    return ServiceSettings(store, **given)


def shown(settings: ServiceSettings, environment: Mapping[str, str] = os.environ) -> Iterator[Shown]:
    """Each setting of the service; what is secret is masked."""
    for one in _own():
        value = getattr(settings, one.name)
        text = ",".join(value) if isinstance(value, tuple) else str(value).lower() if value in (True, False) else None
        said = "***" if one.metadata.get("secret") and value else text if text is not None else str(value)
        source = "environment" if environment.get(_variable(one.name), "").strip() else "default"
        yield Shown(one.name, _variable(one.name), said, source)


def _own() -> Iterator[Any]:
    """All fields but the store, which has variables of its own."""
    return (one for one in fields(ServiceSettings) if one.default is not MISSING or one.default_factory is not MISSING)


def _variable(name: str) -> str:
    return f"TRICHLUC_{name.upper()}"


def _read(variable: str, text: str, kind: Any, choices: tuple[str, ...] | None) -> Any:
    if choices and text not in choices:
        raise ServiceError(f"{variable} is one of {', '.join(choices)}")
    try:
        return _READERS[kind](text)
    except ValueError:
        # The text itself is not told: it may be a secret that came under the wrong name.
        raise ServiceError(f"{variable} is {_FORMS[kind]}; see trichluc config") from None


def _natural(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError
    return number


def _seconds(text: str) -> float:
    number = float(text)
    if not 0 <= number < float("inf"):
        raise ValueError
    return number


def _truth(text: str) -> bool:
    try:
        return {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}[text.lower()]
    except KeyError:
        raise ValueError from None


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


_READERS: dict[Any, Callable[[str], Any]] = {
    int: _natural,
    float: _seconds,
    bool: _truth,
    str: str,
    tuple[str, ...]: _words,
}
_FORMS = {
    int: "a whole number, 0 or more",
    float: "a number of seconds, 0 or more",
    bool: "1 or 0",
    str: "text",
    tuple[str, ...]: "words with commas between them",
}
