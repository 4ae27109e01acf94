"""Where items of earlier decisions are in a report: by their ids, else by their words and what stands around them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.review.decisions import Decision
from api.review.items import Anchor, Fields, anchor_at

if TYPE_CHECKING:
    from api.review.folding import Item

#: Characters of the surroundings that must agree, of 64, where the words themselves do not tell the place.
_LIKE = 12
#: Characters on either side that must agree where the words of an item changed.
_SAME_PLACE = 12
#: What is not the item's own: ids that other text changes.
_NOT_ITS_OWN = frozenset(("group", "items"))


@dataclass(frozen=True, slots=True)
class Placed:
    """Where an item is now: the `target` that is extracted there, if any; its `anchor` in the text, None where it has
    no place any more. `changed`: other words stand there."""

    target: Item | None
    anchor: Anchor | None
    changed: bool = False


def same_fields(now: Fields, then: Fields | None) -> bool:
    """Whether an extraction says the same of an item as an earlier one."""
    if then is None:
        return False
    return all(now.get(name) == then.get(name) for name in now.keys() | then.keys() if name not in _NOT_ITS_OWN)


def places(text: str, extracted: Sequence[Item], decided: Mapping[str, Sequence[Decision]]) -> dict[str, Placed]:
    """The place of each item that was decided, by its id. `decided` holds the decisions by item, oldest first."""
    by_id = {one.id: one for one in extracted}
    found: dict[str, Placed] = {}
    taken: set[str] = set()
    waiting: dict[str, Anchor] = {}
    for item, decisions in decided.items():
        anchor = next((one.anchor for one in reversed(decisions) if one.anchor), None)
        target = by_id.get(item)
        if target is not None:
            found[item] = Placed(target, target.anchor, anchor is not None and _other_words(anchor, target.anchor))
            taken.add(item)
        elif anchor is not None:
            waiting[item] = anchor
        else:
            found[item] = Placed(None, None)
    _by_words(extracted, decided, waiting, found, taken)
    for item, anchor in waiting.items():
        if item not in found:
            found[item] = _elsewhere(text, extracted, anchor, taken)
    return found


def _by_words(
    extracted: Sequence[Item],
    decided: Mapping[str, Sequence[Decision]],
    waiting: Mapping[str, Anchor],
    found: dict[str, Placed],
    taken: set[str],
) -> None:
    """Pair what has the same words, the most alike surroundings first."""
    if not waiting:
        return
    by_words: defaultdict[tuple[str, str], list[Item]] = defaultdict(list)
    for one in extracted:
        if one.id not in taken:
            by_words[one.kind, _plain(one.anchor.quote)].append(one)
    pairs = []
    for number, (item, anchor) in enumerate(waiting.items()):
        there = by_words.get((anchor.kind, _plain(anchor.quote)), [])
        wanted = sum(_plain(other.quote) == _plain(anchor.quote) for other in waiting.values())
        for one in there:
            if not _may_be(decided[item][-1], one):
                continue
            like = likeness(anchor, one.anchor)
            if like >= _LIKE or (len(there) == wanted == 1):
                pairs.append((-like, abs(one.anchor.start - anchor.start), number, item, one))
    for _, _, _, item, one in sorted(pairs, key=lambda pair: pair[:3]):
        if item not in found and one.id not in taken:
            found[item] = Placed(one, one.anchor)
            taken.add(one.id)


def _may_be(decision: Decision, one: Item) -> bool:
    """Several findings can stand at one place: only one of the same type is the same."""
    if one.kind != "finding":
        return True
    return bool(decision.extracted) and decision.extracted.get("type") == one.fields["type"]  # type: ignore[union-attr]


def _elsewhere(text: str, extracted: Sequence[Item], anchor: Anchor, taken: set[str]) -> Placed:
    """An item that has no equal: its words may still be there, or others in their place."""
    place = None if anchor.kind == "finding" else _find(text, anchor)
    if place is not None:
        for one in extracted:
            overlap = one.kind == anchor.kind and one.anchor.start < place.end and place.start < one.anchor.end
            if overlap and one.id not in taken:
                taken.add(one.id)
                return Placed(one, one.anchor, _other_words(anchor, one.anchor))
        return Placed(None, place)
    for one in extracted:
        if one.kind == anchor.kind and one.id not in taken and _stands_between(anchor, one.anchor):
            taken.add(one.id)
            return Placed(one, one.anchor, changed=True)
    return Placed(None, None)


def _find(text: str, anchor: Anchor) -> Anchor | None:
    """The words of an anchor in a text, white space apart; the occurrence whose surroundings are the most alike."""
    words = anchor.quote.split()
    if not words:
        return None
    pattern = re.compile(r"\s+".join(map(re.escape, words)))
    there = [anchor_at(text, anchor.kind, hit.span(), anchor.page) for hit in pattern.finditer(text)]
    if not there:
        return None
    best = max(there, key=lambda one: (likeness(anchor, one), -abs(one.start - anchor.start)))
    return best if likeness(anchor, best) >= _LIKE or len(there) == 1 else None


def likeness(one: Anchor, other: Anchor) -> int:
    """Characters right beside the words that agree, white space apart, on both sides together."""
    return _agreeing(_ended(one.before), _ended(other.before)) + _agreeing(_squeezed(one.after), _squeezed(other.after))


def _stands_between(one: Anchor, other: Anchor) -> bool:
    """Whether the same stands before both, and the same behind both."""
    before = _agreeing(_ended(one.before), _ended(other.before))
    after = _agreeing(_squeezed(one.after), _squeezed(other.after))
    return bool(one.quote) and min(before, after) >= _SAME_PLACE


def _other_words(one: Anchor, other: Anchor) -> bool:
    return _plain(one.quote) != _plain(other.quote)


def _agreeing(one: str, other: str) -> int:
    return next((at for at, (a, b) in enumerate(_pairs(one, other)) if a != b), min(len(one), len(other)))


def _pairs(one: str, other: str) -> Iterator[tuple[str, str]]:
    return zip(one, other, strict=False)


def _plain(text: str) -> str:
    return " ".join(text.split())


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _ended(text: str) -> str:
    """What stands before, from its end."""
    return _squeezed(text)[::-1]
