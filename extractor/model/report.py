"""The whole of it."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.model.citations import CitedDocument, Date, Evidence, Reference
from extractor.model.document import Document, Footnote, PageInfo, Section, Signature, SourceInfo
from extractor.model.rows import Indicator, Score, Table, Task
from extractor.model.statements import Count, Organisation, Person, Responsibility
from extractor.model.types import Severity, Span


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not agree with itself (EXTRACTION 10). `type` is its stable code (docs/findings.md); `items`
    are the ids that it compares."""

    id: str
    type: str
    severity: Severity
    message_vi: str
    message_en: str
    items: tuple[str, ...]
    span: Span | None


@dataclass(frozen=True, slots=True)
class Pipeline:
    """What made this report: `version` is derived from all the others. `model` is None, and left out, where rules alone
    read it."""

    version: str
    code: str
    rules: str
    readers: str
    model: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """A report read (EXTRACTION 1). Every id is unique in the report and stable when other text changes."""

    schema_version: str
    source: SourceInfo
    document: Document
    text: str
    sections: tuple[Section, ...]
    references: tuple[Reference, ...]
    cited_documents: tuple[CitedDocument, ...]
    dates: tuple[Date, ...]
    counts: tuple[Count, ...]
    responsibilities: tuple[Responsibility, ...]
    organisations: tuple[Organisation, ...]
    indicators: tuple[Indicator, ...]
    tasks: tuple[Task, ...]
    scores: tuple[Score, ...]
    footnotes: tuple[Footnote, ...]
    findings: tuple[Finding, ...]
    tables: tuple[Table, ...]
    persons: tuple[Person, ...]
    signatures: tuple[Signature, ...]
    evidence: tuple[Evidence, ...]
    warnings: tuple[str, ...]
    pages: tuple[PageInfo, ...]
    pipeline: Pipeline
