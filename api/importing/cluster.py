"""An import's work on many machines: Dask distributes the calls, its workers do what the threads of one machine do.

What travels to a worker is where the store is and a Claim; what comes back is a word. The workers read originals from
the file store and write results into it and into PostgreSQL themselves. Passwords do not travel: a worker's own
environment says where the store is, with the password (TRICHLUC_DATABASE_URL, TRICHLUC_FILES_URL, or libpq's PGPASSWORD
and password file); the client's address, without its password, stands where the environment says nothing.
"""

from __future__ import annotations

import dataclasses
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import current_process
from multiprocessing.util import Finalize
from typing import Any
from urllib.parse import urlsplit

from api import engine
from api.extraction import Prepare, prepare, process
from api.importing.run import Crew
from api.isolation import Isolation
from api.store import Settings, Store, open_store, tables
from api.store.settings import from_environment
from api.store.work import Claim
from extractor.errors import TrichLucError

#: How long a scheduler may take to answer, seconds.
CONNECT_SECONDS = 20
#: Calls under way for each thread of the cluster: while one is done, the next is on its way. A few more than that give
#: a cluster that sizes itself by what waits a reason to grow.
CALLS_FOR_A_THREAD = 3
MORE_CALLS = 16
#: How long the size of the cluster is taken to be what it was, seconds.
LOOK_SECONDS = 5.0


class ClusterError(TrichLucError):
    """The cluster cannot do the work: not reachable, its workers not set up for it, or the store not within reach."""

    code = "cluster"
    exit_status = 17


@contextmanager
def cluster_crew(
    store: Store, address: str, version: str, *, shared_files: bool = False, prepare: Prepare = prepare
) -> Iterator[Crew]:
    """The workers of the Dask scheduler at `address` (`tcp://host:8786`), for documents of `store` and this version of
    the pipeline. `shared_files` says that a store of files in a folder is on a disk that all workers share.

    Raises ClusterError, also when one of the workers is not fit. One that comes later and is not fit fails its calls.
    """
    from distributed import Client

    settings = reachable(store.settings, shared_files=shared_files)
    execute = partial(work_on, settings, version, prepare=prepare)
    try:
        client: Any = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, ImportError) as error:
        raise ClusterError(
            f"{address}: no Dask scheduler answers there ({type(error).__name__}); "
            "check the address and that it can be reached from here"
        ) from None
    with client:
        _inspect(client, settings, version)
        executor = client.get_executor(pure=False)
        try:
            yield Crew(executor, execute, _Size(client).calls)
        finally:
            try:
                executor.shutdown(wait=False)
            except Exception:
                pass  # the scheduler is gone, and what it was to do with it


@dataclass(slots=True)
class _Size:
    """How large the cluster is. Workers come and go."""

    client: Any
    threads: int = 0
    next_look: float = 0.0

    def calls(self) -> int:
        """How many calls the cluster takes at a time."""
        if time.monotonic() >= self.next_look:
            try:
                self.threads = sum(self.client.nthreads().values())
            except Exception:
                pass  # the calls will tell that the scheduler is gone
            self.next_look = time.monotonic() + LOOK_SECONDS
        return CALLS_FOR_A_THREAD * self.threads + MORE_CALLS


def reachable(settings: Settings, *, shared_files: bool) -> Settings:
    """What of the settings travels: no passwords. Raises ClusterError where workers cannot share such a store."""
    from sqlalchemy import URL, make_url

    database = make_url(settings.database_url)
    if database.get_backend_name() != "postgresql":
        raise ClusterError(
            "workers on other machines cannot share an SQLite database; "
            "name a PostgreSQL server in TRICHLUC_DATABASE_URL (and a store of files in TRICHLUC_FILES_URL)"
        )
    scheme = urlsplit(settings.files_url).scheme
    if scheme == "memory" or (scheme == "file" and not shared_files):
        raise ClusterError(
            "workers on other machines cannot reach the store of files; name an object store in TRICHLUC_FILES_URL "
            "(s3://bucket/prefix), or say --shared-files if its folder is on a disk that all of them share"
        )
    query = {key: value for key, value in database.query.items() if key in _PUBLIC}
    # `database.set(password=None)` would leave it as it is.
    public = URL.create(
        database.drivername, database.username, None, database.host, database.port, database.database, query
    )
    return dataclasses.replace(settings, database_url=public.render_as_string(hide_password=False))


#: Parameters of a database address that travel.
_PUBLIC = frozenset(("host", "port", "dbname", "sslmode", "application_name", "target_session_attrs"))


def work_on(settings: Settings, version: str, claim: Claim, prepare: Prepare = prepare) -> str:
    """Do a piece of work; runs on a worker. Returns what `api.extraction.process` returns.

    Raises ClusterError where this worker is not fit, and what `process` raises.
    """
    from distributed import get_worker

    station = _station(settings, version, get_worker().state.nthreads)
    if not station.proven:
        _prove(station.store, claim)
        station.proven = True
    outcome = process(station.store, claim, station.isolation, prepare)
    # A worker that dies takes along the words that nobody had fetched yet; then Dask has the work done again.
    return "done" if outcome == "lost" and _is_done(station.store, claim) else outcome


def _is_done(store: Store, claim: Claim) -> bool:
    from sqlalchemy import select

    status = select(tables.extraction.c.status).where(tables.extraction.c.id == claim.extraction_id)
    with store.reading() as connection:
        return connection.scalar(status) == "done"


@dataclass(slots=True)
class _Station:
    """What a worker keeps open from one piece of work to the next. `proven`: its store is that of the client."""

    store: Store
    isolation: Isolation
    proven: bool = False


@dataclass(frozen=True, slots=True)
class _Stations:
    """Those of this process, by settings and version of the pipeline."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    open: dict[tuple[Settings, str], _Station] = field(default_factory=dict)

    def close(self) -> None:
        """End the processes and connections."""
        with self.lock:
            while self.open:
                _, station = self.open.popitem()
                station.isolation.close()
                station.store.close()


_stations = _Stations()


def _station(settings: Settings, version: str, threads: int) -> _Station:
    """The station for these settings, opened by the first call that needs it. Raises ClusterError and StoreError."""
    with _stations.lock:
        station = _stations.open.get((settings, version))
        if station is None:
            isolation = _isolation(version, threads)
            try:
                store = open_store(_own(settings))
            except BaseException:
                isolation.close()
                raise
            station = _stations.open[settings, version] = _Station(store, isolation)
            # Also a worker that is told to end, not only an interpreter that comes to its end, runs this.
            Finalize(None, _stations.close, exitpriority=10)
    return station


def _own(settings: Settings) -> Settings:
    """The settings as this worker's environment has them. Raises ClusterError."""
    here = from_environment()
    if os.environ.get("TRICHLUC_DATABASE_URL"):
        settings = dataclasses.replace(settings, database_url=here.database_url)
    if os.environ.get("TRICHLUC_FILES_URL"):
        settings = dataclasses.replace(settings, files_url=here.files_url)
    return settings


def _isolation(version: str, threads: int) -> Isolation:
    """Processes for this worker's files. Raises ClusterError where it may have none, or they are of another version."""
    if current_process().daemon:
        raise ClusterError(
            "this worker may not start processes for untrusted files; "
            "start it with DASK_DISTRIBUTED__WORKER__DAEMON=False in its environment"
        )
    isolation = Isolation(threads)
    # Asked where the files are read: the engine need not be loaded here too.
    here = isolation.run("pipeline", _version)
    if here != version:
        isolation.close()
        raise ClusterError(
            f"this worker has pipeline {here} and the import {version}; install the same version of trichluc on both"
        )
    return isolation


def _version() -> str:
    return engine.version()


def _prove(store: Store, claim: Claim) -> None:
    """See that a claim stands in this worker's database, and its file in this worker's store of files: one that has
    another store would find nothing to do and call that done."""
    from sqlalchemy import select

    work, document = tables.extraction, tables.document
    query = (
        select(work.c.claimed_by, document.c.sha256)
        .join(document, document.c.id == work.c.document_id)
        .where(work.c.id == claim.extraction_id, work.c.workspace_id == store.workspace_id)
    )
    with store.reading() as connection:
        row = connection.execute(query).one_or_none()
    if row is None or row.claimed_by != claim.owner:
        raise ClusterError(
            "this worker's database is not the import's; give both the same TRICHLUC_DATABASE_URL and workspace"
        )
    if not store.blobs.has(row.sha256):
        raise ClusterError(
            "this worker's store of files is not the import's; give both the same TRICHLUC_FILES_URL, "
            "and with --shared-files mount the folder at the same place"
        )


def _inspect(client: Any, settings: Settings, version: str) -> None:
    """Have every worker that is there say whether it is fit. Raises ClusterError."""
    answers: dict[str, Any] = client.run(_look, settings, version, on_error="return")
    for worker, answer in answers.items():
        if isinstance(answer, BaseException):
            # An error of ours says what to do; that of a library may hold an address with its password.
            cause = str(answer) if isinstance(answer, TrichLucError) else type(answer).__name__
            missing = f" {answer.name}" if isinstance(answer, ImportError) and answer.name else ""
            raise ClusterError(f"worker {worker}: {cause}{missing}")


async def _look(settings: Settings, version: str, dask_worker: Any) -> None:
    """Runs on a worker, beside what it does."""
    import asyncio

    await asyncio.to_thread(_station, settings, version, dask_worker.state.nthreads)
