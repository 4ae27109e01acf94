"""Dates that do not exist, deadlines that have passed, and reporting windows that differ."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from extractor.check.finding import Maker, day, listed, words
from extractor.check.phrases import fold, has
from extractor.model import Date, DateValue, Finding, Report

#: How far before a date a word of the future counts, in characters, within its sentence.
_REACH = 90
#: How far behind the year of a purpose the plan stands, in characters.
_PLAN_REACH = 250
#: How many times the months that figures miss at the end of a period must fit into it.
_LATE = 3
#: How far before a period the word of a reporting window stands, in characters.
_WINDOW_REACH = 40


def check(report: Report, maker: Maker) -> Iterator[Finding]:
    """date_invalid, deadline_before_report, period_conflict."""
    for date in report.dates:
        if date.value is None:
            yield maker.make("date_invalid", date.span, (date.id,), words=date.text)
    yield from _deadlines(report, maker)
    yield from _windows(report, maker)
    yield from _as_of(report, maker)
    yield from _purposes(report, maker)


def is_before(value: str, other: str) -> bool:
    """Whether a date lies wholly before another; both ISO, at whatever precision they share."""
    end = value.rsplit("/", 1)[-1]
    start = other.split("/", 1)[0]
    length = min(len(end), len(start))
    return end[:length] < start[:length]


def _deadlines(report: Report, maker: Maker) -> Iterator[Finding]:
    own = report.document.date
    if own is None or own.value is None:
        return
    seen = set()
    for date in report.dates:
        if date.value and date.reference_id is None and is_before(date.value, own.value) and _is_expected(report, date):
            seen.add(date.span)
            yield _late(maker, date.span, date.id, date, own)
    planned = {section.id for section in report.sections if section.role == "plan"}
    for duty in report.responsibilities:
        deadline = duty.deadline
        if deadline is None or deadline.value is None or deadline.span in seen:
            continue
        if duty.section_id in planned and is_before(deadline.value, own.value):
            yield _late(maker, deadline.span, duty.id, deadline, own)


def _late(maker: Maker, span: tuple[int, int], item: str, date: Date | DateValue, own: DateValue) -> Finding:
    return maker.make("deadline_before_report", span, (item,), words=date.text, own=day(own.value or ""))


def _is_expected(report: Report, date: Date) -> bool:
    """Whether a word of the future ("dự kiến") stands before a date in its sentence."""
    start = date.span[0]
    before = report.text[max(0, start - _REACH) : start].lower()
    for end in (". ", "; ", "\n"):
        before = before.rpartition(end)[2]
    return any(word in before for word in words("future"))


def _windows(report: Report, maker: Maker) -> Iterator[Finding]:
    """Windows of figures ("Số liệu từ … đến …") that begin or end on one day and do not agree on the other."""
    found: dict[str, Date] = {}
    for date in report.dates:
        if date.precision == "interval" and date.value and "/" in date.value and len(date.value) == 21:
            before = report.text[max(0, date.span[0] - _WINDOW_REACH) : date.span[0]].lower()
            if any(word in before.rpartition("\n")[2] for word in words("window")):
                found.setdefault(date.value, date)
    first, *others = found.values() or (None,)
    for other in others:
        if first is None or other is None:
            continue
        starts, ends = (first.value or "").split("/"), (other.value or "").split("/")
        if starts[0] == ends[0] or starts[1] == ends[1]:
            yield maker.make(
                "period_conflict", other.span, (first.id, other.id), other=first.span, a=first.text, b=other.text
            )


def _as_of(report: Report, maker: Maker) -> Iterator[Finding]:
    """Figures as of a day long before the end of the period that the report is for ("Số liệu tính đến ngày …")."""
    period = report.document.period
    if period is None or period.value is None or period.precision not in ("quarter", "half", "year", "interval"):
        return
    first, last = bounds(period.value)
    found: list[Date] = []
    for date in report.dates:
        if date.precision != "day" or date.value is None or date.reference_id is not None:
            continue
        late = first <= date.value and months(date.value, last) * _LATE > months(first, last) + 1
        if late and fold(report.text[max(0, date.span[0] - _WINDOW_REACH) : date.span[0]]).endswith(words("as_of")):
            found.append(date)
    if found:
        items, said = [date.id for date in found], listed([date.text for date in found], ", ")
        yield maker.make(
            "period_conflict", found[0].span, items, severity="info", other=period.span, a=period.text, b=said
        )


def bounds(value: str) -> tuple[str, str]:
    """The first and the last month of a period, ISO: of a year, January and December."""
    first, _, last = value.partition("/")
    return (first + "-01")[:7], (last or f"{first}-12")[:7]


def months(first: str, last: str) -> int:
    """Full months between two ISO months or days."""
    return 12 * (int(last[:4]) - int(first[:4])) + int(last[5:7]) - int(first[5:7])


def _purposes(report: Report, maker: Maker) -> Iterator[Finding]:
    """A plan of one year that is made "để chỉ đạo công tác … năm" of the year before."""
    text = report.text
    years = [date for date in report.dates if date.precision == "year" and date.value and len(date.value) == 4]
    for date, plan in pairwise(years):
        near = plan.span[0] - date.span[1] < _PLAN_REACH and int(plan.value or 0) == int(date.value or 0) + 1
        if not near or "\n" in text[date.span[1] : plan.span[0]]:
            continue
        if _clause(text, date).startswith(words("purpose")) and has(_clause(text, plan), words("plans")):
            yield maker.make(
                "period_conflict",
                date.span,
                (date.id, plan.id),
                severity="warning",
                other=plan.span,
                a=plan.text,
                b=date.text,
            )


def _clause(text: str, date: Date) -> str:
    """The words before a date in its clause."""
    before = text[max(0, date.span[0] - _REACH) : date.span[0]]
    for end in ("; ", ". ", ", ", "\n"):
        before = before.rpartition(end)[2]
    return fold(before)
