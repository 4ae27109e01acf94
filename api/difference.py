"""What two versions of the pipeline say differently of one document, list by list.

Works on the JSON of Reports and not on the model: an older version may have had other fields.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Item = Mapping[str, Any]
State = Literal["added", "removed", "changed"]

#: Parts of a Report that are no finding of the pipeline, or repeat another part.
_LEFT_OUT = {"schema_version", "source", "pipeline", "text", "pages"}
#: Fields that only point to other items: they change with these.
_POINTERS = {
    "id",
    "parent_id",
    "section_id",
    "reference_id",
    "cited_document_id",
    "organisation_id",
    "item_id",
    "references",
    "mentions",
    "responsibility_ids",
    "items",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """An item of a list that one version has and the other has not, or has otherwise. `fields` are those that differ,
    with both values; `label` says what it is in the document's words."""

    list: str
    state: State
    label: str
    fields: dict[str, tuple[Any, Any]] = field(default_factory=dict)


def differences(before: Item, after: Item) -> Iterator[Difference]:
    """All differences of two Reports of one document, in the order of the lists. An item is the same where it stands
    at the same place of the text; one without a place, where it has the same name."""
    for name in [*before, *(key for key in after if key not in before)]:
        if name in _LEFT_OUT:
            continue
        one, other = before.get(name), after.get(name)
        if isinstance(one or other, list):
            yield from _lists(name, one or [], other or [])
        elif fields := _fields(one or {}, other or {}):
            yield Difference(name, "changed", name, fields)
    if before.get("text") != after.get("text"):
        yield Difference("text", "changed", "text")


def _lists(name: str, before: Iterable[Any], after: Iterable[Any]) -> Iterator[Difference]:
    old, new = _placed(before), _placed(after)
    for key, items in new.items():
        earlier = old.get(key, [])
        for one, other in zip(earlier, items, strict=False):
            if fields := _fields(one, other):
                yield Difference(name, "changed", _label(other), fields)
        for item in items[len(earlier) :]:
            yield Difference(name, "added", _label(item))
    for key, items in old.items():
        for item in items[len(new.get(key, [])) :]:
            yield Difference(name, "removed", _label(item))


def _placed(items: Iterable[Any]) -> dict[Any, list[Item]]:
    found: dict[Any, list[Item]] = defaultdict(list)
    for item in items:
        record = item if isinstance(item, dict) else {"text": item}
        span = record.get("span")
        kind = record.get("type") or record.get("role")
        found[(tuple(span), kind) if span else (record.get("key"), _label(record))].append(record)
    return found


def _fields(before: Item, after: Item) -> dict[str, tuple[Any, Any]]:
    names = (before.keys() | after.keys()) - _POINTERS
    return {name: (before.get(name), after.get(name)) for name in sorted(names) if before.get(name) != after.get(name)}


def _label(item: Item) -> str:
    for name in ("text", "code", "key", "label", "title", "task", "name", "message_vi", "criterion"):
        if value := item.get(name):
            return " ".join(str(value).split())[:120]
    return "–"


@dataclass(slots=True)
class Totals:
    """Sums over documents: how many were compared and how many differ, and differences by list and state."""

    documents: int = 0
    changed: int = 0
    states: Counter[tuple[str, State]] = field(default_factory=Counter)
    fields: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, found: list[Difference]) -> None:
        """Count the differences of one more document."""
        self.documents += 1
        self.changed += bool(found)
        for one in found:
            self.states[one.list, one.state] += 1
            self.fields.update((one.list, name) for name in one.fields)
