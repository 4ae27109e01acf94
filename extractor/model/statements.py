"""What sentences say: quantities, duties, bodies and people."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.model.facts import Actor, DateValue
from extractor.model.types import CountKind, DutyRole, Qualifier, Span


@dataclass(frozen=True, slots=True)
class Count:
    """A quantity (EXTRACTION 6). `value` and `total` are decimal numbers as strings with a point ("92.59"); `total` is
    the denominator of a ratio or score. `span` covers the number and its unit, not the qualifier. `as_of` is the day
    that the figure is of, where it is stated."""

    id: str
    kind: CountKind
    text: str
    span: Span
    page: int | None
    section_id: str | None
    value: str
    total: str | None
    unit: str | None
    qualifier: Qualifier | None
    as_of: DateValue | None
    in_table: bool
    confidence: float
    found_by: str
    raw: str | None = None


@dataclass(frozen=True, slots=True)
class Responsibility:
    """Who answers for what (EXTRACTION 7). `task` is the duty in the document's words, `about` the criterion, section
    or reference that it belongs to ("1.2.1"). A recurring deadline has a `deadline_text` and no `deadline`."""

    id: str
    role: DutyRole
    text: str
    span: Span
    page: int | None
    section_id: str | None
    actors: tuple[Actor, ...]
    task: str | None
    task_span: Span | None
    about: str | None
    deadline: DateValue | None
    deadline_text: str | None
    confidence: float
    found_by: str


@dataclass(frozen=True, slots=True)
class Unit:
    """Đơn vị hành chính: a unit of the register on the document's date. `code` is that of the General Statistics
    Office ("625"), `name` with its level ("huyện Mang Yang"), `parent` its province or district by name. `successor`
    is the unit that its place belongs to today, None where it still stands."""

    code: str
    name: str
    parent: str | None
    successor_code: str | None
    successor: str | None


@dataclass(frozen=True, slots=True)
class OrganisationMention:
    """A place where a body is named."""

    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Organisation:
    """A body, once, with all its mentions (EXTRACTION 8). `name` is full, with its place; `register_id` is its row in
    the register of bodies; `unit` the administrative unit that it is of; `successor` the body that took over its work,
    where the register knows it."""

    id: str
    name: str
    register_id: str | None
    unit: Unit | None
    successor: str | None
    collective: bool
    mentions: tuple[OrganisationMention, ...]
    confidence: float
    found_by: str


@dataclass(frozen=True, slots=True)
class Person:
    """A person named with a position or a form of address ("đồng chí Nguyễn Văn A, Chủ tịch UBND xã")."""

    id: str
    name: str
    position: str | None
    text: str
    span: Span
    page: int | None
    section_id: str | None
    confidence: float
    found_by: str
