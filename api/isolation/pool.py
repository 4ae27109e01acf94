"""Handing out processes for untrusted files.

They are reused, because a fresh one costs a hundred times the call, and replaced after so many files or above a mark of
memory, because what a library leaks goes with them. They come from a server process without threads, never from one
that has some. Nothing is shared between two of them: each has a pipe of its own, which its caller reads, so that
nothing that one of them sends, or leaves unsent, can stop another.
"""

from __future__ import annotations

import multiprocessing
import pickle
import queue
import signal
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Any, ParamSpec, Self, TypeVar

from api.isolation import inside
from api.isolation.bounds import Bounds, IsolationError
from api.isolation.process import UNKNOWN, DiedError, Process
from extractor.errors import HostileFileError, LimitError, TrichLucError

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext, SpawnContext

P = ParamSpec("P")
R = TypeVar("R")

#: How long whoever has a result lets others go first, seconds.
HAND_OVER = 0.0002
#: Signals that come from people and systems, not from a fault in a library.
_FROM_OUTSIDE = frozenset(
    getattr(signal, name) for name in ("SIGKILL", "SIGTERM", "SIGHUP", "SIGINT", "SIGQUIT") if hasattr(signal, name)
)


class Isolation:
    """A few processes for untrusted work. It may be used by several threads; close it, or use it as a context
    manager."""

    def __init__(self, processes: int, bounds: Bounds | None = None) -> None:
        self._bounds = bounds or Bounds()
        self._context = _context()
        #: Whoever holds a slot may have its process: one that is there, or None, and then a new one.
        self._slots: queue.LifoQueue[Process | None] = queue.LifoQueue()
        for _ in range(processes):
            self._slots.put(None)
        self._busy: set[Process] = set()
        self._lock = threading.Lock()
        self._closed = False

    def run(self, name: str, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """As `run_told`, for those who do not want to hear."""
        return self.run_told(_unheard, name, function, *args, **kwargs)

    def run_told(
        self, told: Callable[[int, int], None], name: str, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Call `function` in one of the processes and return its result. `name` is the file's, for messages;
        `told` hears how many pages of how many are read (`inside.progressing`).

        Raises LimitError when time or memory ran out or the result is too large, HostileFileError when the process
        died of the file, and what the function raises (RuntimeError with the name of its type where that cannot
        travel). IsolationError says nothing of the file: the process was ended from outside, the Isolation was closed,
        or there can be no process.
        """
        request = pickle.dumps((function, args, kwargs), pickle.HIGHEST_PROTOCOL)
        process = self._take(name)
        keep = False
        try:
            kind, resident, left_behind, payload = process.call(request, self._bounds, told)
            fit = kind != inside.MEMORY and not left_behind and resident <= self._bounds.resident
            keep = fit and process.served < self._bounds.files
        except TimeoutError:
            raise self._too_long(name, process.allowed) from None
        except DiedError as died:
            raise self._explained(name, died.status, process.allowed) from None
        finally:
            self._give(process, keep=keep)
        # Whoever waits for the process sends it the next file now: what comes holds the interpreter for milliseconds.
        time.sleep(HAND_OVER)
        result: R = self._opened(name, kind, payload)
        return result

    def warm(self) -> None:
        """Have the server of processes and the first one started before a file needs it. Returns at once."""
        threading.Thread(target=self._warm, name="isolation", daemon=True).start()

    def close(self) -> None:
        """End the processes, also those at work: their calls raise IsolationError, and so do all that wait or
        come later."""
        with self._lock:
            self._closed = True
            busy, idle = list(self._busy), []
            while not self._slots.empty():
                idle.append(self._slots.get_nowait())
        for process in busy:
            process.kill()
        for one in idle:
            if one is not None:
                one.discard()
            # Whoever waits for a slot gets one and hears that all is over.
            self._slots.put(None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _take(self, name: str) -> Process:
        """A process for one call, as soon as one is free."""
        process = None
        slot = self._slots.get()
        try:
            if slot is not None and not slot.ready():
                slot.discard()
                slot = None
            process = slot or Process(self._context, self._bounds)
            with self._lock:
                if self._closed:
                    raise IsolationError(f"{name}: stopped before it was read; import it again")
                self._busy.add(process)
        except BaseException:
            if process is not None:
                process.discard()
            self._slots.put(None)
            raise
        return process

    def _warm(self) -> None:
        try:
            self._give(self._take(""), keep=True)
        except IsolationError:
            pass  # closed by now; or the first file will tell

    def _give(self, process: Process, *, keep: bool) -> None:
        """Give a process back, for others or to be ended."""
        with self._lock:
            self._busy.discard(process)
            keep = keep and not self._closed
            if keep:
                self._slots.put(process)
        if not keep:
            process.discard()
            self._slots.put(None)

    def _opened(self, name: str, kind: int, payload: bytes) -> Any:
        if kind == inside.MEMORY:
            mebibytes = self._bounds.memory // 1024**2
            raise LimitError(f"{name}: needs more than {mebibytes} MiB of memory; split the file")
        if kind == inside.LARGE:
            mebibytes = self._bounds.result // 1024**2
            raise LimitError(f"{name}: what was read of it is larger than {mebibytes} MiB; split the file")
        content = pickle.loads(payload)
        if kind == inside.RAISED:
            raise content
        return content

    def _explained(self, name: str, status: int, allowed: float) -> TrichLucError:
        """Why a process died, by its exit status: that of a signal is negative."""
        if self._closed or -status in _FROM_OUTSIDE or status == UNKNOWN:
            return IsolationError(f"{name}: the process that read it was ended from outside; import it again")
        if -status == getattr(signal, "SIGXCPU", None):
            return self._too_long(name, allowed)
        how = f"exit status {status}" if status >= 0 else signal.Signals(-status).name
        return HostileFileError(
            f"{name}: the process that read it died ({how}), of a damaged file or of too large a one; "
            "save the document anew in its program and send that"
        )

    def _too_long(self, name: str, allowed: float) -> LimitError:
        return LimitError(
            f"{name}: took longer than {allowed:g} s and was stopped; split the file, or send a simpler copy"
        )


def _unheard(done: int, total: int) -> None:
    """Where nobody wants to hear of pages."""


def _context() -> ForkServerContext | SpawnContext:
    """How processes are made: by a server that has the engine loaded where the system has such, else anew."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["api.preloaded"])
    return context
