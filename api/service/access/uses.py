"""When tokens, accounts and sessions were used last: noted in memory, written once a minute. A request that only reads
then waits for no writer of the database."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock, Thread

from sqlalchemy import Table, bindparam, update
from sqlalchemy.exc import SQLAlchemyError

from api.store import Store

#: Seconds between two writes.
INTERVAL = 60.0

_log = logging.getLogger(__name__)


class Uses:
    """What this process has noted and not written yet."""

    def __init__(self) -> None:
        self._noted: dict[tuple[Table, int], float] = {}
        self._lock = Lock()

    def note(self, table: Table, row_id: int) -> None:
        """A row of `token`, `account` or `session` was used now."""
        with self._lock:
            self._noted[table, row_id] = time.time()

    def write(self, store: Store) -> None:
        """Write what was noted."""
        with self._lock:
            noted, self._noted = self._noted, {}
        by_table: dict[Table, list[dict[str, float]]] = {}
        for (table, row_id), at in sorted(noted.items(), key=lambda pair: (pair[0][0].name, pair[0][1])):
            by_table.setdefault(table, []).append({"row": row_id, "at": at})
        if by_table:
            with store.writing() as connection:
                for table, rows in by_table.items():
                    own = (table.c.id == bindparam("row")) & (
                        table.c.used_at.is_(None) | (table.c.used_at < bindparam("at"))
                    )
                    connection.execute(update(table).where(own).values(used_at=bindparam("at")), rows)

    @contextmanager
    def written(self, store: Store) -> Iterator[None]:
        """Write them now and then, and at the end."""
        ended = Event()

        def work() -> None:
            while not ended.wait(INTERVAL):
                self._try_to_write(store)

        thread = Thread(target=work, name="uses", daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()
            self._try_to_write(store)

    def _try_to_write(self, store: Store) -> None:
        try:
            self.write(store)
        except SQLAlchemyError as error:  # what it would have told matters less than what the service is for
            _log.warning("the last use of tokens was not written (%s)", type(error).__name__)
