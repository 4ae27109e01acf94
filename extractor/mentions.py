"""What the recognisers find, before anything is resolved: frozen records with spans of the normalised text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from extractor.model import (
    CountKind,
    DutyRole,
    LabelledValue,
    Precision,
    Qualifier,
    ReferenceKind,
    Relation,
    Role,
    Secrecy,
    Span,
    Urgency,
)

#: The rule of a mention that the model found (extractor/learned).
MODEL = "model"


class DateMention(NamedTuple):
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
    #: The number and symbol as they were read, where recognition broke them.
    repair: Repair | None = None


class Repair(NamedTuple):
    """A number and symbol that recognition broke, as understood. `span` is where they were read; `number` is None where
    it cannot be read. `by` says what speaks for it: the rules, or another mention of the document."""

    span: Span
    number: str | None
    year: str | None
    symbol: str
    party: bool
    by: Literal["rules", "mention"]

    @property
    def code(self) -> str | None:
        """The whole, joined as its kind of document joins it."""
        if self.number is None:
            return None
        if self.party:
            return f"{self.number}-{self.symbol}"
        return "/".join(part for part in (self.number, self.year, self.symbol) if part)


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
    period: DateMention | None = None
    data_window: DateMention | None = None
    secrecy: Secrecy | None = None
    urgency: Urgency | None = None
    #: The body above the issuing one ("UBND TỈNH PHÚ THỌ" above "SỞ NỘI VỤ").
    superior_lines: tuple[Span, ...] = ()
    #: The line under the title that says who decides ("CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH").
    authority: Span | None = None
    #: Recipients without their purpose, and the purpose ("b/c").
    distribution: tuple[tuple[str, str | None], ...] = ()
    #: Where the signer's name stands.
    signer_name: Span | None = None
    #: Types of the documents issued with this one, whose title stands further down ("KẾ HOẠCH" below a decision).
    attached: tuple[str, ...] = ()


class CountMention(NamedTuple):
    """A quantity as printed: `span` covers the number and its unit, `unit` is None where none is printed or shared."""

    span: Span
    kind: CountKind
    value: str
    total: str | None
    unit: str | None
    qualifier: Qualifier | None
    as_of: DateMention | None
    rule: str


class OrganisationMention(NamedTuple):
    """Words that name a body. `name` is its normal form before the document's place completes it ("UBND huyện");
    `register_id` its row of the register of bodies; `collective` for "UBND các xã, thị trấn", whose name is the printed
    words. `office` is that of somebody who acts for the body: "Chủ tịch UBND huyện" names the UBND."""

    span: Span
    name: str
    register_id: str | None
    collective: bool
    rule: str
    office: str | None = None
    #: Of what the model found; rules have theirs by kind.
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class DutyMention:
    """A statement that bodies answer for something. `actors` are mentions of bodies, or printed words that no rule
    knows as one; `deadline` is a date of the text, `deadline_span` the words where it has no one date ("hằng quý")."""

    span: Span
    role: DutyRole
    actors: tuple[OrganisationMention, ...]
    task_span: Span | None
    about: str | None
    deadline: DateMention | None
    deadline_span: Span | None
    rule: str
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class PersonMention:
    """A person's name with the words of the position."""

    span: Span
    name: str
    position: str | None
    rule: str
    confidence: float | None = None


class IndicatorRow(NamedTuple):
    """A row of a table of indicators. Spans are of cells; None for an empty one. `table` indexes `Text.tables`."""

    table: int
    span: Span
    code: str | None
    parent_code: str | None
    label: str
    unit: str | None
    value_span: Span | None
    value: int | float | tuple[LabelledValue, ...] | None
    footnote: str | None
    note: str | None
    canonical: str | None
    rule: str


@dataclass(frozen=True, slots=True)
class TaskRow:
    """A row of a work plan; merged cells are filled down. The spans of bodies are those of their cells."""

    table: int
    span: Span
    group: str | None
    task: str
    product: str | None
    lead: tuple[OrganisationMention, ...]
    coordinating: tuple[OrganisationMention, ...]
    deadline: DateMention | None
    deadline_span: Span | None
    result_span: Span | None
    rule: str


@dataclass(frozen=True, slots=True)
class ScoreMention:
    """A scored criterion, in prose (`table` None) or in a table."""

    table: int | None
    span: Span
    criterion: str
    label: str | None
    achieved: str
    maximum: str | None
    cause_span: Span | None
    unit: str | None
    rule: str


@dataclass(frozen=True, slots=True)
class TableFacts:
    """What stands around a table: `taken` when its rows are indicators, tasks or scores. `header_rows` as its cells
    tell it, whatever the format says."""

    caption_span: Span | None
    data_window: DateMention | None
    taken: bool
    header_rows: int


@dataclass(frozen=True, slots=True)
class Rows:
    """What the tables and the scored criteria of a document hold. `tables` goes along with `Text.tables`."""

    tables: tuple[TableFacts, ...]
    indicators: tuple[IndicatorRow, ...]
    tasks: tuple[TaskRow, ...]
    scores: tuple[ScoreMention, ...]
