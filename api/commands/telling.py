"""Progress of one long command on standard error: one line that is written over on a terminal, else a line now and
then."""

from __future__ import annotations

import sys
import time

#: Seconds between two lines where standard error is no terminal, and between two of one that is.
PLAIN_INTERVAL, TERMINAL_INTERVAL = 10.0, 0.1


class Telling:
    """Called with what is done, how much of it, and of how much. Used as a context manager: it cleans up its line."""

    def __init__(self, quiet: bool = False) -> None:
        self._terminal = sys.stderr.isatty()
        self._quiet = quiet
        self._next = time.monotonic() + (0 if self._terminal else PLAIN_INTERVAL)

    def __call__(self, what: str, done: int, total: int) -> None:
        now = time.monotonic()
        if self._quiet or now < self._next:
            return
        line = f"{what}: {done} of {total}" if total else f"{what}: {done}"
        if self._terminal:
            print(f"\r\x1b[K{line}", end="", file=sys.stderr, flush=True)
            self._next = now + TERMINAL_INTERVAL
        else:
            print(line, file=sys.stderr, flush=True)
            self._next = now + PLAIN_INTERVAL

    def clear(self) -> None:
        """Make room for a line of output."""
        if self._terminal and not self._quiet:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)

    def __enter__(self) -> Telling:
        return self

    def __exit__(self, *_: object) -> None:
        self.clear()


def size(count: float) -> str:
    """Bytes as people read them: "1.5 MB"."""
    for unit in ("bytes", "kB", "MB", "GB"):
        if count < 1000:
            return f"{count:.0f} {unit}" if unit == "bytes" else f"{count:.1f} {unit}"
        count /= 1000
    return f"{count:.1f} TB"
