"""The runner: does the work of all workspaces of a store, in a thread of the service or in a process of its own
(`trichluc worker`). What waits, and who has it, is in the table alone, so that nothing is lost with a runner."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait

from sqlalchemy import Connection

from api.extraction import Prepare, Watch, prepare, process
from api.isolation import Bounds, Isolation
from api.service.jobs import progress
from api.service.observing import metrics
from api.store import Store, everyone, work
from api.store.purging import purge
from api.store.work import Claim, Task

#: An empty table is asked again after so long, seconds; what comes to this process wakes it at once.
LOOK_SECONDS = 0.5
#: Between two looks for what dead processes left, seconds.
DEAD_SECONDS = 15.0
#: Between two signs of life in the table, seconds.
SIGN_SECONDS = work.LEASE_SECONDS / 5
#: Pause after a failure of the machinery; each further one in a row doubles it. Seconds.
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0
#: Documents of this process that are remembered to be done first; the others are found in the table.
REMEMBERED = 1000

#: Hears in the transaction that withholds a document with a mark of secrecy.
Withheld = Callable[[Store, Connection, Task], None]


def _unheard(store: Store, connection: Connection, task: Task) -> None:
    """Where nobody keeps a log."""


class Runner:
    """Does the work with so many `processes`. `changed` hears the id of each document that came on, from any thread;
    `trouble` the error of each failure of the machinery."""

    def __init__(
        self,
        store: Store,
        version: str,
        processes: int,
        *,
        changed: Callable[[int], None] = lambda document_id: None,
        trouble: Callable[[BaseException], None] = lambda error: None,
        withheld: Withheld = _unheard,
        prepare: Prepare = prepare,
        bounds: Bounds | None = None,
    ) -> None:
        self._store, self._version, self._prepare = store, version, prepare
        self._changed, self._trouble, self._withheld = changed, trouble, withheld
        # Two threads more than processes: while they write, no process waits for its next file.
        self._room = processes + 2
        self._isolation = Isolation(processes, bounds)
        self._threads = ThreadPoolExecutor(self._room, "work")
        self._running: dict[Future[str], tuple[int, Claim]] = {}
        self._asked: deque[int] = deque(maxlen=REMEMBERED)
        self._awake = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="runner", daemon=True)
        self._failures = 0
        self._until = self._next_dead = 0.0
        self._next_sign = time.monotonic() + SIGN_SECONDS
        self._begun = False

    def start(self) -> None:
        """Begin. Returns at once."""
        self._isolation.warm()
        self._thread.start()

    def wake(self, document_id: int) -> None:
        """There is work on a document: it comes before what else waits."""
        self._asked.append(document_id)
        self._awake.set()

    def busy(self) -> int:
        """How many pieces of work it has just now."""
        return len(self._running)

    def stop(self, seconds: float) -> None:
        """Begin nothing more, wait so long for what is at work, and give back the rest."""
        self._stopping.set()
        self._awake.set()
        if self._thread.ident is not None:
            self._thread.join()
        for future in list(self._running):
            future.cancel()
        wait(list(self._running), seconds)
        self._isolation.close()
        self._threads.shutdown(cancel_futures=True)
        self._collect()
        left = list(self._running.values())
        try:
            # It was no fault of the files: the starts do not count.
            work.release(self._store, (claim for _, claim in left), blameless=True)
        except Exception as error:  # the next runner on this machine gives it back, or the end of the lease
            self._trouble(error)

    def _run(self) -> None:
        while not self._stopping.is_set():
            self._awake.clear()
            found = False
            try:
                self._begin()
                self._collect()
                self._give_signs()
                found = self._claim()
            except Exception as error:
                self._failed(error)
            # Whatever ends wakes it too.
            pause = max(LOOK_SECONDS, self._until - time.monotonic())
            if not found:
                self._awake.wait(pause)

    def _begin(self) -> None:
        """What is left of earlier times."""
        if not self._begun:
            self._store.blobs.sweep()
            for one in everyone.workspaces(self._store):
                bound = everyone.of_workspace(self._store, one)
                work.release_dead(bound)
                work.adopt(bound, self._version)
            self._begun = True

    def _claim(self) -> bool:
        """Take as much as there is room for. Whether there may be more."""
        free = self._room - len(self._running)
        if free <= 0 or time.monotonic() < self._until or self._stopping.is_set():
            return False
        first = [self._asked.popleft() for _ in range(min(free, len(self._asked)))]
        late = time.monotonic() >= self._next_dead
        # Looking takes no lock; claiming does, also where there is nothing.
        if not first and not late and not everyone.waiting(self._store, self._version, 1):
            return False
        claims = everyone.claim(self._store, self._version, work.owner(), free, first)
        for workspace_id, claim in claims:
            future = self._threads.submit(self._do, workspace_id, claim)
            self._running[future] = (workspace_id, claim)
            future.add_done_callback(lambda _: self._awake.set())
        if claims or not late:
            return bool(first) and not claims
        self._failures = 0
        self._next_dead = time.monotonic() + DEAD_SECONDS
        return everyone.release_dead(self._store, self._version) > 0

    def _do(self, workspace_id: int, claim: Claim) -> str:
        store = everyone.of_workspace(self._store, workspace_id)
        told = progress.Teller(store, claim, self._changed)
        watch = Watch(told, lambda connection, task: self._withheld(store, connection, task))
        outcome = process(store, claim, self._isolation, self._prepare, watch)
        metrics.documents.labels(outcome).inc()
        self._changed(claim.document_id)
        return outcome

    def _collect(self) -> None:
        """Hear of what has ended."""
        ended = [future for future in self._running if future.done()]
        failed = []
        for future in ended:
            _, claim = self._running.pop(future)
            error = None if future.cancelled() else future.exception()
            if future.cancelled() or error is not None:
                failed.append((claim, error))
            else:
                self._failures = 0
        if failed:
            work.release(self._store, (claim for claim, _ in failed), blameless=self._stopping.is_set())
            self._failed(next((error for _, error in failed if error is not None), RuntimeError("cancelled")))
        if ended and not self._running and not self._asked:
            purge(self._store)

    def _give_signs(self) -> None:
        if self._running and time.monotonic() >= self._next_sign:
            self._next_sign = time.monotonic() + SIGN_SECONDS
            everyone.prolong(self._store, [claim for _, claim in self._running.values()])

    def _failed(self, error: BaseException) -> None:
        """The machinery failed: wait, longer each time. The service goes on trying."""
        if self._stopping.is_set():
            return
        self._failures += 1
        self._until = time.monotonic() + min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(self._failures - 1, 10))
        self._trouble(error)
