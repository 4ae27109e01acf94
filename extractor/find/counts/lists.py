"""Numbers that print no unit: in a list or range they share the unit of a number beside them, elsewhere the clause
before them says what they are."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from extractor.find.counts.figures import Figure, joined
from extractor.find.counts.numerals import times
from extractor.find.counts.vocabulary import CountRules

#: How far apart two numbers of one sentence may stand that share a unit, in characters.
_REACH = 90
#: How far before a number its clause is read.
_CLAUSE = 120
#: Digits of the largest number of a breakdown: longer ones are telephones and accounts.
_LARGEST = 7
_MILLION = 10**6


def complete(text: str, figures: Sequence[Figure], rules: CountRules) -> list[Figure]:
    """The figures that are quantities, in order: those with a unit, and those without one that prove to count."""
    found: list[Figure] = []
    sharing = _sharing(text, figures, rules)
    for before, figure in zip([None, *sharing], sharing, strict=False):
        if merged := _merged(text, found[-1], figure) if found else None:
            found[-1] = merged
            continue
        if figure.kind is None and before is not None and _is_item(text, before, figure):
            if not found or found[-1].start != before.start:
                found.append(_item(before))
            found.append(_with_unit_before(text, _item(figure), found, rules))
            continue
        whole = figure if figure.kind else _without_unit(text, figure, found, rules)
        if whole.kind:
            found.append(_as_money(text, whole, rules))
    return found


def _without_unit(text: str, figure: Figure, found: Sequence[Figure], rules: CountRules) -> Figure:
    shared = _with_unit_before(text, figure, found, rules)
    return shared if shared.kind else _stated(text, figure, rules)


def _sharing(text: str, figures: Sequence[Figure], rules: CountRules) -> list[Figure]:
    """The figures with what they share of the one behind: "01, 02 hoặc 03 xã" from the last to the first."""
    shared: list[Figure] = []
    following: Figure | None = None
    for figure in reversed(figures):
        if figure.kind is None and following is not None:
            following = _with_unit_behind(text, figure, following, rules)
        else:
            following = figure
        shared.append(following)
    shared.reverse()
    return shared


def _merged(text: str, last: Figure, figure: Figure) -> Figure | None:
    """Two numbers that are one quantity: "3.071 TTHC/4.888 TTHC", "10 tỷ 500 triệu đồng"."""
    if figure.start - last.end > 3:
        return None
    between = text[last.end : figure.start].strip()
    if between == "/" and last.kind == figure.kind and last.unit == figure.unit is not None and not last.total:
        if last.kind == "score":
            return last._replace(end=figure.end, total=figure.value)
        return last._replace(end=figure.end, kind="ratio", total=figure.value, rule="count.ratio")
    if not between and last.rule == "count.magnitude" and figure.kind == "money" and figure.factor < last.factor:
        value = format(Decimal(last.value) + Decimal(figure.value), "f")
        return figure._replace(start=last.start, value=value, qualifier=last.qualifier)
    return None


def _with_unit_behind(text: str, figure: Figure, following: Figure, rules: CountRules) -> Figure:
    if following.kind in (None, "ratio"):
        return figure
    if joined(text, figure.end, following.start, rules):
        value = times(figure.value, following.factor)
        return figure._replace(
            kind=following.kind, value=value, unit=following.unit, factor=following.factor, rule="count.range"
        )
    between = text[figure.end : following.start] if following.start - figure.end <= _REACH else ""
    if not figure.words or following.kind != "count" or following.total or not between:
        return figure
    # "bổ nhiệm mới 02; bổ nhiệm lại 01 công chức": the verb comes again, the noun does not.
    second = " ".join(between[1:].lower().split())
    if between[0] in ",;" and "\n" not in between and second.startswith(figure.words):
        return figure._replace(kind="count", unit=following.unit, rule="count.shared")
    return figure


def _with_unit_before(text: str, figure: Figure, found: Sequence[Figure], rules: CountRules) -> Figure:
    """A number of a breakdown: "335 thủ tục; mức độ 3: 19" or "52 người, trong đó nam 30"."""
    if not found or figure.start - found[-1].end > _REACH or found[-1].kind != "count" or not _ends(text, figure):
        return figure
    between = text[found[-1].end : figure.start]
    if "\n" in between or ". " in between:
        return figure
    if between.rstrip().endswith(":") or _is_listed(figure.words, rules):
        return figure._replace(kind="count", unit=found[-1].unit, rule="count.breakdown")
    return figure


def _is_item(text: str, before: Figure, figure: Figure) -> bool:
    """Whether two bare numbers are items of a breakdown: "Sở A: 16; huyện B: 3"."""
    if before.total or figure.total or figure.start - before.end > _REACH or not _ends(text, figure):
        return False
    between = text[before.end : figure.start].strip()
    if not between.startswith(";") or not between.endswith(":") or "\n" in between or between.count(";") > 1:
        return False
    return text[max(0, before.start - 2) : before.start].strip() == ":" and len(figure.value) <= _LARGEST


def _item(figure: Figure) -> Figure:
    return figure._replace(kind="count", rule="count.breakdown")


def _is_listed(words: Sequence[str], rules: CountRules) -> bool:
    return bool(words) and (words[-1] in rules.lists.listed or " ".join(words[-2:]) in rules.lists.listed)


def _stated(text: str, figure: Figure, rules: CountRules) -> Figure:
    """A number that the clause before it names: "Tổng số TTHC: 360", "tỷ lệ đạt 98,5"."""
    if not _ends(text, figure):
        return figure
    clause = text[max(0, figure.start - _CLAUSE) : figure.start]
    if rules.lists.rated.search(clause) and float(figure.value) <= 100:
        return figure._replace(kind="percent", rule="count.rated")
    if rules.lists.stated.search(clause):
        return figure._replace(kind="count", rule="count.stated")
    return figure


def _ends(text: str, figure: Figure) -> bool:
    """Whether the clause ends behind a number, or goes on with a qualifier."""
    rest = text[figure.end : figure.end + 12].lstrip(" \xa0")
    return not rest or rest[0] in ".,;()\n" or rest.startswith(("trở", "so "))


def _as_money(text: str, figure: Figure, rules: CountRules) -> Figure:
    """A bare "1,5 triệu" is money where its clause speaks of money."""
    if figure.kind != "count" or figure.unit or figure.factor != _MILLION:
        return figure
    clause = text[max(0, figure.start - _CLAUSE) : figure.start].rpartition("\n")[2].lower()
    return figure._replace(kind="money") if any(word in clause for word in rules.lists.money_context) else figure
