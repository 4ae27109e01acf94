"""Deciding: several decisions are one step, written whole or not at all, with their line in the log."""

from __future__ import annotations

import hashlib
import json
import time
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from sqlalchemy import Connection

from api.review import making
from api.review.decisions import Decision, standing, undoable, undone, write
from api.review.errors import DecidedMeanwhileError, NothingError, ReusedKeyError, ReviewError
from api.review.folding import State, fold
from api.review.standing import Standing, change, counted, locked, row_of
from api.review.subject import Subject
from api.service.access.auditing import audit
from api.service.access.caller import Caller

#: Items of one step.
MOST = 2000


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to decide. `expected` is the decision that was shown for each item, None where none was;
    `span` is [start, end) with its page, of what is added or split off."""

    action: str
    items: tuple[str, ...] = ()
    expected: Mapping[str, str | None] = field(default_factory=dict)
    kind: str | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    span: tuple[int, int, int | None] | None = None
    reason: str | None = None
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a step: the document as it stands, the ids of the items that the step touched, and of those that
    are no more (what was added, and is undone)."""

    version: int
    status: str
    step: str
    state: State
    touched: tuple[str, ...]
    gone: tuple[str, ...]
    undo: str | None
    redo: str | None


def decide(
    who: Caller, subject: Subject, wishes: Sequence[Wish], *, key: str | None = None, blind: bool = False
) -> Outcome:
    """Write decisions as one step. With a `key`, the same request again changes nothing and is answered again.

    Raises ReviewError, DecidedMeanwhileError (nothing is written), ReusedKeyError.
    """
    step, print_ = _step(who, subject, key), _fingerprint(wishes, blind)
    with who.store.writing() as connection:
        stands = locked(connection, who.store, subject)
        before = [one for one in stands.decisions if one.step == step]
        if before and before[0].fingerprint != print_:
            raise ReusedKeyError
        if not before:
            state = fold(subject.report.text, subject.extracted, stands.decisions, blind=blind)
            meanwhile(state, wishes, stands)
            made = _made(who, subject, state, wishes, step, print_ if key else None, blind)
            if not made:
                raise ReviewError("nothing is to be decided", "không có mục nào để quyết định")
            stands = _written(connection, who, subject, stands, made)
            _log(connection, who, subject, "review.decide", step, made)
        return _outcome(who, subject, stands, step, blind)


def undo(who: Caller, subject: Subject, *, again: bool = False, key: str | None = None, blind: bool = False) -> Outcome:
    """Take back the caller's last step, or (`again`) do it again. With a `key`, the same request again takes nothing
    more back and is answered again. Raises NothingError, DecidedMeanwhileError, ReusedKeyError."""
    action, step = ("redo" if again else "undo"), _step(who, subject, key)
    with who.store.writing() as connection:
        stands = locked(connection, who.store, subject)
        for one in stands.decisions:
            if one.step == step:
                if one.action != action or one.target is None:
                    raise ReusedKeyError
                return _outcome(who, subject, stands, one.target, blind)
        target = undoable([one for one in stands.decisions if one.blind == blind], who.name)[1 if again else 0]
        if target is None:
            raise NothingError
        _unless_others(subject, stands, target, who.name, blind)
        row = Decision(
            *(uuid.uuid4().hex, stands.row.version + 1, step, None, time.time(), who.name),
            action,
            *(None,) * 9,
            target=target,
            carried_from=None,
            blind=blind,
        )
        stands = _written(connection, who, subject, stands, [row])
        _log(connection, who, subject, f"review.{row.action}", target, [])
        return _outcome(who, subject, stands, target, blind)


def meanwhile(state: State, wishes: Sequence[Wish], stands: Standing) -> None:
    """Raise DecidedMeanwhileError where an item is not decided as it was shown."""
    items = state.by_id()
    other = []
    for wish in wishes:
        for name in wish.items:
            item = items.get(name)
            if item is None:
                raise ReviewError("an item is none of this document", "có mục không thuộc văn bản này")
            now = item.decision.id if item.decision else None
            if wish.action != "comment" and now != wish.expected.get(name) and item not in other:
                other.append(item)
    if other:
        raise DecidedMeanwhileError(tuple(other), stands.row.version, {"state": state})


def _made(
    who: Caller, subject: Subject, state: State, wishes: Sequence[Wish], step: str, print_: str | None, blind: bool
) -> list[Decision]:
    drafts = [draft for wish in wishes for draft in making.drafts(subject, state, wish, step)]
    if len(drafts) > MOST:
        raise ReviewError(f"at most {MOST} items in one step", f"tối đa {MOST} mục trong một lần")
    twice = [name for name, many in Counter(one.item for one in drafts if one.action != "comment").items() if many > 1]
    if twice:
        raise ReviewError(
            "an item is decided twice in one request", "một mục được quyết định hai lần trong một yêu cầu"
        )
    return [
        Decision(
            *(uuid.uuid4().hex, 0, step, print_, time.time(), who.name, one.action, one.kind, one.item, one.anchor),
            *(one.extracted, one.before, one.after, one.confidence, one.reason, one.comment, None, None, blind),
            topic=one.topic,
            issuer_key=subject.issuer_key if one.topic else None,
        )
        for one in drafts
    ]


def _written(
    connection: Connection, who: Caller, subject: Subject, stands: Standing, made: Sequence[Decision]
) -> Standing:
    """Add the decisions with their versions, and count what is left."""
    version = stands.row.version
    numbered = [replace(one, version=version + number) for number, one in enumerate(made, start=1)]
    write(connection, who.store.workspace_id, subject.id, numbered)
    decisions = [*stands.decisions, *numbered]
    values: dict[str, Any] = {"version": version + len(numbered)}
    blind = all(one.blind for one in made)
    if not blind:
        values |= counted(fold(subject.report.text, subject.extracted, decisions))
        if stands.row.status == "to_review":
            values["status"] = "in_review"
        if stands.row.assignee is None:
            values |= {"assignee": who.name, "assigned_at": time.time()}
    change(connection, who.store, subject.id, **values)
    return Standing(row_of(connection, who.store, subject.id), decisions)


def _outcome(who: Caller, subject: Subject, stands: Standing, step: str, blind: bool) -> Outcome:
    state = fold(subject.report.text, subject.extracted, stands.decisions, blind=blind)
    names = dict.fromkeys(one.item for one in stands.decisions if one.step == step and one.item)
    items = state.by_id()
    touched = tuple(dict.fromkeys(items[name].id for name in names if name in items))
    mine = undoable([one for one in stands.decisions if one.blind == blind], who.name)
    gone = tuple(name for name in names if name not in items)
    return Outcome(stands.row.version, stands.row.status, step, state, touched, gone, *mine)


def _unless_others(subject: Subject, stands: Standing, target: str, name: str, blind: bool) -> None:
    """What others decided about the same items since must not be touched by an undo."""
    own = [one for one in stands.decisions if one.step == target]
    items, since = {one.item for one in own}, max(one.version for one in own)
    if target in undone(stands.decisions):
        since = max(one.version for one in stands.decisions if one.target == target)
    later = {
        one.item
        for one in standing(stands.decisions, blind=blind)
        if one.item in items and one.version > since and one.who != name and one.action != "comment"
    }
    if later:
        state = fold(subject.report.text, subject.extracted, stands.decisions, blind=blind)
        known = state.by_id()
        now = tuple(known[item] for item in later if item in known)
        raise DecidedMeanwhileError(now, stands.row.version, {"state": state})


def _log(
    connection: Connection, who: Caller, subject: Subject, action: str, step: str, made: Sequence[Decision]
) -> None:
    done = Counter(one.action for one in made)
    audit(connection, who, action, f"document:{subject.uid}", step=step, **({"decisions": dict(done)} if done else {}))


def _step(who: Caller, subject: Subject, key: str | None) -> str:
    if key is None:
        return uuid.uuid4().hex
    return hashlib.sha256(f"{who.name}\0{subject.uid}\0{key}".encode()).hexdigest()[:32]


def _fingerprint(wishes: Sequence[Wish], blind: bool) -> str:
    content = [[asdict(wish) for wish in wishes], blind]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
