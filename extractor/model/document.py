"""The file, the document itself, and the parts of its text."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.model.facts import DateValue, DocType, Issuer
from extractor.model.types import Role, Secrecy, Span, Urgency


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """The file: `sha256` of its bytes, size in bytes, `page_count` None where the format has no pages. `encodings` are
    the old encodings that text was converted from (tcvn3, vni, viscii …), left out where there is none."""

    name: str
    sha256: str
    media_type: str
    size_bytes: int
    page_count: int | None
    parser: str
    ocr: bool
    encodings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PageInfo:
    """A page: size in points, the part of the text that starts on it, whether it was recognised from an image."""

    number: int
    width: float
    height: float
    span: Span
    ocr: bool


@dataclass(frozen=True, slots=True)
class Recipient:
    """Nơi nhận: `name` without its bullet and purpose ("Sở Nội vụ"), `purpose` the letters in brackets ("b/c"), None
    where none is printed."""

    name: str
    purpose: str | None


@dataclass(frozen=True, slots=True)
class Signer:
    """Người ký: `capacity` is TM., KT., TL., TUQ. or Q., the more specific where two are printed."""

    name: str | None
    position: str | None
    capacity: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Document:
    """The document itself, from its letterhead and its end (EXTRACTION 2). `period` is the reporting period of the
    title, `data_window` the interval that the figures cover, where it is stated. `recipients` are as printed,
    `distribution` the same with their purposes."""

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
    distribution: tuple[Recipient, ...]
    period: DateValue | None
    data_window: DateValue | None
    secrecy: Secrecy | None
    urgency: Urgency | None
    confidence: float


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
class Footnote:
    """A footnote: `anchor` is the span of its mark in the text, None where the mark was not found."""

    id: str
    label: str
    text: str
    span: Span
    anchor: Span | None
    page: int | None


@dataclass(frozen=True, slots=True)
class Signature:
    """A digital signature of a PDF file: who, when (ISO 8601 with its zone, as the signer's machine said), and whether
    the bytes that it covers are unchanged. `covers_all` is whether nothing was added behind it. Trust in the
    certificate is not asserted."""

    name: str | None
    time: str | None
    unchanged: bool
    covers_all: bool
