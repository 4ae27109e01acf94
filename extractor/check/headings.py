"""Headings: numbers in order, and the sections that a periodic report has."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from extractor import rules
from extractor.check.finding import Maker, listed, words
from extractor.check.phrases import has
from extractor.model import Finding, Report, Section

_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50}
#: Families that begin again at 1 or a under a line that has no number of its own.
_RESTARTING = ("number", "point")
#: How far before "kèm" the name of an appendix begins, in characters.
_ENCLOSED = 50
_POINTS = "abcdđeghiklmnopqrstuvxy"


def check(report: Report, maker: Maker) -> Iterator[Finding]:
    """heading_out_of_order, section_missing, appendix_missing."""
    yield from _order(report, maker)
    yield from _missing(report, maker)
    yield from _enclosed(report, maker)


def _order(report: Report, maker: Maker) -> Iterator[Finding]:
    last: dict[tuple[str | None, str], Section] = {}
    for section in report.sections:
        family, number = place_in_order(section.label)
        if family is None:
            continue
        before = last.get((section.parent_id, family))
        expected = 1 if before is None else (place_in_order(before.label)[1] or 0) + 1
        last[(section.parent_id, family)] = section
        if before is None or number == expected or (number == 1 and family.startswith(_RESTARTING)):
            continue
        if _is_printed_between(report.text, before, section, expected):
            continue
        yield maker.make(
            "heading_out_of_order",
            (section.span[0], section.span[0] + len(section.label)),
            (before.id, section.id),
            label=section.label,
            before=before.label,
        )


def _is_printed_between(text: str, before: Section, section: Section, expected: int) -> bool:
    """Whether the number that is missed stands between the two headings after all: in a table, or in a line that is no
    heading for another reason."""
    label = section.label
    last = label.rsplit(".", 1)[-1]
    if not last.isdigit():
        return False
    missed = f"{label[: len(label) - len(last)]}{expected}"
    starts = (f"\n{missed}{sign}" for sign in (" ", ".", ")", "\t"))
    return any(text.find(start, before.span[0], section.span[0]) >= 0 for start in starts)


def place_in_order(label: str) -> tuple[str | None, int | None]:
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
    prefix, _, last = label.rpartition(".")
    if last.isdigit():
        return f"number {prefix}", int(last)
    parts = label.split()
    if len(parts) == 2 and parts[0].lower() == "điều" and parts[1].isdigit():
        return "article", int(parts[1])
    return None, None


def _missing(report: Report, maker: Maker) -> Iterator[Finding]:
    """Only a periodic report (a reporting period in its title) with results has the sections that its outline wants:
    one of their own, or one whose title names them."""
    document = report.document
    if document.doc_type is None or document.doc_type.code != "BC" or document.period is None:
        return
    first = [section for section in report.sections if section.level == 1 and section.role != "appendix"]
    roles = {section.role for section in first}
    if "results" not in roles or "implementation" in roles:
        return  # a document with a part on how it is carried out has the outline of a plan
    titles = " ".join(section.title.lower() for section in first)
    missing = [
        (vi, en)
        for role, vi, en, cues in (row.split("|") for row in words("expected_sections"))
        if role not in roles and not has(titles, cues.split("/"))
    ]
    if missing:
        last = first[-1]
        end = last.span[0] + len(last.label)
        yield maker.make("section_missing", (last.span[0], end), (last.id,), name=listed(missing, "; "))


def _enclosed(report: Report, maker: Maker) -> Iterator[Finding]:
    """ "(chi tiết theo phụ lục đính kèm)", in a text that has no appendix."""
    if any(section.role == "appendix" for section in report.sections):
        return
    text, at = report.text, report.text.find("kèm")
    while at >= 0:
        for match in _enclosing().finditer(text, max(0, at - _ENCLOSED), at + len("kèm theo )")):
            yield maker.make("appendix_missing", match.span(), ("document",), words=maker.quote(match.span()))
            return
        at = text.find("kèm", at + 1)


@cache
def _enclosing() -> re.Pattern[str]:
    return re.compile(rules.load()["findings"]["pattern"]["enclosed"]["pattern"], re.VERBOSE)
