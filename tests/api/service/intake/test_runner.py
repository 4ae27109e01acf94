"""The runner: the work of all workspaces, fairly, and nothing lost by whatever ends it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from api.isolation import IsolationError
from api.service.jobs.runner import Runner
from api.store import Settings, Store, everyone, open_store, tables
from api.store.documents import Incoming, accept
from extractor.pipeline import load
from tests.crash import waited
from tests.importing import report

VERSION = "v1"


def added(store: Store, *numbers: int, version: str = VERSION) -> list[int]:
    """Documents that wait."""
    files = [Incoming(f"{number}.txt", report(number).encode()) for number in numbers]
    return [one.document_id for one in accept(store, files, version)]


def statuses(store: Store) -> Counter[tuple[int, str]]:
    """How much of each workspace has each status."""
    table = tables.extraction
    with store.reading() as connection:
        return Counter((row[0], row[1]) for row in connection.execute(select(table.c.workspace_id, table.c.status)))


@pytest.fixture
def other(settings: Settings, store: Store) -> Iterator[Store]:
    """Another workspace of the same store."""
    with open_store(replace(settings, workspace="khác")) as opened:
        yield opened


@contextmanager
def running(store: Store, **more: Any) -> Iterator[Runner]:
    runner = Runner(store, VERSION, 1, **more)
    runner.start()
    try:
        yield runner
    finally:
        runner.stop(5.0)


def test_work_of_all_workspaces_is_done(store: Store, other: Store) -> None:
    added(store, 1, 2)
    added(other, 2, 3, 4)
    heard: list[int] = []
    with running(store, changed=heard.append):
        wanted = {(store.workspace_id, "done"): 2, (other.workspace_id, "done"): 3}
        assert waited(lambda: statuses(store) == wanted)
    assert len(heard) >= 5
    with store.reading() as connection:
        rows = connection.execute(select(tables.report.c.workspace_id, tables.report.c.number)).all()
    assert sorted(tuple(row) for row in rows) == sorted(
        [(store.workspace_id, str(n)) for n in (1, 2)] + [(other.workspace_id, str(n)) for n in (2, 3, 4)]
    )


def test_workspaces_take_turns_and_what_was_asked_for_comes_first(store: Store, other: Store) -> None:
    many = added(store, *range(20))
    few = added(other, 30, 31)
    taken = everyone.claim(store, VERSION, "me", 6, first=many[17:19])
    assert {claim.document_id for _, claim in taken[:2]} == set(many[17:19])
    by_workspace = Counter(workspace for workspace, _ in taken)
    assert by_workspace == {store.workspace_id: 4, other.workspace_id: 2}
    assert {claim.document_id for workspace, claim in taken if workspace == other.workspace_id} == set(few)
    # All is taken once, by whoever asks.
    rest = everyone.claim(store, VERSION, "you", 100)
    assert len({claim.extraction_id for _, claim in taken + rest}) == 22
    assert everyone.claim(store, VERSION, "you", 100) == []
    assert everyone.waiting(store, VERSION, 100) == 0


def test_lease_that_ran_out_is_taken(store: Store) -> None:
    added(store, 1)
    (first,) = everyone.claim(store, VERSION, "elsewhere/-/1/-", 5)
    assert everyone.claim(store, VERSION, "me", 5) == []
    assert everyone.release_dead(store, VERSION) == 0  # of another machine: nobody here knows
    with store.writing() as connection:
        connection.execute(update(tables.extraction).values(lease_until=0.0))
    ((_, second),) = everyone.claim(store, VERSION, "me", 5)
    assert second.extraction_id == first[1].extraction_id
    everyone.prolong(store, [first[1]])
    with store.reading() as connection:
        row = connection.execute(select(tables.extraction)).one()
    assert row.claimed_by == "me"


class Here:
    """Stands for processes of their own."""

    def __init__(self, gate: threading.Event) -> None:
        self.gate, self.began = gate, threading.Event()

    def run_told(self, told: Any, name: str, function: Any, *arguments: Any) -> Any:
        self.began.set()
        self.gate.wait(30)
        if self.gate.is_set():
            raise IsolationError(f"{name}: stopped")
        return None

    def warm(self) -> None:
        pass

    def close(self) -> None:
        self.gate.set()


def test_stop_gives_back_what_is_not_done(store: Store) -> None:
    added(store, 1, 2, 3, 4, 5)
    runner = Runner(store, VERSION, 1)
    here = Here(threading.Event())
    runner._isolation = here  # type: ignore[assignment]
    runner.start()
    assert here.began.wait(30)
    runner.stop(0.05)
    assert statuses(store) == {(store.workspace_id, "pending"): 5}
    with store.reading() as connection:
        rows = connection.execute(select(tables.extraction.c.attempts, tables.extraction.c.claimed_by)).all()
    # It was no fault of the files.
    assert {tuple(row) for row in rows} == {(0, None)}


class Fails(Here):
    """The machinery fails so many times, then works."""

    def __init__(self, times: int) -> None:
        super().__init__(threading.Event())
        self.times = times

    def run_told(self, told: Any, name: str, function: Any, *arguments: Any) -> Any:
        self.times -= 1
        if self.times >= 0:
            raise IsolationError(f"{name}: no process")
        return function(*arguments)


def test_failures_of_the_machinery_are_tried_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.service.jobs.runner.FIRST_PAUSE", 0.01)
    added(store, 1)
    troubles: list[str] = []
    runner = Runner(store, VERSION, 1, trouble=lambda error: troubles.append(type(error).__name__))
    runner._isolation = Fails(3)  # type: ignore[assignment]
    runner.start()
    assert waited(lambda: statuses(store) == {(store.workspace_id, "done"): 1})
    runner.stop(5.0)
    assert troubles == ["IsolationError"] * 3


def test_what_a_dead_process_had_goes_on(store: Store, other: Store) -> None:
    added(store, 1)
    added(other, 2)
    dead = f"{os.uname().nodename}/-/1/-"
    assert len(everyone.claim(store, VERSION, dead, 5)) == 2
    with running(store):
        wanted = {(store.workspace_id, "done"): 1, (other.workspace_id, "done"): 1}
        assert waited(lambda: statuses(store) == wanted)


def test_large_file_is_read_where_it_is_extracted(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.extraction.THROUGH_PIPE", 10)
    added(store, 1)
    with running(store):
        assert waited(lambda: statuses(store) == {(store.workspace_id, "done"): 1})


def test_worker_is_a_command(settings: Settings, store: Store, other: Store, root: Path) -> None:
    version = load().pipeline.version
    added(store, 1, version=version)
    added(other, 2, version=version)
    environment = {
        **os.environ,
        "TRICHLUC_DATABASE_URL": settings.database_url,
        "TRICHLUC_FILES_URL": settings.files_url,
        "PYTHONPATH": str(root),
    }
    command = [sys.executable, "-m", "api.cli", "worker", "--workers", "1"]
    process = subprocess.Popen(command, cwd=root, env=environment, stderr=subprocess.PIPE, text=True)
    try:
        wanted = {(store.workspace_id, "done"): 1, (other.workspace_id, "done"): 1}
        assert waited(lambda: statuses(store) == wanted, 60)
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=60)
    finally:
        process.kill()
        process.wait()
    assert process.returncode == 0
    assert "for all workspaces" in said
