"""Opening the database: SQLite with nothing to set up, PostgreSQL by its address; the schema brought up to date."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from api.store.errors import StoreError

#: How long a writer waits for another one, seconds.
BUSY_SECONDS = 60


def open_database(address: str, revision: str = "head") -> Engine:
    """The database at `address`, its schema brought to `revision`, by default that of this version. Raises StoreError.

    The message of an error names the address without password and options, which may hold one as well.
    """
    try:
        url = make_url(address)
        engine = _sqlite(url) if url.get_backend_name() == "sqlite" else _postgresql(url)
    except (ArgumentError, NoSuchModuleError, ImportError, ValueError) as error:
        raise StoreError(
            f"the database address is of no known form ({type(error).__name__}); "
            "write sqlite:///file.db or postgresql://user@host/name (extra `postgres`)"
        ) from None
    except OSError as error:
        raise _unusable(url, error) from None
    try:
        from api.store.migrations import upgrade

        upgrade(engine, revision)
    except SQLAlchemyError as error:
        engine.dispose()
        raise _unusable(url, getattr(error, "orig", None) or error) from None
    except BaseException:
        engine.dispose()
        raise
    return engine


def _unusable(url: URL, cause: BaseException) -> StoreError:
    shown = url.set(query={}).render_as_string(hide_password=True)
    return StoreError(
        f"{shown}: the database cannot be used ({type(cause).__name__}); "
        "check the address, the permissions and the server"
    )


def _sqlite(url: URL) -> Engine:
    if url.database and url.database != ":memory:" and not url.database.startswith("file:"):
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)
    return engine


def _configure(connection: Any, _: object) -> None:
    # The driver's own transactions begin late and let a reader become a writer in vain; see _begin.
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        # A commit survives the death of the process. After a power failure the last ones may be gone, never half there,
        # and the import goes on from the state that is.
        "synchronous=NORMAL",
        "foreign_keys=ON",
        # What is deleted is written over: a document may turn out to be one whose text must not be kept. It costs 2 %.
        "secure_delete=ON",
        "cache_size=-65536",
        "temp_store=MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Any) -> None:
    mode = "IMMEDIATE" if connection.get_execution_options().get("writes") else "DEFERRED"
    # Not through SQLAlchemy: it takes ten times as long, four times for each document of an import.
    connection.connection.driver_connection.execute(f"BEGIN {mode}").close()


def _postgresql(url: URL) -> Engine:
    # Prepared statements stay: the same few are run for every document.
    return create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": 10})
