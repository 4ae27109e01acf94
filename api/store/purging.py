"""Removing the last traces of text that must not be kept from the database's files.

A deleted row leaves nothing behind in SQLite's pages (`secure_delete`, see `database`). Two places keep words longer:
the full-text index, which only notes that a document is gone until its parts are merged, and the write-ahead log. Both
are cleaned by `purge`, which may take minutes in a large archive: once after an import, and not for each document. A
PostgreSQL server writes over the room of deleted rows in its own time; VACUUM FULL does it at once.
"""

from __future__ import annotations

from sqlalchemy import Connection, text

from api.store.store import Store

#: SQLite's number for the program's own use counts the removals that `purge` has not looked at. It is part of the
#: transaction: a killed process forgets none.
_COUNT = text("PRAGMA user_version")


def leave_behind(connection: Connection) -> None:
    """Note in a transaction that removes text that `purge` has work to do."""
    if connection.dialect.name == "sqlite":
        _set(connection, int(connection.scalar(_COUNT) or 0) + 1)


def purge(store: Store) -> bool:
    """Remove what deleted text left behind, if there is any, and return whether nothing of it is left. Writers wait
    meanwhile."""
    if store.engine.dialect.name != "sqlite":
        return True
    with store.reading() as connection:
        removals = int(connection.scalar(_COUNT) or 0)
    if not removals:
        return True
    with store.writing() as connection:
        connection.execute(text("INSERT INTO report_search(report_search) VALUES ('optimize')"))
    # The log holds the pages as they were. It is emptied when nobody reads from it any more.
    if not _empty_log(store):
        return False
    with store.writing() as connection:
        if connection.scalar(_COUNT) == removals:
            _set(connection, 0)
    return True


def _set(connection: Connection, removals: int) -> None:
    connection.execute(text(f"PRAGMA user_version = {removals}"))


def _empty_log(store: Store) -> bool:
    # Not in a transaction, which the engine would begin.
    connection = store.engine.raw_connection()
    try:
        cursor = connection.cursor()
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        told = cursor.fetchone()
        cursor.close()
    finally:
        connection.close()
    # The first number is 1 where somebody was in the way.
    return told is not None and told[0] == 0
