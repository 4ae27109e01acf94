"""The evidence table: which citations support an indicator, a task or a figure."""

from __future__ import annotations

from extractor.model import Evidence, Report


def evidence(report: Report) -> tuple[Evidence, ...]:
    """What supports each indicator, task and count that citations stand with."""
    return ()
