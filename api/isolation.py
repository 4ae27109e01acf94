"""Untrusted files in processes of their own, which may crash, hang or run out of memory without harm to anybody else.

`Isolation.run` calls a function there. The processes are reused, because a fresh one costs a hundred times the call,
and replaced after so many files, because what a library leaks goes with them. They come from a server process without
threads, never from one that has some.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.context import BaseContext
from types import TracebackType
from typing import TYPE_CHECKING, ParamSpec, Self, TypeVar

from extractor.errors import HostileFileError, LimitError

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


class Isolation:
    """A few processes for untrusted work. It may be used by several threads; close it, or use it as a context
    manager."""

    def __init__(self, processes: int, bounds: Bounds | None = None) -> None:
        from pebble import ProcessPool

        self._bounds = bounds or Bounds()
        self._pool: ProcessPool = ProcessPool(
            max_workers=processes,
            max_tasks=self._bounds.files,
            initializer=_confine,
            initargs=(self._bounds.memory,),
            context=_context(),
        )

    def run(self, name: str, function: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        """Call `function` in one of the processes and return its result. `name` is the file's, for messages.

        Raises LimitError when time or memory ran out, HostileFileError when the process died, and what the function
        raises.
        """
        from pebble import ProcessExpired

        bounds = self._bounds
        future = self._pool.schedule(function, args=args, kwargs=kwargs, timeout=bounds.seconds)
        try:
            result: R = future.result()
        except TimeoutError:
            raise LimitError(
                f"{name}: took longer than {bounds.seconds:g} s and was stopped; split the file, or send a simpler copy"
            ) from None
        except MemoryError:
            raise LimitError(
                f"{name}: needs more than {bounds.memory // 1024**2} MiB of memory; split the file"
            ) from None
        except ProcessExpired as expired:
            raise HostileFileError(
                f"{name}: the process that read it died (exit status {expired.exitcode}); "
                "save the document anew in its program and send that"
            ) from None
        return result

    def close(self) -> None:
        """End the processes, also those at work."""
        self._pool.stop()  # type: ignore[no-untyped-call]
        self._pool.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _context() -> BaseContext:
    """How processes are made: by a server that has the engine loaded where the system has such, else anew."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["api.preloaded"])
    return context


def _confine(memory: int) -> None:
    """Limits of a worker process. Runs in it, before the first file."""
    import signal

    # Ctrl-C reaches the whole group: the parent decides what becomes of the work.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        # A crash leaves no image of a stranger's document behind.
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        os.nice(5)
