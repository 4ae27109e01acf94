"""Waiting for documents without holding a thread or a connection: one question to the database, a few times a second,
for all that are waited for. What changes in this process is heard at once."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True, eq=False)
class _Waiter:
    """A request that waits, and the event loop that it waits in."""

    loop: asyncio.AbstractEventLoop
    event: asyncio.Event


class Waiters:
    """All that are waited for in this process, from any event loop. Begins with `start`, and ends with `stop`."""

    def __init__(self, store: Store, stopping: threading.Event) -> None:
        self._store, self._stopping = store, stopping
        self._ended = threading.Event()
        #: Held while `_waiting` or `_known` change.
        self._lock = threading.Lock()
        self._waiting: dict[int, set[_Waiter]] = {}
        self._known: dict[int, State] = {}
        self._some = threading.Event()
        self._thread = threading.Thread(target=self._look, name="waiters", daemon=True)

    @property
    def closed(self) -> bool:
        """Whether the service is being stopped: who waits is answered now."""
        return self._ended.is_set() or self._stopping.is_set()

    def start(self) -> None:
        """Begin to look at the table."""
        self._thread.start()

    def stop(self) -> None:
        """Wake all that wait, and end."""
        self._ended.set()
        self._some.set()
        self._thread.join()
        self._wake(list(self._waiting))

    @contextmanager
    def watch(self, document_id: int) -> Iterator[asyncio.Event]:
        """An event that is set whenever the work on a document came on. It may be set once too often."""
        waiter = _Waiter(asyncio.get_running_loop(), asyncio.Event())
        with self._lock:
            self._waiting.setdefault(document_id, set()).add(waiter)
        self._some.set()
        try:
            yield waiter.event
        finally:
            with self._lock:
                others = self._waiting[document_id]
                others.discard(waiter)
                if not others:
                    del self._waiting[document_id]
                    self._known.pop(document_id, None)

    def changed(self, document_id: int) -> None:
        """The work on a document came on. From any thread."""
        self._wake([document_id])

    def _wake(self, documents: Iterable[int]) -> None:
        with self._lock:
            waiters = [one for document_id in documents for one in self._waiting.get(document_id, ())]
        for one in waiters:
            try:
                one.loop.call_soon_threadsafe(one.event.set)
            except RuntimeError:
                pass  # its loop has just ended, and nobody waits any more

    def _look(self) -> None:
        while not self._ended.is_set():
            self._some.wait()
            self._ended.wait(LOOK_SECONDS)
            with self._lock:
                wanted = sorted(self._waiting)
                if not wanted:
                    self._some.clear()
            if self._stopping.is_set():
                self._wake(wanted)
            elif wanted:
                self._compare(wanted)

    def _compare(self, wanted: list[int]) -> None:
        try:
            states = self._states(wanted)
        except SQLAlchemyError:
            return  # the database is away for a while; who waits too long gives up by itself
        with self._lock:
            changed = [one for one in wanted if one in self._waiting and self._known.get(one) != states.get(one, ())]
            self._known.update((one, states.get(one, ())) for one in changed)
        self._wake(changed)

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
