"""Stores for the tests: each test that asks for `store` or `settings` runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.store import Settings, Store, open_store
from tests import postgres

_COUNTER = itertools.count()


@pytest.fixture(scope="session")
def postgres_address() -> Iterator[str]:
    """A server for this test process, with a database `template` that has the schema."""
    with postgres.server() as address:
        postgres.execute(address, "CREATE DATABASE template")
        open_store(Settings(f"{address}/template".replace("://", "+psycopg://"), "memory:///")).close()
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """An empty store's settings, once for each database; files in a folder."""
    files = (tmp_path / "store" / "files").as_uri()
    if request.param == "sqlite":
        yield Settings(f"sqlite:///{tmp_path / 'store' / 'trichluc.db'}", files)
        return
    address = request.getfixturevalue("postgres_address")
    name = f"test_{next(_COUNTER)}"
    postgres.execute(address, f"CREATE DATABASE {name} TEMPLATE template")
    yield Settings(f"{address}/{name}".replace("://", "+psycopg://"), files)
    postgres.execute(address, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    """An empty store, once for each database."""
    with open_store(settings) as opened:
        yield opened
