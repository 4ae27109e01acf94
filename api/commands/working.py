"""`trichluc worker`: does the work of a service on a machine of its own."""

from __future__ import annotations

import argparse
import os
import signal
from threading import Event
from types import FrameType

from api import engine, failures
from api.commands import common

#: How long what is at work may go on when the worker is stopped, seconds.
STOP_SECONDS = 30.0


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument("--workers", type=int, metavar="N", help="processes that extract (default: one a core)")


def run(options: argparse.Namespace) -> int:
    """Work until somebody stops it; the exit status is 0 then."""
    if options.workers is not None and options.workers < 1:
        common.complain("--workers is at least 1")
        return 2
    from api.service.intake.running import new_runner

    stop = Event()

    def handle(number: int, frame: FrameType | None) -> None:
        if stop.is_set():
            os._exit(failures.INTERRUPTED)  # the processes that extract end with this one
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, handle)
    version = engine.version()
    with common.opened(options) as store:
        runner = new_runner(store, version, options.workers or common.cores())
        runner.start()
        common.complain(f"working for all workspaces with version {version}; stop with Ctrl-C")
        stop.wait()
        common.complain("stopping; once more stops at once")
        runner.stop(STOP_SECONDS)
    return 0
