"""What does not agree with itself (EXTRACTION 10): so far headings out of order and dates that do not exist."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.identifiers import Identifiers
from extractor.model import Finding, Report, Section

_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}
_POINTS = "abcdđeghiklmnopqrstuvxy"


def check(report: Report) -> Report:
    """The report with its findings."""
    ids = Identifiers(report.text)
    found = (*_headings(report.sections, ids), *_dates(report, ids))
    return replace(report, findings=tuple(found))


def _headings(sections: Sequence[Section], ids: Identifiers) -> Iterator[Finding]:
    last: dict[tuple[str | None, str], Section] = {}
    for section in sections:
        family, number = _place_in_order(section.label)
        if family is None:
            continue
        before = last.get((section.parent_id, family))
        expected = 1 if before is None else (_place_in_order(before.label)[1] or 0) + 1
        last[(section.parent_id, family)] = section
        if before is None or number == expected:
            continue
        yield Finding(
            id=ids.of("finding", f"heading_out_of_order\x1f{section.id}"),
            type="heading_out_of_order",
            severity="warning",
            message_vi=f"Mục “{section.label}” đứng sau mục “{before.label}”: số thứ tự đề mục không liên tục.",
            message_en=f"Heading “{section.label}” follows “{before.label}”: the numbering is out of order.",
            items=(before.id, section.id),
            span=section.span,
        )


def _place_in_order(label: str) -> tuple[str | None, int | None]:
    """The family that a label is counted in, and its number there."""
    upper = label.upper()
    if len(label) == 1 and label.islower() and label in _POINTS:
        return "point", _POINTS.index(label) + 1
    if upper and all(letter in _ROMAN for letter in upper):
        values = [_ROMAN[letter] for letter in upper]
        total = sum(
            -value if value < following else value for value, following in zip(values, [*values[1:], 0], strict=True)
        )
        return "roman", total
    last = label.rsplit(".", 1)[-1]
    if last.isdigit():
        return f"number{label.count('.')}", int(last)
    words = label.split()
    if len(words) == 2 and words[0].lower() == "điều" and words[1].isdigit():
        return "article", int(words[1])
    return None, None


def _dates(report: Report, ids: Identifiers) -> Iterator[Finding]:
    for date in report.dates:
        if date.value is None:
            yield Finding(
                id=ids.of("finding", f"date_invalid\x1f{date.id}"),
                type="date_invalid",
                severity="error",
                message_vi=f"“{date.text}” không phải là một ngày hoặc khoảng thời gian có thật.",
                message_en=f"“{date.text}” is not a date or period that exists.",
                items=(date.id,),
                span=date.span,
            )
