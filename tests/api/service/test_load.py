"""Many clients that upload at once to a service as it is run. Nothing but the announced 503 is a failure, nothing that
was accepted is lost, also not when all its processes are killed meanwhile, and memory does not grow."""

from __future__ import annotations

import json
import math
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from api.service.access import tokens
from api.service.access.caller import SCOPES, Caller
from api.store import Settings, Store, tables
from tests.conftest import ROOT
from tests.crash import check, state, waited
from tests.postgres import free_port
from tests.sending import word
from tests.serving import PATIENCE, Serving, serving
from tests.uploading import count

#: Between two looks at the memory, seconds.
LOOK = 1.0
#: How long the load lasts, seconds.
SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class Load:
    """So many users, for so many seconds or until so many uploads are accepted. When there are as many documents as
    `kills` say, all processes of the service are killed, and it is started again. No more may wait than `queue`."""

    users: int
    seconds: float
    uploads: int = 1_000_000
    kills: Sequence[int] = ()
    queue: int = 200


@dataclass(frozen=True, slots=True)
class Seen:
    """What the clients were told; the memory of all processes of the service, bytes, at each look."""

    told: dict[str, Any]
    memory: list[int]


def loaded(settings: Settings, store: Store, folder: Path, load: Load, *options: str) -> Seen:
    """Run the service and its clients, and wait until all that was accepted has ended."""
    _, secret = tokens.create(Caller("test", frozenset(SCOPES), store), "load", SCOPES)
    port, memory = free_port(), []
    variables = {"TRICHLUC_RATE": "0", "TRICHLUC_MAX_QUEUE": f"{load.queue}", "TRICHLUC_WORKERS": "2"}
    with uploading(port, secret, load, folder) as clients:
        for kill in load.kills:
            with serving(settings, folder, *options, port=port, **variables) as service:
                memory += looks(service, clients, lambda wanted=kill: count(store, tables.document) >= wanted)
                assert clients.poll() is None, (folder / "clients").read_text()
                service.kill()
        with serving(settings, folder, *options, port=port, **variables) as service:
            memory += looks(service, clients, lambda: False)
            assert clients.returncode == 0, (folder / "clients").read_text()
            assert waited(lambda: not unfinished(store), PATIENCE), service.log.read_text()[-3000:]
            memory.append(service.memory())
    return Seen(json.loads((folder / "told").read_text()), memory)


@contextmanager
def uploading(port: int, secret: str, load: Load, folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The clients, in a process of their own; they begin when the service answers."""
    files = []
    for report in sorted((ROOT / "corpora" / "reports").glob("*.txt")):
        files.append(folder / f"{report.stem}.docx")
        files[-1].write_bytes(word(report))
    command = [sys.executable, "-m", "tests.loading", f"http://127.0.0.1:{port}", "--users", f"{load.users}"]
    command += ["--seconds", f"{load.seconds}", "--uploads", f"{load.uploads}", "--files", *map(str, files)]
    (folder / "token").write_text(secret)
    with ExitStack() as opened:
        told, log = (opened.enter_context((folder / name).open("wb")) for name in ("told", "clients"))
        token = opened.enter_context((folder / "token").open())
        process = subprocess.Popen(command, cwd=ROOT, stdin=token, stdout=told, stderr=log)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


def looks(service: Serving, clients: subprocess.Popen[bytes], ended: Callable[[], bool]) -> list[int]:
    """The memory of the service, looked at now and then, until a condition holds or the clients have ended."""
    found, following = [], 0.0
    while clients.poll() is None and not ended():
        if time.monotonic() >= following:
            found.append(service.memory())
            following = time.monotonic() + LOOK
        time.sleep(0.05)
    return found


def unfinished(store: Store) -> int:
    """How many documents have no result."""
    table = tables.extraction
    with store.reading() as connection:
        query = select(func.count()).select_from(table).where(table.c.status.in_(("pending", "running")))
        return connection.scalars(query).one()


def check_nothing_lost(store: Store, told: dict[str, Any]) -> None:
    """Every document that a client was told is accepted has its report."""
    document, extraction = tables.document, tables.extraction
    with store.reading() as connection:
        done = select(document.c.uid).join(extraction).where(extraction.c.status == "done")
        assert {*told["accepted"]} <= {*connection.scalars(done)}


def figures(seen: Seen, load: Load) -> str:
    """Lines for BENCHMARKS.md."""
    told, times = seen.told, sorted(seen.told["times"]) or [math.nan]
    half, most = times[len(times) // 2], times[len(times) * 95 // 100]
    megabytes = [one / 1e6 for one in seen.memory]
    return (
        f"\n{load.users} clients, {told['seconds']:.0f} s, killed {len(load.kills)} times: "
        f"{len(told['accepted'])} uploads accepted; answers by status {told['statuses']}\n"
        f"answered with the report: p50 {half:.2f} s, p95 {most:.2f} s\n"
        f"memory of all processes: at most {max(megabytes):.0f} MB, at the end {megabytes[-1]:.0f} MB; "
        f"the last quarter of the time {growth(seen.memory):.2f} times the second"
    )


def growth(memory: Sequence[int]) -> float:
    """The memory of the last quarter of the time, relative to the second quarter: the first one warms up."""
    quarter = max(1, len(memory) // 4)
    return statistics.median(memory[-quarter:]) / statistics.median(memory[quarter : 2 * quarter])


def test_killed_under_load_loses_nothing(settings: Settings, store: Store, tmp_path: Path) -> None:
    load = Load(users=8, seconds=60, uploads=20, kills=[7], queue=3)
    seen = loaded(settings, store, tmp_path, load)
    print(figures(seen, load))
    assert not seen.told["wrong"]
    assert {"202", "503", "0"} <= seen.told["statuses"].keys()
    check_nothing_lost(store, seen.told)
    held = state(settings)
    # An upload that was not answered when it was killed may leave its file behind; `trichluc verify` tells of it.
    assert {*held["blobs"]} <= {*held["files"]}
    check({**held, "files": held["blobs"]})


@pytest.mark.soak
def test_many_for_minutes(settings: Settings, store: Store, tmp_path: Path) -> None:
    load = Load(users=64, seconds=SECONDS)
    seen = loaded(settings, store, tmp_path, load)
    print(figures(seen, load))
    assert not seen.told["wrong"]
    assert seen.told["statuses"].keys() <= {"200", "202", "503"}
    check_nothing_lost(store, seen.told)
    assert growth(seen.memory) < 1.2


@pytest.mark.soak
def test_many_with_two_processes_that_are_killed(settings: Settings, store: Store, tmp_path: Path) -> None:
    load = Load(users=64, seconds=SECONDS / 3, kills=[200, 500, 900])
    seen = loaded(settings, store, tmp_path, load, "--workers", "2")
    print(figures(seen, load))
    assert not seen.told["wrong"]
    check_nothing_lost(store, seen.told)
