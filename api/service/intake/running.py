"""What lives as long as the process: the runner, whoever waits for it, and what uploads ask."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from fastapi import Request
from sqlalchemy import Connection, select
from starlette.concurrency import run_in_threadpool

from api import engine
from api.service.access.auditing import audit
from api.service.access.caller import Caller, bound
from api.service.intake.extracting import Extractor
from api.service.jobs.runner import Runner
from api.service.jobs.waiting import Waiters
from api.service.problems import Problem
from api.service.settings import ServiceSettings
from api.service.webhooks.addresses import Networks, networks
from api.service.webhooks.deliverer import Deliverer
from api.store import Store, everyone, tables
from api.store.work import Task

_LOG = logging.getLogger("trichluc.jobs")
#: The length of the queue is asked for at most so often, seconds.
COUNT_SECONDS = 0.5


@dataclass(slots=True)
class Queue:
    """How many documents wait, as it was a moment ago."""

    store: Store
    version: str
    most: int
    _length: int = 0
    _until: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def admit(self) -> None:
        """Raises Problem `queue_full`."""
        with self._lock:
            if time.monotonic() >= self._until:
                self._length = everyone.waiting(self.store, self.version, self.most)
                self._until = time.monotonic() + COUNT_SECONDS
            if self._length >= self.most:
                raise Problem("queue_full", headers={"Retry-After": "10"}, limit=self.most)
            self._length += 1


@dataclass(frozen=True, slots=True)
class Intake:
    """Of one process of the service. `runner` is None where others do the work."""

    version: str
    waiters: Waiters
    queue: Queue
    extractor: Extractor
    runner: Runner | None
    networks: Networks

    def came(self, document_id: int) -> None:
        """A document was taken in."""
        if self.runner is not None:
            self.runner.wake(document_id)


@asynccontextmanager
async def intake(store: Store, settings: ServiceSettings, stopping: threading.Event) -> AsyncIterator[Intake]:
    """Start, and stop in good order: what is at work is finished, or given back."""
    version = await run_in_threadpool(engine.version)
    allowed = networks(settings.webhook_networks)
    waiters, deliverer = Waiters(store, stopping), Deliverer(store, allowed)

    def changed(document_id: int) -> None:
        waiters.changed(document_id)
        deliverer.wake()

    runner = new_runner(store, version, settings.workers, changed) if settings.workers else None
    extractor = Extractor(max(1, settings.extract_workers))
    waiters.start()
    deliverer.start()
    if runner is not None:
        runner.start()
    try:
        yield Intake(version, waiters, Queue(store, version, settings.max_queue), extractor, runner, allowed)
    finally:
        if runner is not None:
            await run_in_threadpool(runner.stop, settings.stop_wait)
        for end in (waiters.stop, extractor.close, deliverer.stop):
            await run_in_threadpool(end)


def new_runner(
    store: Store, version: str, processes: int, changed: Callable[[int], None] = lambda document_id: None
) -> Runner:
    """A runner that writes to the logs of the service."""
    return Runner(store, version, processes, changed=changed, trouble=_trouble, withheld=_withheld)


def intake_of(request: Request) -> Intake:
    """Of the application that answers this request."""
    found: Intake = request.app.state.intake
    return found


def _trouble(error: BaseException) -> None:
    # Its message may hold an address, or what was to be written.
    _LOG.warning("work was given back: %s", type(error).__name__)


def _withheld(store: Store, connection: Connection, task: Task) -> None:
    """Write to the audit log that a document with a mark of secrecy was refused: its id and hash, nothing else."""
    document = tables.document
    row = connection.execute(
        select(document.c.uid, tables.workspace.c.name)
        .join(tables.workspace, tables.workspace.c.id == document.c.workspace_id)
        .where(document.c.id == task.claim.document_id)
    ).one()
    who = Caller("service", frozenset(), bound(store, store.workspace_id, row.name))
    audit(connection, who, "document.withhold", f"document:{row.uid}", sha256=task.sha256)
