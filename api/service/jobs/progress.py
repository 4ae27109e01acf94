"""How far a file that takes long is read, by page."""

from __future__ import annotations

import time
from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError

from api.store import Store, tables
from api.store.files import insert_for
from api.store.work import Claim

#: A file is read so long before its progress is written down, and then between two times. Seconds.
SECONDS = 1.0


class Teller:
    """Writes down the progress of one piece of work, now and then."""

    def __init__(self, store: Store, claim: Claim, changed: Callable[[int], None]) -> None:
        self._store, self._claim, self._changed = store, claim, changed
        self._next = time.monotonic() + SECONDS

    def __call__(self, done: int, total: int) -> None:
        """So many pages of so many are read."""
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + SECONDS
        table = tables.progress
        try:
            with self._store.writing() as connection:
                row = insert_for(connection, table).values(
                    extraction_id=self._claim.extraction_id, done=min(done, total), total=total
                )
                far = {"done": row.excluded.done, "total": row.excluded.total}
                connection.execute(row.on_conflict_do_update(index_elements=["extraction_id"], set_=far))
        except SQLAlchemyError:
            return  # the work matters, not the news of it
        self._changed(self._claim.document_id)
