"""The state of a document: its report with all decisions folded over it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from api.review.carrying import Placed, places, same_fields
from api.review.decisions import Decision, standing
from api.review.items import KINDS, Anchor, Extracted, Fields, anchor_at

#: What a decision makes of an item.
_STATES = {
    "accept": "accepted",
    "correct": "corrected",
    "reject": "rejected",
    "split": "corrected",
    "merge": "corrected",
    "add": "added",
    "confirm": "confirmed",
    "fix": "fixed",
    "dismiss": "dismissed",
}
#: What does not count among a document's citations.
GONE = frozenset(("rejected", "orphaned"))


@dataclass(frozen=True, slots=True)
class Item:
    """An item as it stands. `origin` is the anchor that decisions are tied to; `anchor` is narrower where a part was
    split off. `earlier` is a decision that does not apply any more."""

    id: str
    kind: str
    state: str
    anchor: Anchor
    origin: Anchor
    fields: Fields
    extracted: Fields | None
    source: str | None
    confidence: float | None
    section: str | None
    decision: Decision | None
    earlier: Decision | None
    comments: tuple[Decision, ...]
    touches: tuple[str, ...]

    @property
    def open(self) -> bool:
        """Whether a person still has to decide."""
        return self.state == "open"


@dataclass(frozen=True, slots=True)
class State:
    """A document as it stands: its items in the order of the text, findings and then what is orphaned last."""

    items: tuple[Item, ...]
    #: Where items of earlier extractions went, by their ids.
    now: Mapping[str, str]

    def by_id(self) -> dict[str, Item]:
        """The items by their ids, also by those that they had."""
        own = {item.id: item for item in self.items}
        return {**{old: own[new] for old, new in self.now.items() if new in own}, **own}

    def open(self) -> dict[str, int]:
        """How many items of each kind nobody decided yet."""
        return {kind: sum(item.open for item in self.items if item.kind == kind) for kind in KINDS}

    def orphaned(self) -> int:
        """How many decided items have no place any more."""
        return sum(item.state == "orphaned" for item in self.items)

    def least(self) -> float:
        """The least confidence among open references; 1 where there is none."""
        sure = [item.confidence for item in self.items if item.open and item.kind == "reference"]
        return min((one for one in sure if one is not None), default=1.0)


def opened(one: Extracted) -> Item:
    """An item about which nobody decided."""
    return Item(
        *(one.id, one.kind, "open", one.anchor, one.anchor, one.fields, one.fields, one.source, one.confidence),
        *(one.section, None, None, (), one.touches),
    )


def fold(text: str, extracted: Sequence[Item], decisions: Sequence[Decision], *, blind: bool = False) -> State:
    """Fold all decisions over the items of a report, `extracted` (each `opened`). `blind`: only what was added without
    sight of the extraction."""
    decided: defaultdict[str, list[Decision]] = defaultdict(list)
    for one in standing(decisions, blind=blind):
        if one.item:
            decided[one.item].append(one)
    shown: Sequence[Item] = () if blind else extracted
    where = places(text, shown, decided)
    now = {item: (place.target.id if place.target else item) for item, place in where.items()}
    of_target: defaultdict[str, list[tuple[Placed, Decision]]] = defaultdict(list)
    for item, made in decided.items():
        of_target[now[item]] += [(where[item], one) for one in made]
    items = [_of_extracted(text, one, of_target.pop(one.id)) if one.id in of_target else one for one in shown]
    items += [_without_extraction(text, item, made) for item, made in of_target.items()]
    return State(tuple(sorted(_grouped(items, now), key=_order)), now)


def _order(item: Item) -> tuple[bool, bool, int, int]:
    return item.state == "orphaned", item.kind == "finding", item.anchor.start, item.anchor.end


def _of_extracted(text: str, one: Item, made: list[tuple[Placed, Decision]]) -> Item:
    """An item that is extracted, with the decisions about it that still apply."""
    made.sort(key=lambda pair: (pair[1].carried_from is None, pair[1].version))
    comments = tuple(decision for _, decision in made if decision.action == "comment")
    about = [(place, decision) for place, decision in made if decision.action != "comment"]
    applying = [decision for place, decision in about if not place.changed and _applies(one, decision)]
    item = replace(one, comments=comments)
    if not applying:
        return replace(item, earlier=about[-1][1] if about else None)
    return _decided(text, item, applying)


def _applies(one: Item, decision: Decision) -> bool:
    """Whether a decision is about what the extraction says now: it said the same then, or says now what was decided."""
    if decision.extracted is not None and same_fields(one.fields, decision.extracted):
        return True
    if decision.action == "reject":
        return False
    wanted = {**(decision.extracted or {}), **(decision.after or {})}
    wanted = {name: value for name, value in wanted.items() if name in one.fields}
    if decision.extracted is None:
        wanted = {name: value for name, value in wanted.items() if value is not None}
        return bool(wanted) and same_fields({name: one.fields[name] for name in wanted}, wanted)
    return same_fields(one.fields, wanted)


def _without_extraction(text: str, name: str, made: list[tuple[Placed, Decision]]) -> Item:
    """An item that a person added, or that this extraction has not: its words are still there, or it is orphaned."""
    decisions = [decision for _, decision in made if decision.action != "comment"]
    comments = tuple(decision for _, decision in made if decision.action == "comment")
    first, last = made[0][1], made[-1][1]
    place = made[-1][0].anchor
    old = next((one.anchor for _, one in reversed(made) if one.anchor), Anchor(last.kind or "", "", "", "", None, 0, 0))
    fields: dict[str, Any] = dict(first.extracted or {})
    kind = last.kind or old.kind
    item = Item(
        *(name, kind, "open", place or old, place or old, fields, first.extracted, None, None),
        *(None, None, None, comments, ()),
    )
    if decisions:
        item = _decided(text, item, decisions)
    return item if place is not None else replace(item, state="orphaned")


def _decided(text: str, item: Item, decisions: Sequence[Decision]) -> Item:
    fields, anchor, state = dict(item.fields), item.anchor, "open"
    for one in decisions:
        patch = dict(one.after or {})
        if part := patch.pop("part", None):
            start = item.origin.start
            anchor = anchor_at(text, item.kind, (start + part[0], start + part[1]), item.origin.page)
        fields |= patch
        added = item.extracted is None and one.action in ("accept", "correct", "split", "merge", "add")
        state = "added" if added else _STATES[one.action]
        if state == "accepted" and (fields != item.fields or anchor != item.anchor):
            state = "corrected"
    return replace(item, state=state, fields=fields, anchor=anchor, decision=decisions[-1])


def _grouped(items: list[Item], now: Mapping[str, str]) -> list[Item]:
    """Let mentions that were merged stand in the group of the one that they were merged with, wherever it is now."""
    by_id = {item.id: item for item in items}

    def group(item: Item, seen: frozenset[str]) -> str:
        joined = item.fields.get("group_of")
        other = by_id.get(now.get(joined, joined)) if joined else None
        if other is not None and other.id not in seen:
            return group(other, seen | {item.id})
        return str(item.fields.get("group") or f"alone-{item.id}")

    def done(item: Item) -> Item:
        if item.kind != "reference" or ("group" in item.fields and "group_of" not in item.fields):
            return item
        fields = {name: value for name, value in item.fields.items() if name != "group_of"}
        return replace(item, fields={**fields, "group": group(item, frozenset())})

    return [done(item) for item in items]
