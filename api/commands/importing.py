"""`trichluc import`: an archive of files into the store."""

from __future__ import annotations

import argparse
import dataclasses
import os
import signal
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from threading import Event
from types import FrameType

from api import engine, failures
from api.commands import common
from api.importing import pattern, session, watch
from api.importing.errors import MachineryError
from api.importing.progress import display, summary
from api.importing.run import Crew, local_crew
from api.importing.session import Order, Session
from api.store import Store, work

#: Between two looks at the folders, seconds.
WATCH_SECONDS = 30.0


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument(
        "places",
        nargs="*",
        metavar="PATH|GLOB|URL",
        help="files, folders with all below them, .zip archives, patterns in quotes ('2021/**/*.pdf'), object stores "
        "(s3://bucket/prefix), single files of web servers",
    )
    parser.add_argument("--workers", type=_positive, metavar="N", help="processes that extract (default: one a core)")
    parser.add_argument(
        "--cluster",
        metavar="ADDRESS",
        help="let the workers of this Dask scheduler extract (tcp://host:8786); needs PostgreSQL and an object store",
    )
    parser.add_argument(
        "--shared-files", action="store_true", help="the folder of the store is on a disk that all workers share"
    )
    parser.add_argument("--retry", action="store_true", help="try again what failed before")
    parser.add_argument(
        "--update", action="store_true", help="extract again what an older version did; nothing is read anew"
    )
    parser.add_argument(
        "--watch",
        type=float,
        nargs="?",
        const=WATCH_SECONDS,
        metavar="SECONDS",
        help=f"go on looking, every so often (default: {WATCH_SECONDS:g}); takes files that nobody writes on any more",
    )
    parser.add_argument(
        "--path-pattern",
        metavar="PATTERN",
        help="what folders say of the documents in them, such as '{year}/{issuer}/{type}'",
    )
    parser.add_argument("-q", "--quiet", action="store_true", help="say nothing but errors")


def run(options: argparse.Namespace) -> int:
    """Import, and return the exit status: 0 all done, 1 some failed, 130 stopped."""
    places = tuple(options.places)
    if not places and not options.retry and not options.update:
        common.complain("name folders, files or addresses to import; or --retry, or --update")
        return 2
    if absent := session.absent(places):
        common.complain(f"{absent[0]}: no such file; check the path")
        return failures.NOT_OPENED
    order = Order(
        places, options.retry, options.update, pattern.parse(options.path_pattern) if options.path_pattern else None
    )
    stop = Event()
    version = engine.version()
    with common.opened(options) as store, _signals(stop), _crew(store, version, options) as crew:
        if options.watch is None:
            return _once(Session(store, order, version, stop=stop), crew, quiet=options.quiet)
        return _watch(store, order, version, crew, stop, options)


def _crew(store: Store, version: str, options: argparse.Namespace) -> AbstractContextManager[Crew]:
    """Who does the work."""
    if options.cluster:
        from api.importing.cluster import cluster_crew

        return cluster_crew(store, options.cluster, version, shared_files=options.shared_files)
    return local_crew(store, options.workers or common.cores())


def _once(session: Session, crew: Crew, *, quiet: bool) -> int:
    try:
        _shown(session, crew, quiet=quiet)
    finally:
        if not quiet:
            print(*summary(session.tally), sep="\n", flush=True)
    return _ended(session, quiet=quiet)


def _shown(session: Session, crew: Crew, *, quiet: bool) -> None:
    with display(quiet=quiet) as shown:
        session.told = shown.line
        session.tick = lambda: shown.tick(session.tally)
        try:
            session.run(crew)
        finally:
            session.tally.ended = time.time()


def _ended(session: Session, *, quiet: bool) -> int:
    """Say what is to be done next, and return the exit status."""
    tally = session.tally
    waiting = work.statuses(session.store, session.version)
    if session.stop.is_set():
        common.complain(f"stopped; {waiting['pending']:,} files wait: run the same command again to go on")
        return failures.INTERRUPTED
    if not quiet and waiting["running"]:
        common.complain(f"{waiting['running']:,} files are being extracted by another import")
    if not (tally.failures or tally.unreadable):
        return 0
    if not quiet and tally.failures:
        common.complain("list what failed, and why: trichluc failures; try it again: trichluc import --retry")
    return failures.SOME_FAILED


def _watch(store: Store, order: Order, version: str, crew: Crew, stop: Event, options: argparse.Namespace) -> int:
    """Look again and again, until somebody stops it."""
    steady = watch.Steady()
    seen: set[tuple[str, int, int]] = set()
    while True:
        session = Session(store, order, version, steady=steady, stop=stop, gone_through=seen)
        try:
            _shown(session, crew, quiet=options.quiet)
        except MachineryError as error:
            common.complain(f"{error}; the next look tries again")
        if session.tally.finished and not options.quiet:
            print(*summary(session.tally), "", sep="\n", flush=True)
        if stop.wait(options.watch):
            return _ended(session, quiet=options.quiet)
        steady.next_look()
        order = dataclasses.replace(order, retry=False, update=False)


@contextmanager
def _signals(stop: Event) -> Iterator[None]:
    """Let Ctrl-C and SIGTERM stop the import: the first time in good order, the second time at once."""

    def handle(number: int, frame: FrameType | None) -> None:
        if stop.is_set():
            os._exit(failures.INTERRUPTED)  # the processes that extract end with this one
        stop.set()
        os.write(2, b"trichluc: stopping; once more stops at once\n")

    before = {number: signal.signal(number, handle) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least 1")
    return number
