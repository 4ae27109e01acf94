"""Untrusted files in processes of their own, which may crash, hang or run out of memory without harm to anybody else.

`Isolation.run` calls a function there. The processes are reused, because a fresh one costs a hundred times the call,
and replaced after so many files, because what a library leaks goes with them. They come from a server process without
threads, never from one that has some, and none outlives the process that wanted it, not even when that one is killed.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from multiprocessing.context import BaseContext
from queue import SimpleQueue
from threading import Lock, Thread
from types import TracebackType
from typing import TYPE_CHECKING, Any, ParamSpec, Self, TypeVar

from extractor.errors import HostileFileError, LimitError, TrichLucError

if TYPE_CHECKING:
    from pebble import ProcessPool

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one file may take: seconds, bytes of memory; and how many files a process serves."""

    seconds: float = 60.0
    memory: int = 2 * 1024**3
    files: int = 200


class IsolationError(Exception):
    """The processes were ended while the call waited or ran: nothing is known of the file."""


class Isolation:
    """A few processes for untrusted work. It may be used by several threads; close it, or use it as a context
    manager.

    Each process is a pool of its own: what dies in one takes nothing with it that another needs, and whatever breaks a
    pool was at work in it.
    """

    def __init__(self, processes: int, bounds: Bounds | None = None) -> None:
        self._bounds = bounds or Bounds()
        self._pools = [self._pool() for _ in range(processes)]
        self._idle: SimpleQueue[int] = SimpleQueue()
        for place in range(processes):
            self._idle.put(place)
        self._lock = Lock()
        self._calls: set[Future[Any]] = set()
        self._closed = False

    def warm(self) -> None:
        """Have the processes started before the first file needs them; returns at once."""
        Thread(target=self._warm, name="isolation", daemon=True).start()

    def run(self, name: str, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Call `function` in one of the processes and return its result; waits for a free one. `name` is the file's,
        for messages.

        Raises LimitError when time or memory ran out, HostileFileError when the process died, what the function
        raises, and IsolationError.
        """
        call = partial(function, *args, **kwargs)
        place = self._idle.get()
        try:
            try:
                return self._run(place, name, call)
            except BrokenProcessPool:
                # It died while it was idle, or of this file so soon that nobody can tell. A fresh one tells.
                return self._run(place, name, call)
        except BrokenProcessPool:
            raise _died(name, None) from None
        finally:
            self._idle.put(place)

    def _run(self, place: int, name: str, call: Callable[[], R]) -> R:
        from pebble import ProcessExpired

        future = self._schedule(place, call)
        try:
            result: R = future.result()
        except (TimeoutError, MemoryError, ProcessExpired, BrokenProcessPool, CancelledError) as error:
            if self._closed:
                raise IsolationError("closed") from None
            if isinstance(error, MemoryError | BrokenProcessPool):
                # What is left of its memory may lie in pieces; a fresh process serves the next file.
                self._renew(place)
            if isinstance(error, BrokenProcessPool | CancelledError):
                raise
            raise self._told(name, error) from None
        finally:
            self._calls.discard(future)
        return result

    def _schedule(self, place: int, call: Callable[[], R]) -> Future[R]:
        with self._lock:
            if self._closed:
                raise IsolationError("closed")
            try:
                future: Future[R] = self._pools[place].schedule(call, timeout=self._bounds.seconds)
            except RuntimeError as error:  # its process died between two files
                self._pools[place] = self._pool()
                raise BrokenProcessPool from error
            self._calls.add(future)
            return future

    def _told(self, name: str, error: BaseException) -> TrichLucError:
        bounds = self._bounds
        if isinstance(error, TimeoutError):
            return LimitError(
                f"{name}: took longer than {bounds.seconds:g} s and was stopped; split the file, or send a simpler copy"
            )
        if isinstance(error, MemoryError):
            return LimitError(f"{name}: needs more than {bounds.memory // 1024**2} MiB of memory; split the file")
        return _died(name, getattr(error, "exitcode", None))

    def _pool(self) -> ProcessPool:
        from pebble import ProcessPool

        return ProcessPool(
            max_workers=1,
            max_tasks=self._bounds.files,
            initializer=_confine,
            initargs=(self._bounds.memory,),
            context=_context(),
        )

    def _renew(self, place: int) -> None:
        with self._lock:
            if self._closed:
                return
            old, self._pools[place] = self._pools[place], self._pool()
        _end([old])

    def _warm(self) -> None:
        for place in range(len(self._pools)):
            try:
                self._schedule(place, _nothing)
            except (IsolationError, BrokenProcessPool):
                return

    def close(self) -> None:
        """End the processes, also those at work. Whoever waits for one of them gets IsolationError."""
        with self._lock:
            self._closed = True
            _end(self._pools)
        for future in list(self._calls):
            if not future.done():
                future.set_exception(CancelledError())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _end(pools: list[ProcessPool]) -> None:
    for pool in pools:
        pool.stop()  # type: ignore[no-untyped-call]
    for pool in pools:
        pool.join()


def _died(name: str, status: int | None) -> HostileFileError:
    told = "" if status is None else f" (exit status {status})"
    return HostileFileError(
        f"{name}: the process that read it died{told}; save the document anew in its program and send that"
    )


def _context() -> BaseContext:
    """How processes are made: by a server that has the engine loaded where the system has such, else anew."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["api.preloaded"])
    return context


def _nothing() -> None:
    """The first call of a process that is warmed."""


def _confine(memory: int) -> None:
    """Limits of a worker process. Runs in it, before the first file."""
    import signal

    # Ctrl-C reaches the whole group: the parent decides what becomes of the work, and ends us without a word.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _follow_into_death()
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        # A crash leaves no image of a stranger's document behind.
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        os.nice(5)


def _follow_into_death() -> None:
    """Let this process end when the one that wanted it ends, also where that was killed and could tell nobody. One that
    waits for work sees the end of its pipe; one that hangs in a file would stay for ever."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return
    if sys.platform == "linux":
        import ctypes
        import signal

        # Ours is the server of processes, which ends with the process that started it. PR_SET_PDEATHSIG is 1.
        ctypes.CDLL(None).prctl(1, signal.SIGKILL, 0, 0, 0)
        if not parent.is_alive():
            os._exit(1)
    else:
        Thread(target=_watch, args=(parent.sentinel,), daemon=True).start()


def _watch(sentinel: int) -> None:
    from multiprocessing.connection import wait

    wait([sentinel])
    os._exit(1)
