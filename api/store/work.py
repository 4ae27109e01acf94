"""Work as rows: what waits, who has it, how it ended. Several imports and the service share one table; each piece of
work is claimed in one statement, and a lease that ran out returns it."""

from __future__ import annotations

import platform
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    literal,
    select,
    update,
)
from sqlalchemy.sql.dml import ReturningUpdate

from api.store import owners, tables
from api.store.documents import REPLACED, enqueue_within
from api.store.endings import FAILED, tell
from api.store.files import insert_for
from api.store.store import Store

#: How long a claim stands without a sign of life of whoever has it (`prolong`), seconds.
LEASE_SECONDS = 900.0
#: Starts after which a file that was never finished goes to quarantine. Dask starts a task four times by itself.
MAXIMUM_STARTS = 6

_work = tables.extraction


@dataclass(frozen=True, slots=True)
class Claim:
    """A piece of work that somebody has: a document to extract."""

    extraction_id: int
    document_id: int
    owner: str


@dataclass(frozen=True, slots=True)
class Task:
    """What a started piece of work needs: the file's content, name and size in bytes; and which start this is."""

    claim: Claim
    sha256: str
    name: str
    attempts: int
    size: int


#: Who claims: this process.
owner = owners.owner


def enqueue(store: Store, documents: Sequence[int], pipeline_version: str, options: str = "") -> None:
    """Let documents be extracted by this version of the pipeline, unless they were, or are to be."""
    with store.writing() as connection:
        enqueue_within(connection, store.workspace_id, documents, pipeline_version, options=options)


def claim(store: Store, pipeline_version: str, who: str, limit: int) -> list[Claim]:
    """Take up to `limit` pieces of work: those that wait and those whose lease ran out. What was tried before comes
    last, so that one bad file does not hold up the others."""
    now = time.time()
    given = {"workspace": store.workspace_id, "version": pipeline_version, "who": who, "now": now}
    taken: list[Claim] = []
    with store.writing() as connection:
        # One after the other: the index hands out each in order, and sorts nothing where millions wait.
        for statement in _taking():
            some = {**given, "until": now + LEASE_SECONDS, "most": limit - len(taken)}
            taken += [Claim(row.id, row.document_id, who) for row in connection.execute(statement, some)]
            if len(taken) == limit:
                break
    return sorted(taken, key=lambda one: one.extraction_id)


@cache
def _taking() -> tuple[ReturningUpdate[int, int], ...]:
    """What takes work that waits, and work whose lease ran out."""
    waits = _work.c.status == "pending"
    ran_out = and_(_work.c.status == "running", _work.c.lease_until < bindparam("now"))
    changes: dict[str, Any] = {
        "claimed_by": bindparam("who"),
        "lease_until": bindparam("until"),
        "changed_at": bindparam("now"),
    }
    here = and_(_work.c.workspace_id == bindparam("workspace"), _work.c.pipeline_version == bindparam("version"))
    first = select(_work.c.id).order_by(_work.c.attempts, _work.c.id).limit(bindparam("most"))
    return tuple(
        update(_work)
        .where(_work.c.id.in_(first.where(here, free).with_for_update(skip_locked=True).scalar_subquery()))
        .values(status="running", **changes)
        .returning(_work.c.id, _work.c.document_id)
        for free in (waits, ran_out)
    )


def prolong(store: Store, pipeline_version: str, who: str) -> None:
    """Let the claims of somebody who lives stand for another lease, those that are at work and those that wait for a
    worker."""
    mine = and_(
        _work.c.workspace_id == store.workspace_id,
        _work.c.pipeline_version == pipeline_version,
        _work.c.status == "running",
        _work.c.claimed_by == who,
    )
    with store.writing() as connection:
        connection.execute(update(_work).where(mine).values(lease_until=time.time() + LEASE_SECONDS))


def start(store: Store, work: Claim) -> Task | None:
    """Count a start and return what to do. None where there is nothing to do any more: the claim is lost, or the work
    was started so often that it is given up (`lost_worker`)."""
    with store.writing() as connection:
        mine = {"extraction": work.extraction_id, "who": work.owner}
        attempts = connection.scalar(_starting(), {**mine, "until": time.time() + LEASE_SECONDS})
        if attempts is None:
            return None
        if attempts > MAXIMUM_STARTS:
            _end(connection, store, work, failed("lost_worker", GIVEN_UP))
            return None
        row = connection.execute(_reading(), {"document": work.document_id}).one_or_none()
    return Task(work, row.sha256, row.name, attempts, row.size) if row else None


@cache
def _starting() -> ReturningUpdate[int]:
    """What counts a start. Statements that are run for every document are made once."""
    mine = and_(
        _work.c.id == bindparam("extraction"), _work.c.claimed_by == bindparam("who"), _work.c.status == "running"
    )
    counted = {"attempts": _work.c.attempts + 1, "lease_until": bindparam("until")}
    return update(_work).where(mine).values(**counted).returning(_work.c.attempts)


@cache
def _reading() -> Select[str, str, int]:
    table = tables.document
    return select(table.c.sha256, table.c.name, table.c.size).where(table.c.id == bindparam("document"))


GIVEN_UP = f"whatever worked on the file was lost, {MAXIMUM_STARTS} times; look at the file, then import with --retry"


def fail(store: Store, work: Claim, code: str, message: str, seconds: float | None = None) -> None:
    """Put a file in quarantine with its error. Nothing happens where the claim was lost."""
    with store.writing() as connection:
        _end(connection, store, work, {**failed(code, message), "seconds": seconds})


def release(store: Store, claims: Iterable[Claim], *, blameless: bool = False) -> None:
    """Give work back that was claimed and not done. `blameless`: it was stopped from outside, so that its start does
    not count."""
    attempts = {"attempts": uncounted()} if blameless else {}
    with store.writing() as connection:
        for work in claims:
            connection.execute(update(_work).where(owned(work)).values(**free(), **attempts))


def release_dead(store: Store) -> int:
    """Give back what processes of this machine claimed that no longer live, and return how many pieces it was. The
    leases of other machines run out by themselves.

    The starts do not count: files are worked on in processes of their own, so whatever ended the one that claimed, it
    was no file.
    """
    here = f"{platform.node()}/"
    running = and_(_work.c.workspace_id == store.workspace_id, _work.c.status == "running")
    with store.writing() as connection:
        claimed = connection.scalars(select(_work.c.claimed_by).where(running).distinct()).all()
        dead = [who for who in claimed if who and who.startswith(here) and not owners.alive(who)]
        back = update(_work).where(running, _work.c.claimed_by.in_(dead))
        return connection.execute(back.values(**free(), attempts=uncounted())).rowcount if dead else 0


def quarantined(store: Store) -> ColumnElement[bool]:
    """What is in quarantine: extractions that failed and are the newest of their document, unless another file has
    taken the document's place since."""
    later = _work.alias()
    newest = ~exists().where(later.c.document_id == _work.c.document_id, later.c.id > _work.c.id)
    return and_(
        _work.c.workspace_id == store.workspace_id,
        _work.c.status == "failed",
        _work.c.error_code != REPLACED,
        newest,
    )


def retry(store: Store, pipeline_version: str) -> int:
    """Let everything in quarantine be tried again whose content is still there; return how much it is."""
    kept = exists().where(tables.document.c.id == _work.c.document_id, tables.document.c.original)
    here = _work.c.pipeline_version == pipeline_version
    again = {**free(), "attempts": 0, "error_code": None, "error_message": None}
    with store.writing() as connection:
        older = select(_work.c.document_id).where(quarantined(store), kept, ~here)
        added = _enqueue_selected(connection, store, tables.document.c.id.in_(older), pipeline_version)
        lost = update(_work).where(quarantined(store), kept, here)
        return added + connection.execute(lost.values(**again)).rowcount


def renew(store: Store, pipeline_version: str) -> int:
    """Let every document be extracted by this version of the pipeline that was so by others only; return how many."""
    with store.writing() as connection:
        return _enqueue_selected(connection, store, tables.document.c.original, pipeline_version)


def adopt(store: Store, pipeline_version: str) -> int:
    """Let what still waited for another version of the pipeline be done by this one; return how much it is."""
    waits = and_(
        _work.c.workspace_id == store.workspace_id,
        _work.c.status == "pending",
        _work.c.pipeline_version != pipeline_version,
    )
    other = _work.alias()
    both = exists().where(
        other.c.document_id == _work.c.document_id,
        other.c.options == _work.c.options,
        other.c.pipeline_version == pipeline_version,
    )
    with store.writing() as connection:
        connection.execute(delete(_work).where(waits, both))
        return connection.execute(update(_work).where(waits).values(pipeline_version=pipeline_version)).rowcount


def _enqueue_selected(connection: Connection, store: Store, which: ColumnElement[bool], pipeline_version: str) -> int:
    row: dict[str, Any] = {"options": "", "pipeline_version": pipeline_version, "status": "pending", "attempts": 0}
    row["changed_at"] = time.time()
    document = tables.document
    chosen = select(
        document.c.workspace_id, document.c.id, *(literal(value).label(name) for name, value in row.items())
    ).where(document.c.workspace_id == store.workspace_id, which)
    insert = insert_for(connection, _work).from_select(["workspace_id", "document_id", *row], chosen)
    keys = ["document_id", "options", "pipeline_version"]
    counting = {"preserve_rowcount": True}
    return connection.execute(insert.on_conflict_do_nothing(index_elements=keys), execution_options=counting).rowcount


def statuses(store: Store, pipeline_version: str) -> Counter[str]:
    """How many pieces of work have each status."""
    query = (
        select(_work.c.status, func.count().label("pieces"))
        .where(_work.c.workspace_id == store.workspace_id, _work.c.pipeline_version == pipeline_version)
        .group_by(_work.c.status)
    )
    with store.reading() as connection:
        return Counter({row.status: row.pieces for row in connection.execute(query)})


def _end(connection: Connection, store: Store, work: Claim, failure: dict[str, Any]) -> None:
    """Write down a failure, and tell it."""
    if connection.execute(update(_work).where(owned(work)).values(**failure)).rowcount:
        tell(connection, store.workspace_id, work.document_id, FAILED, failure["error_code"])


def owned(work: Claim) -> ColumnElement[bool]:
    """The extraction of a claim, as long as it is still the claimant's."""
    return and_(_work.c.id == work.extraction_id, _work.c.claimed_by == work.owner, _work.c.status == "running")


def uncounted() -> ColumnElement[int]:
    """One start less. What was claimed and never started may lose the count of an earlier start: it gets one more."""
    return case((_work.c.attempts > 0, _work.c.attempts - 1), else_=0)


def free() -> dict[str, object]:
    """What is written to give an extraction back."""
    return {"status": "pending", "claimed_by": None, "lease_until": None, "changed_at": time.time()}


def failed(code: str, message: str) -> dict[str, Any]:
    """What is written to put an extraction in quarantine."""
    return {**free(), "status": "failed", "error_code": code, "error_message": message}
