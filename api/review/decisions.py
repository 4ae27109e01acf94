"""Decisions as they are kept, and which of them stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from sqlalchemy import Connection, select

from api.review.items import Anchor, Fields
from api.store import tables

Action = Literal["accept", "correct", "reject", "split", "merge", "add", "comment", "confirm", "fix", "dismiss"]

_table = tables.decision


@dataclass(frozen=True, slots=True)
class Decision:
    """A row of the table `decision`; `id` is its lasting name. `before` and `after` hold the fields that changed."""

    id: str
    version: int
    step: str
    fingerprint: str | None
    at: float
    who: str
    action: str
    kind: str | None
    item: str | None
    anchor: Anchor | None
    extracted: Fields | None
    before: Fields | None
    after: Fields | None
    confidence: float | None
    reason: str | None
    comment: str | None
    target: str | None
    carried_from: str | None
    blind: bool
    topic: str | None = None
    issuer_key: str | None = None


def read(connection: Connection, workspace_id: int, document_id: int) -> list[Decision]:
    """All decisions about a document, oldest first, also those that were undone."""
    query = select(_table).where(_table.c.document_id == document_id, _table.c.workspace_id == workspace_id)
    return [of_row(row) for row in connection.execute(query.order_by(_table.c.version))]


def of_row(row: Any) -> Decision:
    """A decision from its row."""
    names = (
        *("version", "step", "fingerprint", "at", "who", "action", "kind", "item", "extracted", "before", "after"),
        *("confidence", "reason", "comment", "target", "carried_from", "topic", "issuer_key"),
    )
    values = {name: getattr(row, name) for name in names}
    return Decision(id=row.uid, anchor=Anchor(**row.anchor) if row.anchor else None, blind=bool(row.blind), **values)


def write(connection: Connection, workspace_id: int, document_id: int, made: Sequence[Decision]) -> None:
    """Add decisions."""
    rows = []
    for one in made:
        row = {name: getattr(one, name) for name in one.__slots__ if name not in ("id", "anchor")}
        anchor = asdict(one.anchor) if one.anchor else None
        own = {"uid": one.id, "anchor": anchor, "workspace_id": workspace_id, "document_id": document_id}
        rows.append({**row, **own})
    if rows:
        connection.execute(_table.insert(), rows)


def undone(decisions: Iterable[Decision]) -> set[str]:
    """The steps that are undone."""
    gone: set[str] = set()
    for one in decisions:
        if one.action == "undo" and one.target:
            gone.add(one.target)
        elif one.action == "redo" and one.target:
            gone.discard(one.target)
    return gone


def standing(decisions: Sequence[Decision], *, blind: bool = False) -> list[Decision]:
    """Those that stand, in the order in which they count: what was taken over from a draft comes first."""
    gone = undone(decisions)
    kept = [
        one for one in decisions if one.step not in gone and one.action not in ("undo", "redo") and one.blind == blind
    ]
    return sorted(kept, key=lambda one: (one.carried_from is None, one.version))


def undoable(decisions: Sequence[Decision], who: str) -> tuple[str | None, str | None]:
    """The steps that `who` may undo and redo next. After a new step nothing is redone."""
    done: list[str] = []
    taken_back: list[str] = []
    for one in decisions:
        if one.who != who or one.carried_from is not None:
            continue
        if one.action == "undo" and one.target in done:
            done.remove(one.target)
            taken_back.append(one.target)
        elif one.action == "redo" and one.target in taken_back:
            taken_back.remove(one.target)
            done.append(one.target)
        elif one.action not in ("undo", "redo") and one.step not in done:
            done.append(one.step)
            taken_back.clear()
    return (done[-1] if done else None), (taken_back[-1] if taken_back else None)
