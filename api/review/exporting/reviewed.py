"""The reviewed report as JSON: the Report with what was decided, each item with its review."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from api.review.decisions import Decision, undone
from api.review.folding import GONE, Item, State
from api.review.groups import called, facts_of, grouped
from api.review.standing import Standing
from api.review.subject import Subject
from api.times import iso
from extractor.export.characters import writable
from extractor.export.json import adapter

_LISTS = {
    "reference": "references",
    "count": "counts",
    "responsibility": "responsibilities",
    "indicator": "indicators",
    "finding": "findings",
}


def reviewed_json(subject: Subject, state: State, stands: Standing) -> bytes:
    """UTF-8 JSON. `report` is the Report as it was extracted, whose items have a `review` with their state and the
    fields as decided, less those that were rejected; what people added stands behind the others, `found_by` person.
    `review` says how the review stands, what the cited documents are after it, what was rejected or has no place any
    more, and all that was done."""
    report = adapter().dump_python(subject.report, mode="json")
    gone = undone(stands.decisions)
    items = {item.id: item for item in state.items}
    for kind, name in _LISTS.items():
        kept = [one for one in report[name] if items[one["id"]].state not in GONE]
        for one in kept:
            one["review"] = _told(items[one["id"]])
        own = {one["id"] for one in report[name]}
        added = [item for item in state.items if item.kind == kind and item.id not in own and item.state not in GONE]
        report[name] = kept + [_added(item) for item in added]
    row = stands.row
    review = {
        "document": subject.uid,
        "status": row.status if row is not None else "to_review",
        "version": row.version if row is not None else 0,
        "assignee": row.assignee if row is not None else None,
        "open": state.open(),
        "states": dict(sorted(Counter(item.state for item in state.items).items())),
        "cited_documents": [
            {"title": called(facts, some), **facts, "items": [item.id for item in some]}
            for some in grouped(state).values()
            for facts in [facts_of(some)]
        ],
        "rejected": [_whole(item) for item in state.items if item.state == "rejected"],
        "orphaned": [_whole(item) for item in state.items if item.state == "orphaned"],
        "decisions": [decision_json(one, one.step in gone) for one in stands.decisions],
    }
    return writable(json.dumps({"review": review, "report": report}, ensure_ascii=False, indent=1)).encode() + b"\n"


def decision_json(one: Decision, undone: bool) -> dict[str, Any]:
    """A line of the log: who, when, what, before and after."""
    return {
        "id": one.id,
        "at": iso(one.at),
        "who": one.who,
        "action": one.action,
        "kind": one.kind,
        "item": one.item,
        "anchor": asdict(one.anchor) if one.anchor else None,
        "before": one.before,
        "after": one.after,
        "reason": one.reason,
        "comment": one.comment,
        "undone": undone,
        "undoes": one.target,
        "carried_from": one.carried_from,
        "blind": one.blind,
    }


def _told(item: Item) -> dict[str, Any]:
    decision = item.decision
    return {
        "state": item.state,
        "fields": dict(item.fields),
        "who": decision.who if decision else None,
        "at": iso(decision.at) if decision else None,
        "reason": decision.reason if decision else None,
        "comments": [{"who": one.who, "at": iso(one.at), "comment": one.comment} for one in item.comments],
    }


def _added(item: Item) -> dict[str, Any]:
    anchor = item.anchor
    return {
        "id": item.id,
        "text": anchor.quote,
        "span": [anchor.start, anchor.end],
        "page": anchor.page,
        "found_by": "person" if item.extracted is None else "earlier extraction",
        "review": _told(item),
    }


def _whole(item: Item) -> Mapping[str, Any]:
    return {"id": item.id, "kind": item.kind, "anchor": asdict(item.anchor), **_told(item)}
