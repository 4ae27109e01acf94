"""Percentages beside the ratio that they are of: "11/38 nhiệm vụ (đạt 28,94%)"."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractor.check.finding import Maker, word_set
from extractor.check.numbers import decimals, is_share, share
from extractor.model import Count, Finding, Report

#: How far a percentage in brackets stands behind its ratio, and one without, in characters.
_REACH, _NEAR = 160, 60
_PARTS = str.maketrans("()[],;:–-=", "          ")


def check(report: Report, maker: Maker) -> Iterator[Finding]:
    """percent_mismatch and unit_missing: in prose."""
    yield from _without_sign(report, maker)
    counts = [count for count in report.counts if not count.in_table]
    for index, percent in enumerate(counts):
        if percent.kind != "percent" or percent.qualifier:
            continue
        before = counts[index - 1] if index else None
        after = counts[index + 1] if index + 1 < len(counts) else None
        ratio = before if before and _is_of(report.text, before, percent) else None
        if ratio is None and after and _is_proof(report.text, percent, after):
            ratio = after
        if ratio:
            yield from _compare(percent, ratio, maker)


def _without_sign(report: Report, maker: Maker) -> Iterator[Finding]:
    """Shares whose sign was left out or lost in a conversion ("đạt tỷ lệ 100 ."): one finding for all."""
    bare = [
        count for count in report.counts if count.kind == "percent" and count.unit is None and "%" not in count.text
    ]
    if bare:
        words = ", ".join(dict.fromkeys(count.text for count in bare[:12]))
        yield maker.make("unit_missing", bare[0].span, [count.id for count in bare], words=words)


def _compare(percent: Count, ratio: Count, maker: Maker) -> Iterator[Finding]:
    part, whole, printed = Decimal(ratio.value), Decimal(ratio.total or 0), Decimal(percent.value)
    if not whole or is_share(printed, part, whole):
        return
    yield maker.make(
        "percent_mismatch",
        percent.span,
        (percent.id, ratio.id),
        percent=percent.text,
        ratio=ratio.text,
        right=share(part, whole, max(printed, Decimal("0.01"), key=decimals)),
    )


def _is_ratio(count: Count) -> bool:
    return count.kind == "ratio" and count.total is not None and not count.qualifier


def _is_of(text: str, ratio: Count, percent: Count) -> bool:
    """Whether a percentage is that of the ratio before it: in a bracket that says so, or right behind it."""
    start, end = ratio.span[1], percent.span[0]
    if not _is_ratio(ratio) or not 0 <= end - start <= _REACH:
        return False
    between = text[start:end]
    if "\n" in between or "\t" in between or "; " in between or ". " in between:
        return False
    _, bracket, inside = between.rpartition("(")
    if bracket and _only_links(inside) and ")" not in inside:
        return True
    return not bracket and end - start <= _NEAR and _only_links(between)


def _is_proof(text: str, percent: Count, ratio: Count) -> bool:
    """ "đạt 92,75% (717/773 đơn vị)"."""
    between = text[percent.span[1] : ratio.span[0]]
    return _is_ratio(ratio) and len(between) <= 4 and between.strip() == "("


def _only_links(between: str) -> bool:
    return word_set("share_links").issuperset(between.translate(_PARTS).lower().split())
