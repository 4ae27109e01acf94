"""Bringing the schema of a database up to date (Alembic)."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, text

#: Key of PostgreSQL's lock while a schema changes: two processes that start together wait for each other.
_LOCK = 0x7472696368


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the schema to a revision. A schema that is there already costs one query.

    Raises StoreError for a database of a later version of the program, SQLAlchemyError where it cannot be reached.
    """
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    script = ScriptDirectory(str(Path(__file__).parent))
    wanted = script.get_current_head() if revision == "head" else revision
    with engine.connect() as connection:
        if MigrationContext.configure(connection).get_current_revision() == wanted:
            return
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        _run(connection, revision)


def _run(connection: Connection, revision: str) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util.exc import CommandError

    from api.store.errors import StoreError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, revision)
    except CommandError:
        raise StoreError("the database is of a later version of trichluc; install that version") from None
