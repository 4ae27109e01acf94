"""The references of a report as rows of a table."""

from __future__ import annotations

from extractor.model import CitedDocument, Reference, Report, Section

Cell = str | int | float | None

#: The columns in their order. Within schema version 1 new ones are added at the end only.
COLUMNS = (
    "source",
    "id",
    "kind",
    "text",
    "type_code",
    "type_name",
    "number",
    "year",
    "symbol",
    "code",
    "date",
    "date_precision",
    "date_text",
    "issuer",
    "issuer_text",
    "article",
    "clause",
    "point",
    "title",
    "relation",
    "page",
    "section_path",
    "section_title",
    "start",
    "end",
    "cited_document_id",
    "cited_document_key",
    "urn",
    "confidence",
    "found_by",
    "raw",
)


def reference_rows(report: Report) -> tuple[tuple[str, ...], list[tuple[Cell, ...]]]:
    """The columns, and one row a reference."""
    sections = {section.id: section for section in report.sections}
    documents = {document.id: document for document in report.cited_documents}
    rows = []
    for reference in report.references:
        section = sections.get(reference.section_id or "")
        document = documents.get(reference.cited_document_id or "")
        row = _row(report.source.name, reference, section, document)
        rows.append(tuple(row[column] for column in COLUMNS))
    return COLUMNS, rows


def _row(name: str, reference: Reference, section: Section | None, document: CitedDocument | None) -> dict[str, Cell]:
    kind, date, issuer = reference.doc_type, reference.date, reference.issuer
    provision, title = reference.provision, reference.title
    return {
        "source": name,
        "id": reference.id,
        "kind": reference.kind,
        "text": reference.text,
        "type_code": kind.code if kind else None,
        "type_name": kind.name if kind else None,
        "number": reference.number,
        "year": reference.year,
        "symbol": reference.symbol,
        "code": reference.code,
        "date": date.value if date else None,
        "date_precision": date.precision if date else None,
        "date_text": date.text if date else None,
        "issuer": issuer.name if issuer else None,
        "issuer_text": issuer.text if issuer else None,
        "article": provision.article if provision else None,
        "clause": provision.clause if provision else None,
        "point": provision.point if provision else None,
        "title": title.text if title else None,
        "relation": reference.relation,
        "page": reference.page,
        "section_path": section.path if section else None,
        "section_title": section.title if section else None,
        "start": reference.span[0],
        "end": reference.span[1],
        "cited_document_id": reference.cited_document_id,
        "cited_document_key": document.key if document else None,
        "urn": document.urn if document else None,
        "confidence": reference.confidence,
        "found_by": reference.found_by,
        "raw": reference.raw,
    }
