"""Knowing that the service is being stopped, while it still answers: the server tells the application only when the
last answer is given, and who waits for an event would never give it."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

_SIGNALS = (signal.SIGTERM, signal.SIGINT)


@contextmanager
def noticed(stopping: threading.Event) -> Iterator[None]:
    """Set `stopping` when the process is told to stop, then let happen what would have. In the main thread only:
    signals come nowhere else."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {one: signal.getsignal(one) for one in _SIGNALS}

    def chained(then: Callable[[int, FrameType | None], object]) -> Callable[[int, FrameType | None], None]:
        def stop(number: int, frame: FrameType | None) -> None:
            stopping.set()
            then(number, frame)

        return stop

    ours = {}
    for one, then in before.items():
        if callable(then):
            ours[one] = chained(then)
            signal.signal(one, ours[one])
    try:
        yield
    finally:
        stopping.set()
        for one, handler in ours.items():
            if signal.getsignal(one) is handler:
                signal.signal(one, before[one])
