"""Documents under review, for tests that decide about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import select

from api.review.deciding import Outcome, Wish, decide
from api.review.decisions import Decision
from api.review.folding import Item, State, fold, opened
from api.review.items import items_of
from api.review.standing import look
from api.review.subject import Subject, subject
from api.service.access.caller import SCOPES, Caller
from api.store import Store, tables, work
from api.store.results import finish
from extractor import extract
from tests.api.graph.made import citing
from tests.archive import prepared

FIRST = "Thực hiện Quyết định số 751/QĐ-UBND ngày 26/12/2020 của UBND tỉnh Gia Lai về ban hành Kế hoạch văn thư."
SECOND = "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ về công tác văn thư, đã kiểm tra 07 xã."
THIRD = "Theo Quyết định số 99/QĐ-UBND ngày 01/02/2021 và Quyết định số 99/QĐ-UBND ngày 02/02/2021 của UBND huyện."
REPORT = citing(FIRST, SECOND, THIRD)


def caller(store: Store, name: str = "lan") -> Caller:
    """Somebody who may do everything."""
    return Caller(f"account:{name}", frozenset(SCOPES), store)


def under_review(store: Store, document_id: int) -> Subject:
    """A document of the store with its newest report."""
    document, report, extraction = tables.document, tables.report, tables.extraction
    query = (
        select(document.c.uid, document.c.name, extraction.c.report_sha256)
        .join(report, report.c.document_id == document.c.id)
        .join(extraction, extraction.c.id == report.c.extraction_id)
        .where(document.c.id == document_id)
    )
    with store.reading() as connection:
        row = connection.execute(query).one()
    return subject(store, document_id, row.uid, row.name, row.report_sha256)


def state_of(store: Store, one: Subject, *, blind: bool = False) -> State:
    """How it stands."""
    return fold(one.report.text, one.extracted, look(store, one).decisions, blind=blind)


def accepted(who: Caller, one: Subject, *items: Item, action: str = "accept", **more: Any) -> Outcome:
    """Decide about items as they were seen."""
    expected = {item.id: item.decision.id if item.decision else None for item in items}
    return decide(who, one, [Wish(action, tuple(expected), expected, **more)])


def again(store: Store, document_id: int, text: str, version: str = "another version") -> None:
    """Let another version of the pipeline find in a document what stands in `text`."""
    work.enqueue(store, [document_id], version)
    (claim,) = work.claim(store, version, work.owner(), 1)
    task = work.start(store, claim)
    assert task is not None
    assert finish(store, claim, task.sha256, prepared(task.name, text.encode()))


def folded(text: str, decisions: list[Decision]) -> tuple[State, dict[str, list[Item]]]:
    """Decisions folded over a text, without a store: the state, and its items by their words."""
    report = extract(text.encode(), name="a.txt")
    state = fold(report.text, tuple(map(opened, items_of(report))), decisions)
    by_words: dict[str, list[Item]] = {}
    for item in state.items:
        by_words.setdefault(" ".join(item.anchor.quote.split()), []).append(item)
    return state, by_words


def made(about: Item, action: str, number: int = 1, **more: Any) -> Decision:
    """A decision about an item as it stands."""
    fields: Mapping[str, Any] = {
        "fingerprint": None,
        "before": None,
        "after": None,
        "reason": None,
        "comment": None,
        "target": None,
        "carried_from": None,
        "blind": False,
        "confidence": about.confidence,
    }
    decision = Decision(
        id=f"d{number}",
        version=number,
        step=f"s{number}",
        at=float(number),
        who="account:lan",
        action=action,
        kind=about.kind,
        item=about.id,
        anchor=about.origin,
        extracted=about.extracted,
        **fields,
    )
    return replace(decision, **more)
