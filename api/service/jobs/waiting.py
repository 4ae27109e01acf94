"""Waiting for documents without holding a thread or a connection: one question to the database, a few times a second,
for all that are waited for. What changes in this process is heard at once."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from api.service.jobs.state import Standing, standing
from api.store import Store, tables

#: Between two looks at the table, seconds.
LOOK_SECONDS = 0.25
#: Documents of one question.
AT_ONCE = 500

#: What is known of a document: changed when this is another.
State = tuple[tuple[int, str, float, int | None], ...]


class Waiters:
    """All that are waited for in this process. To be used in its event loop, but for `changed`."""

    def __init__(self, store: Store, stopping: threading.Event) -> None:
        self._store, self._stopping = store, stopping
        self._events: dict[int, set[asyncio.Event]] = {}
        self._known: dict[int, State] = {}
        self._loop: asyncio.AbstractEventLoop | None = None
        self._some = asyncio.Event()

    @asynccontextmanager
    async def looking(self) -> AsyncIterator[None]:
        """Look at the table as long as this lasts."""
        self._loop = asyncio.get_running_loop()
        task = asyncio.create_task(self._look())
        try:
            yield
        finally:
            self._loop = None
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            for events in self._events.values():
                for event in events:
                    event.set()

    @property
    def closed(self) -> bool:
        """Whether the service is being stopped."""
        return self._loop is None or self._stopping.is_set()

    @contextmanager
    def watch(self, document_id: int) -> Iterator[asyncio.Event]:
        """An event that is set whenever the work on a document came on. It may be set once too often."""
        event = asyncio.Event()
        self._events.setdefault(document_id, set()).add(event)
        self._some.set()
        try:
            yield event
        finally:
            events = self._events[document_id]
            events.discard(event)
            if not events:
                del self._events[document_id]
                self._known.pop(document_id, None)

    def changed(self, document_id: int) -> None:
        """The work on a document came on. From any thread."""
        loop = self._loop
        if loop is not None:
            try:
                loop.call_soon_threadsafe(self._set, document_id)
            except RuntimeError:
                pass  # the loop has just ended, and nobody waits any more

    def _set(self, document_id: int) -> None:
        for event in self._events.get(document_id, ()):
            event.set()

    async def _look(self) -> None:
        while True:
            await self._some.wait()
            await asyncio.sleep(LOOK_SECONDS)
            wanted = sorted(self._events)
            if self._stopping.is_set():
                # Who waits is answered now, so that the service can end.
                for document_id in wanted:
                    self._set(document_id)
                continue
            if not wanted:
                self._some.clear()
                continue
            try:
                states = await run_in_threadpool(self._states, wanted)
            except SQLAlchemyError:
                continue  # the database is away for a while; who waits too long gives up by itself
            for document_id in wanted:
                state = states.get(document_id, ())
                if self._known.get(document_id) != state and document_id in self._events:
                    self._known[document_id] = state
                    self._set(document_id)

    def _states(self, wanted: list[int]) -> dict[int, State]:
        extraction, progress = tables.extraction, tables.progress
        query = (
            select(
                extraction.c.document_id,
                extraction.c.id,
                extraction.c.status,
                extraction.c.changed_at,
                progress.c.done,
            )
            .outerjoin(progress, progress.c.extraction_id == extraction.c.id)
            .order_by(extraction.c.id)
        )
        found: dict[int, State] = {}
        with self._store.reading() as connection:
            for start in range(0, len(wanted), AT_ONCE):
                some = query.where(extraction.c.document_id.in_(wanted[start : start + AT_ONCE]))
                for document_id, *state in connection.execute(some):
                    found[document_id] = (*found.get(document_id, ()), tuple(state))
        return found


async def ended(waiters: Waiters, store: Store, uid: str, seconds: float) -> Standing | None:
    """How the work on a document stands when it has ended, or after so many seconds; None where there is no such
    document in the workspace. No thread and no connection is held meanwhile."""
    until = asyncio.get_running_loop().time() + seconds
    stands = await run_in_threadpool(standing, store, uid)
    if stands is None or stands.ended or seconds <= 0:
        return stands
    with waiters.watch(stands.document_id) as event:
        # What happened between the question and the watch is seen at the first look.
        while True:
            left = until - asyncio.get_running_loop().time()
            if stands is None or stands.ended or left <= 0 or waiters.closed:
                return stands
            try:
                async with asyncio.timeout(left):
                    await event.wait()
            except TimeoutError:
                pass
            event.clear()
            stands = await run_in_threadpool(standing, store, uid)


async def steps(waiters: Waiters, store: Store, first: Standing) -> AsyncIterator[Standing]:
    """How the work on a document stands, each time that it came on, until it has ended."""
    stands, told = first, None
    with waiters.watch(first.document_id) as event:
        while True:
            if stands.job != told:
                told = stands.job
                yield stands
            if stands.ended or waiters.closed:
                return
            await event.wait()
            event.clear()
            now = await run_in_threadpool(standing, store, first.job.id)
            if now is None:
                return
            stands = now
