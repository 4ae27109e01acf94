"""Rows of statistics appendices, each for itself and among its neighbours: units, codes, totals left empty, values
beside the ratio in their note."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from extractor.check.finding import Maker, shorten, words
from extractor.model import Finding, Indicator, Report


def check(report: Report, maker: Maker) -> Iterator[Finding]:
    """value_outside_unit, unit_missing, missing_value, number_order, duplicate_code."""
    tables: dict[int, list[Indicator]] = {}
    for row in report.indicators:
        tables.setdefault(row.table, []).append(row)
        yield from _value(row, maker)
    for rows in tables.values():
        yield from _without_unit(rows, maker)
        yield from _left_empty(rows, maker)
        yield from _codes(rows, maker)


def name(row: Indicator) -> str:
    """A row in words: "7.2 Xây dựng và vận hành …"."""
    return shorten(f"{row.code or ''} {row.label}".strip(" :"))


def number(row: Indicator) -> Decimal | None:
    """The value of a row that holds one number."""
    return Decimal(str(row.value)) if isinstance(row.value, int | float) else None


def is_share(row: Indicator) -> bool:
    """Whether a row's values are per cent."""
    return (row.unit or "").strip() == "%" or (row.value_text or "").rstrip().endswith("%")


def grades(unit: str) -> dict[Decimal, str]:
    """The codes of a unit that lists them: "Chưa = 0 Hoàn thành = 1"."""
    made: dict[Decimal, str] = {}
    pieces = unit.replace(";", " ").replace(",", " ").split("=")
    for before, after in pairwise(pieces):
        code = after.split()[0] if after.split() else ""
        if not code.isdigit():
            return {}
        label = before.split()
        made[Decimal(code)] = " ".join(label[1:] if label and label[0].isdigit() and made else label)
    return made if len(made) > 1 else {}


def _value(row: Indicator, maker: Maker) -> Iterator[Finding]:
    text = (row.value_text or "").strip()
    if not text:
        return
    codes = grades(row.unit) if row.unit and "=" in row.unit else None
    if codes:
        single = number(row)
        if single is None or single not in codes:
            allowed = " ".join((row.unit or "").split())
            yield _outside(row, allowed, maker)
    elif is_share(row) and any(value > 100 for value in _values(row)) and not _may_be_more(row):
        yield _outside(row, "0–100 %", maker)


def _values(row: Indicator) -> list[int | float]:
    if isinstance(row.value, tuple):
        return [one.value for one in row.value]
    return [] if row.value is None else [row.value]


def _may_be_more(row: Indicator) -> bool:
    """105 % of a plan is right."""
    return any(word in row.label.lower() for word in words("over_hundred"))


def _outside(row: Indicator, allowed: str, maker: Maker) -> Finding:
    return maker.make(
        "value_outside_unit",
        row.span,
        (row.id,),
        words=name(row),
        value=row.value_text or "",
        allowed=allowed,
    )


def _without_unit(rows: Sequence[Indicator], maker: Maker) -> Iterator[Finding]:
    """One finding for a table, where it has a column of units at all."""
    bare = [row for row in rows if row.value is not None and not (row.unit or "").strip()]
    if bare and len(bare) * 2 < sum(1 for row in rows if row.value is not None):
        listed = ", ".join(f"{row.code or shorten(row.label)} ({row.value_text})" for row in bare[:12])
        yield maker.make("unit_missing", bare[0].span, [row.id for row in bare], words=listed)


def _left_empty(rows: Sequence[Indicator], maker: Maker) -> Iterator[Finding]:
    """Totals that are empty while a part of them is not, and cells that name a part without its number."""
    for index, row in enumerate(rows):
        text = (row.value_text or "").strip()
        if isinstance(row.value, tuple) and text.count(":") > len(row.value):
            yield maker.make("missing_value", row.span, (row.id,), words=name(row), parts=shorten(text))
        if text or row.code is None or not _is_total(row):
            continue
        parts = [one for one in _parts(rows, index) if one.value is not None]
        if parts:
            said = ", ".join(f"{shorten(one.label.strip(' :'))}: {one.value_text}" for one in parts[:6])
            yield maker.make(
                "missing_value", row.span, (row.id, *(one.id for one in parts)), words=name(row), parts=said
            )


def _is_total(row: Indicator) -> bool:
    return row.label.lower().startswith(words("total_labels"))


def _parts(rows: Sequence[Indicator], index: int) -> Iterator[Indicator]:
    """The rows that hang under a total ("Trong đó")."""
    for row in rows[index + 1 :]:
        if row.code is not None:
            return
        if row.parent_code == rows[index].code:
            yield row


def _codes(rows: Sequence[Indicator], maker: Maker) -> Iterator[Finding]:
    """Codes that do not belong under the group above them, one finding for a run of them; codes given twice."""
    groups: dict[int, Indicator] = {}
    seen: dict[str, Indicator] = {}
    astray: list[Indicator] = []
    above: Indicator | None = None
    for row in rows:
        parts = (row.code or "").split(".")
        if not all(part.isdigit() for part in parts):
            continue
        group = groups.get(len(parts) - 1)
        if group is not above and astray:
            yield _run(astray, above, maker)
            astray = []
        is_astray = group is not None and len(parts) > 1 and parts[:-1] != (group.code or "").split(".")
        if is_astray:
            above = group
            astray.append(row)
        if row.code in seen and not (is_astray and len(astray) > 1):
            yield maker.make(
                "duplicate_code",
                row.span,
                (row.id, seen[row.code].id),
                printed=row.code,
                a=name(row),
                b=name(seen[row.code]),
            )
        seen.setdefault(row.code or "", row)
        groups[len(parts)] = row
        for depth in [depth for depth in groups if depth > len(parts)]:
            del groups[depth]
    if astray:
        yield _run(astray, above, maker)


def _run(astray: Sequence[Indicator], group: Indicator | None, maker: Maker) -> Finding:
    codes = f"{astray[0].code}–{astray[-1].code}" if len(astray) > 1 else str(astray[0].code)
    items = [row.id for row in astray]
    under = group.code if group else ""
    return maker.make(
        "number_order",
        astray[0].span,
        (*items, *([group.id] if group else [])),
        severity="warning",
        words=(f"mã chỉ tiêu {codes}", f"indicator codes {codes}"),
        witness=(f"mục {under} đứng ngay trên", f"{under} right above"),
    )
