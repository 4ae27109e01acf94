"""Work as rows: claims, leases, attempts, quarantine; the same on both databases."""

from __future__ import annotations

import time

import pytest
from sqlalchemy import update

from api.store import Store, tables, work
from api.store.documents import Incoming, accept

VERSION = "v1"


def enqueued(store: Store, count: int) -> list[int]:
    ids = [one.document_id for one in accept(store, [Incoming(f"{n}.txt", f"{n}".encode()) for n in range(count)])]
    work.enqueue(store, ids, VERSION)
    return ids


def test_work_is_claimed_once(store: Store) -> None:
    ids = enqueued(store, 5)
    work.enqueue(store, ids, VERSION)
    first = work.claim(store, VERSION, "a", 3)
    second = work.claim(store, VERSION, "b", 10)
    assert [one.document_id for one in (*first, *second)] == ids
    assert not work.claim(store, VERSION, "c", 10)


def test_lease_that_ran_out_returns_the_work(store: Store) -> None:
    enqueued(store, 1)
    (lost,) = work.claim(store, VERSION, "a", 1)
    with store.writing() as connection:
        connection.execute(update(tables.extraction).values(lease_until=time.time() - 1))
    (found,) = work.claim(store, VERSION, "b", 1)
    assert found.extraction_id == lost.extraction_id
    # Whoever lost it cannot end it any more.
    work.fail(store, lost, "limit", "late")
    assert work.start(store, lost) is None
    assert work.statuses(store, VERSION) == {"running": 1}


def test_sign_of_life_prolongs_the_claims_of_one(store: Store) -> None:
    enqueued(store, 3)
    first = work.claim(store, VERSION, "a", 1)
    work.claim(store, VERSION, "b", 1)
    with store.writing() as connection:
        connection.execute(update(tables.extraction).values(lease_until=time.time() - 1))
    work.prolong(store, VERSION, "a")
    work.prolong(store, "v2", "b")
    assert len(work.claim(store, VERSION, "c", 10)) == 2
    assert work.start(store, first[0]) is not None


def test_dead_processes_give_back(store: Store) -> None:
    enqueued(store, 3)
    boot, pid = work.owner().split("/")[1:3]
    here = work.owner().split("/", maxsplit=1)[0]
    work.claim(store, VERSION, f"{here}/{boot}/{pid}/1", 1)
    work.claim(store, VERSION, f"elsewhere/{boot}/{pid}/1", 1)
    work.claim(store, VERSION, work.owner(), 1)
    assert work.release_dead(store) == 1
    assert work.statuses(store, VERSION) == {"running": 2, "pending": 1}


def test_file_that_is_never_finished_goes_to_quarantine(store: Store) -> None:
    enqueued(store, 1)
    for _ in range(work.MAXIMUM_STARTS):
        (claim,) = work.claim(store, VERSION, "a", 1)
        assert work.start(store, claim) is not None
        work.release(store, [claim])
    (claim,) = work.claim(store, VERSION, "a", 1)
    assert work.start(store, claim) is None
    assert work.statuses(store, VERSION) == {"failed": 1}


def test_what_was_tried_comes_last(store: Store) -> None:
    first, second = enqueued(store, 2)
    (claim,) = work.claim(store, VERSION, "a", 1)
    assert claim.document_id == first
    work.start(store, claim)
    work.release(store, [claim])
    (claim,) = work.claim(store, VERSION, "a", 1)
    assert claim.document_id == second


def test_quarantine_is_retried_on_request_only(store: Store) -> None:
    enqueued(store, 1)
    (claim,) = work.claim(store, VERSION, "a", 1)
    work.fail(store, claim, "corrupt", "0.txt: damaged")
    assert not work.claim(store, VERSION, "a", 1)
    assert work.retry(store, VERSION) == 1
    assert work.claim(store, VERSION, "a", 1)


@pytest.mark.parametrize("who", ["a/b/c", "host"])
def test_owner_of_another_form_is_left_alone(store: Store, who: str) -> None:
    enqueued(store, 1)
    work.claim(store, VERSION, who, 1)
    assert work.release_dead(store) == 0
