"""Figures across documents: what a superior body gives for each body below it beside what that body reports itself.

The province's report says in a note "huyện Mang Yang: 53", or in a table of its districts; the district's report has
the same indicator. Reports of one period must agree. Those of periods that overlap otherwise (six months, the year)
need not: where they agree nevertheless, that is told as an agreement, never the contrary as a conflict.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Row, Select, and_, exists, not_, or_, select

from api.graph.records import Archived, Conflict, Said
from api.store import Store, tables

CONFLICT, AGREEMENT = "cross_figure_conflict", "cross_figure_agreement"

#: Rows that are read from the database at a time.
_PAGE = 1_000

_given, _own = tables.figure.alias("given"), tables.figure.alias("own")
_above, _below = tables.report.alias("above"), tables.report.alias("below")
_giver, _giving = tables.document.alias("giver"), tables.document.alias("giving")


def of_figures(store: Store) -> Iterator[Conflict]:
    """The figures on which two reports of one period disagree, by the superior body's report."""
    return (one for one in compared(store) if one.type == CONFLICT)


def compared(store: Store) -> Iterator[Conflict]:
    """All figures that two reports can be compared by: conflicts, and agreements (of severity "info")."""
    with store.reading() as connection:
        rows = connection.execute(_pairs(store.workspace_id), execution_options={"yield_per": _PAGE})
        for _, same in groupby(rows, key=lambda row: (row.above_id, row.body_key, row.key, row.below_id)):
            if found := _compare(list(same)):
                yield found


def _pairs(workspace_id: int) -> Select[Any]:
    """Each figure that a report gives to a body beside each that this body gives itself. Bodies of one name, such as
    the committees of two districts Châu Thành, are told apart by their units."""
    units = (_below.c.unit_code, _given.c.unit_code)
    same_body = and_(
        _below.c.workspace_id == workspace_id,
        _below.c.issuer_key == _given.c.body_key,
        or_(units[0].is_(None), units[1].is_(None), units[0] == units[1]),
    )
    joined = (
        _given.join(_above, _above.c.document_id == _given.c.document_id)
        .join(_below, same_body)
        .join(_own, and_(_own.c.document_id == _below.c.document_id, _own.c.key == _given.c.key))
        .join(_giver, _giver.c.id == _above.c.document_id)
        .join(_giving, _giving.c.id == _below.c.document_id)
    )
    columns = (
        *(_given.c.key, _given.c.body_key, _given.c.value, _given.c.unit),
        *(_above.c.document_id.label("above_id"), _above.c.period.label("above_period")),
        *(_above.c.issuer.label("above_issuer"), _giver.c.uid.label("above_uid"), _giver.c.name.label("above_name")),
        *(_own.c.label, _own.c.value.label("own_value"), _own.c.unit.label("own_unit")),
        *(_below.c.document_id.label("below_id"), _below.c.period.label("below_period")),
        *(_below.c.issuer.label("below_issuer"), _giving.c.uid.label("below_uid"), _giving.c.name.label("below_name")),
    )
    return (
        select(*columns)
        .select_from(joined)
        .where(
            _given.c.workspace_id == workspace_id,
            *(_given.c.body_key.is_not(None), _given.c.value.is_not(None)),
            *(_own.c.body_key.is_(None), _own.c.part.is_(None), _own.c.value.is_not(None)),
            _above.c.document_id != _below.c.document_id,
            *(_is_last(_above), _is_last(_below)),
        )
        .order_by(_above.c.document_id, _given.c.body_key, _given.c.key, _below.c.document_id)
    )


def _is_last(report: FromClause) -> ColumnElement[bool]:
    """A draft speaks no more where a later version is there."""
    this, later = tables.membership.alias(), tables.membership.alias()
    superseded = (
        select(this.c.document_id)
        .join(later, and_(later.c.workspace_id == this.c.workspace_id, later.c.record == this.c.record))
        .where(
            this.c.document_id == report.c.document_id,
            *(this.c.role == "version", later.c.role == "version", later.c.position > this.c.position),
        )
    )
    return not_(exists(superseded))


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two reports of periods that touch, and the values of one indicator in both. One that prints it twice may print
    two values."""

    row: Row[Any]
    given: Sequence[float]
    own: Sequence[float]
    same_period: bool

    @property
    def agree(self) -> bool:
        return bool(set(self.given) & set(self.own))


def _compare(rows: Sequence[Row[Any]]) -> Conflict | None:
    row = rows[0]
    above, below = _interval(row.above_period), _interval(row.below_period)
    if above is None or below is None or above[0] > below[1] or below[0] > above[1]:
        return None
    rows = [one for one in rows if not (one.unit and one.own_unit) or one.unit.lower() == one.own_unit.lower()]
    pair = _Pair(
        row,
        list(dict.fromkeys(one.value for one in rows)),
        list(dict.fromkeys(one.own_value for one in rows)),
        above == below,
    )
    return _told(pair) if rows and (pair.agree or pair.same_period) else None


def _told(pair: _Pair) -> Conflict:
    row = pair.row
    given, own = (" / ".join(map(_number, values)) for values in (pair.given, pair.own))
    label = row.label.rstrip(" .:;")
    subject = f"{label} · {row.below_issuer} · {row.below_period}"
    vi = f"“{label}” của {row.below_issuer}: {row.above_issuer} ghi {given} ({row.above_name}), "
    en = f'"{label}" of {row.below_issuer}: {row.above_issuer} says {given} ({row.above_name}), '
    vi += f"báo cáo của chính cơ quan đó ghi {own} ({row.below_name})."
    en += f"its own report says {own} ({row.below_name})."
    if not pair.same_period:
        vi += f" Hai kỳ báo cáo khác nhau: {row.above_period} và {row.below_period}."
        en += f" The periods differ: {row.above_period} and {row.below_period}."
    said = (
        Said(given, 1, (Archived(row.above_uid, row.above_name),)),
        Said(own, 1, (Archived(row.below_uid, row.below_name),), own=True),
    )
    if pair.agree:
        return Conflict(AGREEMENT, "info", subject, vi, en, said, own)
    return Conflict(CONFLICT, "warning", subject, vi, en, said, None)


def _interval(period: str | None) -> tuple[str, str] | None:
    """The first and the last day of a period: "2021", "2021-06", "2021-01-01/2021-06-30"."""
    if not period:
        return None
    first, _, last = period.partition("/")
    last = last or first
    if len(last) == len("2021-06"):
        last = f"{last}-{calendar.monthrange(int(last[:4]), int(last[5:]))[1]:02}"
    return f"{first}-01-01"[:10] if len(first) < 7 else f"{first}-01"[:10], f"{last}-12-31"[:10]


def _number(value: float) -> str:
    """As it is printed in Vietnamese: a full stop groups thousands, a comma begins the decimals."""
    shown = f"{value:,.10f}".rstrip("0").rstrip(".") if value != int(value) else f"{int(value):,}"
    return shown.translate({ord(","): ".", ord("."): ","})
