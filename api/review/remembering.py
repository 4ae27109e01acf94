"""Findings that were dismissed with a reason are remembered for the body that issued the report and their type: as a
suggestion, which decides nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, select

from api.store import Store, tables

_decision = tables.decision
#: Dismissals that are looked at.
_MOST = 500


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The newest dismissal of a type of finding for a body, and how many there were."""

    reason: str
    who: str
    at: float
    times: int


def dismissals(
    connection: Connection, store: Store, issuer_key: str | None, topics: Iterable[str], but: int
) -> dict[str, Suggestion]:
    """What is remembered of each type of finding for a body, from documents other than `but`."""
    wanted = sorted(set(topics))
    if not issuer_key or not wanted:
        return {}
    query = (
        select(_decision)
        .where(_decision.c.workspace_id == store.workspace_id, _decision.c.topic.in_(wanted))
        .where(_decision.c.issuer_key == issuer_key, _decision.c.topic.is_not(None), _decision.c.document_id != but)
        .order_by(_decision.c.id.desc())
        .limit(_MOST)
    )
    rows = list(connection.execute(query))
    gone = _undone(connection, {(row.document_id, row.step) for row in rows})
    by_topic = defaultdict(list)
    for row in rows:
        if (row.document_id, row.step) not in gone:
            by_topic[row.topic].append(row)
    return {topic: Suggestion(some[0].reason, some[0].who, some[0].at, len(some)) for topic, some in by_topic.items()}


def _undone(connection: Connection, steps: set[tuple[int, str]]) -> set[tuple[int, str]]:
    if not steps:
        return set()
    query = (
        select(_decision.c.document_id, _decision.c.target, _decision.c.action)
        .where(
            _decision.c.document_id.in_({one[0] for one in steps}), _decision.c.target.in_({one[1] for one in steps})
        )
        .order_by(_decision.c.id)
    )
    last = {(row.document_id, row.target): row.action for row in connection.execute(query)}
    return {step for step, action in last.items() if action == "undo"}
