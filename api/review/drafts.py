"""What was decided about earlier drafts of a record is taken over by the next one."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Select, select

from api.review.decisions import Decision, read, standing, write
from api.review.folding import fold
from api.review.standing import change, counted, locked
from api.review.subject import Subject
from api.service.access.auditing import audit
from api.service.access.caller import Caller
from api.store import Store, tables

_membership, _review = tables.membership, tables.review
#: Earlier versions of one report that are looked at.
_VERSIONS = 20


def carry(store: Store, subject: Subject) -> int:
    """Take over what was decided about earlier versions of the record that a document belongs to, and return how many
    decisions came. What came already, or is undone there, does not come (again)."""
    with store.reading() as connection:
        if not _new(connection, store, subject):
            return 0
    who = Caller("service", frozenset(), store)
    with store.writing() as connection:
        stands = locked(connection, store, subject)
        came = list(_new(connection, store, subject))
        step, version = uuid.uuid4().hex, stands.row.version
        rows = [
            replace(
                one,
                id=uuid.uuid4().hex,
                version=version + number,
                step=step,
                fingerprint=None,
                carried_from=one.carried_from or one.id,
                topic=None,
            )
            for number, one in enumerate(came, start=1)
        ]
        write(connection, store.workspace_id, subject.id, rows)
        state = fold(subject.report.text, subject.extracted, [*stands.decisions, *rows])
        change(connection, store, subject.id, version=version + len(rows), **counted(state))
        audit(connection, who, "review.carry", f"document:{subject.uid}", decisions=len(rows), step=step)
    return len(rows)


def with_reviewed_drafts(connection: Connection, store: Store, documents: Iterable[int]) -> list[int]:
    """Those of the documents of which an earlier version was reviewed, and they themselves were not."""
    own, other = _membership.alias("own"), _membership.alias("other")
    before, mine = _review.alias("before"), _review.alias("mine")
    query = (
        select(own.c.document_id)
        .join(mine, mine.c.document_id == own.c.document_id)
        .join(other, (other.c.record == own.c.record) & (other.c.workspace_id == own.c.workspace_id))
        .join(before, (before.c.document_id == other.c.document_id) & (before.c.version > 0))
        .where(own.c.workspace_id == store.workspace_id, own.c.document_id.in_(list(documents)))
        .where(own.c.role == "version", other.c.role == "version", other.c.position < own.c.position)
        .where(mine.c.version == 0)
        .distinct()
    )
    return list(connection.scalars(query))


def _new(connection: Connection, store: Store, subject: Subject) -> list[Decision]:
    """The decisions that are to come, oldest draft first."""
    earlier = connection.scalars(_earlier(store, subject.id)).all()
    if not earlier:
        return []
    here = {one.carried_from for one in read(connection, store.workspace_id, subject.id)}
    came: list[Decision] = []
    for document_id in earlier:
        for one in standing(read(connection, store.workspace_id, document_id)):
            origin = one.carried_from or one.id
            if origin not in here:
                here.add(origin)
                came.append(one)
    return came


def _earlier(store: Store, document_id: int) -> Select[Any]:
    own = _membership.alias("own")
    return (
        select(_membership.c.document_id)
        .join(own, (own.c.record == _membership.c.record) & (own.c.workspace_id == _membership.c.workspace_id))
        .join(_review, (_review.c.document_id == _membership.c.document_id) & (_review.c.version > 0))
        .where(own.c.document_id == document_id, own.c.workspace_id == store.workspace_id)
        .where(own.c.role == "version", _membership.c.role == "version", _membership.c.position < own.c.position)
        .order_by(_membership.c.position)
        .limit(_VERSIONS)
    )
