"""The store as a whole: its database, its files, and the workspace that is worked in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from threading import Lock
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine, select
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from api.store import tables
from api.store.blobs import Blobs, open_blobs
from api.store.database import open_database
from api.store.errors import StoreError
from api.store.settings import Settings


@dataclass(frozen=True, slots=True)
class Store:
    """An open store. It may be used by several threads; close it, or use it as a context manager."""

    settings: Settings
    engine: Engine
    blobs: Blobs
    workspace_id: int
    #: Held by whoever writes. Threads wait for each other here: SQLite, which takes one writer at a time, would let
    #: each sleep a while and look again.
    turn: AbstractContextManager[object] = field(default_factory=nullcontext, compare=False, repr=False)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for questions. On PostgreSQL each of them sees what is committed by then: see `snapshot`."""
        with self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction: committed at the end, undone by an exception."""
        with (
            self.turn,
            self.engine.connect().execution_options(writes=True) as connection,
            connection.begin(),
        ):
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """A connection whose queries all see the database as it was at the first of them, however long they take.
        Writers go on meanwhile."""
        with self.engine.connect() as connection:
            if connection.dialect.name == "postgresql":
                connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with connection.begin():
                yield connection

    def close(self) -> None:
        """Close the connections."""
        self.engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def open_store(settings: Settings) -> Store:
    """Open the store that `settings` name, made where it is not there yet. Raises StoreError."""
    engine = open_database(settings.database_url)
    try:
        turn = Lock() if engine.dialect.name == "sqlite" else nullcontext()
        blobs = open_blobs(settings.files_url)
        return Store(settings, engine, blobs, _workspace(engine, settings.workspace), turn)
    except SQLAlchemyError as error:
        engine.dispose()
        cause = type(getattr(error, "orig", None) or error).__name__
        raise StoreError(f"workspace {settings.workspace} cannot be made ({cause}); check the permissions") from None
    except BaseException:
        engine.dispose()
        raise


def _workspace(engine: Engine, name: str) -> int:
    """The id of a workspace by its name, made where there is none."""
    table = tables.workspace
    wanted = select(table.c.id).where(table.c.name == name)
    with engine.connect() as connection:
        found = connection.scalar(wanted)
    if found is not None:
        return int(found)
    try:
        with engine.begin() as connection:
            connection.execute(table.insert().values(name=name))
    except IntegrityError:
        pass  # another process made it just now
    with engine.connect() as connection:
        return int(connection.scalars(wanted).one())
