"""The Report: what `extract` returns and what the JSON holds (schema version 1).

Frozen dataclasses with slots; the JSON and its schema are made from them at the edge (`extractor/export`). Absent facts
are None, never an empty string and never a guess. A `Span` is `[start, end)` in code points of `Report.text`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SCHEMA_VERSION = "1"

Span = tuple[int, int]
Bounds = tuple[float, float, float, float]

ReferenceKind = Literal["numbered", "short", "named", "blank", "anaphoric"]
Relation = Literal["based_on", "implements", "issues", "amends", "replaces", "repeals", "attached_to", "mentions"]
Precision = Literal["day", "month", "quarter", "half", "year", "interval"]
Role = Literal[
    "direction",
    "results",
    "assessment",
    "plan",
    "proposals",
    "objectives",
    "implementation",
    "appendix",
]
Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """The file: `sha256` of its bytes, size in bytes, `page_count` None where the format has no pages."""

    name: str
    sha256: str
    media_type: str
    size_bytes: int
    page_count: int | None
    parser: str
    ocr: bool


@dataclass(frozen=True, slots=True)
class DocType:
    """Loại văn bản: the code of Nghị định 30/2020/NĐ-CP, Phụ lục III ("QĐ") and the name ("Quyết định")."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class DateValue:
    """A date stated with something. `value` is ISO 8601 at the known precision, None for a date that does not exist."""

    value: str | None
    precision: Precision
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Issuer:
    """Cơ quan ban hành: full name with its place ("UBND huyện Mang Yang"). `text` and `span` are the printed words,
    None where the symbol alone fixes the issuer. `id` is None until the register of bodies is there."""

    name: str
    id: str | None
    text: str | None
    span: Span | None


@dataclass(frozen=True, slots=True)
class Provision:
    """The part of a document that is cited: điều, khoản, điểm."""

    article: str | None
    clause: str | None
    point: str | None


@dataclass(frozen=True, slots=True)
class Title:
    """What a cited document is about, as printed."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Reference:
    """One mention of a document (EXTRACTION 4). `span` covers noun, "số", number and symbol."""

    id: str
    kind: ReferenceKind
    text: str
    span: Span
    page: int | None
    section_id: str | None
    doc_type: DocType | None
    number: str | None
    year: str | None
    symbol: str | None
    code: str | None
    date: DateValue | None
    issuer: Issuer | None
    provision: Provision | None
    provision_span: Span | None
    title: Title | None
    relation: Relation
    cited_document_id: str | None
    confidence: float
    found_by: str
    raw: str | None = None


@dataclass(frozen=True, slots=True)
class CitedDocument:
    """All mentions of one document. `key` is always there; `urn` (RFC 9676) where issuer and full date are known."""

    id: str
    key: str
    urn: str | None
    doc_type: DocType | None
    number: str | None
    year: str | None
    symbol: str | None
    code: str | None
    date: str | None
    issuer: str | None
    title: str | None
    mentions: tuple[str, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Date:
    """A date or period (EXTRACTION 5). `reference_id` is the mention that it dates, if any."""

    id: str
    text: str
    span: Span
    page: int | None
    section_id: str | None
    value: str | None
    precision: Precision
    bound: Literal["before"] | None
    reference_id: str | None
    confidence: float
    found_by: str


@dataclass(frozen=True, slots=True)
class Section:
    """A section: `span` runs from its heading to its end; `path` joins the printed labels ("II.1.a")."""

    id: str
    parent_id: str | None
    level: int
    label: str
    path: str
    title: str
    role: Role | None
    span: Span
    page: int | None


@dataclass(frozen=True, slots=True)
class Signer:
    """Người ký: `capacity` is TM., KT., TL., TUQ. or Q., the more specific where two are printed."""

    name: str | None
    position: str | None
    capacity: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Document:
    """The document itself, from its letterhead and its end (EXTRACTION 2)."""

    doc_type: DocType | None
    number: str | None
    symbol: str | None
    code: str | None
    date: DateValue | None
    place: str | None
    issuer: Issuer | None
    title: str | None
    addressees: tuple[str, ...]
    signer: Signer | None
    recipients: tuple[str, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Footnote:
    """A footnote: `anchor` is the span of its mark in the text, None where the mark was not found."""

    id: str
    label: str
    text: str
    span: Span
    anchor: Span | None
    page: int | None


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell with content: 0-based `row` and `column`, and the span of its text."""

    row: int
    column: int
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its size, its cells that hold text, in reading order."""

    id: str
    span: Span
    page: int | None
    section_id: str | None
    rows: int
    columns: int
    header_rows: int
    cells: tuple[TableCell, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not agree with itself (EXTRACTION 10). `items` are the ids that it compares."""

    id: str
    type: str
    severity: Severity
    message_vi: str
    message_en: str
    items: tuple[str, ...]
    span: Span | None


@dataclass(frozen=True, slots=True)
class PageInfo:
    """A page: size in points, the part of the text that starts on it, whether it was recognised from an image."""

    number: int
    width: float
    height: float
    span: Span
    ocr: bool


@dataclass(frozen=True, slots=True)
class Pipeline:
    """What made this report: `version` is derived from all the others."""

    version: str
    code: str
    rules: str
    readers: str


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
    footnotes: tuple[Footnote, ...]
    tables: tuple[Table, ...]
    findings: tuple[Finding, ...]
    warnings: tuple[str, ...]
    pages: tuple[PageInfo, ...]
    pipeline: Pipeline
