"""From a Report to the rows of its tables. Plain tuples in the order of the columns named here: they travel from the
process that extracts to the one that writes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from api.store.figures import figures_of
from api.store.folding import line
from api.store.keys import clean, code_key, law_key, name_key
from api.store.marks import HEADING_CHARACTERS, marks
from extractor.model import CitedDocument, Report
from extractor.pipeline import load

#: Characters of a text that are searched. PostgreSQL indexes no more than 1 MiB of a document.
SEARCHED_CHARACTERS = 400_000
#: What an appendix goes with stands within so many characters.
_HEAD = 800

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Rows:
    """What the tables say of one report, without the ids that the database gives."""

    report: Row
    text: Row
    citations: list[Row]
    mentions: list[Row]
    figures: list[Row]
    findings: list[Row]
    #: What is to be reviewed, but findings: columns of the table `review`.
    review: Row = field(default_factory=dict)


def rows_of(report: Report) -> Rows:
    """The rows of a report. No column holds U+0000, which PostgreSQL does not take."""
    own, citations = _report(report), list(_citations(report))
    return Rows(
        report=own,
        text=_text(report, own, citations),
        citations=citations,
        mentions=list(_mentions(report)),
        figures=list(figures_of(report)),
        findings=[
            {
                "item": one.id,
                "type": one.type,
                "severity": one.severity,
                "message_vi": clean(one.message_vi),
                "message_en": clean(one.message_en),
                "start": one.span[0] if one.span else None,
                "end": one.span[1] if one.span else None,
            }
            for one in report.findings
        ],
        review={
            "least": min((one.confidence for one in report.references), default=1.0),
            "open_reference": len(report.references),
            "open_count": len(report.counts),
            "open_responsibility": len(report.responsibilities),
            "open_indicator": len(report.indicators),
        },
    )


def _report(report: Report) -> Row:
    document = report.document
    issuer = document.issuer.name if document.issuer else None
    unit = next((one.unit for one in report.organisations if one.name == issuer and one.unit), None)
    return {
        "type_code": document.doc_type.code if document.doc_type else None,
        "type_name": document.doc_type.name if document.doc_type else None,
        "number": clean(document.number),
        "code": clean(document.code),
        "code_key": code_key(document.code),
        "date": document.date.value if document.date else None,
        "issuer": clean(issuer),
        "issuer_key": name_key(issuer),
        "unit_code": unit.code if unit else None,
        "unit_name": unit.name if unit else None,
        "title": clean(document.title),
        "period": document.period.value if document.period else None,
        "urgency": document.urgency,
        "pages": report.source.page_count,
        "characters": len(report.text),
        "references": len(report.references),
        "findings": len(report.findings),
        "pipeline_version": report.pipeline.version,
        **_attached(report),
    }


def _attached(report: Report) -> Row:
    """What an appendix or a regulation says below its head that it goes with. What has a number goes alone."""
    found = next(
        (one for one in report.references if one.relation == "attached_to" and one.kind in ("numbered", "blank")), None
    )
    if found is None or found.span[0] >= _HEAD or report.document.code:
        return {"attached_key": None, "attached_type": None}
    return {
        "attached_key": code_key(found.code),
        "attached_type": found.doc_type.code if found.doc_type else None,
    }


def _text(report: Report, row: Row, cited: Iterable[Row]) -> Row:
    text = clean(report.text[:SEARCHED_CHARACTERS]) or ""
    folded = line(text)
    titles = (one.title for one in report.sections if one.title and len(one.title) <= HEADING_CHARACTERS)
    return {
        "marks": marks(
            row,
            units=_units(row["unit_code"], row["unit_name"], row["date"]),
            cited=(one["code_key"] for one in cited),
            findings=dict.fromkeys(one.type for one in report.findings),
            headings=(report.document.title or "", *titles),
            folded=folded,
        ),
        "folded": folded,
        "text": text,
    }


def _units(code: str | None, name: str | None, day: str | None) -> Iterator[str]:
    """Codes and names of a unit, of those above it on that day, and of the one that its place belongs to today."""
    if not code or not name:
        return
    units = load().places.units
    record = next((one for one in units.coded(code) if one.full == name), None)
    yield from (code, name)
    if record is None:
        return
    above = units.above(record, day)
    while above:
        yield from (above.code, above.full)
        above = units.above(above, day)
    if record.successor != code:
        today = next((one for one in units.coded(record.successor) if not one.until), None)
        yield from (today.code, today.full) if today else ()


def _citations(report: Report) -> Iterator[Row]:
    relations: dict[str, list[str]] = defaultdict(list)
    for reference in report.references:
        if reference.cited_document_id and reference.relation not in relations[reference.cited_document_id]:
            relations[reference.cited_document_id].append(reference.relation)
    for cited in report.cited_documents:
        yield _citation(cited, relations[cited.id])


def _citation(cited: CitedDocument, relations: list[str]) -> Row:
    return {
        "item": cited.id,
        "key": clean(cited.key),
        "urn": clean(cited.urn),
        "type_code": cited.doc_type.code if cited.doc_type else None,
        "type_name": cited.doc_type.name if cited.doc_type else None,
        "number": clean(cited.number),
        "year": cited.year,
        "symbol": clean(cited.symbol),
        "code": clean(cited.code),
        "code_key": code_key(cited.code) or _law(cited),
        "date": cited.date,
        "issuer": clean(cited.issuer),
        "issuer_key": name_key(cited.issuer),
        "title": clean(cited.title),
        "relations": " ".join(relations),
        "mentions": len(cited.mentions),
        "first_mention": cited.mentions[0] if cited.mentions else None,
        "confidence": cited.confidence,
    }


def _law(cited: CitedDocument) -> str | None:
    """The name of a law that is cited without its number, as `law_key` spells it; its year is in the date."""
    if cited.number is not None or cited.symbol is not None:
        return None
    return law_key(cited.key.split(":")[3].replace(".", " "))


def _mentions(report: Report) -> Iterator[Row]:
    paths = {section.id: section.path for section in report.sections}
    for one in report.references:
        yield {
            "item": one.id,
            "citation_item": one.cited_document_id,
            "kind": one.kind,
            "relation": one.relation,
            "text": clean(one.text),
            "start": one.span[0],
            "end": one.span[1],
            "page": one.page,
            "section_path": clean(paths.get(one.section_id or "")),
            "confidence": one.confidence,
        }
