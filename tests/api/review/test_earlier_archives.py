"""An archive that was made before there was a review: its documents wait for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import MetaData, Table

from api.review import queue
from api.store import Settings, open_store
from api.store.database import open_database
from tests import postgres

ROWS = (
    ("workspace", {"id": 7, "name": "huyện"}),
    ("document", {"id": 3, "workspace_id": 7, "uid": "d3", "sha256": "ab", "name": "a.txt", "size": 5, "original": True,
                  "added_at": 1.5}),
    ("extraction", {"id": 5, "workspace_id": 7, "document_id": 3, "options": "", "pipeline_version": "v1",
                    "status": "done", "attempts": 1, "changed_at": 3.5}),
    ("report", {"document_id": 3, "workspace_id": 7, "newest": 1, "extraction_id": 5, "characters": 9, "references": 2,
                "findings": 1, "pipeline_version": "v1", "joined": False}),
    *(("mention", {"document_id": 3, "item": f"r{share}", "workspace_id": 7, "kind": "numbered", "relation": "mentions",
                   "text": "x", "start": 0, "end": 1, "confidence": share}) for share in (0.9, 0.6)),
)  # fmt: skip


@pytest.fixture(params=["sqlite", "postgresql"])
def before(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database of the schema before, with a document that was extracted."""
    if request.param == "sqlite":
        yield _filled(f"sqlite:///{tmp_path / 'old.db'}")
        return
    server = request.getfixturevalue("postgres_address")
    name = f"old_{tmp_path.name}"
    postgres.execute(server, f'CREATE DATABASE "{name}"')
    yield _filled(f"{server}/{name}".replace("://", "+psycopg://"))
    postgres.execute(server, f'DROP DATABASE "{name}" WITH (FORCE)')


def _filled(address: str) -> str:
    engine = open_database(address, "0004")
    with engine.connect().execution_options(writes=True) as connection, connection.begin():
        for table, row in ROWS:
            connection.execute(Table(table, MetaData(), autoload_with=connection).insert().values(**row))
    engine.dispose()
    return address


def test_what_was_extracted_before_waits_for_review(before: str, tmp_path: Path) -> None:
    with open_store(Settings(before, (tmp_path / "files").as_uri(), "huyện")) as store:
        (row,) = queue.page(store, queue.Asked(), 9, None)
    assert (row.uid, row.status, row.version, row.least) == ("d3", "to_review", 0, 0.6)
    assert (row.open_reference, row.open_finding) == (2, 1)
