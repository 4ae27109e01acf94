"""Numbers and dates that were left out: of the document itself, and of documents that it mentions."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.check.finding import ILLEGIBLE, Maker
from extractor.model import Finding, Report, Span

#: How far into the text a letterhead reaches, in characters.
_LETTERHEAD = 1500
#: How far before its symbol a number may begin, in characters.
_HAND = 16


def check(report: Report, maker: Maker) -> Iterator[Finding]:
    """blank_number, blank_date."""
    document = report.document
    illegible = report.source.ocr and is_illegible(report.text, number_line(report))
    if document.number is None and document.symbol is not None and not illegible:
        yield maker.make("blank_number", number_line(report), ("document",), words=f"/{document.symbol}")
    if document.date is not None and document.date.precision != "day" and document.date.value is not None:
        yield maker.make("blank_date", document.date.span, ("document",), words=document.date.text)
    for reference in report.references:
        date = reference.date
        if reference.kind == "blank":
            if reference.found_by == ILLEGIBLE:
                continue  # it was printed, but cannot be read
            words = f"{reference.text} {date.text}" if date else reference.text
            yield maker.make("blank_number", reference.span, (reference.id,), words=words)
        elif date and date.value and date.precision in ("month", "year") and _left_out(date.text):
            words = f"{reference.text} {date.text}"
            yield maker.make("blank_date", date.span, (reference.id,), words=words)


def _left_out(words: str) -> bool:
    """Whether a date has a place for its day: "ngày /12/2020", not "tháng 12/2020"."""
    return words[:4].lower() == "ngày"


def is_illegible(text: str, symbol: Span | None) -> bool:
    """Whether signs that are no number stand between "Số:" and the symbol: written by hand, or lost in a stamp."""
    if symbol is None:
        return False
    _, colon, printed = text[max(0, symbol[0] - _HAND) : symbol[0]].rpartition(":")
    return bool(colon) and bool(printed.strip(" .…_"))


def number_line(report: Report) -> Span | None:
    """Where the letterhead prints the symbol of the document, with the "/" before it."""
    symbol = report.document.symbol or ""
    end = report.document.date.span[1] if report.document.date else 0
    at = report.text.find(f"/{symbol}", 0, max(end, _LETTERHEAD))
    return None if at < 0 else (at, at + len(symbol) + 1)
