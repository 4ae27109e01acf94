"""What tables hold."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.model.facts import Actor, DateValue
from extractor.model.types import Span


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell with content: 0-based `row` and `column`, and the span of its text."""

    row: int
    column: int
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Table:
    """A table that is not one of indicators, tasks or scores: its size, its cells that hold text, in reading order.
    `index` counts all tables of the document from 0. `caption` is the line above it that names it. `data_window` is
    the interval that its figures cover, where it is stated."""

    id: str
    span: Span
    page: int | None
    section_id: str | None
    rows: int
    columns: int
    header_rows: int
    cells: tuple[TableCell, ...]
    index: int
    caption: str | None
    data_window: DateValue | None


@dataclass(frozen=True, slots=True)
class LabelledValue:
    """One of several values in a cell ("Cấp tỉnh: 83")."""

    label: str
    value: int | float


@dataclass(frozen=True, slots=True)
class Indicator:
    """A row of the statistics appendix (chỉ tiêu thống kê, EXTRACTION 9), also an empty one. `code` as printed, less
    its final full stop, None for "Trong đó" rows, whose `parent_code` is that of the row above. `value` is a number, a
    list of labelled ones, or None where the cell holds none; `footnote` the label of a mark in the value. `canonical`
    is the row of the national template that it is (rules/indicators.toml). `table` counts all tables from 0."""

    id: str
    code: str | None
    parent_code: str | None
    label: str
    unit: str | None
    value_text: str | None
    value: int | float | tuple[LabelledValue, ...] | None
    footnote: str | None
    note: str | None
    canonical: str | None
    table: int
    span: Span
    page: int | None
    section_id: str | None
    confidence: float
    found_by: str


@dataclass(frozen=True, slots=True)
class Task:
    """A row of a work plan (EXTRACTION 9): `group` is the general task (nhiệm vụ chung) that `task` (nhiệm vụ cụ thể)
    stands under, `references` the mentions in its `result`."""

    id: str
    group: str | None
    task: str
    product: str | None
    lead: tuple[Actor, ...]
    coordinating: tuple[Actor, ...]
    deadline: DateValue | None
    deadline_text: str | None
    result: str | None
    references: tuple[str, ...]
    table: int
    span: Span
    page: int | None
    section_id: str | None
    confidence: float
    found_by: str


@dataclass(frozen=True, slots=True)
class Score:
    """A scored criterion (EXTRACTION 9), in prose or in a table. `criterion` is its number ("1.2.1") or its name;
    `achieved` and `maximum` are decimal numbers as strings; `unit` is the body whose score it is; `cause` the stated
    reason (nguyên nhân). `responsibility_ids` are the responsibilities that follow it."""

    id: str
    criterion: str
    label: str | None
    achieved: str
    maximum: str | None
    cause: str | None
    unit: str | None
    responsibility_ids: tuple[str, ...]
    span: Span
    page: int | None
    section_id: str | None
    confidence: float
    found_by: str
