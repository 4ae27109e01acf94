"""How the review of a document stands: its row of the table `review`, under a lock while somebody changes it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, select, update

from api.review.decisions import Decision, read
from api.review.errors import AssignedError
from api.review.folding import State, fold
from api.review.subject import Subject
from api.service.access.auditing import audit
from api.service.access.caller import Caller
from api.store import Store, tables
from api.store.files import insert_for
from api.store.keys import clean

Status = Literal["to_review", "in_review", "done"]

_review = tables.review


@dataclass(frozen=True, slots=True)
class Standing:
    """The row, and all decisions about the document, oldest first."""

    row: Any
    decisions: list[Decision]


def look(store: Store, subject: Subject) -> Standing:
    """How it stands, without a lock."""
    with store.reading() as connection:
        decisions = read(connection, store.workspace_id, subject.id)
        return Standing(connection.execute(_one(store, subject.id)).one_or_none(), decisions)


def locked(connection: Connection, store: Store, subject: Subject) -> Standing:
    """How it stands, in a transaction that writes: whoever else decides about the document waits."""
    row = {"document_id": subject.id, "workspace_id": store.workspace_id, "status": "to_review", "version": 0}
    row |= {"stale": True, "least": 1.0, "orphaned": 0, "changed_at": time.time()}
    row |= {f"open_{kind}": 0 for kind in ("reference", "finding", "count", "responsibility", "indicator")}
    insert = insert_for(connection, _review).values(**row)
    connection.execute(insert.on_conflict_do_nothing(index_elements=["document_id"]))
    found = connection.execute(_one(store, subject.id).with_for_update()).one()
    return Standing(found, read(connection, store.workspace_id, subject.id))


def counted(state: State) -> dict[str, Any]:
    """The columns that say what is left."""
    left = {f"open_{kind}": many for kind, many in state.open().items()}
    return {**left, "orphaned": state.orphaned(), "least": state.least()}


def change(connection: Connection, store: Store, document_id: int, **values: Any) -> None:
    """Write the row."""
    mine = (_review.c.document_id == document_id, _review.c.workspace_id == store.workspace_id)
    connection.execute(update(_review).where(*mine).values(**values, changed_at=time.time()))


def assign(who: Caller, subject: Subject, assignee: str | None, *, take: bool = False) -> Any:
    """Give a document to somebody (None: to nobody), and return its row. Raises AssignedError where it is another's
    and `take` is not said."""
    assignee = clean(assignee)
    with who.store.writing() as connection:
        before = locked(connection, who.store, subject).row
        if before.assignee not in (None, assignee, who.name) and not take:
            raise AssignedError(before.assignee)
        if before.assignee != assignee:
            at = time.time() if assignee else None
            change(connection, who.store, subject.id, assignee=assignee, assigned_at=at)
            said = {"before": before.assignee, "after": assignee}
            audit(connection, who, "review.assign", f"document:{subject.uid}", **said)
        return row_of(connection, who.store, subject.id)


def set_status(who: Caller, subject: Subject, status: Status) -> Any:
    """Say how far the review is, and return its row."""
    with who.store.writing() as connection:
        before = locked(connection, who.store, subject).row
        if before.status != status:
            change(connection, who.store, subject.id, status=status)
            said = {"before": before.status, "after": status}
            audit(connection, who, "review.status", f"document:{subject.uid}", **said)
        return row_of(connection, who.store, subject.id)


def recount(connection: Connection, store: Store, subject: Subject) -> State:
    """Count anew what is left; a document that was done and is not any more returns to the queue."""
    stands = locked(connection, store, subject)
    state = fold(subject.report.text, subject.extracted, stands.decisions)
    left = any(state.open().values())
    back = {"status": "in_review"} if stands.row.status == "done" and stands.row.version and left else {}
    change(connection, store, subject.id, **counted(state), **back, stale=False)
    return state


def row_of(connection: Connection, store: Store, document_id: int) -> Any:
    """The row."""
    return connection.execute(_one(store, document_id)).one()


def _one(store: Store, document_id: int) -> Any:
    return select(_review).where(_review.c.document_id == document_id, _review.c.workspace_id == store.workspace_id)
