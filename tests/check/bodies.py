"""Short ways to the findings of one type in a report with a made-up body."""

from __future__ import annotations

from extractor.model import Finding
from tests.engine import LETTERHEAD, report

#: The opening of a table of indicators.
_HEAD = "Phụ lục\nTHỐNG KÊ SỐ LIỆU\n\nSTT\tChỉ tiêu thống kê\tĐơn vị tính\tSố liệu\tGhi chú\n"


def found(body: str, kind: str) -> list[Finding]:
    """The findings of one type."""
    return [finding for finding in report(LETTERHEAD + body).findings if finding.type == kind]


def messages(body: str, kind: str) -> list[str]:
    """Their English sentences."""
    return [finding.message_en for finding in found(body, kind)]


def appendix(*rows: str) -> str:
    """A statistics appendix with these rows, their cells between bars."""
    return _HEAD + "\n".join(row.replace("|", "\t") for row in rows)


def table(*rows: str) -> str:
    """A table with these rows, their cells between bars."""
    return "Kết quả như sau:\n\n" + "\n".join(row.replace("|", "\t") for row in rows) + "\n"
