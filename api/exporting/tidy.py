"""One row a value, for statistics: whose it is, when, which indicator, how much, and where it is said."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache

from api.exporting.selection import Document, Selection, documents, report
from api.exporting.sinks import Sink
from api.exporting.tables import Cell, columns_of, table
from api.store import Store
from api.store.figures import figures_of
from extractor.errors import TrichLucError
from extractor.model import Report, Unit
from extractor.registers import Units

#: How far a person is with a document, as the table says it.
_REVIEW = {"to_review": "unreviewed", "in_review": "in_review", "done": "reviewed"}
VALUES = table(
    "values",
    "Số liệu",
    columns_of("values"),
    "values",
    {"value": "number", "total": "number"},
)

Values = dict[str, Cell]


def write_values(store: Store, selection: Selection, sink: Sink, progress: Callable[[int], None]) -> Iterator[Document]:
    """Write the table of values. Yields the documents whose report is lost. Raises OSError and StoreError."""
    sink.write(VALUES, ())
    names = [column.name for column in VALUES.columns]
    for done, one in enumerate(documents(store, selection), start=1):
        try:
            read = report(store, one)
        except TrichLucError:
            yield one
        else:
            common = _common(one, read)
            sink.write(VALUES, ([{**common, **row}.get(name) for name in names] for row in values(read)))
        progress(done)


def values(report: Report) -> Iterator[Values]:
    """The values of a report, with what is theirs alone."""
    paths = {section.id: section.path for section in report.sections}
    yield from _figures(report, paths)
    for count in report.counts:
        yield {
            "list": "count",
            "item": count.id,
            "kind": count.kind,
            "value": count.value,
            "value_text": count.text,
            "total": count.total,
            "unit": count.unit,
            "qualifier": count.qualifier,
            "as_of": count.as_of.value if count.as_of else None,
            **_place(count.page, paths.get(count.section_id or ""), count.span),
            "confidence": count.confidence,
            "found_by": count.found_by,
        }
    for score in report.scores:
        yield {
            "list": "score",
            "item": score.id,
            **({"body": score.unit} if score.unit else {}),
            "code": score.criterion,
            "label": score.label,
            "value": score.achieved,
            "value_text": score.achieved,
            "total": score.maximum,
            "unit": "điểm",
            **_place(score.page, paths.get(score.section_id or ""), score.span),
            "confidence": score.confidence,
            "found_by": score.found_by,
        }


def _figures(report: Report, paths: Mapping[str, str]) -> Iterator[Values]:
    """Rows of the appendix, also those without a value, and what tables and notes say of other bodies."""
    indicators = {one.id: one for one in report.indicators}
    for row in figures_of(report):
        indicator = indicators.get(row["item"])
        whose: Values = {}
        if row["body_key"] is not None:
            whose = {"body": row["part"], **_unit(_unit_coded(report, row["unit_code"]))}
        yield {
            "list": "indicator" if indicator else "table",
            "item": row["item"],
            **whose,
            "indicator": row["canonical"],
            "code": row["code"],
            "label": row["label"],
            "part": row["part"],
            "value": _shortest(row["value"]),
            "value_text": indicator.value_text if indicator else None,
            "unit": row["unit"],
            **_place(
                row["page"], paths.get(indicator.section_id or "") if indicator else None, (row["start"], row["end"])
            ),
            "confidence": indicator.confidence if indicator else None,
            "found_by": indicator.found_by if indicator else None,
        }


def _place(page: int | None, section: str | None, span: tuple[int, int]) -> Values:
    return {"page": page, "section": section, "start": span[0], "end": span[1]}


def _shortest(value: float | None) -> int | float | None:
    """12558 is written so, not 12558.0."""
    return int(value) if value is not None and value.is_integer() else value


def _common(one: Document, report: Report) -> Values:
    """What all values of a document share."""
    document = report.document
    issuer = document.issuer.name if document.issuer else None
    unit = next((body.unit for body in report.organisations if body.name == issuer and body.unit), None)
    first, last = interval(document.period.value if document.period else None)
    return {
        "document": one.uid,
        "file": one.name,
        "body": issuer,
        **_unit(unit),
        "period": document.period.value if document.period else None,
        "period_start": first,
        "period_end": last,
        "source_type": document.doc_type.name if document.doc_type else None,
        "source_code": document.code,
        "source_date": document.date.value if document.date else None,
        "review": _REVIEW[one.review],
    }


def _unit(unit: Unit | None) -> Values:
    return {
        "unit_code": unit.code if unit else None,
        "unit_name": unit.name if unit else None,
        "unit_code_now": (unit.successor_code or unit.code) if unit else None,
        "unit_name_now": (unit.successor or unit.name) if unit else None,
    }


def _unit_coded(report: Report, code: str | None) -> Unit | None:
    """A unit by its code: as the report names it, else as the register has it."""
    named = next((body.unit for body in report.organisations if body.unit and body.unit.code == code), None)
    if named or code is None:
        return named
    units = _units()
    day = report.document.date.value if report.document.date else None
    record = next((one for one in units.coded(code) if one.stood(day or "9999")), None)
    if record is None:
        return None
    today = next((one for one in units.coded(record.successor) if not one.until), None) if record.until else None
    return Unit(record.code, record.full, None, today.code if today else None, today.full if today else None)


@cache
def _units() -> Units:
    from extractor.pipeline import load

    return load().names.register.units


def interval(period: str | None) -> tuple[str | None, str | None]:
    """First and last day of a period in ISO 8601: "2021-02" gives 2021-02-01 and 2021-02-28."""
    if not period:
        return None, None
    first, _, last = period.partition("/")
    return _day(first, last=False), _day(last or first, last=True)


def _day(value: str, *, last: bool) -> str | None:
    match = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", value)
    if match is None:
        return None
    year, month, day = match.groups()
    month = month or ("12" if last else "01")
    day = day or (f"{calendar.monthrange(int(year), int(month))[1]:02}" if last else "01")
    return f"{year}-{month}-{day}"
