"""Running the service: one process that answers, or several that share a port."""

from __future__ import annotations

import errno
import logging
import multiprocessing
import os
import signal
import socket
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from api.service.access.errors import ServiceError
from api.service.settings import ServiceSettings, from_environment

if TYPE_CHECKING:
    from fastapi import FastAPI
    from uvicorn import Config

#: Connections that wait to be taken.
BACKLOG = 1024
#: A process that does not say for so long that it lives is ended and another one started, seconds.
SIGN_OF_LIFE = 60

_log = logging.getLogger("trichluc.serve")


def serve(
    settings: ServiceSettings, host: str, port: int, processes: int, listens: Callable[[str], None] = lambda url: None
) -> None:
    """Answer until the process is told to stop; then finish what is being answered. `listens` is told the address as
    soon as callers can connect. Raises ServiceError."""
    from api.service.observing import logs
    from api.store import open_store

    with ExitStack() as held:
        listening = held.enter_context(closing(bound(host, port, local=settings.local)))
        # What is wrong with the store is told once, before several processes find it; they also find its schema made.
        open_store(settings.store).close()
        logs.configure(settings.log)
        held.enter_context(_handed_down(settings))
        if processes > 1:
            held.enter_context(_shared_figures())
        _log.info("listening on http://%s", _shown(listening))
        listens(f"http://{_shown(listening)}")
        _run(_config(settings, processes), listening)


def application() -> FastAPI:
    """What each process runs: the application, as the environment says."""
    from api.service.app import create_app
    from api.service.observing import logs

    settings = from_environment()
    logs.configure(settings.log)
    _end_with_parent()
    return create_app(settings)


def bound(host: str, port: int, *, local: bool = False) -> socket.socket:
    """A socket that listens at an address; with `local`, at one of loopback only. Raises ServiceError."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    except (OSError, UnicodeError):
        raise ServiceError(f"{host} is no address of this machine; name one with --host") from None
    # With the number of its protocol: only then does asyncio send what is written at once (TCP_NODELAY). An answer of
    # two parts would wait 40 ms for the caller's machine to confirm the first.
    made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind(address)
        if local and not _of_loopback(made):
            raise ServiceError("--local is for this machine only; use --host 127.0.0.1, or tokens instead of --local")
        made.listen(BACKLOG)
    except OSError as error:
        made.close()
        raise ServiceError(_why_not(error, host, port)) from None
    except BaseException:
        made.close()
        raise
    return made


def _why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} of {host} is taken; stop what listens there, or choose another with --port"
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"port {port} may not be opened; choose one above 1023 with --port"
    return f"{host}, port {port}, cannot be opened ({error.strerror}); choose others with --host and --port"


def _of_loopback(listening: socket.socket) -> bool:
    import ipaddress

    return ipaddress.ip_address(listening.getsockname()[0]).is_loopback


def _shown(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


@contextmanager
def _handed_down(settings: ServiceSettings) -> Iterator[None]:
    """What options said instead of the environment, for the processes that read it there."""
    store = settings.store
    given = {
        "TRICHLUC_DATABASE_URL": store.database_url,
        "TRICHLUC_FILES_URL": store.files_url,
        "TRICHLUC_WORKSPACE": store.workspace,
        "TRICHLUC_LOCAL": "1" if settings.local else "0",
    }
    before = {name: os.environ.get(name) for name in given}
    os.environ.update(given)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@contextmanager
def _shared_figures() -> Iterator[None]:
    """A folder in which the processes leave their figures for each other (see `observing/metrics.py`)."""
    name = "PROMETHEUS_MULTIPROC_DIR"
    if named := os.environ.get(name):
        for file in Path(named).glob("*.db"):  # those of processes of an earlier start
            file.unlink(missing_ok=True)
        yield
        return
    with tempfile.TemporaryDirectory(prefix="trichluc-metrics-") as folder:
        os.environ[name] = folder
        try:
            yield
        finally:
            del os.environ[name]


def _config(settings: ServiceSettings, processes: int) -> Config:
    from uvicorn import Config

    return Config(
        "api.service.serving:application",
        factory=True,
        workers=processes,
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.proxies),
        forwarded_allow_ips=list(settings.proxies),
        timeout_graceful_shutdown=max(1, round(settings.stop_wait)),
        timeout_worker_healthcheck=SIGN_OF_LIFE,
    )


def _run(config: Config, listening: socket.socket) -> None:
    from uvicorn import Server
    from uvicorn.supervisors import Multiprocess

    if config.workers > 1:
        supervisor = Multiprocess(config, sockets=[listening])
        supervisor.run()
        failed = any(process.exitcode not in (0, -signal.SIGTERM, None) for process in supervisor.processes)
    else:
        server = Server(config)
        with _quietly():
            server.run(sockets=[listening])
        failed = not server.started
    if failed:
        raise ServiceError("the service did not start or ended badly; the log above says why")


@contextmanager
def _quietly() -> Iterator[None]:
    """The server gives the signal that ended it on, when all is done. That is no failure."""
    before = {one: signal.signal(one, _ignore) for one in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def _ignore(*_: object) -> None:
    """A handler, and not SIG_IGN: processes that are started meanwhile would inherit that."""


def _end_with_parent() -> None:
    """Stop when the process that started this one is gone: nobody else would, and the port would stay taken."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        _when(parent.join, lambda: os.kill(os.getpid(), signal.SIGTERM))


def _when(ended: Callable[[], object], then: Callable[[], object]) -> None:
    def watch() -> None:
        ended()
        then()

    threading.Thread(target=watch, name="parent", daemon=True).start()
