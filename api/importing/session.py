"""One import from its beginning to its end: files are found and taken in by one thread, and extracted meanwhile."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from threading import Event, Thread
from urllib.parse import unquote, urlsplit

from sqlalchemy import func, make_url, select

from api.importing import folders, remote
from api.importing.errors import AddressError
from api.importing.feed import Feed
from api.importing.found import Found, reason
from api.importing.pattern import PathPattern
from api.importing.run import Crew, drain
from api.importing.tally import Tally
from api.records.joining import refresh
from api.store import Store, tables, work
from api.store.documents import REPLACED
from api.store.purging import purge


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be imported: paths, patterns and addresses; whether quarantine is tried again (`retry`) and what older
    versions of the pipeline extracted is extracted anew (`update`)."""

    places: tuple[str, ...]
    retry: bool = False
    update: bool = False
    pattern: PathPattern | None = None


@dataclass(slots=True)
class Session:
    """An import under way. `told` hears a line for what cannot be read, `tick` is called a few times a second."""

    store: Store
    order: Order
    version: str
    told: Callable[[str], None] = lambda line: None
    tick: Callable[[], None] = lambda: None
    steady: Callable[[Found], bool] = lambda found: True
    stop: Event = field(default_factory=Event)
    #: Archives that need not be opened again by this process (path, size, time of change).
    gone_through: set[tuple[str, int, int]] = field(default_factory=set)
    tally: Tally = field(default_factory=Tally)
    _error: Exception | None = None

    def run(self, crew: Crew) -> Tally:
        """Import, and return the counts. Raises MachineryError and AddressError; what was done until then stays."""
        self._begin()
        if self.tally.backlog:
            crew.warm()
        finder = Thread(target=self._find, args=(crew.warm,), name="find", daemon=True)
        finder.start()
        try:
            drain(
                self.store,
                crew,
                self.version,
                on_outcome=lambda outcome: self.tally.outcomes.update([outcome]),
                more=finder.is_alive,
                stopped=self._stopped,
            )
        except BaseException:
            self.stop.set()
            raise
        finally:
            finder.join(5 if self.stop.is_set() else None)
        if not self.stop.is_set():
            refresh(self.store)
            purge(self.store)
        self.tally.failures = self._failures()
        if self._error is not None:
            raise self._error
        return self.tally

    def _begin(self) -> None:
        work.release_dead(self.store)
        self.store.blobs.sweep()
        work.adopt(self.store, self.version)
        if self.order.retry:
            work.retry(self.store, self.version)
        if self.order.update:
            work.renew(self.store, self.version)
        self.tally.backlog = work.statuses(self.store, self.version)["pending"]

    def _find(self, warm: Callable[[], None]) -> None:
        try:
            Feed(
                self.store,
                self.version,
                self.tally,
                told=self.told,
                pattern=self.order.pattern,
                again=self.order.retry,
                steady=self.steady,
                stop=self.stop,
                gone_through=self.gone_through,
                on_first=warm,
            ).take(self._files())
            self.tally.complete = True
        except Exception as error:  # told by the thread that waits for us
            self._error = error

    def _files(self) -> Iterator[Found]:
        walk = folders.Walk(self._trouble, own_files(self.store))
        for place in self.order.places:
            if remote.is_address(place):
                try:
                    yield from remote.files(place, self._left_out)
                except AddressError as error:
                    self.tally.unreadable += 1
                    self.told(str(error))
            else:
                yield from walk.files(place)
                self.tally.left_out += walk.left_out
                walk.left_out = 0

    def _stopped(self) -> bool:
        self.tick()
        return self.stop.is_set()

    def _left_out(self) -> None:
        self.tally.left_out += 1

    def _trouble(self, path: str, error: OSError) -> None:
        self.tally.unreadable += 1
        self.told(f"{path}: cannot be looked at ({reason(error)}); the next import tries again")

    def _failures(self) -> Counter[str]:
        table = tables.extraction
        query = (
            select(table.c.error_code, func.count().label("files"))
            .where(
                table.c.workspace_id == self.store.workspace_id,
                table.c.pipeline_version == self.version,
                table.c.status == "failed",
                table.c.error_code != REPLACED,
                table.c.changed_at >= self.tally.began,
            )
            .group_by(table.c.error_code)
        )
        with self.store.reading() as connection:
            return Counter({row.error_code: row.files for row in connection.execute(query)})


def own_files(store: Store) -> frozenset[folders.Identity]:
    """The store's own folder and database, which are no documents wherever they stand."""
    files = urlsplit(store.settings.files_url)
    database = make_url(store.settings.database_url)
    paths = [unquote(files.path)] if files.scheme == "file" else []
    if database.get_backend_name() == "sqlite" and database.database:
        paths += [database.database + ending for ending in ("", "-wal", "-shm", "-journal")]
    return folders.identities(*paths)


def absent(places: tuple[str, ...]) -> list[str]:
    """Those of the places that are no address and name nothing."""
    return [
        place
        for place in places
        if not remote.is_address(place) and not os.path.lexists(place) and not folders.is_pattern(place)
    ]
