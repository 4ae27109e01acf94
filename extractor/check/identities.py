"""Rows of the statistics template that go together (rules/indicators.toml): sums, parts of a whole, limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from extractor import rules
from extractor.check.finding import Maker, listed
from extractor.check.numbers import total
from extractor.check.rows import name, number
from extractor.model import Finding, Indicator, Report


def check(report: Report, maker: Maker) -> Iterator[Finding]:
    """sum_mismatch and ratio_mismatch between the rows of one table."""
    tables: dict[int, dict[str, Indicator]] = {}
    for row in report.indicators:
        if row.canonical:
            tables.setdefault(row.table, {}).setdefault(row.canonical, row)
    level = level_of(report)
    for known in tables.values():
        for identity in rules.load()["indicators"]["identity"]:
            if level is None or level in identity.get("levels", (level,)):
                yield from _compare(identity, known, maker)


def level_of(report: Report) -> str | None:
    """The level that reports: of the province or the district."""
    words = (report.document.issuer.name if report.document.issuer else "").lower().split()
    if "tỉnh" in words:
        return "province"
    return "district" if "huyện" in words or "quận" in words or "xã" in words else None


def _compare(identity: Mapping[str, Any], known: Mapping[str, Indicator], maker: Maker) -> Iterator[Finding]:
    rows = [known[part] for part in identity["parts"] if part in known]
    parts = [(row, value) for row in rows if (value := number(row)) is not None]
    whole = known.get(identity.get("whole", ""))
    stated = number(whole) if whole else Decimal(identity["limit"]) if "limit" in identity else None
    found = total(value for _, value in parts)
    if stated is None or not parts:
        return
    complete = identity["kind"] == "sum" and len(parts) == len(identity["parts"])
    if found == stated if complete else found <= stated:
        return
    first = whole or parts[0][0]
    items = [*([whole.id] if whole else []), *(row.id for row, _ in parts)]
    said = name(whole) if whole else " + ".join(name(row) for row, _ in parts)
    values = listed([value for _, value in parts])
    if len(parts) > 1:
        yield maker.make("sum_mismatch", first.span, items, name=said, stated=stated, parts=values, found=found)
    else:
        part, value = parts[0]
        yield maker.make("ratio_mismatch", part.span, items, words=name(part), a=value, b=_of(said, stated))


def _of(said: str, stated: Decimal) -> tuple[str, str]:
    return f"“{said}”: {stated}", f"“{said}”: {stated}"
