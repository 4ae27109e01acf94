"""What the recognisers find, before anything is resolved: frozen records with spans of the normalised text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from extractor.model import Precision, ReferenceKind, Relation, Role, Span


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date or period as printed, with its value (None when it does not exist)."""

    span: Span
    value: str | None
    precision: Precision
    bound: Literal["before"] | None
    rule: str


@dataclass(frozen=True, slots=True)
class IssuerMention:
    """Words that name an issuer: `span` is None where the symbol fixes the name."""

    name: str
    span: Span | None


@dataclass(frozen=True, slots=True)
class CitationMention:
    """A mention of a document. `type_code` None where neither noun nor symbol tell it. `nested_in` is the start of the
    outer mention ("Luật sửa đổi … của Luật X") that this one is part of."""

    span: Span
    kind: ReferenceKind
    type_code: str | None
    number: str | None
    year: str | None
    symbol: str | None
    code: str | None
    name: str | None
    date: DateMention | None
    issuer: IssuerMention | None
    provision: tuple[str | None, str | None, str | None] | None
    provision_span: Span | None
    title_span: Span | None
    relation: Relation
    rule: str
    raw_symbol: str | None = None
    count: int | None = None
    nested: bool = False


@dataclass(frozen=True, slots=True)
class SectionMention:
    """A heading: label as printed, its title, and where the section starts and ends. `parent` indexes the list."""

    span: Span
    title_span: Span
    label: str
    path: str
    level: int
    parent: int | None
    role: Role | None


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The document's own facts, each with its span where it is printed. `region` is the part of the text before the
    body."""

    region: Span
    type_code: str | None
    number: str | None
    symbol: str | None
    code: str | None
    date: DateMention | None
    place: str | None
    issuer_lines: tuple[Span, ...]
    title_spans: tuple[Span, ...]
    addressees: tuple[str, ...]
    signer: tuple[str | None, str | None, str | None, Span] | None
    recipients: tuple[str, ...]
    tail: Span | None
    #: Types of the documents issued with this one, whose title stands further down ("KẾ HOẠCH" below a decision).
    attached: tuple[str, ...] = ()
