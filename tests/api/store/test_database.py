"""Databases that cannot be used: every error says which and what to do, and none holds a password or a path that
nobody gave."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import select, text

from api.store import Settings, Store, open_store, tables
from api.store.documents import Incoming, accept
from api.store.errors import StoreError
from tests.postgres import execute, free_port

SECRET = "hunter2"


def refused(address: str, workspace: str = "default") -> str:
    with pytest.raises(StoreError) as caught:
        open_store(Settings(address, "memory:///", workspace))
    # Neither the cause nor its context: a traceback would print them.
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
    assert SECRET not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "trichluc.db",
        f"mysql://clerk:{SECRET}@host/name",
        f"postgresql+psycopg://clerk:{SECRET}@host:port/name",
        f"postgresql+nothing://clerk:{SECRET}@host/name",
    ],
)
def test_address_of_no_known_form(address: str) -> None:
    assert "write sqlite:///file.db or postgresql://user@host/name" in refused(address)


@pytest.mark.parametrize("query", ["", f"?password={SECRET}"])
def test_server_that_is_not_there(query: str) -> None:
    told = refused(f"postgresql+psycopg://clerk:{SECRET}@127.0.0.1:{free_port()}/archive{query}")
    assert "clerk:***@127.0.0.1" in told
    assert "check the address, the permissions and the server" in told


@pytest.fixture
def guarded(postgres_address: str) -> Iterator[str]:
    """The server with a user whose password it asks for; gives host and port."""
    with psycopg.connect(f"{postgres_address}/postgres", autocommit=True) as connection:
        connection.execute("CREATE ROLE clerk LOGIN PASSWORD 'right'")
        row = connection.execute("SHOW hba_file").fetchone()
        assert row is not None
        file = Path(row[0])
        before = file.read_text()
        file.write_text(f"host all clerk 127.0.0.1/32 scram-sha-256\n{before}")
        connection.execute("SELECT pg_reload_conf()")
    yield postgres_address.rpartition("@")[2]
    file.write_text(before)
    execute(postgres_address, "SELECT pg_reload_conf()")
    execute(postgres_address, "DROP ROLE clerk")


def test_wrong_password(guarded: str) -> None:
    told = refused(f"postgresql+psycopg://clerk:{SECRET}@{guarded}/template")
    assert f"clerk:***@{guarded}/template: the database cannot be used (OperationalError)" in told


def test_user_without_rights(guarded: str) -> None:
    told = refused(f"postgresql+psycopg://clerk:right@{guarded}/template")
    assert "the database cannot be used (InsufficientPrivilege)" in told


@pytest.mark.parametrize("content", [b"SQLite format 3\0" + b"\xff" * 4000, b"Kho du lieu " * 500])
def test_file_that_is_no_database(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "trichluc.db"
    file.write_bytes(content)
    assert f"{file}: the database cannot be used (DatabaseError)" in refused(f"sqlite:///{file}")
    assert file.read_bytes() == content


def test_folder_in_the_place_of_the_file(tmp_path: Path) -> None:
    assert "cannot be used (OperationalError)" in refused(f"sqlite:///{tmp_path}")


def test_file_in_the_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "store").touch()
    assert "cannot be used (FileExistsError)" in refused(f"sqlite:///{tmp_path / 'store' / 'trichluc.db'}")


def test_database_that_cannot_be_written(tmp_path: Path) -> None:
    file = tmp_path / "trichluc.db"
    sqlite3.connect(file).close()
    assert "cannot be used (OperationalError)" in refused(f"sqlite:///file:{file}?mode=ro&uri=true")
    # With a schema and a workspace it can be read.
    open_store(Settings(f"sqlite:///{file}", "memory:///")).close()
    address = f"sqlite:///file:{file}?mode=ro&uri=true"
    with open_store(Settings(address, "memory:///")) as store, store.reading() as connection:
        assert connection.scalar(select(tables.workspace.c.name)) == "default"
    assert "workspace other cannot be made (OperationalError)" in refused(address, "other")


def test_snapshot_stays_as_it_was(store: Store) -> None:
    counted = text("SELECT count(*) FROM document")
    accept(store, [Incoming("1.txt", b"1")])
    with store.snapshot() as connection:
        assert connection.scalar(counted) == 1
        accept(store, [Incoming("2.txt", b"2")])
        assert connection.scalar(counted) == 1
    with store.snapshot() as connection:
        assert connection.scalar(counted) == 2


def test_workspaces_have_ids_of_their_own(settings: Settings) -> None:
    ids = set()
    for name in ("default", "phòng Nội vụ", "default"):
        with open_store(Settings(settings.database_url, settings.files_url, name)) as store:
            ids.add(store.workspace_id)
    assert len(ids) == 2
