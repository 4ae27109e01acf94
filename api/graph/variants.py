"""Reading the variants of one number: by jumps through the index, not by reading its citations, of which a law may have
a million."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from sqlalchemy import Connection, Integer, Select, bindparam, func, literal, select, true

from api.graph.resolve import Variant
from api.store import tables

#: Variants of one number that are looked at, the newest dates first. 01/QĐ-UBND has thousands.
VARIANTS = 400
#: Variants that are looked through where an issuer narrows them.
NARROWED = 20_000
#: Citations of one variant are counted up to this.
COUNTED = 10_000
#: Archived documents of one number that are looked at.
ARCHIVED = 200

_table, _report = tables.citation, tables.report
_OWN = (_report.c.date, _report.c.type_code, _report.c.issuer_key, _report.c.newest)


def cited_variants(
    connection: Connection, workspace_id: int, code_key: str, date: str | None = None, limit: int = VARIANTS
) -> tuple[list[Variant], bool]:
    """The variants that citations of a number show, and whether these are all. With a date (ISO, any precision) those
    that begin with it."""
    values: dict[str, Any] = {"workspace": workspace_id, "code": code_key, "limit": limit + 1}
    values |= {"first": date or "", "last": f"{date}\x7f" if date else "\x7f"}
    rows = connection.execute(_statement(), values).all()
    found = [variant(row.variant, row.reports, row.newest) for row in rows[:limit]]
    return found, len(rows) <= limit


def archived_variants(
    connection: Connection, workspace_id: int, code_key: str, date: str | None = None
) -> tuple[list[Variant], bool]:
    """The archived documents that carry a number, the newest first, and whether these are all. With a date those whose
    own date begins with it."""
    table = _report
    query = (
        select(*_OWN)
        .where(table.c.workspace_id == workspace_id, table.c.code_key == code_key)
        .where(table.c.date.startswith(date, autoescape=True) if date else true())
        .order_by(table.c.newest.desc())
        .limit(ARCHIVED + 1)
    )
    rows = connection.execute(query).all()
    return [_own(row) for row in rows[:ARCHIVED]], len(rows) <= ARCHIVED


def archived_of(connection: Connection, workspace_id: int, code_keys: Sequence[str]) -> dict[str, list[Variant]]:
    """The same for many numbers at once."""
    table = _report
    place = func.row_number().over(partition_by=table.c.code_key, order_by=table.c.newest.desc()).label("place")
    mine = (table.c.workspace_id == workspace_id, table.c.code_key.in_(code_keys))
    placed = select(*_OWN, table.c.code_key, place).where(*mine).subquery()
    found: dict[str, list[Variant]] = {}
    for row in connection.execute(select(placed).where(placed.c.place <= ARCHIVED).order_by(placed.c.newest.desc())):
        found.setdefault(row.code_key, []).append(_own(row))
    return found


def _own(row: Any) -> Variant:
    return Variant(row.date, row.type_code, row.issuer_key, 1, row.newest, own=True)


def variant(text: str, reports: int, newest: int) -> Variant:
    """From the column `citation.variant`."""
    date, type_code, issuer = text.split("|", 2)
    said = Variant(date or None, type_code or None, issuer or None, reports, newest)
    return replace(said, date=None, until=date[1:]) if date.startswith("-") else said


@cache
def _statement() -> Select[Any]:
    """One jump to the next smaller variant after the other, and for each the count and the newest citation."""
    mine = (_table.c.workspace_id == bindparam("workspace"), _table.c.code_key == bindparam("code"))
    least = _table.c.variant >= bindparam("first")
    start = select(func.max(_table.c.variant)).where(*mine, least, _table.c.variant < bindparam("last"))
    jumps = select(start.scalar_subquery().label("variant"), literal(1, Integer).label("steps"))
    found = jumps.cte("found", recursive=True)
    below = select(func.max(_table.c.variant)).where(*mine, least, _table.c.variant < found.c.variant)
    onward = (found.c.variant.is_not(None), found.c.steps < bindparam("limit", type_=Integer))
    found = found.union_all(select(below.scalar_subquery(), found.c.steps + 1).where(*onward))
    same = (*mine, _table.c.variant == found.c.variant)
    counted = select(literal(1)).where(*same).limit(COUNTED).correlate(found).subquery()
    reports = select(func.count()).select_from(counted).scalar_subquery()
    newest = select(func.max(_table.c.newest)).where(*same).correlate(found).scalar_subquery()
    columns = (found.c.variant, reports.label("reports"), newest.label("newest"))
    return select(*columns).where(found.c.variant.is_not(None))
