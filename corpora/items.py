"""One shape for what was annotated and what was found, so that the two can be compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from corpora.gold_files import Gold
from corpora.squash import normalised
from extractor.model import Report, Span

Kind = Literal["reference", "section", "date", "letterhead"]
KINDS: tuple[Kind, ...] = ("reference", "section", "date", "letterhead")
Fields = Mapping[str, Any]

#: The fields of an annotated item that are compared, by kind (a reference's `form` is its `kind`).
_ANNOTATED: Mapping[Kind, tuple[str, ...]] = {
    "reference": (
        *("doc_type", "number", "year", "symbol", "code", "date", "issuer"),
        *("provision", "title", "relation", "cluster"),
    ),
    "section": ("label", "path", "title", "role"),
    "date": ("value", "precision", "bound"),
}
LETTERHEAD = ("doc_type", "number", "symbol", "code", "date", "place", "issuer", "title")


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
    """An extracted item. `span` is of the report's text; a section's is its heading's first character only."""

    kind: Kind
    id: str
    text: str
    span: Span
    fields: Fields


def wanted_items(gold: Gold) -> list[Wanted]:
    """What the annotation says should be found."""
    items = []
    for raw in gold.items:
        kind: Kind = raw["kind"]
        fields = {name: raw[name] for name in _ANNOTATED[kind]}
        if kind == "reference":
            fields["kind"] = raw["form"]
        parts = tuple((start, end) for start, end in raw.get("parts", [raw["span"]]))
        items.append(Wanted(kind, raw["id"], raw["text"], raw["line"], parts, fields))
    if letterhead := gold.header.get("letterhead"):
        fields = {name: letterhead.get(name) for name in LETTERHEAD}
        items.append(Wanted("letterhead", "letterhead", "", 1, (), fields))
    return items


def found_items(report: Report) -> list[Found]:
    """What the extractor found, in the same terms."""
    return [*_references(report), *_sections(report), *_dates(report), _letterhead(report)]


def _references(report: Report) -> list[Found]:
    found = []
    for item in report.references:
        part = item.provision
        fields = {
            "kind": item.kind,
            "doc_type": item.doc_type.code if item.doc_type else None,
            "number": item.number,
            "year": item.year,
            "symbol": item.symbol,
            "code": item.code,
            "date": item.date.value if item.date else None,
            "issuer": item.issuer.name if item.issuer else None,
            "provision": {"article": part.article, "clause": part.clause, "point": part.point} if part else None,
            "title": item.title.text if item.title else None,
            "relation": item.relation,
            "cluster": item.cited_document_id,
        }
        found.append(Found("reference", item.id, item.text, item.span, fields))
    return found


def _sections(report: Report) -> list[Found]:
    return [
        Found(
            "section",
            item.id,
            f"{item.label} {item.title}".strip(),
            (item.span[0], item.span[0] + 1),
            {"label": item.label, "path": item.path, "title": item.title, "role": item.role},
        )
        for item in report.sections
    ]


def _dates(report: Report) -> list[Found]:
    return [
        Found(
            "date",
            item.id,
            item.text,
            item.span,
            {"value": item.value, "precision": item.precision, "bound": item.bound},
        )
        for item in report.dates
    ]


def _letterhead(report: Report) -> Found:
    item = report.document
    fields = {
        "doc_type": item.doc_type.code if item.doc_type else None,
        "number": item.number,
        "symbol": item.symbol,
        "code": item.code,
        "date": item.date.value if item.date else None,
        "place": item.place,
        "issuer": item.issuer.name if item.issuer else None,
        "title": item.title,
    }
    return Found("letterhead", "letterhead", "", (0, 0), fields)


def folded(value: object) -> object:
    """A value as it is compared: white space and case of text do not count, and None is the same as nothing."""
    if isinstance(value, str):
        return " ".join(normalised(value).split()).casefold() or None
    if isinstance(value, Mapping):
        return tuple(sorted((key, folded(part)) for key, part in value.items())) if any(value.values()) else None
    return value
