"""The work of all workspaces of a store, for the service and its workers: as `work`, without a workspace."""

from __future__ import annotations

import dataclasses
import platform
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, and_, exists, func, select, update

from api.store import owners, tables
from api.store.store import Store
from api.store.work import LEASE_SECONDS, Claim, free, owned, uncounted

_work = tables.extraction

#: Pieces of work by the workspace that they belong to.
Claims = list[tuple[int, Claim]]


def of_workspace(store: Store, workspace_id: int) -> Store:
    """The same store, bound to a workspace."""
    return store if store.workspace_id == workspace_id else dataclasses.replace(store, workspace_id=workspace_id)


def claim(store: Store, version: str, who: str, limit: int, first: Sequence[int] = ()) -> Claims:
    """Take up to `limit` pieces of work: those of the documents `first`, then what waits or whose lease ran out, by
    turns from each workspace that has some; in one transaction. What was tried before comes last."""
    now = time.time()
    taken: Claims = []
    with store.writing() as connection:
        if first:
            some = and_(_work.c.document_id.in_(first), _work.c.pipeline_version == version)
            taken += _take(connection, and_(some, _work.c.status == "pending"), who, now, limit)
        if len(taken) < limit:
            for condition in (
                _work.c.status == "pending",
                and_(_work.c.status == "running", _work.c.lease_until < now),
            ):
                taken += _by_turns(connection, version, condition, who, now, limit - len(taken))
                if len(taken) >= limit:
                    break
    return taken


def _by_turns(connection: Connection, version: str, free: Any, who: str, now: float, limit: int) -> Claims:
    workspace = tables.workspace
    of_it = and_(_work.c.workspace_id == workspace.c.id, _work.c.pipeline_version == version, free)
    having = connection.scalars(select(workspace.c.id).where(exists().where(of_it)).order_by(workspace.c.id)).all()
    taken: Claims = []
    # A long queue of one workspace leaves the others their part.
    turn = int(now * 1000) % len(having) if having else 0
    for position, one in enumerate([*having[turn:], *having[:turn]]):
        part = -(-(limit - len(taken)) // (len(having) - position))
        if part > 0:
            here = and_(_work.c.workspace_id == one, _work.c.pipeline_version == version, free)
            taken += _take(connection, here, who, now, part)
    return taken


def _take(connection: Connection, which: Any, who: str, now: float, limit: int) -> Claims:
    first = select(_work.c.id).where(which).order_by(_work.c.attempts, _work.c.id).limit(limit)
    taking = (
        update(_work)
        .where(_work.c.id.in_(first.with_for_update(skip_locked=True).scalar_subquery()))
        .values(status="running", claimed_by=who, lease_until=now + LEASE_SECONDS, changed_at=now)
        .returning(_work.c.workspace_id, _work.c.id, _work.c.document_id)
    )
    rows = sorted(connection.execute(taking), key=lambda row: row.id)
    return [(row.workspace_id, Claim(row.id, row.document_id, who)) for row in rows]


def prolong(store: Store, claims: Iterable[Claim]) -> None:
    """Let claims stand for another lease."""
    with store.writing() as connection:
        for one in claims:
            connection.execute(update(_work).where(owned(one)).values(lease_until=time.time() + LEASE_SECONDS))


def release_dead(store: Store, version: str) -> int:
    """Give back what processes of this machine claimed that no longer live (see `work.release_dead`)."""
    here, workspace = f"{platform.node()}/", tables.workspace
    running = and_(
        _work.c.workspace_id == workspace.c.id, _work.c.pipeline_version == version, _work.c.status == "running"
    )
    with store.reading() as connection:
        query = select(_work.c.claimed_by).select_from(workspace).join(_work, running).distinct()
        claimed = connection.scalars(query).all()
    dead = [who for who in claimed if who and who.startswith(here) and not owners.alive(who)]
    if not dead:
        return 0
    back = update(_work).where(_work.c.status == "running", _work.c.claimed_by.in_(dead))
    with store.writing() as connection:
        return connection.execute(back.values(**free(), attempts=uncounted())).rowcount


def workspaces(store: Store) -> Mapping[int, str]:
    """All workspaces: their names by id."""
    with store.reading() as connection:
        rows = connection.execute(select(tables.workspace.c.id, tables.workspace.c.name)).all()
    return {row.id: row.name for row in rows}


def waiting(store: Store, version: str, most: int) -> int:
    """How many documents wait in all workspaces, counted up to `most`."""
    workspace = tables.workspace
    of_it = and_(
        _work.c.workspace_id == workspace.c.id, _work.c.pipeline_version == version, _work.c.status == "pending"
    )
    some = select(_work.c.id).select_from(workspace).join(_work, of_it).limit(most).subquery()
    with store.reading() as connection:
        return connection.scalars(select(func.count()).select_from(some)).one()
