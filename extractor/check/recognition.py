"""What recognition may have got wrong: numbers that were repaired, and well-formed ones that something contradicts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.check.blanks import is_illegible, number_line
from extractor.check.documents import Known, known_documents
from extractor.check.finding import ILLEGIBLE, REPAIRED, Maker, Pair, day
from extractor.check.titles import contained
from extractor.model import Date, Finding, Reference, Report
from extractor.recognised import Confusions, broken_days, load_reading, may_be_one

_UNREADABLE = "không đọc được số", "its number cannot be read"
#: How sure a mention is whose number something contradicts.
_DOUBTED = 0.6
#: How sure a date is whose slashes were repaired.
_MENDED = 0.85
#: The share of a shorter title's words that the longer one has, where both are about one thing.
_ALIKE = 0.75
#: Documents that are compared with each other, of one type and symbol.
_COMPARED = 200


def check(report: Report, maker: Maker) -> Iterator[Finding]:
    """recognition_repair, recognition_doubt: of text that was recognised, and of no other."""
    if not report.source.ocr:
        return
    recognised = _Pages(report)
    yield from _own(report, maker)
    for reference in report.references:
        if reference.found_by == REPAIRED:
            yield _repair(reference, maker)
        elif reference.found_by == ILLEGIBLE:
            yield _doubt(reference, (), _UNREADABLE, maker)
        elif recognised.has(reference):
            yield from _of_one(reference, load_reading().table, maker)
    for section in report.sections:
        read = report.text[section.span[0] : section.span[1]].partition(".")[0]
        if section.label != read and section.label.isalpha() and read.isalnum() and len(read) <= len(section.label):
            span = section.span[0], section.span[0] + len(read)
            yield maker.make("recognition_repair", span, (section.id,), read=f"{read}.", meant=f"{section.label}.")
    for date in _repaired_dates(report):
        yield maker.make("recognition_repair", date.span, (date.id,), read=date.text, meant=day(date.value or ""))
    documents = [one for one in maker.once(known_documents) if any(recognised.has(mention) for mention in one.mentions)]
    yield from _dates(documents, load_reading().table, maker)
    yield from _numbers(documents, load_reading().table, maker)


def _repaired_dates(report: Report) -> Iterator[Date]:
    """The dates whose slashes were read as other signs."""
    found = broken_days(report.text, 0, len(report.text), load_reading().patterns["date"])
    days = {one.span[1]: one.value for one in found}
    return (date for date in report.dates if date.value and days.get(date.span[1]) == date.value)


def lowered(report: Report) -> Report:
    """The report with less confidence in the dates that were repaired, in the mentions that a recognition_doubt is
    about, and in their documents."""
    repaired = {one.items[0] for one in report.findings if one.type == "recognition_repair"}
    if not repaired.isdisjoint(date.id for date in report.dates):
        dates = (replace(one, confidence=_MENDED) if one.id in repaired else one for one in report.dates)
        report = replace(report, dates=tuple(dates))
    doubted = {one.items[0] for one in report.findings if one.type == "recognition_doubt"}
    if not doubted:
        return report
    references = tuple(
        replace(one, confidence=min(one.confidence, _DOUBTED)) if one.id in doubted else one
        for one in report.references
    )
    confidence = {one.id: one.confidence for one in references}
    cited = tuple(
        replace(one, confidence=min(confidence[mention] for mention in one.mentions)) for one in report.cited_documents
    )
    return replace(report, references=references, cited_documents=cited)


class _Pages:
    """Which mentions stand on recognised pages; in a file without places all do."""

    __slots__ = ("_numbers",)

    def __init__(self, report: Report) -> None:
        self._numbers = {page.number for page in report.pages if page.ocr}

    def has(self, reference: Reference) -> bool:
        return reference.page is None or reference.page in self._numbers


def _own(report: Report, maker: Maker) -> Iterator[Finding]:
    """The number of the document itself, written by hand or lost in a stamp."""
    document, line = report.document, number_line(report)
    if document.number is None and document.symbol is not None and is_illegible(report.text, line):
        words = f"/{document.symbol}"
        yield maker.make("recognition_doubt", line, ("document",), words=words, reason=_UNREADABLE)


def _repair(reference: Reference, maker: Maker) -> Finding:
    return maker.make(
        "recognition_repair", reference.span, (reference.id,), read=reference.raw or "", meant=reference.code or ""
    )


def _doubt(reference: Reference, others: Sequence[str], reason: Pair, maker: Maker) -> Finding:
    return maker.make("recognition_doubt", reference.span, (reference.id, *others), words=reference.text, reason=reason)


def _of_one(reference: Reference, table: Confusions, maker: Maker) -> Iterator[Finding]:
    """A year that is another than that of the date, where one of the two may have been read for the other."""
    value = reference.date.value if reference.date else None
    pair = reference.year or "", (value or "")[:4]
    if value and (may_be_one(*pair, table) or may_be_one(*pair[::-1], table)):
        reason = f"ngày ban hành thuộc năm {value[:4]}", f"its date is of {value[:4]}"
        yield _doubt(reference, (), reason, maker)


def _dates(documents: Sequence[Known], table: Confusions, maker: Maker) -> Iterator[Finding]:
    """A document with two dates that are one documented confusion apart: the rarer one is doubted."""
    for document in documents:
        times: dict[str, int] = {}
        for _, _, value in document.dated:
            times[value] = times.get(value, 0) + 1
        right = max(times, key=lambda value: times[value], default="")
        for mention, _, value in document.dated:
            if value != right and may_be_one(right, value, table):
                other = next(one for one, _, stated in document.dated if stated == right)
                printed = day(right)
                reason = f"nơi khác ghi ngày {printed[0]}", f"it is dated {printed[1]} elsewhere"
                yield _doubt(mention, (other.id,), reason, maker)


def _numbers(documents: Sequence[Known], table: Confusions, maker: Maker) -> Iterator[Finding]:
    """Two numbers of one type and symbol that are one documented confusion apart, where date or title say that they are
    one document: the rarer one is doubted, of two that are cited as often the later."""
    groups: dict[tuple[str | None, ...], list[Known]] = {}
    for document in documents:
        cited = document.cited
        kind = cited.doc_type.code if cited.doc_type else None
        groups.setdefault((kind, cited.symbol, cited.year), []).append(document)
    for same in groups.values():
        ranked = sorted(same[:_COMPARED], key=lambda one: -len(one.mentions))
        for at, wrong in enumerate(ranked):
            right = next((one for one in ranked[:at] if _may_be_one(one, wrong, table)), None)
            if right is not None:
                words = right.first.text
                reason = f"có thể là “{words}”", f"it may be “{words}”"
                yield _doubt(wrong.first, (right.first.id,), reason, maker)


def _may_be_one(right: Known, wrong: Known, table: Confusions) -> bool:
    if not may_be_one(right.cited.number or "", wrong.cited.number or "", table):
        return False
    titles = [contained(one, other) for one in right.subjects() for other in wrong.subjects()]
    if titles:
        dates = right.cited.date, wrong.cited.date
        return max(titles) >= _ALIKE and (None in dates or dates[0] == dates[1])
    same_day = right.cited.date is not None and right.cited.date == wrong.cited.date
    return same_day and len(right.mentions) > len(wrong.mentions)
