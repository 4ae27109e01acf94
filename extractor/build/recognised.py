"""Confidences of what stands on recognised pages: that of the rule, times that of the recogniser.

What is short and exact (a number, a date, a name) is as sure as its least sure word; a statement of many words is as
sure as they are on average.
"""

from __future__ import annotations

from dataclasses import replace
from statistics import fmean
from typing import Protocol, TypeVar

from extractor.model import CitedDocument, Organisation, Report, Span
from extractor.text.offsets import OffsetMap


class _Found(Protocol):
    @property
    def span(self) -> Span: ...

    @property
    def confidence(self) -> float: ...


Item = TypeVar("Item", bound=_Found)


def lowered(report: Report, offsets: OffsetMap, letterhead: Span) -> Report:
    """The report with the confidences of recognised text in it. One without recognised pages stays as it is."""
    if not report.source.ocr:
        return report
    references = _exact(report.references, offsets)
    sure = {reference.id: reference.confidence for reference in references}
    return replace(
        report,
        document=replace(report.document, confidence=_times(report.document.confidence, _mean(offsets, letterhead))),
        references=references,
        cited_documents=tuple(_cited(cited, sure) for cited in report.cited_documents),
        dates=_exact(report.dates, offsets),
        counts=_exact(report.counts, offsets),
        persons=_exact(report.persons, offsets),
        indicators=_exact(report.indicators, offsets),
        responsibilities=_long(report.responsibilities, offsets),
        tasks=_long(report.tasks, offsets),
        scores=_long(report.scores, offsets),
        organisations=tuple(_body(body, offsets) for body in report.organisations),
    )


def _times(confidence: float, recognised: float) -> float:
    return round(confidence * recognised, 4)


def _mean(offsets: OffsetMap, span: Span) -> float:
    words = offsets.words(*span)
    return fmean(word.confidence for word in words) if words else 1.0


def _least(offsets: OffsetMap, span: Span) -> float:
    lowest = offsets.confidence(*span)
    return 1.0 if lowest is None else lowest


def _exact(items: tuple[Item, ...], offsets: OffsetMap) -> tuple[Item, ...]:
    return tuple(_with(item, _least(offsets, item.span)) for item in items)


def _long(items: tuple[Item, ...], offsets: OffsetMap) -> tuple[Item, ...]:
    return tuple(_with(item, _mean(offsets, item.span)) for item in items)


def _with(item: Item, recognised: float) -> Item:
    made: Item = replace(item, confidence=_times(item.confidence, recognised))  # type: ignore[type-var]
    return made


def _cited(cited: CitedDocument, sure: dict[str, float]) -> CitedDocument:
    return replace(
        cited, confidence=min([sure[one] for one in cited.mentions if one in sure], default=cited.confidence)
    )


def _body(body: Organisation, offsets: OffsetMap) -> Organisation:
    """A body that one clear mention names is as sure as that one."""
    best = max((_least(offsets, mention.span) for mention in body.mentions), default=1.0)
    return replace(body, confidence=_times(body.confidence, best))
