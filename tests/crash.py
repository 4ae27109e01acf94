"""Imports in processes of their own that are killed, and what is compared afterwards."""

from __future__ import annotations

import hashlib
import os
import random
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from api.store import Settings, Store, open_store, tables
from api.store.results import SURFACE
from tests.processes import marked

ROOT = Path(__file__).resolve().parent.parent
#: How long an import of a test may take on a machine that does much else, seconds.
PATIENCE = 300
#: Columns that differ between two imports of the same files: numbers that the database gives, and times.
_PASSING = frozenset(("id", "document_id", "extraction_id", "workspace_id", "newest", "vector", "seen_at"))


class Import:
    """A `trichluc import` in a session of its own, as it is or `light` (tests/importer.py). Whatever it starts carries
    `mark` in its environment."""

    def __init__(self, settings: Settings, *arguments: str, light: bool = True) -> None:
        self.mark = f"TRICHLUC_TEST={uuid.uuid4().hex}"
        name, value = self.mark.split("=")
        environment = {
            **os.environ,
            name: value,
            "TRICHLUC_DATABASE_URL": settings.database_url,
            "TRICHLUC_FILES_URL": settings.files_url,
            "PYTHONPATH": str(ROOT),
        }
        command = [sys.executable, "-m", *(["tests.importer"] if light else ["api.cli", "import"]), *arguments]
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            text=True,
        )

    def kill(self) -> None:
        """SIGKILL for the process and its group, as when a system runs out of memory or somebody loses patience."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.communicate()

    def finished(self) -> tuple[int, str]:
        """Wait until it ends by itself: its status and what it said."""
        said, _ = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, said

    def processes(self) -> list[int]:
        """All processes that carry the mark and live."""
        return marked(self.mark)

    def gone(self) -> bool:
        """Whether everything that it started ends soon."""
        return waited(lambda: not self.processes())

    def close(self) -> None:
        """End it, whatever the test did."""
        if self.process.poll() is None:
            self.kill()


@contextmanager
def started(settings: Settings, *arguments: str, light: bool = True) -> Iterator[Import]:
    """A running import."""
    running = Import(settings, *arguments, light=light)
    try:
        yield running
    finally:
        running.close()


def waited(condition: Callable[[], bool], seconds: float = 30) -> bool:
    """Whether a condition becomes true within some time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def attempts(settings: Settings, status: str) -> set[int]:
    """How often extractions with a status were started."""
    table = tables.extraction
    with open_store(settings) as store, store.reading() as connection:
        return set(connection.scalars(select(table.c.attempts).where(table.c.status == status)))


def wait_until_some_are_done(settings: Settings, running: Import, more: int) -> None:
    """Wait until so many more extractions are done, or the import ends."""
    table = tables.extraction
    query = select(func.count()).where(table.c.status == "done")
    with open_store(settings) as store:

        def done() -> int:
            with store.reading() as connection:
                return connection.scalar(query) or 0

        wanted = done() + more
        waited(lambda: running.process.poll() is not None or done() >= wanted, PATIENCE)


def kill_at_some_moment(settings: Settings, chance: random.Random, *arguments: str, light: bool = True) -> None:
    """Start an import and kill it: while it starts, while it takes files in, or while it extracts."""
    with started(settings, *arguments, light=light) as running:
        if chance.random() < 0.25:
            time.sleep(chance.uniform(0, 2))
        else:
            wait_until_some_are_done(settings, running, chance.randrange(1, 12))
            time.sleep(chance.uniform(0, 0.05))
        if running.process.poll() is None:
            running.kill()
        assert running.gone()


def state(settings: Settings) -> dict[str, Any]:
    """All that a store holds, without what may differ between two imports of the same files."""
    with open_store(settings) as store:
        by_id = _digests(store)
        kept = {table.name: _rows(store, table, by_id) for table in SURFACE}
        kept["location"] = _rows(store, tables.location, by_id)
        return {
            **kept,
            "documents": sorted(by_id.values()),
            "extractions": _extractions(store, by_id),
            "sources": _plain(store, tables.source),
            "blobs": {row[0]: row[1] for row in _plain(store, tables.blob)},
            "files": _files(Path(settings.files_url.removeprefix("file://"))),
        }


def check(held: Mapping[str, Any]) -> None:
    """What must hold of every store: each file is whole, in its place and needed, each row's file is there."""
    assert held["files"] == held["blobs"]
    done = [row for row in held["extractions"] if row[1] == "done"]
    assert len(done) == len(held["report"]) == len(held["report_text"])
    needed = {row[0] for row in held["extractions"] if row[1] != "failed" or row[4]}
    needed |= {row[5] for row in done} | {row[3] for row in held["sources"]}
    assert set(held["blobs"]) == needed


def _digests(store: Store) -> dict[int, str]:
    with store.reading() as connection:
        return {row.id: row.sha256 for row in connection.execute(select(tables.document))}


def _rows(store: Store, table: Any, by_id: Mapping[int, str]) -> list[str]:
    with store.reading() as connection:
        rows = connection.execute(select(table)).mappings().all()
    return sorted(
        repr((by_id[row["document_id"]], sorted((key, row[key]) for key in row if key not in _PASSING))) for row in rows
    )


def _extractions(store: Store, by_id: Mapping[int, str]) -> list[tuple[Any, ...]]:
    table, document = tables.extraction, tables.document
    with store.reading() as connection:
        rows = connection.execute(select(table, document.c.original).join(document)).all()
    assert all(row.claimed_by is None and row.lease_until is None for row in rows)
    return sorted(
        (by_id[row.document_id], row.status, row.error_code or "", row.error_message or "", row.original,
         row.report_sha256 or "", bool(row.from_source))
        for row in rows
    )  # fmt: skip


def _plain(store: Store, table: Any) -> list[tuple[Any, ...]]:
    with store.reading() as connection:
        return sorted(tuple(row) for row in connection.execute(select(table)))


def _files(folder: Path) -> dict[str, int]:
    """The files of a store by the hash of what is in them."""
    found = {}
    for file in folder.rglob("*"):
        if file.is_file():
            digest = hashlib.sha256(file.read_bytes()).hexdigest()
            assert file.relative_to(folder) == Path(digest[:2], digest[2:4], digest), "a file at a wrong place"
            found[digest] = file.stat().st_size
    return found
