"""Bringing the schema of a database up to date (Alembic)."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, text

if TYPE_CHECKING:
    from alembic.script import ScriptDirectory

_HERE = Path(__file__).parent
#: Key of PostgreSQL's lock while a schema changes: two processes that start together wait for each other.
_LOCK = 0x7472696368


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the schema to a revision. A schema that is there already costs one query.

    Raises StoreError for a database of a later version of the program, SQLAlchemyError where it cannot be reached.
    """
    if current(engine) == (head() if revision == "head" else revision):
        return
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        _run(connection, revision)


def current(engine: Engine) -> str | None:
    """The revision of a database, None where it has no schema of ours."""
    from alembic.runtime.migration import MigrationContext

    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def head() -> str | None:
    """The newest revision of this version."""
    return _scripts(_HERE).get_current_head()


def known(revision: str) -> bool:
    """Whether a revision is one of this version or an earlier one."""
    return any(script.revision == revision for script in _scripts(_HERE).walk_revisions())


@cache
def _scripts(place: Path) -> ScriptDirectory:
    from alembic.script import ScriptDirectory

    return ScriptDirectory(str(place))


def _run(connection: Connection, revision: str) -> None:
    from alembic import command
    from alembic.config import Config
    from alembic.util.exc import CommandError

    from api.store.errors import StoreError

    config = Config()
    config.set_main_option("script_location", str(_HERE).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, revision)
    except CommandError:
        raise StoreError("the database is of a later version of trichluc; install that version") from None
