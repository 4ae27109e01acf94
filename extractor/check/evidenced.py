"""Indicators that were left empty while the text cites what they count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from extractor import rules
from extractor.check.finding import Maker, listed
from extractor.check.phrases import fold, has
from extractor.check.rows import name
from extractor.model import DateValue, Finding, Reference, Report


def check(report: Report, maker: Maker) -> Iterator[Finding]:
    """missing_value: appointments were decided in the period, and the indicator of appointments is empty."""
    period, issuer = report.document.period, report.document.issuer
    rows = rules.load()["findings"]["evidence"]
    wanted = {row["indicator"]: row for row in rows}
    empty = [one for one in report.indicators if one.canonical in wanted and not (one.value_text or "").strip()]
    if not empty or period is None or issuer is None:
        return
    for indicator in empty:
        cited = _cited(wanted[indicator.canonical or ""], period, issuer.name, report.references)
        if cited:
            said = listed([f"{one.text} {one.date.text if one.date else ''}" for one in cited.values()], "; ")
            items = (indicator.id, *(one.id for one in cited.values()))
            yield maker.make("missing_value", indicator.span, items, words=name(indicator), parts=said)


def _cited(
    row: Mapping[str, Any], period: DateValue, issuer: str, references: Sequence[Reference]
) -> dict[str, Reference]:
    """The documents of the body that reports, of the period, whose title has the words of a row."""
    made: dict[str, Reference] = {}
    first, _, last = (period.value or "").partition("/")
    for reference in references:
        day = reference.date.value if reference.date else None
        if reference.title is None or day is None or not reference.code or not first <= day <= (last or f"{first}~"):
            continue
        own = reference.issuer is None or reference.issuer.name.endswith(issuer)
        title = fold(reference.title.text)
        if own and has(title, row["titles"]) and not has(title, row["without"]):
            made.setdefault(reference.code, reference)
    return made
