"""What is known of the extraction and of the review of a workspace, for the dashboard."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from sqlalchemy import Row, func, select

from api.review.queue import totals
from api.review.sampling import Drawn, Wilson, listed, tallies, wilson
from api.store import Store, tables

_decision, _sample, _sampled = tables.decision, tables.sample, tables.sampled
#: A longer rest between two steps is not part of one sitting, seconds.
_SITTING = 300.0
#: The newest decisions that are counted.
_MOST = 200_000


@dataclass(frozen=True, slots=True)
class Sample:
    """Documents drawn by a seed."""

    seed: int
    drawn: int
    reviewed: int
    at: float


@dataclass(frozen=True, slots=True)
class Person:
    """What somebody decided."""

    who: str
    decisions: int
    documents: int
    median_seconds: float | None


@dataclass(frozen=True, slots=True)
class Figures:
    """Precision and recall of documents reviewed blind, and the work of people."""

    samples: Sequence[Sample]
    sampled: Sequence[Drawn]
    documents: int
    precision: Wilson
    recall: Wilson
    code_precision: Wilson
    code_recall: Wilson
    agreement: Wilson
    reviewers: Wilson
    by_status: Mapping[str, int]
    decisions: Mapping[str, int]
    people: Sequence[Person]


def figures(store: Store) -> Figures:
    """Count everything."""
    found = tallies(store)
    both, same = sum(one.both for one in found), sum(one.same_code for one in found)
    extracted, reviewed = sum(one.extracted for one in found), sum(one.reviewed for one in found)
    kept = _kept(store)
    actions = Counter(row.action for row in kept if not row.blind)
    right = actions["accept"] + actions["confirm"]
    return Figures(
        samples=_samples(store),
        sampled=listed(store),
        documents=len(found),
        precision=wilson(both, extracted),
        recall=wilson(both, reviewed),
        code_precision=wilson(same, extracted),
        code_recall=wilson(same, reviewed),
        agreement=wilson(right, right + actions["correct"] + actions["reject"] + actions["dismiss"]),
        reviewers=_reviewers(kept),
        by_status=totals(store),
        decisions=dict(sorted(actions.items())),
        people=_people(kept),
    )


def _samples(store: Store) -> list[Sample]:
    with store.reading() as connection:
        rows = connection.execute(
            select(_sample.c.seed, _sample.c.drawn, _sample.c.at, func.count(_sampled.c.document_id).label("there"))
            .add_columns(func.count(_sampled.c.done_at).label("reviewed"))
            .outerjoin(_sampled, _sampled.c.sample_id == _sample.c.id)
            .where(_sample.c.workspace_id == store.workspace_id)
            .group_by(_sample.c.id, _sample.c.seed, _sample.c.drawn, _sample.c.at)
            .order_by(_sample.c.id)
        ).all()
    return [Sample(row.seed, row.there, row.reviewed, row.at) for row in rows]


def _kept(store: Store) -> list[Row[Any]]:
    """The decisions that stand, in their order. What was carried over from a draft was decided once."""
    columns = ("document_id", "step", "who", "at", "action", "target", "blind", "item", "after")
    query = (
        select(*(_decision.c[name] for name in columns))
        .where(_decision.c.workspace_id == store.workspace_id, _decision.c.carried_from.is_(None))
        .order_by(_decision.c.id.desc())
        .limit(_MOST)
    )
    with store.reading() as connection:
        rows = list(reversed(connection.execute(query).all()))
    last = {(row.document_id, row.target): row.action for row in rows if row.target}
    return [
        row
        for row in rows
        if row.target is None and row.action != "comment" and last.get((row.document_id, row.step)) != "undo"
    ]


def _people(kept: Iterable[Row[Any]]) -> list[Person]:
    of: defaultdict[str, list[tuple[int, str, float]]] = defaultdict(list)
    for row in kept:
        of[row.who].append((row.document_id, row.step, row.at))
    return [
        Person(who, len(made), len({one[0] for one in made}), _pace(made))
        for who, made in sorted(of.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    ]


def _reviewers(kept: Iterable[Row[Any]]) -> Wilson:
    """Of the items that more than one person decided: how often the second one said what the first one did."""
    first: dict[tuple[int, str], Row[Any]] = {}
    same: dict[tuple[int, str], bool] = {}
    for row in kept:
        if row.blind or row.item is None:
            continue
        place = (row.document_id, row.item)
        before = first.setdefault(place, row)
        if before.who != row.who:
            same.setdefault(place, (before.action, before.after) == (row.action, row.after))
    return wilson(sum(same.values()), len(same))


def _pace(made: Sequence[tuple[int, str, float]]) -> float | None:
    """Seconds between two steps of one sitting, at the median."""
    steps = sorted({step: at for _, step, at in made}.values())
    between = [after - before for before, after in pairwise(steps) if after - before <= _SITTING]
    return round(median(between), 2) if between else None
