"""Percentages beside the ratio that they are of: "11/38 nhiệm vụ (đạt 28,94%)"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache

from extractor import rules
from extractor.check.finding import Maker, listed, word_set, words
from extractor.check.numbers import decimals, is_share, share, total
from extractor.check.phrases import fold
from extractor.model import Count, Finding, Report, Span

#: How far a percentage in brackets stands behind its ratio, and one without, in characters.
_REACH, _NEAR = 160, 60
#: The longest bracket of ratios, in characters.
_BRACKET = 400
#: Ratios that a percentage is of together, at most.
_RATIOS = 12
#: Shares without their sign, before other figures of a text are taken for such.
_BARE = 3
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
        else:
            yield from _of_all(report.text, percent, counts[index + 1 : index + 1 + _RATIOS], maker)


def _without_sign(report: Report, maker: Maker) -> Iterator[Finding]:
    """Shares whose sign was left out or lost in a conversion ("đạt tỷ lệ 100 ."): one finding for all."""
    bare = [
        count for count in report.counts if count.kind == "percent" and count.unit is None and "%" not in count.text
    ]
    if len(bare) >= _BARE:
        bare += [count for count in report.counts if count.kind == "count" and _is_hundred(count)]
    if bare:
        printed = ", ".join(dict.fromkeys(count.text for count in bare[:12]))
        items = [count.id for count in bare]
        yield maker.make("unit_missing", bare[0].span, items, severity="warning", words=printed)
    if len(bare) >= _BARE:
        for span in _uncounted(report, [count.span for count in report.counts]):
            yield maker.make("unit_missing", span, ("document",), severity="warning", words=maker.quote(span))


def _is_hundred(count: Count) -> bool:
    """ "100 đơn vị" where all signs were lost."""
    return count.value == "100" and count.text.startswith("100 ") and not count.qualifier


def _uncounted(report: Report, counted: Sequence[Span]) -> Iterator[Span]:
    """The same among figures that are no counts: "phải đạt từ 50 trở lên", "đến 100 cấp xã"."""
    starts = {span[0] for span in counted}
    for match in _bare_share().finditer(report.text):
        if match.start("share") not in starts:
            yield match.span("share")


@cache
def _bare_share() -> re.Pattern[str]:
    return re.compile(rules.load()["findings"]["pattern"]["bare_share"]["pattern"], re.VERBOSE)


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


def _of_all(text: str, percent: Count, after: Sequence[Count], maker: Maker) -> Iterator[Finding]:
    """ "90,5% máy … (trong đó: 71/71 máy của huyện, 129/145 máy của xã)": the ratios of the bracket together."""
    last = percent.span[1]
    start = text.find("(", last, last + _REACH)
    end = text.find(")", start, start + _BRACKET) if start >= 0 else -1
    if end < 0 or "\n" in text[last:end] or ". " in text[last:start] or "; " in text[last:start]:
        return
    ratios = [count for count in after if start < count.span[0] < end]
    opening = fold(text[start + 1 : ratios[0].span[0]]) if ratios else ""
    if len(ratios) < 2 or not all(_is_ratio(one) for one in ratios) or not opening.startswith(words("parts_open")):
        return
    part, whole = total(Decimal(one.value) for one in ratios), total(Decimal(one.total or 0) for one in ratios)
    printed = Decimal(percent.value)
    between = sorted(100 * Decimal(one.value) / (Decimal(one.total or 0) or 1) for one in ratios)
    if not whole or is_share(printed, part, whole) or any(abs(printed - one) < 1 for one in between):
        return
    yield maker.make(
        "percent_mismatch",
        percent.span,
        (percent.id, *(one.id for one in ratios)),
        severity="warning",
        percent=percent.text,
        ratio=listed([one.text for one in ratios]),
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
