"""What the routes of review ask for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from api.review import drafts, queue
from api.review.deciding import Outcome, Wish, decide, undo
from api.review.decisions import undoable, undone
from api.review.errors import AssignedError, DecidedMeanwhileError, ReviewError
from api.review.folding import fold
from api.review.sampling import done, to_be_reviewed
from api.review.standing import Standing, assign, look, recount, set_status
from api.review.subject import Subject, subject
from api.service import cursors
from api.service.access.caller import Caller
from api.service.bodies.deciding import (
    Decisions,
    History,
    Stands,
    Step,
)
from api.service.bodies.review import (
    Open,
    Queue,
    Review,
)
from api.service.problems import Problem
from api.service.reading import lookup
from api.service.reviewing import telling
from api.service.reviewing.telling import Teller
from api.store import Store
from api.store.errors import MissingError

Answer = TypeVar("Answer")


def reviewed(store: Store, uid: str) -> Subject:
    """A document of the workspace that has a report. Raises Problem `not_found`, `not_ready`, `no_report`,
    `file_missing`."""
    known = lookup.known(store, uid)
    if known.report_sha256 is None:
        raise lookup.without_report(known)
    try:
        return subject(store, known.id, known.uid, known.name, known.report_sha256)
    except MissingError:
        raise lookup.missing() from None


def listed(store: Store, asked: queue.Asked, limit: int, cursor: str | None) -> Queue:
    """A page of the queue. Raises Problem `invalid_cursor`."""
    listing = f"review {asked.order}"
    rows = queue.page(store, asked, limit + 1, cursors.opened(store, listing, cursor))
    last = cursors.sealed(store, listing, *queue.place(asked, rows[limit - 1])) if len(rows) > limit else None
    items = [telling.queued(row) for row in rows[:limit]]
    return Queue(items=items, next=last, totals=queue.totals(store), work=queue.work(store))


def review(who: Caller, uid: str, *, blind: bool) -> Review:
    """A document with its items; what was decided about its drafts is taken over first."""
    store, one = who.store, reviewed(who.store, uid)
    if not blind:
        drafts.carry(store, one)
    stands = look(store, one)
    if stands.row is None or (stands.row.stale and stands.row.version):
        with store.writing() as connection:
            recount(connection, store, one)
        stands = look(store, one)
    with store.reading() as connection:
        sampled = to_be_reviewed(connection, store, one.id)
    if blind and not sampled:
        raise not_sampled()
    return _told(who, one, stands, sampled, blind)


def _told(who: Caller, one: Subject, stands: Standing, sampled: bool, blind: bool) -> Review:
    state = fold(one.report.text, one.extracted, stands.decisions, blind=blind)
    back, again = undoable([made for made in stands.decisions if made.blind == blind], who.name)
    own = one.report.document
    with who.store.reading() as connection:
        teller = Teller(connection, who.store, one, state, blind)
        return Review.model_construct(
            id=one.uid,
            name=one.name,
            number=own.code,
            title=own.title,
            issuer=own.issuer.name if own.issuer else None,
            **telling.stands(stands.row).model_dump(),
            me=who.name,
            may_review="review" in who.scopes,
            undo=back,
            redo=again,
            sampled=sampled,
            blind=blind,
            open=Open(**state.open()),
            orphaned=state.orphaned(),
            items=teller.items(),
            groups=teller.groups(),
            outline=telling.outline(one),
            pages=one.report.source.page_count,
            links=telling.links(one.uid),
        )


def decided(who: Caller, uid: str, wanted: Decisions, key: str | None) -> Step:
    """Write decisions. Raises Problem `decided_meanwhile`, `invalid_decision`, `idempotency_key_reused`."""
    one = reviewed(who.store, uid)
    wishes = [
        Wish(
            action=wish.action,
            items=tuple(wish.items),
            expected=wish.expected,
            kind=wish.kind,
            fields=wish.fields,
            span=(wish.span.start, wish.span.end, wish.span.page) if wish.span else None,
            reason=wish.reason,
            comment=wish.comment,
        )
        for wish in wanted.decisions
    ]
    if wanted.blind and any(wish.kind != "reference" and wish.kind is not None for wish in wishes):
        raise Problem("invalid_decision", "references are reviewed blind", "chỉ kiểm tra độc lập các viện dẫn")
    return _step(who, one, lambda: decide(who, one, wishes, key=key, blind=wanted.blind), wanted.blind)


def taken_back(who: Caller, uid: str, key: str | None, *, again: bool, blind: bool) -> Step:
    """Undo, or redo. Raises Problem `nothing_to_undo`, `decided_meanwhile`, `idempotency_key_reused`."""
    one = reviewed(who.store, uid)
    return _step(who, one, lambda: undo(who, one, again=again, key=key, blind=blind), blind)


def assigned(who: Caller, uid: str, assignee: str | None, *, take: bool) -> Stands:
    """Give a document to somebody. Raises Problem `assigned_to_another`."""
    one = reviewed(who.store, uid)
    return telling.stands(_run(who, one, lambda: assign(who, one, assignee, take=take)))


def status_set(who: Caller, uid: str, status: str, *, blind: bool) -> Stands:
    """Say how far the review is, or the blind one. Raises Problem `not_sampled`."""
    one = reviewed(who.store, uid)
    if not blind:
        return telling.stands(set_status(who, one, status))  # type: ignore[arg-type]
    if not done(who, one, open_again=status != "done"):
        raise not_sampled()
    with who.store.writing() as connection:
        recount(connection, who.store, one)
    return telling.stands(look(who.store, one).row)


def history(store: Store, uid: str, limit: int, cursor: str | None) -> History:
    """What was decided, newest first. Raises Problem `invalid_cursor`."""
    one = reviewed(store, uid)
    listing = f"history {uid}"
    after = cursors.opened(store, listing, cursor)
    decisions = look(store, one).decisions
    gone = undone(decisions)
    rest = [made for made in reversed(decisions) if after is None or made.version < after[0]]
    last = cursors.sealed(store, listing, rest[limit - 1].version) if len(rest) > limit else None
    return History(items=telling.history(rest[:limit], gone), next=last)


def not_sampled() -> Problem:
    """The answer where a document of no sample is to be reviewed blind."""
    return Problem(
        "not_sampled",
        "the document is of no sample, or its blind review is done; see trichluc review sample",
        "văn bản không thuộc mẫu, hoặc đã kiểm tra độc lập xong; xem trichluc review sample",
    )


def _step(who: Caller, one: Subject, work: Callable[[], Outcome], blind: bool) -> Step:
    if blind:
        with who.store.reading() as connection:
            if not to_be_reviewed(connection, who.store, one.id):
                raise not_sampled()
    outcome = _run(who, one, work, blind)
    with who.store.reading() as connection:
        return telling.step(connection, who.store, one, outcome, blind)


def _run(who: Caller, one: Subject, work: Callable[[], Answer], blind: bool = False) -> Answer:
    """Do it, and tell as a problem what is in the way."""
    try:
        return work()
    except ReviewError as error:
        more: dict[str, Any] = {}
        if isinstance(error, DecidedMeanwhileError):
            with who.store.reading() as connection:
                teller = Teller(connection, who.store, one, error.others["state"], blind)
                items = [teller.item(item).model_dump(mode="json") for item in error.items]
            more = {"items": items, "version": error.version}
        elif isinstance(error, AssignedError):
            more = {"assignee": error.assignee}
        raise Problem(error.code, str(error), error.detail_vi, **more) from None
