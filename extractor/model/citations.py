"""Mentions of documents, and the documents that they cite."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from extractor.model.facts import DateValue, DocType, Issuer
from extractor.model.types import Precision, ReferenceKind, Relation, Span


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
    #: What its first mention leaves out of type, number, date, issuer and subject (Nghị định 30/2020/NĐ-CP wants them).
    first_mention_lacks: tuple[str, ...]
    #: The citation in full, for pasting over the first mention; None where that is complete or nothing more is known.
    complete_citation: str | None
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
class Evidence:
    """What supports a figure or a task: the mentions of documents in its row, in the footnote of its value, or in the
    sentence that states it. `item_id` is an indicator, task or count; `claimed` the number of documents that it says,
    None where it says none."""

    item_id: str
    references: tuple[str, ...]
    claimed: int | None
