"""The time that a report is about: the period in its title, and the interval that its figures cover."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractor.find.dates import value_of
from extractor.mentions import DateMention
from extractor.model import Span
from extractor.segment.vocabulary import LetterheadRules

#: How far before an interval the words may stand that say what it is of.
_CUE = 90
_YEAR_LENGTH = 4
#: How far behind the title an interval in brackets may begin.
_UNDER = 20


def reporting_period(
    text: str, title: Sequence[Span], dates: Sequence[DateMention], rules: LetterheadRules
) -> DateMention | None:
    """The first period of a title that is not one of its outlook ("phương hướng, nhiệm vụ năm 2022"). A narrower one
    that goes on with it ("Kế hoạch năm 2021 trong quý I") is preferred. A plan's is the time that it is for; a document
    that changes another has none of its own."""
    if not title or any(rules.amends.search(text, *line) for line in title):
        return None
    whole = title[0][0], title[-1][1]
    printed = [date for date in dates if whole[0] <= date.span[0] and date.span[1] <= whole[1] and _is_period(date)]
    found = sorted([*printed, *_yearless(text, whole, printed, rules)], key=lambda date: date.span)
    if not found:
        return None
    best = found[0]
    for other in found[1:]:
        between = text[best.span[1] : other.span[0]]
        if rules.plan.search(between) or _joins(between):
            break
        if _days(other) < _days(best):
            best = other
    return best


def _is_period(date: DateMention) -> bool:
    return date.precision != "day" and date.value is not None and date.bound is None


def _joins(between: str) -> bool:
    """ "quý III và 9 tháng": two periods beside each other, of which the first is the report's own."""
    return between.strip().rstrip("Đđ").strip(" ,;-–").lower() in ("", "và") or ";" in between


def _yearless(text: str, whole: Span, printed: Sequence[DateMention], rules: LetterheadRules) -> Iterator[DateMention]:
    """Periods that take their year from the next one that prints it."""
    taken = [date.span for date in printed]
    words = text[whole[0] : whole[1]].replace("\n", " ")
    for form in rules.periods:
        for match in form.pattern.finditer(words):
            start, end = whole[0] + match.start(), whole[0] + match.end()
            if any(left < end and start < right for left, right in taken):
                continue
            year = next((found for left, right in taken if left >= end and (found := _year(text[left:right]))), None)
            if year is None:
                continue
            value = value_of(form.like, {**match.groupdict(), "year": year})
            if value:
                taken.append((start, end))
                yield DateMention((start, end), value, form.precision, None, form.id)


def _year(printed: str) -> str | None:
    digits = printed.rstrip()[-_YEAR_LENGTH:]
    return digits if digits.isdigit() else None


def _days(date: DateMention) -> int:
    """Roughly how long a period is, in days."""
    sizes = {"month": 31, "quarter": 92, "half": 183, "year": 366}
    if date.precision in sizes:
        return sizes[date.precision]
    numbers = [int(part) for part in re.split(r"[-/]", date.value or "")]
    if len(numbers) != 6:
        return 366
    return (numbers[3] - numbers[0]) * 366 + (numbers[4] - numbers[1]) * 31 + numbers[5] - numbers[2]


def data_window(
    text: str, dates: Sequence[DateMention], title_end: int, end: int, rules: LetterheadRules
) -> DateMention | None:
    """The interval in the document's own part that is said to be that of its figures ("số liệu từ … đến …"), or that
    stands alone in brackets under the title. Tables and appendices have their own."""
    for date in dates:
        start = date.span[0]
        if start >= end:
            break
        if date.precision != "interval" or not date.rule.startswith("date.range") or date.value is None:
            continue
        if rules.data_window.search(text, max(0, start - _CUE), start):
            return date
        if title_end <= start < title_end + _UNDER and text[max(0, start - 2) : start] == "\n(":
            return date
    return None
