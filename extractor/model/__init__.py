"""The Report: what `extract` returns and what the JSON holds (schema version 1).

Frozen dataclasses with slots; the JSON and its schema are made from them at the edge (`extractor/export`). Absent facts
are None, never an empty string and never a guess. A `Span` is `[start, end)` in code points of `Report.text`.
"""

from __future__ import annotations

from extractor.model.citations import CitedDocument, Date, Evidence, Provision, Reference, Title
from extractor.model.document import Document, Footnote, PageInfo, Recipient, Section, Signature, Signer, SourceInfo
from extractor.model.facts import Actor, DateValue, DocType, Issuer
from extractor.model.report import Finding, Pipeline, Report
from extractor.model.rows import Indicator, LabelledValue, Score, Table, TableCell, Task
from extractor.model.statements import Count, Organisation, OrganisationMention, Person, Responsibility, Unit
from extractor.model.types import (
    SCHEMA_VERSION,
    Bounds,
    CountKind,
    DutyRole,
    Precision,
    Qualifier,
    ReferenceKind,
    Relation,
    Role,
    Secrecy,
    Severity,
    Span,
    Urgency,
)

__all__ = [
    "SCHEMA_VERSION",
    "Actor",
    "Bounds",
    "CitedDocument",
    "Count",
    "CountKind",
    "Date",
    "DateValue",
    "DocType",
    "Document",
    "DutyRole",
    "Evidence",
    "Finding",
    "Footnote",
    "Indicator",
    "Issuer",
    "LabelledValue",
    "Organisation",
    "OrganisationMention",
    "PageInfo",
    "Person",
    "Pipeline",
    "Precision",
    "Provision",
    "Qualifier",
    "Recipient",
    "Reference",
    "ReferenceKind",
    "Relation",
    "Report",
    "Responsibility",
    "Role",
    "Score",
    "Secrecy",
    "Section",
    "Severity",
    "Signature",
    "Signer",
    "SourceInfo",
    "Span",
    "Table",
    "TableCell",
    "Task",
    "Title",
    "Unit",
    "Urgency",
]
