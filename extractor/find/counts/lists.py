"""Numbers that print no unit: in a list or range they share the unit of a number beside them, elsewhere the clause
before them says what they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractor.find.counts.figures import Figure, joined
from extractor.find.counts.numerals import times
from extractor.find.counts.vocabulary import CountRules

#: How far apart two numbers of one sentence may stand that share a unit, in characters.
_REACH = 90
#: How far before a number its clause is read.
_CLAUSE = 120
_MILLION = 10**6


def complete(text: str, figures: Sequence[Figure], rules: CountRules) -> list[Figure]:
    """The figures that are quantities, in order: those with a unit, and those without one that prove to count."""
    found: list[Figure] = []
    following = [*figures[1:], None]
    # From the last to the first: in "01, 02 hoặc 03 xã" each takes the unit of the one behind it.
    behind: list[Figure | None] = [None] * len(figures)
    for index in range(len(figures) - 1, -1, -1):
        behind[index] = _with_unit_behind(text, figures[index], following[index] and behind[index + 1], rules)
    for figure in behind:
        if figure is not None:
            whole = figure if figure.kind else _with_unit_before(text, figure, found, rules)
            whole = whole if whole.kind else _stated(text, whole, rules)
            if whole.kind:
                found.append(_as_money(text, whole, rules))
    return found


def _with_unit_behind(text: str, figure: Figure, following: Figure | None, rules: CountRules) -> Figure:
    if figure.kind or following is None or following.kind in (None, "ratio"):
        return figure
    if joined(text, figure.end, following.start, rules):
        value = times(figure.value, following.factor)
        return replace(
            figure, kind=following.kind, value=value, unit=following.unit, factor=following.factor, rule="count.range"
        )
    between = text[figure.end : following.start] if following.start - figure.end <= _REACH else ""
    if not figure.words or following.kind != "count" or following.total or not between:
        return figure
    # "bổ nhiệm mới 02; bổ nhiệm lại 01 công chức": the verb comes again, the noun does not.
    first, second = figure.words[-1].split(), " ".join(between[1:].lower().split())
    if between[0] in ",;" and "\n" not in between and second.startswith(tuple(first)):
        return replace(figure, kind="count", unit=following.unit, rule="count.shared")
    return figure


def _with_unit_before(text: str, figure: Figure, found: Sequence[Figure], rules: CountRules) -> Figure:
    """A number of a breakdown: "335 thủ tục; mức độ 3: 19" or "52 người, trong đó nam 30"."""
    if not found or figure.start - found[-1].end > _REACH or found[-1].kind != "count" or not _ends(text, figure):
        return figure
    between = text[found[-1].end : figure.start]
    if "\n" in between or ". " in between:
        return figure
    if between.rstrip().endswith(":") or any(phrase in rules.listed for phrase in figure.words):
        return replace(figure, kind="count", unit=found[-1].unit, rule="count.breakdown")
    return figure


def _stated(text: str, figure: Figure, rules: CountRules) -> Figure:
    """A number that the clause before it names: "Tổng số TTHC: 360", "tỷ lệ đạt 98,5"."""
    if not _ends(text, figure):
        return figure
    clause = text[max(0, figure.start - _CLAUSE) : figure.start]
    if rules.rated.search(clause) and float(figure.value) <= 100:
        return replace(figure, kind="percent", rule="count.rated")
    if rules.stated.search(clause):
        return replace(figure, kind="count", rule="count.stated")
    return figure


def _ends(text: str, figure: Figure) -> bool:
    """Whether the clause ends behind a number, or goes on with a qualifier."""
    rest = text[figure.end : figure.end + 12].lstrip(" \xa0")
    return not rest or rest[0] in ".,;)\n" or rest.startswith(("trở", "so "))


def _as_money(text: str, figure: Figure, rules: CountRules) -> Figure:
    """A bare "1,5 triệu" is money where its clause speaks of money."""
    if figure.kind != "count" or figure.unit or figure.factor != _MILLION:
        return figure
    clause = text[max(0, figure.start - _CLAUSE) : figure.start].rpartition("\n")[2].lower()
    return replace(figure, kind="money") if any(word in clause for word in rules.money_context) else figure
