"""The run: what waits in the table goes to an executor, as much at a time as it can take, until nothing waits.

The executor only distributes calls. Whatever comes out of it as an exception is a failure of the machinery (a worker
that was lost, a scheduler that died, a database that cannot be reached): the work is given back and done again. Only
the table counts how often a file was started, and puts one in quarantine that was started too often.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

from api.extraction import Prepare, prepare, process
from api.importing.errors import MachineryError
from api.store import Store, work
from api.store.work import Claim
from extractor.errors import TrichLucError

if TYPE_CHECKING:
    from api.isolation import Bounds

#: Failures of the machinery one after another, without any work done between them, after which a run gives up.
FAILURES_IN_A_ROW = 8
#: Pause after the first of them; each further one doubles it. Seconds.
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
#: How long a run that is stopped waits for what is at work just then, seconds.
GRACE = 1.0
#: How long an empty table is left alone before it is asked again, seconds: the first time, and at most.
FIRST_LOOK, LONGEST_LOOK = 0.02, 0.5
#: Between two signs of life in the table, seconds.
SIGN_SECONDS = work.LEASE_SECONDS / 5


@dataclass(frozen=True, slots=True)
class Crew:
    """Who does the work: an executor, what it is to call with each Claim, and how many calls it takes just now.
    `execute` returns "done", "failed" or "lost", as `api.extraction.process` does; what it raises is a failure of the
    machinery. `warm` is called when there will be work, and returns at once."""

    executor: Executor
    execute: Callable[[Claim], str]
    in_flight: Callable[[], int]
    warm: Callable[[], None] = lambda: None


@contextmanager
def local_crew(store: Store, workers: int, prepare: Prepare = prepare, bounds: Bounds | None = None) -> Iterator[Crew]:
    """Workers of this machine: processes for the files, threads that write what the processes found."""
    from api.isolation import Isolation

    # Two threads more than processes: while they write, no process waits for its next file.
    threads = workers + 2
    with Isolation(workers, bounds) as isolation:
        executor = ThreadPoolExecutor(threads, "import")
        try:
            yield Crew(
                executor, lambda claim: process(store, claim, isolation, prepare), lambda: 2 * threads, isolation.warm
            )
        finally:
            isolation.close()
            executor.shutdown(cancel_futures=True)


@dataclass(slots=True)
class Patience:
    """How often the machinery may fail. Several calls that fail at once, as when a scheduler dies, count as one."""

    rounds: int = 0
    until: float = 0.0

    def failed(self, error: BaseException) -> None:
        """Wait, longer each time. Raises MachineryError when it was too often."""
        now = time.monotonic()
        if now < self.until:
            return
        self.rounds += 1
        if self.rounds > FAILURES_IN_A_ROW:
            # An error of ours says what to do; that of a library may hold an address with its password.
            cause = str(error) if isinstance(error, TrichLucError) else type(error).__name__
            raise MachineryError(
                f"gave up after {FAILURES_IN_A_ROW} failures in a row ({cause}); nothing is lost: "
                "see that database, file store and workers can be reached, then run the import again"
            ) from error
        self.until = now + min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (self.rounds - 1))

    def succeeded(self) -> None:
        """Something was done: the machinery works."""
        self.rounds = 0


def drain(
    store: Store,
    crew: Crew,
    version: str,
    *,
    on_outcome: Callable[[str], None] = lambda outcome: None,
    more: Callable[[], bool] = lambda: False,
    stopped: Callable[[], bool] = lambda: False,
) -> None:
    """Have everything done that waits in the store for this version of the pipeline, and what is still coming while
    `more()` is true. `on_outcome` hears how each piece ended: "done", "failed", "lost", or "released" where the
    machinery failed. When `stopped()` becomes true, nothing new begins and what is not done soon is given back.

    Raises MachineryError when the machinery failed too often in a row. What was claimed is given back however it ends.
    """
    run = _Run(store, crew, version, on_outcome)
    try:
        while not stopped():
            run.coming = more()
            run.collect()
            run.prolong()
            if not run.claim() and not run.running and not run.coming and not work.release_dead(store):
                return
        run.finish(GRACE)
    finally:
        run.give_back()


@dataclass(slots=True)
class _Run:
    """What is under way."""

    store: Store
    crew: Crew
    version: str
    on_outcome: Callable[[str], None]
    who: str = field(default_factory=work.owner)
    running: dict[Future[str], Claim] = field(default_factory=dict)
    ended: SimpleQueue[Future[str]] = field(default_factory=SimpleQueue)
    patience: Patience = field(default_factory=Patience)
    #: Claims that could not be given back because the database failed too.
    owed: list[Claim] = field(default_factory=list)
    pause: float = FIRST_LOOK
    next_look: float = 0.0
    #: Whether more is being taken into the table.
    coming: bool = True
    next_sign: float = field(default_factory=lambda: time.monotonic() + SIGN_SECONDS)

    def claim(self) -> bool:
        """Take and submit as much as there is room for. False where the table has nothing just now."""
        room = self.crew.in_flight()
        free = room - len(self.running)
        if self._wanted() > 0:
            return True
        # A claim is a transaction: several pieces share it.
        if self.running and free < room // 2:
            return True
        try:
            claims = work.claim(self.store, self.version, self.who, free)
        except Exception as error:
            self.patience.failed(error)
            return True
        for position, claim in enumerate(claims):
            try:
                future = self.crew.executor.submit(self.crew.execute, claim)
            except Exception as error:
                self._release(claims[position:], error)
                return True
            self.running[future] = claim
            future.add_done_callback(self.ended.put)
        self.pause = FIRST_LOOK if claims else min(LONGEST_LOOK, 2 * self.pause)
        self.next_look = 0.0 if len(claims) == free else time.monotonic() + self.pause
        return bool(claims)

    def _wanted(self) -> float:
        """Seconds until the table is to be asked. Where nothing is at work and nothing comes, whatever is not there now
        will not be there later either."""
        look = self.next_look if self.running or self.coming else 0.0
        return max(look, self.patience.until) - time.monotonic()

    def prolong(self) -> None:
        """Give a sign of life now and then: a claim may wait long for a worker, and a file may take long."""
        if time.monotonic() < self.next_sign:
            return
        self.next_sign = time.monotonic() + SIGN_SECONDS
        try:
            work.prolong(self.store, self.version, self.who)
        except Exception as error:
            self.patience.failed(error)

    def collect(self) -> None:
        """Hear of what has ended; wait a moment where nothing has."""
        wanted = self._wanted()
        timeout = LONGEST_LOOK if self.running and wanted <= 0 else min(max(wanted, 0.0), LONGEST_LOOK)
        try:
            self._ended(self.ended.get(timeout=timeout) if timeout else self.ended.get_nowait())
            while True:
                self._ended(self.ended.get_nowait())
        except Empty:
            pass

    def _ended(self, future: Future[str]) -> None:
        claim = self.running.pop(future, None)
        if claim is None:
            return
        # CancelledError is a BaseException in asyncio and an Error here; either is a failure of the machinery.
        error = None if future.cancelled() else future.exception()
        if future.cancelled() or error is not None:
            self._release([claim], error or RuntimeError("cancelled"))
            return
        self.patience.succeeded()
        self.on_outcome(future.result())

    def _release(self, claims: list[Claim], error: BaseException) -> None:
        for _ in claims:
            self.on_outcome("released")
        self.owed += claims
        self._pay()
        self.patience.failed(error)

    def _pay(self) -> None:
        try:
            work.release(self.store, self.owed)
        except Exception as error:
            self.patience.failed(error)
            return
        self.owed.clear()

    def finish(self, seconds: float) -> None:
        """Begin nothing more, and wait so long for what is at work."""
        for future in self.running:
            future.cancel()
        wait(self.running, seconds)
        for future in [one for one in self.running if one.done() and not one.cancelled()]:
            self._ended(future)

    def give_back(self) -> None:
        """Give back what is claimed and not done. It was no fault of the files: the starts do not count."""
        for future in self.running:
            future.cancel()
        try:
            work.release(self.store, self.owed)
            work.release(self.store, self.running.values(), blameless=True)
        except Exception:
            # The database is gone: the next run on this machine, or the end of the lease, gives back.
            pass
