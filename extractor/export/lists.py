"""The lists of a report as flat tables, for spreadsheets: columns come from the model's records.

A field that is a record of its own takes one column for each thing that a reader wants to sort by: a date its value and
its words, a span its start and end, actors their full names and their words.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, get_args, get_type_hints

from extractor import model
from extractor.export.references import reference_rows
from extractor.model import Report

Cell = str | int | float | bool | None
_Split = tuple[tuple[str, ...], Callable[[Any], tuple[Cell, ...]]]


@dataclasses.dataclass(frozen=True, slots=True)
class Listing:
    """A table: `name` for files ("counts"), `title` for people ("Số liệu"), a header and rows."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]


#: Name of the list, its title, and the record that its rows are.
_RECORDS: tuple[tuple[str, str, type], ...] = (
    ("cited_documents", "Văn bản viện dẫn", model.CitedDocument),
    ("sections", "Đề mục", model.Section),
    ("dates", "Thời gian", model.Date),
    ("counts", "Số liệu", model.Count),
    ("responsibilities", "Trách nhiệm", model.Responsibility),
    ("organisations", "Cơ quan, tổ chức", model.Organisation),
    ("indicators", "Chỉ tiêu", model.Indicator),
    ("tasks", "Nhiệm vụ", model.Task),
    ("scores", "Điểm", model.Score),
    ("findings", "Phát hiện", model.Finding),
    ("footnotes", "Chú thích", model.Footnote),
    ("persons", "Người", model.Person),
    ("signatures", "Chữ ký số", model.Signature),
    ("evidence", "Căn cứ của số liệu", model.Evidence),
)


#: The names of all lists, in their order.
LIST_NAMES: tuple[str, ...] = ("references", *(name for name, _, _ in _RECORDS), "tables")


def listings(report: Report) -> Iterator[Listing]:
    """All lists, the references first, also those without a row."""
    columns, rows = reference_rows(report)
    yield Listing("references", "Viện dẫn", columns, rows)
    paths = {section.id: section.path for section in report.sections}
    for name, title, record in _RECORDS:
        made = [_row(report.source.name, item, record, paths) for item in getattr(report, name)]
        yield Listing(name, title, ("source", *_columns(record)), made)
    yield _cells(report)


def _cells(report: Report) -> Listing:
    """The other tables: one row a cell, so that tables of any shape go into one sheet."""
    columns = ("source", "table_id", "caption", "row", "column", "header", "text")
    rows = [
        (report.source.name, table.id, table.caption, cell.row, cell.column, cell.row < table.header_rows, cell.text)
        for table in report.tables
        for cell in table.cells
    ]
    return Listing("tables", "Bảng khác", columns, rows)


@cache
def _splits(record: type) -> Mapping[str, _Split]:
    """How each field of a record becomes columns."""
    hints = get_type_hints(record)
    return {field.name: _split(field.name, hints[field.name]) for field in dataclasses.fields(record)}


def _columns(record: type) -> tuple[str, ...]:
    return tuple(column for columns, _ in _splits(record).values() for column in columns)


def _row(source: str, item: Any, record: type, paths: Mapping[str, str]) -> tuple[Cell, ...]:
    cells: list[Cell] = [source]
    for name, (columns, split) in _splits(record).items():
        value = getattr(item, name)
        if value is None:
            cells += [None] * len(columns)
        elif name == "section_id":
            cells.append(paths.get(value))
        else:
            cells += split(value)
    return tuple(cells)


def _split(name: str, hint: Any) -> _Split:
    kinds = {hint, *get_args(hint)}
    if name == "section_id":
        return ("section_path",), lambda value: (value,)
    if model.Span in kinds:
        prefix = name.removesuffix("span")
        return (f"{prefix}start", f"{prefix}end"), tuple
    if model.DateValue in kinds:
        return (name, f"{name}_printed"), lambda date: (date.value, date.text)
    if model.DocType in kinds:
        return ("type_code", "type_name"), lambda kind: (kind.code, kind.name)
    if model.Unit in kinds:
        fields = tuple(field.name for field in dataclasses.fields(model.Unit))
        return tuple(f"unit_{field}" for field in fields), lambda unit: tuple(getattr(unit, field) for field in fields)
    if model.Actor in kinds:
        return (name, f"{name}_printed"), lambda actors: (
            _joined(a.name for a in actors),
            _joined(a.text for a in actors),
        )
    if model.OrganisationMention in kinds:
        return (name,), lambda mentions: (len(mentions),)
    return (name,), lambda value: (_plain(value),)


def _plain(value: Any) -> Cell:
    """A value as one cell: labelled values as "Cấp tỉnh: 83", lists with semicolons."""
    if isinstance(value, model.LabelledValue):
        return f"{value.label}: {value.value}"
    if isinstance(value, tuple):
        return _joined(str(_plain(part)) for part in value)
    return value if isinstance(value, str | int | float | bool) else str(value)


def _joined(parts: Iterator[str]) -> str:
    return "; ".join(parts)
