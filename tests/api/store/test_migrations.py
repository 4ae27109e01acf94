"""The schema that the migrations make, on both databases, from every released state."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, MetaData, Table, create_engine, inspect, text

from api.store import Settings, Store, migrations, open_store, tables
from api.store.database import open_database
from api.store.errors import StoreError
from tests import postgres

SCRIPTS = ScriptDirectory(str(Path(migrations.__file__).parent))
#: Oldest first; "base" is a database without any table.
REVISIONS = ["base", *(one.revision for one in reversed(list(SCRIPTS.walk_revisions())))]

#: The search index is the database's own affair: FTS5's table with those that hold it, or a generated column.
SEARCH_TABLES = {f"report_search{end}" for end in ("", "_data", "_idx", "_docsize", "_config")}
INDEXES = ("ix_report_text_vector", "ix_report_text_heading")
SEARCH = {
    ("column", "vector"),
    *(("index", name) for name in INDEXES),
    *(("table", name) for name in SEARCH_TABLES),
}


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without any table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'new' / 'trichluc.db'}"
        return
    server = request.getfixturevalue("postgres_address")
    name = f"bare_{tmp_path.name}"
    postgres.execute(server, f'CREATE DATABASE "{name}"')
    yield f"{server}/{name}".replace("://", "+psycopg://")
    postgres.execute(server, f'DROP DATABASE "{name}" WITH (FORCE)')


def differences(engine: Engine) -> list[Any]:
    def ours(_: object, name: str | None, kind: str, reflected: bool, __: object) -> bool:
        return not (reflected and (kind, name) in SEARCH)

    with engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True, "include_object": ours}
        context = MigrationContext.configure(connection, opts=options)
        found: list[Any] = compare_metadata(context, tables.metadata)
        return found


def test_migrations_make_the_tables_of_the_code(store: Store) -> None:
    assert differences(store.engine) == []


def test_comparison_sees_what_differs(store: Store) -> None:
    with store.writing() as connection:
        connection.execute(text("DROP INDEX ix_report_workspace_id_code_key_newest"))
        connection.execute(text("ALTER TABLE finding DROP COLUMN message_en"))
    assert {one[0] for one in differences(store.engine)} == {"add_index", "add_column"}


@pytest.mark.parametrize("revision", REVISIONS)
def test_every_earlier_state_is_brought_up_to_date(empty: str, revision: str) -> None:
    if revision != "base":
        open_database(empty, revision).dispose()
    with open_store(Settings(empty, "memory:///")) as store:
        assert differences(store.engine) == []
        with store.reading() as connection:
            assert connection.scalar(text("SELECT version_num FROM alembic_version")) == REVISIONS[-1]


def test_state_that_is_newest_is_left_alone(store: Store) -> None:
    with store.writing() as connection:
        connection.execute(tables.workspace.insert().values(name="kept"))
    migrations.upgrade(store.engine)
    with store.reading() as connection:
        assert "kept" in connection.scalars(tables.workspace.select().with_only_columns(tables.workspace.c.name)).all()


def test_database_of_a_later_version_is_refused(settings: Settings) -> None:
    with open_store(settings) as store, store.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError, match="of a later version of trichluc; install that version"):
        open_store(settings)
    engine = create_engine(settings.database_url)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "9999"
    engine.dispose()


def test_failed_step_leaves_nothing_behind(empty: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("no power")

    monkeypatch.setattr("alembic.op.create_index", fails)
    with pytest.raises(RuntimeError, match="no power"):
        open_database(empty)
    monkeypatch.undo()
    engine = create_engine(empty)
    assert inspect(engine).get_table_names() == []
    engine.dispose()
    open_database(empty).dispose()


OPENING = """
import sys, time
from pathlib import Path
from api.store import Settings, open_store
import api.store.migrations, alembic.command
Path(sys.argv[2]).touch()
while not Path(sys.argv[3]).exists():
    time.sleep(0.001)
with open_store(Settings(sys.argv[1], "memory:///")) as store:
    print(store.workspace_id)
"""


def test_two_processes_open_a_new_database_at_the_same_moment(empty: str, tmp_path: Path, root: Path) -> None:
    go = tmp_path / "go"
    ready = [tmp_path / f"ready-{number}" for number in range(3)]
    started = [
        subprocess.Popen([sys.executable, "-c", OPENING, empty, one, go], cwd=root, stdout=subprocess.PIPE, text=True)
        for one in ready
    ]
    try:
        while not all(one.exists() for one in ready):
            assert all(one.poll() is None for one in started)
        go.touch()
        said = [one.communicate(timeout=60)[0] for one in started]
    finally:
        for one in started:
            one.kill()
            one.wait()
    assert [one.returncode for one in started] == [0, 0, 0]
    assert set(said) == {"1\n"}


#: Rows of the first schema, as it was: written without the tables of the code, which go on changing.
FIRST_ROWS = (
    ("workspace", {"id": 7, "name": "huyện"}),
    ("document", {"id": 3, "workspace_id": 7, "uid": "d3", "sha256": "ab", "name": "báo cáo.txt", "size": 5,
                  "original": True, "added_at": 1.5}),
    ("location", {"id": 4, "workspace_id": 7, "document_id": 3, "path": "/kho/a.txt", "folder": "/kho",
                  "seen_at": 2.5}),
    ("extraction", {"id": 5, "workspace_id": 7, "document_id": 3, "options": "", "pipeline_version": "v1",
                    "status": "done", "attempts": 1, "changed_at": 3.5}),
    ("register_entry", {"id": 6, "workspace_id": 7, "register": "sổ đi", "sheet": "", "row": 1, "code": "751/QĐ-UBND"}),
)  # fmt: skip


def test_database_of_the_first_version_keeps_its_rows(empty: str) -> None:
    engine = open_database(empty, "0001")
    assert "audit" not in inspect(engine).get_table_names()
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        for name, row in FIRST_ROWS:
            table = Table(name, MetaData(), autoload_with=connection)
            connection.execute(table.insert().values(**row))
    engine.dispose()
    with open_store(Settings(empty, "memory:///", "huyện")) as store:
        assert store.workspace_id == 7
        with store.reading() as connection:
            for name, row in FIRST_ROWS:
                table = Table(name, MetaData(), autoload_with=connection)
                kept = connection.execute(table.select().where(table.c.id == row["id"])).one()._mapping
                assert {key: kept[key] for key in row} == row
            assert connection.execute(tables.audit.select()).all() == []
