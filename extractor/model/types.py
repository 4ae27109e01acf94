"""The words that fields take, and spans: `[start, end)` in code points of `Report.text`."""

from __future__ import annotations

from typing import Literal

SCHEMA_VERSION = "1"

Span = tuple[int, int]
Bounds = tuple[float, float, float, float]

ReferenceKind = Literal["numbered", "short", "named", "blank", "anaphoric"]
Relation = Literal["based_on", "implements", "issues", "amends", "replaces", "repeals", "attached_to", "mentions"]
Precision = Literal["day", "month", "quarter", "half", "year", "interval"]
Role = Literal[
    "direction",
    "results",
    "assessment",
    "plan",
    "proposals",
    "objectives",
    "implementation",
    "appendix",
]
Severity = Literal["error", "warning", "info"]
CountKind = Literal["count", "ratio", "percent", "money", "score"]
Qualifier = Literal["approximately", "more_than", "at_least", "at_most"]
DutyRole = Literal["accountable", "lead", "coordinate", "assigned", "monitor"]
Secrecy = Literal["Mật", "Tối mật", "Tuyệt mật"]
Urgency = Literal["Khẩn", "Thượng khẩn", "Hỏa tốc"]
