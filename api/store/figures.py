"""From a Report to the rows of its figures: its indicators, what their notes give to single bodies, and the cells of
tables whose rows are bodies ("Huyện Mang Yang | 53")."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from api.store.keys import clean, name_key
from extractor.check.breakdowns import labelled
from extractor.check.grids import Grid, grid_of
from extractor.find.tables.canonical import Template, label_key
from extractor.model import Indicator, Report, Table
from extractor.registers import UnitRecord, Units, key

Row = dict[str, Any]

#: A heading over a column is an indicator up to so many characters.
_HEADING = 200
#: The words by which a committee stands before its unit: "UBND huyện Mang Yang: 3".
_COMMITTEES = ("UBND ", "Ủy ban nhân dân ", "Uỷ ban nhân dân ")


def figures_of(report: Report) -> Iterator[Row]:
    """The rows of the table `figure`, without the ids that the database gives."""
    from extractor.pipeline import load

    engine = load()
    bodies = _Bodies(report, engine.names.register.units)
    notes = {note.label: note.text for note in report.footnotes}
    template = engine.tables.template
    for indicator in report.indicators:
        yield from _indicator(indicator, notes, bodies, template)
    for table in report.tables:
        if table.data_window is None and any(bodies.may_be(cell.text) for cell in table.cells):
            yield from _table(grid_of(table), bodies, template)


class _Bodies:
    """Whose figure a label says that it is: a body that the text names, or a unit below the report's own."""

    def __init__(self, report: Report, units: Units) -> None:
        self._units = units
        issuer = report.document.issuer
        self._own = next((one for one in report.organisations if issuer and one.name == issuer.name), None)
        self._named = {at.text.lower(): one for one in report.organisations for at in one.mentions}
        day = report.document.date.value if report.document.date else None
        self._day = day or (report.document.period.value if report.document.period else None) or "9999"
        self._below: dict[str, UnitRecord | None] | None = None
        self._found: dict[str, tuple[str, str | None] | None] = {}

    def may_be(self, label: str) -> bool:
        """Whether the words of a cell can be those of a body at all: cheap, for tables with thousands of cells."""
        return label[:1].isalpha() and len(label) < _HEADING and self.of(label) is not None

    def of(self, label: str) -> tuple[str, str | None] | None:
        """The key of the body (`name_key`) and the code of its unit, None where the words name none."""
        if label not in self._found:
            self._found[label] = self._find(" ".join(label.split()))
        return self._found[label]

    def _find(self, label: str) -> tuple[str, str | None] | None:
        named = self._named.get(label.lower())
        if named is not None and not named.collective:
            return None if named is self._own else (name_key(named.name) or "", named.unit.code if named.unit else None)
        bare = next((label[len(words) :] for words in _COMMITTEES if label.startswith(words)), label)
        unit = self._units_below().get(key(bare))
        return (name_key(f"UBND {unit.full}") or "", unit.code) if unit else None

    def _units_below(self) -> Mapping[str, UnitRecord | None]:
        """The units directly below the report's own that stood on its day, by their names with and without level; None
        where two share a name."""
        if self._below is None:
            self._below = {}
            code = self._own.unit.code if self._own and self._own.unit else None
            for unit in self._units.below(code) if code else ():
                if unit.stood(self._day):
                    for name in (unit.full, unit.name):
                        other = self._below.get(key(name), unit)
                        self._below[key(name)] = unit if other is unit else None
        return self._below


def _indicator(indicator: Indicator, notes: Mapping[str, str], bodies: _Bodies, template: Template) -> Iterator[Row]:
    value = indicator.value
    parts: list[tuple[str | None, int | float | Decimal | None]] = (
        [(one.label, one.value) for one in value] if isinstance(value, tuple) else [(None, value)]
    )
    for text in (indicator.note, notes.get(indicator.footnote or "")):
        parts += [(label, number) for label, number in labelled(text or "") if bodies.of(label)]
    for part, number in parts:
        yield {
            "item": indicator.id,
            "code": clean(indicator.code),
            "label": clean(indicator.label),
            "part": clean(part),
            "canonical": indicator.canonical,
            "unit": clean(indicator.unit),
            "value": _storable(number),
            "page": indicator.page,
            "start": indicator.span[0],
            "end": indicator.span[1],
            "key": indicator.canonical or label_key(indicator.label, template.words),
            **_whose(bodies.of(part) if part else None),
        }


def _table(grid: Grid, bodies: _Bodies, template: Template) -> Iterator[Row]:
    """The figures of the rows that are bodies'."""
    table: Table = grid.table
    for row in grid.rows:
        body = bodies.of(row.label)
        for column, figure in row.figures.items() if body else ():
            heading = " ".join(grid.headers.get(column, "").split())
            words = label_key(heading, template.words)
            if not words or len(heading) > _HEADING:
                continue
            entries = template.by_key.get(words, ())
            canonical = entries[0].id if len(entries) == 1 else None
            yield {
                "item": table.id,
                "code": None,
                "label": clean(heading),
                "part": clean(row.label),
                "canonical": canonical,
                "unit": None,
                "value": _storable(figure.value),
                "page": table.page,
                "start": figure.span[0],
                "end": figure.span[1],
                "key": canonical or words,
                **_whose(body),
            }


def _whose(body: tuple[str, str | None] | None) -> Row:
    return {"body_key": body[0] if body else None, "unit_code": body[1] if body else None}


def _storable(number: int | float | Decimal | None) -> float | None:
    """The number as the databases hold it, None where it is larger than they can."""
    try:
        return None if number is None else float(number)
    except OverflowError:
        return None
