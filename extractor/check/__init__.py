"""What does not agree with itself (EXTRACTION 10). Each room compares one kind of thing; docs/findings.md says what a
type means."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from extractor.check import (
    appendix,
    blanks,
    breakdowns,
    dates,
    documents,
    evidenced,
    footnotes,
    groups,
    headings,
    identities,
    labels,
    percents,
    quantities,
    recognition,
    references,
    rows,
    scores,
    slips,
    symbols,
    tables,
    tasks,
    units,
)
from extractor.check.finding import Maker
from extractor.model import Finding, Report

#: A room: a report in, what it finds out.
Room = Callable[[Report, Maker], Iterator[Finding]]

ROOMS: tuple[Room, ...] = (
    blanks.check,
    headings.check,
    dates.check,
    references.check,
    documents.check,
    symbols.check,
    percents.check,
    quantities.check,
    scores.check,
    rows.check,
    identities.check,
    breakdowns.check,
    labels.check,
    appendix.check,
    evidenced.check,
    tables.check,
    groups.check,
    tasks.check,
    units.check,
    slips.check,
    footnotes.check,
    recognition.check,
)


def check(report: Report) -> Report:
    """The report with its findings, in the order of the text."""
    maker = Maker(report)
    found = [finding for room in ROOMS for finding in room(report, maker)]
    found.sort(key=lambda one: one.span or (-1, -1))
    return recognition.lowered(replace(report, findings=tuple(found)))
