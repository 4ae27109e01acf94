"""Which found item is which annotated one, for items that are told by what they say and by their order.

Rows and duties are aligned as two sequences, bodies and people as two sets. A finding agrees with an annotated one
where it points to the same paragraph: two readers name a contradiction at either of the places that it is between.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from difflib import SequenceMatcher

from corpora.items import Found, Kind, Wanted
from corpora.matching import Match, locate
from corpora.measures import body_name
from corpora.squash import normalised, words
from extractor.model import Span

#: So many letters of a label are compared: annotators write its beginning.
_BEGINNING = 24
_Key = Callable[[Wanted | Found], Hashable]


def match_rows(wanted: Sequence[Wanted], found: Sequence[Found], file_text: str, report_text: str) -> list[Match]:
    """Every item of the kinds below, paired."""
    text = normalised(report_text)
    spans = {name: words(text).span(*place) for name, place in locate(wanted, file_text, text).items()}
    matches: list[Match] = []
    for kind, keys in _IN_ORDER.items():
        matches += _in_order(*_of(kind, wanted, found), keys, spans)
    for set_kind in _AS_SETS:
        matches += _as_sets(*_of(set_kind, wanted, found), spans)
    return matches + list(_findings(*_of("finding", wanted, found), spans, text))


def _of(kind: Kind, wanted: Sequence[Wanted], found: Sequence[Found]) -> tuple[list[Wanted], list[Found]]:
    return [item for item in wanted if item.kind == kind], [item for item in found if item.kind == kind]


def _fold(value: object) -> str:
    return words(normalised(str(value or ""))).text


def _indicator(item: Wanted | Found) -> Hashable:
    return item.fields["code"], _fold(item.fields["label"])[:_BEGINNING]


def _label(item: Wanted | Found) -> Hashable:
    return _fold(item.fields["label"])[:_BEGINNING]


def _task(item: Wanted | Found) -> Hashable:
    """A task without the number before it."""
    return _fold(item.fields["task"]).lstrip("0123456789")[:_BEGINNING]


def _duty(item: Wanted | Found) -> Hashable:
    return item.fields["role"], tuple(_fold(actor) for actor in item.fields["actors"] or ())


def _actor(item: Wanted | Found) -> Hashable:
    return _fold((item.fields["actors"] or ("",))[0])


def _score(item: Wanted | Found) -> Hashable:
    return _fold(item.fields["criterion"]), item.fields["achieved"], item.fields["maximum"]


def _criterion(item: Wanted | Found) -> Hashable:
    return _fold(item.fields["criterion"])


def _points(item: Wanted | Found) -> Hashable:
    return item.fields["achieved"], item.fields["maximum"]


#: Keys by which the items of a kind are aligned, the strict one first: what is left is tried with the next.
_IN_ORDER: dict[Kind, tuple[_Key, ...]] = {
    "indicator": (_indicator, _label),
    "task": (_task,),
    "score": (_score, _points, _criterion),
    "responsibility": (_duty, _actor),
}
_AS_SETS: tuple[Kind, ...] = ("organisation", "person")
#: All kinds that are told so.
ROWS: frozenset[Kind] = frozenset((*_IN_ORDER, *_AS_SETS, "finding"))


def _in_order(
    wanted: Sequence[Wanted], found: Sequence[Found], keys: Sequence[_Key], spans: dict[str, Span]
) -> Iterator[Match]:
    pairs: dict[int, int] = {}
    for key in keys:
        left = [index for index in range(len(wanted)) if index not in pairs]
        right = [index for index in range(len(found)) if index not in set(pairs.values())]
        blocks = SequenceMatcher(
            None, [key(wanted[index]) for index in left], [key(found[index]) for index in right], autojunk=False
        ).get_matching_blocks()
        for one, other, size in blocks:
            pairs |= {left[one + step]: right[other + step] for step in range(size)}
    for index, item in enumerate(wanted):
        yield Match(item, found[pairs[index]] if index in pairs else None, spans.get(item.id))
    taken = set(pairs.values())
    yield from (Match(None, item, item.span) for index, item in enumerate(found) if index not in taken)


def _as_sets(wanted: Sequence[Wanted], found: Sequence[Found], spans: dict[str, Span]) -> Iterator[Match]:
    waiting: defaultdict[str, list[Found]] = defaultdict(list)
    for item in reversed(found):
        waiting[body_name(item.fields["name"])].append(item)
    for one in wanted:
        same = waiting[body_name(one.fields["name"])]
        yield Match(one, same.pop() if same else None, spans.get(one.id))
    yield from (Match(None, item, item.span) for rest in waiting.values() for item in rest)


def _findings(wanted: Sequence[Wanted], found: Sequence[Found], spans: dict[str, Span], text: str) -> Iterator[Match]:
    """Those of one type first; then those of another type at the same place; then those that one finding tells together
    ("the unit is missing in rows 1.4.1 to 1.4.4"), of its own type."""
    starts = [0, *(at + 1 for at, sign in enumerate(text) if sign == "\n")]

    def lines(span: Span) -> range:
        return range(bisect_right(starts, span[0]), bisect_right(starts, max(span[0], span[1] - 1)) + 1)

    where = [{line for place in item.places for line in lines(place)} for item in found]
    taken: dict[int, int] = {}
    for same_type, again in ((True, False), (False, False), (True, True)):
        for index, one in enumerate(wanted):
            span = spans.get(one.id)
            if index in taken or span is None:
                continue
            here = set(lines(span))
            free = (
                other
                for other, item in enumerate(found)
                if (again or other not in taken.values())
                and (item.fields["kind"] == one.fields["kind"] or not same_type)
                and here & where[other]
            )
            if (chosen := next(free, None)) is not None:
                taken[index] = chosen
    for index, one in enumerate(wanted):
        yield Match(one, found[taken[index]] if index in taken else None, spans.get(one.id))
    yield from (Match(None, item, item.span) for other, item in enumerate(found) if other not in taken.values())
