"""The evidence table: which citations support an indicator, a task or a figure.

A figure of documents ("13 văn bản chỉ đạo") is checked by hand against the documents that a report lists for it: in the
row itself, in the footnote of its value, in the footnote of the sentence that speaks of the same thing, or behind the
colon that follows it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from functools import cache

from extractor.grammar import fold
from extractor.model import Count, Evidence, Footnote, Indicator, Reference, Report, Span

#: So many characters behind a figure may its footnote mark or its colon stand.
_NEAR = 120
#: The share of a label's words that a sentence must hold to speak of the same thing.
_ALIKE = 0.75
_LEAST_WORDS = 3


@cache
def _word() -> re.Pattern[str]:
    return re.compile(r"\w+")


def evidence(report: Report, nouns: Collection[str]) -> tuple[Evidence, ...]:
    """What supports each indicator, task and count that citations stand with. `nouns` are the names of types of
    documents: only a figure that counts such has a number to be checked."""
    if not report.references:
        return ()
    known = _Listed(report, tuple(f"{fold(noun)} " for noun in nouns))
    return (*known.of_indicators(), *known.of_tasks(), *known.of_counts())


class _Listed:
    """The citations of a report by their place."""

    def __init__(self, report: Report, nouns: tuple[str, ...]) -> None:
        self._report = report
        self._nouns = nouns
        self._documents: dict[str | None, bool] = {None: False}
        self._references: Sequence[Reference] = report.references
        self._starts = [reference.span[0] for reference in report.references]
        self._anchored = [note for note in report.footnotes if note.anchor and self._inside(note.span)]

    def of_indicators(self) -> Iterator[Evidence]:
        sentences = [(note, self._words(self._sentence(note))) for note in self._anchored]
        for row in self._report.indicators:
            found = self._inside(row.span) or self._in_notes(row.span) or self._in_alike(row, sentences)
            if found:
                claimed = row.value if isinstance(row.value, int) and self._counts_documents(row.unit) else None
                yield Evidence(row.id, found, claimed)

    def of_tasks(self) -> Iterator[Evidence]:
        for task in self._report.tasks:
            if found := self._inside(task.span) + self._in_notes(task.span):
                yield Evidence(task.id, found, None)

    def of_counts(self) -> Iterator[Evidence]:
        for count in self._report.counts:
            if count.kind != "count" or count.in_table or not self._counts_documents(count.unit):
                continue
            if found := self._in_notes((count.span[0], self._end(count))) or self._behind_colon(count):
                yield Evidence(count.id, found, int(count.value) if count.value.isdigit() else None)

    def _counts_documents(self, unit: str | None) -> bool:
        known = self._documents.get(unit)
        if known is None:
            known = f"{fold(unit or '')} ".startswith(self._nouns)
            self._documents[unit] = known
        return known

    def _inside(self, span: Span) -> tuple[str, ...]:
        first = bisect_left(self._starts, span[0])
        last = bisect_left(self._starts, span[1])
        return tuple(reference.id for reference in self._references[first:last])

    def _in_notes(self, span: Span) -> tuple[str, ...]:
        return tuple(
            name
            for note in self._anchored
            if note.anchor and span[0] <= note.anchor[0] < span[1]
            for name in self._inside(note.span)
        )

    def _end(self, count: Count) -> int:
        """Where the words that belong to a figure end: with its sentence, and not far behind it."""
        text, end = self._report.text, count.span[1]
        stops = (text.find(stop, end, end + _NEAR) for stop in (". ", ";", "\n"))
        return min((stop for stop in stops if stop >= 0), default=end + _NEAR)

    def _behind_colon(self, count: Count) -> tuple[str, ...]:
        """The documents of "… 03 văn bản: Quyết định số …, Kế hoạch số …", to the end of the sentence."""
        text, end = self._report.text, count.span[1]
        colon = text.find(":", end, self._end(count))
        if colon < 0:
            return ()
        stops = (text.find(stop, colon) for stop in (". ", "\n"))
        return self._inside((colon, min((stop for stop in stops if stop >= 0), default=len(text))))

    def _sentence(self, note: Footnote) -> Span:
        text, at = self._report.text, note.anchor[0] if note.anchor else 0
        start = max(text.rfind(". ", 0, at), text.rfind("\n", 0, at)) + 1
        return start, at

    def _words(self, span: Span) -> frozenset[str]:
        return frozenset(_word().findall(fold(self._report.text[span[0] : span[1]])))

    def _in_alike(self, row: Indicator, sentences: Sequence[tuple[Footnote, frozenset[str]]]) -> tuple[str, ...]:
        """The citations of the footnote whose sentence holds the words of a figure of documents."""
        if row.value is None or not self._counts_documents(row.unit):
            return ()
        label = frozenset(_word().findall(fold(row.label))) - {"số", "lượng", "tổng", "đã", "các", "được"}
        if len(label) < _LEAST_WORDS:
            return ()
        ranked = [(len(label & words) / len(label), note) for note, words in sentences]
        share, note = max(ranked, key=lambda pair: pair[0], default=(0.0, None))
        return self._inside(note.span) if note and share >= _ALIKE else ()
