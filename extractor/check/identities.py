"""Rows of the statistics template that go together (rules/indicators.toml): sums, parts of a whole, limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from extractor import rules
from extractor.check.finding import Maker, listed
from extractor.check.numbers import total
from extractor.check.rows import name, number
from extractor.model import Finding, Indicator, Report, Severity


def check(report: Report, maker: Maker) -> Iterator[Finding]:
    """sum_mismatch, ratio_mismatch, missing_value and implausible_value between the rows of one table."""
    tables: dict[int, dict[str, Indicator]] = {}
    for row in report.indicators:
        if row.canonical:
            tables.setdefault(row.table, {}).setdefault(row.canonical, row)
    level = level_of(report)
    book = rules.load()["indicators"]
    for known in tables.values():
        for identity in book["identity"]:
            if level is None or level in identity.get("levels", (level,)):
                yield from _compare(identity, known, maker)
        for pair in book["pair"]:
            yield from _pair(pair, known, maker)


def level_of(report: Report) -> str | None:
    """The level that reports: of the province or the district."""
    words = (report.document.issuer.name if report.document.issuer else "").lower().split()
    if "tỉnh" in words:
        return "province"
    return "district" if "huyện" in words or "quận" in words or "xã" in words else None


def _values(names: Sequence[str], known: Mapping[str, Indicator]) -> list[tuple[Indicator, Decimal]]:
    rows = [known[name] for name in names if name in known]
    return [(row, value) for row in rows if (value := number(row)) is not None]


def _compare(identity: Mapping[str, Any], known: Mapping[str, Indicator], maker: Maker) -> Iterator[Finding]:
    parts = _values(identity["parts"], known)
    whole = known.get(identity.get("whole", ""))
    stated = number(whole) if whole else Decimal(identity["limit"]) if "limit" in identity else None
    if stated is None and whole and (made_of := _values(identity.get("whole_parts", ()), known)):
        stated = total(value for _, value in made_of)  # the total was left empty
    found = total(value for _, value in parts)
    if stated is None or not parts:
        return
    complete = identity["kind"] == "sum" and len(parts) == len(identity["parts"])
    if found == stated if complete else found <= stated:
        return
    first = parts[0][0] if "at_parts" in identity else whole or parts[0][0]
    items = [*([whole.id] if whole else []), *(row.id for row, _ in parts)]
    said = name(whole) if whole else " + ".join(name(row) for row, _ in parts)
    values = listed([value for _, value in parts])
    grave: Severity | None = identity.get("severity")
    if len(parts) > 1:
        yield maker.make(
            "sum_mismatch", first.span, items, severity=grave, name=said, stated=stated, parts=values, found=found
        )
    else:
        part, value = parts[0]
        yield maker.make(
            "ratio_mismatch", part.span, items, severity=grave, words=name(part), a=value, b=_of(said, stated)
        )


def _pair(pair: Mapping[str, Any], known: Mapping[str, Indicator], maker: Maker) -> Iterator[Finding]:
    """Two rows of which the second, having a value, asks for one of the first, or for less than a limit."""
    row, given = known.get(pair["row"]), known.get(pair["given"])
    beside = number(given) if given else None
    if row is None or given is None or beside is None:
        return
    value = number(row)
    if "below" not in pair:
        if not (row.value_text or "").strip():
            said = f"{name(given)}: {given.value_text}"
            yield maker.make("missing_value", row.span, (row.id, given.id), words=name(row), parts=said)
    elif value is not None and value >= pair["below"] and beside > 0:
        other = f"“{name(given)}”: {given.value_text}"
        yield maker.make(
            "implausible_value", row.span, (row.id, given.id), words=name(row), value=row.value_text or "", beside=other
        )


def _of(said: str, stated: Decimal) -> tuple[str, str]:
    return f"“{said}”: {stated}", f"“{said}”: {stated}"
