"""What reports of the archive say differently of one document or figure: found over all of it, told page by page."""

from __future__ import annotations

import time
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, islice

from api.archive.figures import of_figures
from api.graph.conflicts import of_citations
from api.graph.records import Archived, Conflict
from api.service import cursors
from api.service.bodies import findings as bodies
from api.service.bodies.references import Named
from api.service.reading.remembered import Remembered
from api.store import Store
from api.times import iso

_LISTING = "conflicts"
#: Conflicts that are remembered of one workspace, at most.
MOST = 20_000

_Place = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class _All:
    """All conflicts in order, and when they were looked for."""

    conflicts: Sequence[Conflict]
    at: float


def conflicts(
    store: Store, remembered: Remembered, type_: str | None, severity: str | None, limit: int, cursor: str | None
) -> bodies.ConflictPage:
    """A page of the conflicts of a type and a severity. Raises Problem `invalid_cursor`, `computing`."""
    after = cursors.opened(store, _LISTING, cursor)
    found = remembered.answer((_LISTING, store.workspace_id), lambda: _all(store))
    wanted = [one for one in found.conflicts if type_ in (None, one.type) and severity in (None, one.severity)]
    # Behind the last one by its place: the list may have been computed anew since.
    start = bisect_right([_place(one) for one in wanted], tuple(after)) if after else 0
    shown = wanted[start : start + limit]
    more = len(wanted) > start + limit
    return bodies.ConflictPage(
        items=[_told(one) for one in shown],
        next=cursors.sealed(store, _LISTING, *_place(shown[-1])) if more else None,
        total=len(wanted),
        as_of=iso(found.at),
    )


def _all(store: Store) -> _All:
    began = time.time()
    every = sorted(islice(chain(of_citations(store), of_figures(store)), MOST), key=_place)
    return _All(every, began)


def _place(one: Conflict) -> _Place:
    """By type, then by subject. Cut to what a cursor holds."""
    return one.type, one.subject[:200], one.message_en[:200]


def _told(one: Conflict) -> bodies.Conflict:
    return bodies.Conflict(
        type=one.type,
        severity=one.severity,
        subject=one.subject,
        message=one.message_en,
        message_vi=one.message_vi,
        values=[
            bodies.Said(value=said.value, reports=said.reports, examples=_named(said.examples), own=said.own)
            for said in one.values
        ],
        likely=one.likely,
    )


def _named(examples: Sequence[Archived]) -> list[Named]:
    return [Named(id=one.uid, name=one.name) for one in examples]
