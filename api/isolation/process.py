"""One process for untrusted files, as seen from the process that uses it."""

from __future__ import annotations

import os
import pickle
import secrets
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import wait
from pathlib import Path
from typing import TYPE_CHECKING

from api.isolation import inside
from api.isolation.bounds import Bounds, IsolationError

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext, SpawnContext

#: How long a process may take to come up, seconds: the first one waits until the engine is loaded.
STARTING_SECONDS = 120.0
#: How long a killed process may take to vanish, seconds.
ENDING_SECONDS = 10.0
#: Room for what goes along with a result, bytes.
ENVELOPE = 1024
#: What multiprocessing says where it could not learn how a process ended.
UNKNOWN = 255
#: multiprocessing looks at all its processes whenever it starts one; two threads must not do so at once.
_processes = threading.Lock()


class DiedError(Exception):
    """The process ended before it answered. `status` is its exit status, negative for a signal."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class Process:
    """One process and the pipe to it. `served` counts its calls, `allowed` is the time of the present one, seconds."""

    def __init__(self, context: ForkServerContext | SpawnContext, bounds: Bounds) -> None:
        self.served = 0
        self.allowed = STARTING_SECONDS
        self._largest = bounds.result + ENVELOPE
        self._ending = threading.Lock()
        self._ended = False
        self._pipe, theirs = context.Pipe()
        self._scratch = Path(tempfile.gettempdir(), f"trichluc-{secrets.token_hex(8)}")
        limits = (theirs, bounds.memory, bounds.longest, bounds.result, self._scratch)
        # A daemon ends with its parent's interpreter, should nobody close the Isolation.
        self._process = context.Process(target=inside.serve, args=limits, daemon=True)
        try:
            with _processes:
                self._process.start()
            theirs.close()
            self._receive(time.monotonic() + STARTING_SECONDS)
        except (DiedError, OSError, EOFError, AssertionError) as error:
            self.discard()
            raise IsolationError(
                f"no process for untrusted files can be started ({type(error).__name__}: {error}); "
                "check the limits of processes and memory"
            ) from None

    def alive(self) -> bool:
        """Whether the process is still there."""
        return not wait([self._process.sentinel], 0)

    def ready(self) -> bool:
        """Whether the process is still there and waits for a call. One that was not called has nothing to say: a pipe
        that can be read has lost its other end."""
        return not wait([self._process.sentinel, self._pipe], 0)

    def call(self, request: bytes, bounds: Bounds, told: Callable[[int, int], None]) -> inside.Message:
        """Send a call and wait for its answer; `told` hears of pages meanwhile. Raises TimeoutError and DiedError."""
        self.served += 1
        self.allowed = bounds.seconds
        began = time.monotonic()
        try:
            self._pipe.send_bytes(request)
        except OSError:
            raise self._died() from None
        pages = 0
        while True:
            message = self._receive(began + self.allowed)
            if message[0] == inside.PROGRESS:
                done, total = map(int, message[3].split())
                told(done, total)
                continue
            if message[0] != inside.PAGES:
                return message
            pages = min(bounds.pages, pages + int(message[3]))
            self.allowed = bounds.seconds + pages * bounds.page_seconds

    def kill(self) -> None:
        """End the process and all of its group."""
        with self._ending:
            if self._ended or self._process.pid is None:
                return
            self._ended = True
            if self.alive():
                self._kill_group()
                with _processes:
                    self._process.kill()
                self._exit_status()

    def discard(self) -> None:
        """End the process and close the pipe. Only for whoever calls it, or when nobody does."""
        self.kill()
        self._pipe.close()
        if self._scratch.exists():
            from extractor.read.office_place import sweep

            sweep(self._scratch)

    def _receive(self, deadline: float) -> inside.Message:
        ready = wait([self._pipe, self._process.sentinel], max(0.0, deadline - time.monotonic()))
        if not ready:
            raise TimeoutError
        # What it still sent before it ended counts.
        if self._pipe in ready:
            try:
                message: inside.Message = pickle.loads(self._pipe.recv_bytes(self._largest))
            except (EOFError, OSError):
                pass
            else:
                return message
        raise self._died()

    def _died(self) -> DiedError:
        """How the process ended. One that does not speak any more and does not end either is as good as dead."""
        status = self._exit_status()
        # Now, not later: the number of a dead process may become somebody else's.
        self._kill_group()
        return DiedError(status if status is not None else 0)

    def _kill_group(self) -> None:
        if sys.platform != "win32" and self._process.pid is not None:
            try:
                os.killpg(self._process.pid, signal.SIGKILL)
            except (ProcessLookupError, PermissionError):
                pass  # gone with all of its group, or it has not come so far as to have one

    def _exit_status(self) -> int | None:
        """How the process ended; None if it does not."""
        wait([self._process.sentinel], ENDING_SECONDS)
        with _processes:
            return self._process.exitcode
