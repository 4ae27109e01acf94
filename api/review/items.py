"""The items of a report that people decide about, each with its place and flat fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from extractor.model import Count, Finding, Indicator, Reference, Report, Responsibility, Span

Kind = Literal["reference", "finding", "count", "responsibility", "indicator"]
KINDS: tuple[Kind, ...] = get_args(Kind)
Fields = Mapping[str, Any]

#: Characters on either side of a quote.
BESIDE = 32


@dataclass(frozen=True, slots=True)
class Anchor:
    """The place of an item: its words, 32 characters on either side, page, and [start, end) in code points. A finding
    about the whole report has no words and the span (0, 0)."""

    kind: str
    quote: str
    before: str
    after: str
    page: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Extracted:
    """An item as the extraction has it. `source` is the rule (or model) that found it, a finding's its type; `section`
    is the path of its section; `touches` are the ids that a finding compares."""

    id: str
    kind: Kind
    anchor: Anchor
    fields: Fields
    source: str | None
    confidence: float | None
    section: str | None
    touches: tuple[str, ...] = ()


def anchor_at(text: str, kind: str, span: Span | None, page: int | None) -> Anchor:
    """The anchor of a place in a text."""
    if span is None:
        return Anchor(kind, "", "", "", None, 0, 0)
    start, end = span
    return Anchor(
        kind, text[start:end], text[max(0, start - BESIDE) : start], text[end : end + BESIDE], page, start, end
    )


def page_at(report: Report, offset: int) -> int | None:
    """The page that an offset is on, None where the format has no pages."""
    return next((page.number for page in report.pages if page.span[0] <= offset < page.span[1]), None)


def section_at(report: Report, offset: int) -> str | None:
    """The path of the innermost section that an offset is in."""
    around = [one for one in report.sections if one.span[0] <= offset < one.span[1]]
    return max(around, key=lambda one: one.span[0]).path if around else None


def items_of(report: Report) -> tuple[Extracted, ...]:
    """All items, in the order of the text; findings last."""
    paths = {section.id: section.path for section in report.sections}
    found = [
        *(_item(report, "reference", one, _reference(one), paths) for one in report.references),
        *(_item(report, "count", one, _count(one), paths) for one in report.counts),
        *(_item(report, "responsibility", one, _responsibility(one), paths) for one in report.responsibilities),
        *(_item(report, "indicator", one, _indicator(one), paths) for one in report.indicators),
    ]
    found.sort(key=lambda one: (one.anchor.start, one.anchor.end))
    return (*found, *_findings(report))


def _item(
    report: Report,
    kind: Kind,
    one: Reference | Count | Responsibility | Indicator,
    fields: Fields,
    paths: Mapping[str, str],
) -> Extracted:
    anchor, section = anchor_at(report.text, kind, one.span, one.page), paths.get(one.section_id or "")
    return Extracted(one.id, kind, anchor, fields, one.found_by, one.confidence, section)


def _reference(one: Reference) -> dict[str, Any]:
    part = one.provision
    return {
        "form": one.kind,
        "doc_type": one.doc_type.code if one.doc_type else None,
        "number": one.number,
        "year": one.year,
        "symbol": one.symbol,
        "code": one.code,
        "date": one.date.value if one.date else None,
        "issuer": one.issuer.name if one.issuer else None,
        "article": part.article if part else None,
        "clause": part.clause if part else None,
        "point": part.point if part else None,
        "title": one.title.text if one.title else None,
        "relation": one.relation,
        "group": one.cited_document_id or f"alone-{one.id}",
    }


def _count(one: Count) -> dict[str, Any]:
    as_of = one.as_of.value if one.as_of else None
    values = {"value": one.value, "total": one.total, "unit": one.unit, "qualifier": one.qualifier}
    return {"form": one.kind, **values, "as_of": as_of, "in_table": one.in_table}


def _responsibility(one: Responsibility) -> dict[str, Any]:
    return {
        "role": one.role,
        "actors": [actor.name for actor in one.actors],
        "task": one.task,
        "about": one.about,
        "deadline": one.deadline.value if one.deadline else None,
        "deadline_text": one.deadline_text,
    }


def _indicator(one: Indicator) -> dict[str, Any]:
    return {
        "code": one.code,
        "label": one.label,
        "unit": one.unit,
        "value_text": one.value_text,
        "note": one.note,
    }


def _findings(report: Report) -> Iterator[Extracted]:
    for one in report.findings:
        yield finding_item(report, one)


def finding_item(report: Report, one: Finding) -> Extracted:
    """A finding as an item."""
    start = one.span[0] if one.span else None
    fields = {
        "type": one.type,
        "severity": one.severity,
        "message_vi": one.message_vi,
        "message_en": one.message_en,
        "items": list(one.items),
    }
    return Extracted(
        id=one.id,
        kind="finding",
        anchor=anchor_at(report.text, "finding", one.span, page_at(report, start) if start is not None else None),
        fields=fields,
        source=one.type,
        confidence=None,
        section=section_at(report, start) if start is not None else None,
        touches=one.items,
    )
