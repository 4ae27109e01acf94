"""One shape for what was annotated and what was found, so that the two can be compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from corpora.gold_files import Gold, Item
from corpora.squash import normalised
from extractor.model import Span

Kind = Literal[
    "reference",
    "section",
    "date",
    "letterhead",
    "count",
    "responsibility",
    "organisation",
    "indicator",
    "task",
    "score",
    "person",
    "finding",
]
KINDS: tuple[Kind, ...] = get_args(Kind)
Fields = Mapping[str, Any]

#: The fields of an annotated item that are compared, by kind (a reference's `form` is its `kind`).
_ANNOTATED: Mapping[Kind, tuple[str, ...]] = {
    "reference": (
        *("doc_type", "number", "year", "symbol", "code", "date", "issuer"),
        *("provision", "title", "relation", "cluster"),
    ),
    "section": ("label", "path", "title", "role"),
    "date": ("value", "precision", "bound"),
    "count": ("value", "total", "unit", "qualifier"),
    "responsibility": ("role", "actors", "names", "task", "about", "deadline"),
    "organisation": ("name",),
    "indicator": ("code", "label", "unit", "value_text", "note", "parent_code"),
    "task": ("group", "task", "product", "lead", "coordinating", "deadline"),
    "score": ("criterion", "achieved", "maximum", "unit", "cause"),
    "person": ("name", "position"),
    "finding": ("severity",),
}
#: Kinds of which the annotation has another kind inside, kept as `form`.
_FORMS = ("reference", "count", "finding")
LETTERHEAD = (
    *("doc_type", "number", "symbol", "code", "date", "place", "issuer", "title"),
    *("period", "data_window", "secrecy", "urgency", "signer", "capacity", "position", "recipients"),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """An annotated item. `parts` are spans of the annotated file, in order: one, or two where the mention is cut."""

    kind: Kind
    id: str
    text: str
    line: int
    parts: tuple[Span, ...]
    fields: Fields


@dataclass(frozen=True, slots=True)
class Found:
    """An extracted item. `span` is of the report's text; a section's is its heading's first character only. `places`
    are all spans that a finding compares."""

    kind: Kind
    id: str
    text: str
    span: Span
    fields: Fields
    places: tuple[Span, ...] = ()


def annotated_kinds(gold: Gold) -> frozenset[str]:
    """The kinds that the document was annotated for: what is found of others is not judged."""
    return frozenset(gold.header.get("kinds", ("reference", "section", "date"))) | {"letterhead"}


def wanted_items(gold: Gold) -> list[Wanted]:
    """What the annotation says should be found."""
    items = []
    for raw in gold.items:
        kind: Kind = raw["kind"]
        if kind == "organisation" and raw["collective"]:
            continue
        fields = {name: raw.get(name) for name in _ANNOTATED[kind]}
        if kind in _FORMS:
            fields["kind"] = raw["form"]
        if kind == "count":
            fields["text"] = raw["text"]
        parts = tuple((start, end) for start, end in raw.get("parts", [raw["span"]]))
        items.append(Wanted(kind, raw["id"], raw["text"], raw["line"], parts, fields))
    if letterhead := gold.header.get("letterhead"):
        items.append(Wanted("letterhead", "letterhead", "", 1, (), _letterhead(letterhead)))
    return items


def _letterhead(raw: Item) -> dict[str, Any]:
    """The letterhead's facts; one that was not annotated is left out."""
    fields = {name: raw[name] for name in LETTERHEAD if name in raw and name not in ("signer", "recipients")}
    signer = raw.get("signer")
    if isinstance(signer, Mapping):
        fields |= {"signer": signer["name"], "capacity": signer["capacity"], "position": signer["position"]}
    elif "signer" in raw:  # the name alone was annotated
        fields["signer"] = signer
    if raw.get("recipients") is not None:
        fields["recipients"] = [f"{one['name']} ({one['purpose'] or ''})" for one in raw["recipients"]]
    return fields


def folded(value: object) -> object:
    """A value as it is compared: white space and case of text do not count, and None is the same as nothing."""
    if isinstance(value, str):
        return " ".join(normalised(value).split()).casefold() or None
    if isinstance(value, Mapping):
        return tuple(sorted((key, folded(part)) for key, part in value.items())) if any(value.values()) else None
    if isinstance(value, list | tuple):
        return tuple(folded(part) for part in value) or None
    return value
