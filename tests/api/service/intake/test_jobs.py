"""Jobs: waited for without a thread or a connection, told as events, with progress by page."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import anyio.to_thread
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select, update

from api.isolation import Isolation
from api.service.jobs.progress import Teller
from api.service.jobs.state import standing
from api.service.jobs.waiting import Waiters, ended
from api.store import Store, tables, work
from api.store.documents import Incoming, accept
from tests.misbehaving import tells_of_pages
from tests.uploading import PATIENCE, sent

VERSION = "v1"


def waiting(store: Store, number: int) -> list[str]:
    """Documents that wait: their ids."""
    accept(store, [Incoming(f"{one}.txt", b"%d" % one) for one in range(number)], VERSION)
    with store.reading() as connection:
        return list(connection.scalars(select(tables.document.c.uid).order_by(tables.document.c.id)))


@contextmanager
def waiters(store: Store) -> Iterator[Waiters]:
    made = Waiters(store, threading.Event())
    made.start()
    try:
        yield made
    finally:
        made.stop()


def test_many_wait_without_a_thread_or_a_connection(store: Store) -> None:
    uids = waiting(store, 100)

    async def main(waiters: Waiters) -> list[Any]:
        tasks = [asyncio.create_task(ended(waiters, store, uid, PATIENCE)) for uid in uids]
        while len(waiters._waiting) < len(uids):
            await asyncio.sleep(0.01)
        threads = anyio.to_thread.current_default_thread_limiter().borrowed_tokens
        held = store.engine.pool.checkedout()  # type: ignore[attr-defined]
        # As another process does it, which nobody here hears of.
        claims = work.claim(store, VERSION, work.owner(), len(uids))
        for claim in claims:
            work.fail(store, claim, "corrupt", "0.txt: damaged")
        return [threads, held, *(await asyncio.gather(*tasks))]

    with waiters(store) as some:
        threads, held, *stands = asyncio.run(main(some))
        assert not some._waiting
    assert threads == 0
    assert held <= 1  # the one question for all
    assert {one.job.status for one in stands} == {"failed"}


def test_service_that_stops_answers_those_who_wait(store: Store) -> None:
    (uid,) = waiting(store, 1)
    stopping = threading.Event()
    some = Waiters(store, stopping)
    some.start()

    async def main() -> Any:
        task = asyncio.create_task(ended(some, store, uid, 10 * PATIENCE))
        while not some._waiting:
            await asyncio.sleep(0.01)
        stopping.set()
        return await task

    stands = asyncio.run(main())
    some.stop()
    assert stands.job.status == "pending"


def test_pages_are_told_from_the_process_that_reads() -> None:
    heard: list[tuple[int, int]] = []
    with Isolation(1) as isolation:
        assert isolation.run_told(lambda *pages: heard.append(pages), "a.pdf", tells_of_pages, 3) == "read"
        assert isolation.run("a.pdf", tells_of_pages, 2) == "read"
    assert heard == [(1, 3), (2, 3), (3, 3)]


def test_progress_is_in_the_job(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    (uid,) = waiting(store, 1)
    (claim,) = work.claim(store, VERSION, work.owner(), 1)
    heard: list[int] = []
    patient = Teller(store, claim, heard.append)
    patient(1, 48)  # too early to be worth a row
    assert (standing(store, uid).job.progress, heard) == (None, [])  # type: ignore[union-attr]
    monkeypatch.setattr("api.service.jobs.progress.SECONDS", 0.0)
    teller = Teller(store, claim, heard.append)
    for done in (12, 50):
        teller(done, 48)
    job = standing(store, uid).job  # type: ignore[union-attr]
    assert (job.status, job.progress.done, job.progress.total) == ("running", 48, 48)  # type: ignore[union-attr]
    assert heard == [claim.document_id] * 2


def events(client: TestClient, uid: str) -> list[tuple[str, dict[str, Any]]]:
    """The server-sent events of a job, until the last one."""
    with client.stream("GET", f"/v1/jobs/{uid}/events") as answer:
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        blocks = "".join(answer.iter_text()).replace("\r\n", "\n").split("\n\n")
    lines = [dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":")) for block in blocks]
    return [(one["event"], json.loads(one["data"])) for one in lines if "event" in one]


def test_events_end_with_the_job(client: TestClient) -> None:
    uid = client.post("/v1/documents?wait=0", **sent("a.txt")).json()["id"]
    told = events(client, uid)
    assert told[-1][0] == "done"
    assert told[-1][1] == client.get(f"/v1/jobs/{uid}").json()
    assert {name for name, _ in told[:-1]} <= {"progress"}
    # Whoever comes later hears the end at once.
    assert events(client, uid) == told[-1:]
    failed = client.post("/v1/documents?wait=0", **sent("b.txt", " \n \n")).json()
    (*_, last) = events(client, failed["id"])
    assert (last[0], last[1]["error"]["code"]) == ("failed", "empty")


def test_jobs_that_there_are_not(client: TestClient) -> None:
    for uid in ("0" * 32, "x", "a%00b", "x" * 5000):
        for path in ("", "/events"):
            answer = client.get(f"/v1/jobs/{uid}{path}")
            assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_status_is_that_of_the_newest_extraction(client: TestClient, store: Store) -> None:
    done = client.post(f"/v1/documents?wait={PATIENCE}", **sent("a.txt")).json()
    with store.writing() as connection:
        connection.execute(update(tables.extraction).values(pipeline_version="older"))
        document = connection.scalars(select(tables.document.c.id)).one()
    work.enqueue(store, [document], "newer")
    assert client.get(f"/v1/jobs/{done['id']}").json()["status"] == "pending"
