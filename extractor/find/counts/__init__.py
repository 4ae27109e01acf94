"""Quantities (EXTRACTION 6): how many or how much of something, with its unit. Every number of the text is looked at
once; the rows of rules/counts.toml say what it counts, or that it counts nothing."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence

from extractor.find.counts.figures import Blocked, Figure, read_figure
from extractor.find.counts.lists import complete
from extractor.find.counts.surroundings import days
from extractor.find.counts.vocabulary import CountRules, compile_counts
from extractor.mentions import CountMention, DateMention
from extractor.model import Span

__all__ = ["CountRules", "compile_counts", "find_counts"]


def find_counts(
    text: str, taken: Sequence[Span], dates: Sequence[DateMention], rules: CountRules
) -> tuple[CountMention, ...]:
    """The quantities of a text, in reading order. `taken` are spans, in order, that belong to citations, dates and
    labels of headings: no quantity begins there."""
    figures = complete(text, list(_figures(text, taken, {date.span[0] for date in dates}, rules)), rules)
    return tuple(_dated(text, figures, days(text, dates, rules)))


#: What stands round a number that is all that its line or cell holds, or its label; "" at the ends of the text.
_CELL = frozenset(("\n", "\t", ".", ")", ""))


def _figures(text: str, taken: Sequence[Span], periods: Container[int], rules: CountRules) -> Iterator[Figure]:
    """The numbers that are, or may prove to be, quantities. `periods` are where dates begin."""
    covered = next_taken = line_end = 0
    in_table = False
    last: Figure | Blocked | None = None
    position = 0
    while match := rules.number.search(text, position):
        start, position = match.span()
        while next_taken < len(taken) and taken[next_taken][0] <= start:
            covered = max(covered, taken[next_taken][1])
            next_taken += 1
        if start < covered:
            position = max(position, covered)
            continue
        if text[start - 1 : start] in _CELL and text[match.end() : match.end() + 1] in _CELL and not match["total"]:
            last = None  # a line or cell of its own, or a label: "1."
            continue
        if start >= line_end:
            low = text.rfind("\n", line_end, start) + 1 or line_end
            line_end = text.find("\n", start) + 1 or len(text)
            in_table = text.find("\t", low, line_end) >= 0
        last = read_figure(text, match, last, periods, rules, in_table=in_table)
        if isinstance(last, Figure) and not (in_table and last.kind is None):
            yield last


def _dated(text: str, figures: Sequence[Figure], marked: Sequence[DateMention]) -> Iterator[CountMention]:
    """The figures as mentions, each with the day that it is of: the last one stated before it in its sentence, or one
    in brackets behind it."""
    upcoming = 0
    current: DateMention | None = None
    for figure in figures:
        while upcoming < len(marked) and marked[upcoming].span[0] < figure.start:
            if _bracket(text, marked[upcoming].span[0]) < 0:
                current = marked[upcoming]
            upcoming += 1
        if current and not _is_one_sentence(text, current.span[1], figure.start):
            current = None
        following = marked[upcoming] if upcoming < len(marked) else None
        aside = following if following and _is_aside(text, figure.end, following.span[0]) else None
        yield CountMention(
            span=(figure.start, figure.end),
            kind=figure.kind or "count",
            value=figure.value,
            total=figure.total,
            unit=figure.unit,
            qualifier=figure.qualifier,
            as_of=aside or current,
            rule=figure.rule,
        )


#: A sentence is no longer: how far from a figure its day may stand, in characters.
_SENTENCE = 600
#: How far inside its brackets a day may stand.
_BRACKET = 60


def _is_one_sentence(text: str, start: int, end: int) -> bool:
    return end - start <= _SENTENCE and text.find("\n", start, end) < 0 and text.find(". ", start, end) < 0


def _is_aside(text: str, end: int, start: int) -> bool:
    """Whether a date stands in brackets in the same sentence behind a figure."""
    return start - end <= _SENTENCE and _bracket(text, start) >= end and _is_one_sentence(text, end, start)


def _bracket(text: str, start: int) -> int:
    """Where the bracket opens that a date stands in, -1 for none."""
    low = max(0, start - _BRACKET)
    opening = text.rfind("(", low, start)
    return opening if text.find(")", max(opening, low), start) < 0 else -1
