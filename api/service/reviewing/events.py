"""What others do to a document that somebody has open, as it happens."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from typing import Any

from fastapi.sse import ServerSentEvent
from sqlalchemy import select
from starlette.concurrency import run_in_threadpool

from api.review.folding import fold
from api.review.standing import look
from api.review.subject import Subject
from api.service.problems import Problem
from api.service.reviewing.asking import reviewed
from api.service.reviewing.telling import Teller
from api.store import Store, tables

#: Between two looks at a document, seconds.
LOOK_SECONDS = 0.4
#: Looks without news, after which a comment keeps the connection open.
_QUIET = 40

Seen = tuple[Any, ...]
_review = tables.review


async def events(
    store: Store, one: Subject, after: int | None, stopping: threading.Event
) -> AsyncIterator[ServerSentEvent]:
    """`decided` and `changed`, until whoever listens goes, the document goes, or the service stops."""
    seen = await run_in_threadpool(_seen, store, one.id)
    version = after if after is not None else (seen[0] if seen else 0)
    quiet = 0
    while not stopping.is_set():
        now = await run_in_threadpool(_seen, store, one.id)
        if now is None:
            return
        if now[0] > version or now != seen:
            told = await run_in_threadpool(_news, store, one.uid, version, now != seen and now[3] != (seen or now)[3])
            if told is None:
                return
            yield ServerSentEvent(
                event="decided" if told["items"] or told["gone"] else "changed", data=told, id=str(told["version"])
            )
            seen, version, quiet = now, max(told["version"], now[0]), 0
        else:
            quiet += 1
            if quiet >= _QUIET:
                quiet = 0
                yield ServerSentEvent(comment="still here")
        await asyncio.sleep(LOOK_SECONDS)


def _seen(store: Store, document_id: int) -> Seen | None:
    """What is looked at: version, status, assignee, extraction."""
    columns = (_review.c.version, _review.c.status, _review.c.assignee, _review.c.extraction_id)
    query = select(*columns).where(_review.c.document_id == document_id, _review.c.workspace_id == store.workspace_id)
    with store.reading() as connection:
        row = connection.execute(query).one_or_none()
    return tuple(row) if row is not None else None


def _news(store: Store, uid: str, version: int, extracted: bool) -> dict[str, Any] | None:
    """What was decided since a version; None where there is no such document any more."""
    try:
        one = reviewed(store, uid)
    except Problem:
        return None
    stands = look(store, one)
    state = fold(one.report.text, one.extracted, stands.decisions)
    new = [made for made in stands.decisions if made.version > version and not made.blind]
    steps = {made.target for made in new if made.target}
    names = [made.item for made in stands.decisions if made.item and (made in new or made.step in steps)]
    with store.reading() as connection:
        teller = Teller(connection, store, one, state)
        known = state.by_id()
        touched = list(dict.fromkeys(known[name].id for name in names if name in known))
        return {
            "version": stands.row.version,
            "status": stands.row.status,
            "assignee": stands.row.assignee,
            "who": sorted({made.who for made in new}),
            "items": [item.model_dump(mode="json") for item in teller.items(touched)],
            "gone": [name for name in dict.fromkeys(names) if name not in known],
            "groups": [group.model_dump(mode="json") for group in teller.groups()],
            "open": state.open(),
            "reload": extracted,
        }
