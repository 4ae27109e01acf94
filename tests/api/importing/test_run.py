"""The run loop: a failure of the machinery gives the work back, and the run goes on, or gives up with a clear word."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import CancelledError, Executor, Future, ThreadPoolExecutor
from threading import Event

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from api.importing import run
from api.importing.errors import MachineryError
from api.importing.run import Crew, Patience, drain
from api.store import Store, tables, work
from api.store.documents import Incoming, accept

VERSION = "v1"


def enqueued(store: Store, count: int) -> list[int]:
    ids = [one.document_id for one in accept(store, [Incoming(f"{n}.txt", f"{n}".encode()) for n in range(count)])]
    work.enqueue(store, ids, VERSION)
    return ids


def done(store: Store, claim: work.Claim) -> str:
    """Stands for an extraction: count the start, and end well."""
    if work.start(store, claim) is None:
        return "lost"
    with store.writing() as connection:
        connection.execute(
            tables.extraction.update()
            .where(tables.extraction.c.id == claim.extraction_id)
            .values(status="done", claimed_by=None, lease_until=None)
        )
    return "done"


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "FIRST_PAUSE", 0.001)
    monkeypatch.setattr(run, "LONGEST_PAUSE", 0.002)


def drained(store: Store, execute: Callable[[work.Claim], str], in_flight: int = 4, **options: object) -> Counter[str]:
    outcomes: Counter[str] = Counter()
    with ThreadPoolExecutor(2) as executor:
        drain(
            store,
            Crew(executor, execute, lambda: in_flight),
            VERSION,
            on_outcome=lambda one: outcomes.update([one]),
            **options,  # type: ignore[arg-type]
        )
    return outcomes


def test_everything_is_done_once(store: Store) -> None:
    enqueued(store, 23)
    seen: list[int] = []
    outcomes = drained(store, lambda claim: seen.append(claim.document_id) or done(store, claim))
    assert outcomes == {"done": 23}
    assert len(seen) == len(set(seen)) == 23
    assert work.statuses(store, VERSION) == {"done": 23}


def test_no_more_is_claimed_than_is_in_flight(store: Store) -> None:
    enqueued(store, 20)
    most = 0

    def execute(claim: work.Claim) -> str:
        nonlocal most
        most = max(most, work.statuses(store, VERSION)["running"])
        return done(store, claim)

    drained(store, execute, in_flight=5)
    assert 1 <= most <= 5


def test_run_gives_signs_of_life(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that takes longer than a lease, and one that waits so long for its turn, are done once."""
    monkeypatch.setattr(work, "LEASE_SECONDS", 1.5)
    monkeypatch.setattr(run, "SIGN_SECONDS", 0.0)
    monkeypatch.setattr(run, "LONGEST_LOOK", 0.05)
    enqueued(store, 3)
    others: list[work.Claim] = []

    def execute(claim: work.Claim) -> str:
        time.sleep(1.7)
        others.extend(work.claim(store, VERSION, "other", 10))
        return done(store, claim)

    assert drained(store, execute) == {"done": 3}
    assert not others


def test_work_that_comes_while_it_runs_is_done(store: Store) -> None:
    enqueued(store, 2)
    looks = 0

    def more() -> bool:
        nonlocal looks
        looks += 1
        if looks == 3:
            ids = [one.document_id for one in accept(store, [Incoming("late.txt", b"late")])]
            work.enqueue(store, ids, VERSION)
        return looks < 4

    assert drained(store, lambda claim: done(store, claim), more=more) == {"done": 3}


class KilledWorkerError(Exception):
    """As a cluster raises it for a task whose workers died."""


@pytest.mark.parametrize("failure", [KilledWorkerError(), CancelledError(), ConnectionError(), OSError("gone")])
def test_failure_of_the_machinery_gives_the_work_back(store: Store, failure: BaseException) -> None:
    enqueued(store, 6)
    failed: set[int] = set()

    def execute(claim: work.Claim) -> str:
        if claim.document_id % 2 and claim.document_id not in failed:
            failed.add(claim.document_id)
            raise failure
        return done(store, claim)

    assert drained(store, execute) == {"done": 6, "released": 3}
    assert work.statuses(store, VERSION) == {"done": 6}


def test_file_that_takes_its_worker_along_ends_in_quarantine(store: Store) -> None:
    ids = enqueued(store, 9)

    def execute(claim: work.Claim) -> str:
        if claim.document_id != ids[3]:
            return done(store, claim)
        if work.start(store, claim) is None:
            return "lost"
        raise KilledWorkerError

    outcomes = drained(store, execute)
    assert outcomes == {"done": 8, "released": work.MAXIMUM_STARTS, "lost": 1}
    with store.reading() as connection:
        table = tables.extraction
        row = connection.execute(select(table).where(table.c.status == "failed")).one()
    assert (row.document_id, row.error_code) == (ids[3], "lost_worker")


def test_run_gives_up_when_nothing_works(store: Store) -> None:
    enqueued(store, 3)

    def execute(claim: work.Claim) -> str:
        raise ConnectionError("user:password@database")

    with pytest.raises(MachineryError) as told:
        drained(store, execute)
    assert "ConnectionError" in str(told.value)
    assert "password" not in str(told.value)
    assert work.statuses(store, VERSION) == {"pending": 3}


def test_executor_that_takes_nothing_gives_up(store: Store) -> None:
    class Closed(Executor):
        def submit(self, *args: object, **kwargs: object) -> Future[str]:  # type: ignore[override]
            raise RuntimeError("cannot schedule new futures after shutdown")

    enqueued(store, 3)
    with pytest.raises(MachineryError):
        drain(store, Crew(Closed(), lambda claim: "done", lambda: 2), VERSION)
    assert work.statuses(store, VERSION) == {"pending": 3}


def test_database_that_comes_back_is_waited_for(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    enqueued(store, 3)
    real, calls = work.claim, 0

    def claim(*args: object) -> list[work.Claim]:
        nonlocal calls
        calls += 1
        if calls < 4:
            raise OperationalError("", {}, Exception("the database is away"))
        return real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(work, "claim", claim)
    assert drained(store, lambda one: done(store, one)) == {"done": 3}


def test_stopped_run_gives_back_what_it_did_not_begin(store: Store) -> None:
    enqueued(store, 12)
    begun, go_on, stop = Event(), Event(), Event()

    def execute(claim: work.Claim) -> str:
        begun.set()
        go_on.wait(20)
        return done(store, claim)

    def stopped() -> bool:
        if begun.is_set():
            stop.set()
            go_on.set()
        return stop.is_set()

    outcomes = drained(store, execute, in_flight=8, stopped=stopped)
    left = work.statuses(store, VERSION)
    assert set(outcomes) == {"done"}
    assert left == {"done": outcomes["done"], "pending": 12 - outcomes["done"]}
    with store.reading() as connection:
        table = tables.extraction
        assert set(connection.scalars(select(table.c.attempts).where(table.c.status == "pending"))) == {0}


def test_what_hangs_is_given_back_when_the_run_is_stopped(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "GRACE", 0.05)
    enqueued(store, 2)
    begun, end = Event(), Event()
    states: list[Counter[str]] = []

    def execute(claim: work.Claim) -> str:
        work.start(store, claim)
        begun.set()
        end.wait(20)
        return "late"

    with ThreadPoolExecutor(2) as executor:
        drain(store, Crew(executor, execute, lambda: 2), VERSION, stopped=begun.is_set)
        states.append(work.statuses(store, VERSION))
        end.set()
    assert states == [Counter({"pending": 2})]


def test_work_of_a_dead_process_is_taken_over_at_the_end(store: Store) -> None:
    enqueued(store, 3)
    here, boot, pid, _ = work.owner().rsplit("/", 3)
    work.claim(store, VERSION, f"{here}/{boot}/{pid}/1", 2)
    assert drained(store, lambda claim: done(store, claim)) == {"done": 3}


def test_failures_at_once_count_as_one() -> None:
    patience = Patience()
    patience.until = float("inf")
    for _ in range(10 * run.FAILURES_IN_A_ROW):
        patience.failed(OSError())
    assert patience.rounds == 0
