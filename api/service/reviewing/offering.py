"""What is offered to people who review: values for fields, and figures."""

from __future__ import annotations

from typing import Any

from api.review import figures as counting
from api.review.folding import fold
from api.review.remembering import dismissals
from api.review.standing import look
from api.review.suggesting import suggestions as suggested
from api.service.bodies.review_figures import (
    Figures,
    Person,
    SampleBody,
    SampledDocument,
    Share,
    Suggested,
    Suggestions,
)
from api.service.reviewing.asking import reviewed
from api.store import Store
from api.store.keys import clean
from api.times import iso


def suggestions(store: Store, uid: str, field: str, q: str, item: str | None) -> Suggestions:
    """Values for a field of an item."""
    one = reviewed(store, uid)
    state = fold(one.report.text, one.extracted, look(store, one).decisions)
    chosen = state.by_id().get(item or "")
    if field == "reason":
        topic = str(chosen.fields.get("type")) if chosen else ""
        with store.reading() as connection:
            found = dismissals(connection, store, one.issuer_key, [topic], one.id)
        return Suggestions(
            items=[
                Suggested(
                    value=told.reason, fields={"type": name}, origin="dismissals", documents=told.times, place=None
                )
                for name, told in found.items()
            ]
        )
    values = suggested(store, field, clean(q) or "", chosen)
    return Suggestions(
        items=[
            Suggested(
                value=told.value,
                fields=dict(told.fields),
                origin=told.origin,
                documents=told.documents,
                place=told.place,
            )
            for told in values
        ]
    )


def figures(store: Store) -> Figures:
    """The figures of a workspace."""
    found = counting.figures(store)

    def share(one: Any) -> Share:
        return Share(value=one.value, low=one.low, high=one.high, hits=one.hits, of=one.of)

    return Figures(
        samples=[
            SampleBody(seed=one.seed, drawn=one.drawn, reviewed=one.reviewed, at=iso(one.at)) for one in found.samples
        ],
        sampled=[SampledDocument(id=one.uid, name=one.name, done=one.done) for one in found.sampled],
        documents=found.documents,
        precision=share(found.precision),
        recall=share(found.recall),
        code_precision=share(found.code_precision),
        code_recall=share(found.code_recall),
        agreement=share(found.agreement),
        reviewers=share(found.reviewers),
        by_status=dict(found.by_status),
        decisions=dict(found.decisions),
        people=[
            Person(who=one.who, decisions=one.decisions, documents=one.documents, median_seconds=one.median_seconds)
            for one in found.people
        ],
    )
