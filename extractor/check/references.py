"""What one mention of a document says: its noun and its symbol, its year and its date, its date and the report's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from extractor import rules
from extractor.check.dates import is_before
from extractor.check.finding import Maker, day, shorten, word_set
from extractor.model import Finding, Reference, Report


def check(report: Report, maker: Maker) -> Iterator[Finding]:
    """year_mismatch, year_missing, noun_symbol_mismatch, date_after_report: once for each document and reason."""
    own = report.document.date
    seen: set[tuple[str, str | None, str | None]] = set()
    for reference in report.references:
        if reference.kind not in ("numbered", "blank") or reference.symbol is None:
            continue
        value = reference.date.value if reference.date else None
        for finding in _one(reference, value, own.value if own else None, maker):
            key = (finding.type, reference.code or reference.text, value)
            if key not in seen:
                seen.add(key)
                yield finding


def _one(reference: Reference, value: str | None, own: str | None, maker: Maker) -> Iterator[Finding]:
    date = reference.date
    if reference.year and date and value and date.precision in ("day", "month") and value[:4] != reference.year:
        yield maker.make(
            "year_mismatch", reference.span, (reference.id,), words=reference.text, year=reference.year, date=date.text
        )
    if reference.kind == "numbered" and reference.year is None and _wants_year(reference):
        yield maker.make("year_missing", reference.span, (reference.id,), words=reference.text)
    meant = _named_by_symbol(reference)
    if meant is not None:
        yield maker.make(
            "noun_symbol_mismatch",
            reference.span,
            (reference.id,),
            words=reference.text,
            noun=reference.doc_type.name if reference.doc_type else "",
            symbol=reference.symbol or "",
            meant=meant,
        )
    if reference.kind == "numbered" and date and value and own and date.precision == "day" and is_before(own, value):
        yield maker.make(
            "date_after_report", date.span, (reference.id,), words=shorten(reference.text), date=date.text, own=day(own)
        )


def _wants_year(reference: Reference) -> bool:
    """Normative documents of the state have carried the year in their number since 1997."""
    value = reference.date.value if reference.date else None
    return value is not None and value >= "1997" and reference.symbol in word_set("dated_symbols")


@cache
def _types() -> tuple[Mapping[str, str], Mapping[str, str]]:
    """The type that a first letter group names, and the names of types by code."""
    rows = [row for row in rules.load()["doc_types"]["type"] if not row.get("general")]
    return (
        {symbol.upper(): row["code"] for row in rows for symbol in row["symbols"]},
        {row["code"]: row["name"] for row in rows},
    )


@cache
def agencies() -> frozenset[str]:
    """The letter groups of bodies: those of the register, and those that many bodies share (UBND, VP)."""
    rows = rules.load()["issuers"]["agency"]
    listed = {row["group"].upper() for row in rows if not row.get("numbered")}
    return frozenset(listed | {group.upper() for group in word_set("letter_groups")})


def _named_by_symbol(reference: Reference) -> str | None:
    """The name of the type that the symbol names, where the noun is another one. Only symbols of a sure type and a
    known body count: a group may as well be that of a unit (CT is Cục Thuế in "4434/CT-TTHT")."""
    if reference.doc_type is None or reference.symbol is None:
        return None
    noun = reference.doc_type.code
    groups = reference.symbol.replace("/", "-").upper().split("-")
    if len(groups) < 2 or noun in word_set("types_without_own_symbol"):
        return None
    by_symbol, names = _types()
    symbol = by_symbol.get(groups[0])
    if symbol is None:
        is_letter = groups[0] in agencies() and not any(by_symbol.get(group) == noun for group in groups[1:])
        return names["CV"] if is_letter and noun != "CV" else None
    sure = symbol in word_set("sure_symbols") and groups[1] in agencies()
    if f"{noun}={symbol}" in word_set("old_symbols"):
        sure = groups[1] in word_set("without_circulars")
    if not sure or symbol == noun or f"{noun}={symbol}" in word_set("same_types"):
        return None
    return names[symbol]
