"""One number of the text, with what stands round it."""

from __future__ import annotations

import re
from collections.abc import Container
from typing import NamedTuple

from extractor.find.counts.numerals import read_numeral, times
from extractor.find.counts.surroundings import blocker, qualifier, tail_qualifier, words_before
from extractor.find.counts.units import Unit, fold_spaces, is_time, read_unit
from extractor.find.counts.vocabulary import CountRules
from extractor.model import CountKind, Qualifier

#: A bullet and the spaces around it are shorter.
_BULLET = 12
#: Denominators of the scales of maps: "1/500".
_SCALE = 500


class Figure(NamedTuple):
    """A number that is, or may prove to be, a quantity: `kind` is None for a number without a unit of its own. `words`
    are the words before it, as `words_before` gives them."""

    start: int
    end: int
    kind: CountKind | None
    value: str
    total: str | None
    unit: str | None
    factor: int
    qualifier: Qualifier | None
    words: tuple[str, ...]
    rule: str


class Blocked(NamedTuple):
    """A number that is no quantity; the rest of its list ends behind it."""

    end: int
    carried: bool


def read_figure(
    text: str,
    match: re.Match[str],
    last: Figure | Blocked | None,
    periods: Container[int],
    rules: CountRules,
    *,
    in_table: bool,
) -> Figure | Blocked | None:
    """The figure that a match of the number's pattern is, None for a label or a part of something else. `last` is the
    number before it, `periods` are where dates begin: "giai đoạn" of "3 giai đoạn 2026 - 2030" is none of its own."""
    start, end = match.span()
    if match["words"] and not _is_number(match["words"], rules):
        end = match.end("total") if match["total"] else match.end("value")
    start, end = _with_words(text, start, end, rules)
    if (match["total"] is None and _is_label(text, start, end)) or is_time(text, end, rules):
        return None
    whole = rules.units.whole.match(text, end) if match["total"] else None
    unit = read_unit(text, whole.end() if whole else end, rules, in_table=in_table)
    if unit and unit.start in periods:
        return None
    words = words_before(text, start)
    kind = unit.kind if unit else None
    if kind in (None, "count") and not (unit and unit.rule == "count.measure"):
        if blocked := _blocked(text, start, end, unit, words, last, rules):
            return blocked
        if kind is None and text[end : end + 1].isalpha():
            return None
    return _figure(text, match, (start, end), unit, words, rules)


def _figure(
    text: str,
    match: re.Match[str],
    span: tuple[int, int],
    unit: Unit | None,
    words: tuple[str, ...],
    rules: CountRules,
) -> Figure | None:
    kind = unit.kind if unit else None
    value = read_numeral(match["value"], rules.numerals, share=kind == "percent")
    total = read_numeral(match["total"], rules.numerals) if match["total"] else None
    if value is None or (match["total"] and total is None):
        return None
    rule = unit.rule if unit else "count.bare"
    if total is not None and kind != "score":
        if kind == "percent" or not ((unit and unit.known) or _is_ratio(text, span, value, total, words, rules)):
            return None
        kind, rule = "ratio", "count.ratio"
    if unit and not unit.known and total is None and _is_year(match["value"]):
        return None
    end = unit.end if unit else span[1]
    factor = unit.factor if unit else 1
    name = unit.name if unit else _behind_share(text, end, rules) if total else None
    exact = tail_qualifier(text, end, rules) or qualifier(words, name, rules)
    value = times(value, factor)
    return Figure(span[0], end, kind, value, total and times(total, factor), name, factor, exact, words, rule)


def _blocked(
    text: str,
    start: int,
    end: int,
    unit: Unit | None,
    words: tuple[str, ...],
    last: Figure | Blocked | None,
    rules: CountRules,
) -> Blocked | None:
    known = unit is not None and unit.known
    if isinstance(last, Blocked) and joined(text, last.end, start, rules) and (last.carried or not known):
        return Blocked(end, last.carried)
    row = blocker(words, rules)
    if row is None or (row.unless_counted and known):
        return None
    return Blocked(end, row.carried)


def joined(text: str, end: int, start: int, rules: CountRules) -> bool:
    """Whether nothing but a joint of a list or range stands between two numbers."""
    return start - end <= 10 and text[end:start].strip().lower() in rules.lists.joins


def _with_words(text: str, start: int, end: int, rules: CountRules) -> tuple[int, int]:
    """The span with the words that say the number before its figures: "một (01)"."""
    if start and text[start - 1] == "(" and text.startswith(")", end):
        word = text[max(0, start - 12) : start - 1].split()[-1:]
        if word and word[0].lower() in rules.number_words:
            return text.rfind(word[0], 0, start), end + 1
    return start, end


def _is_number(words: str, rules: CountRules) -> bool:
    return rules.number_words.issuperset(fold_spaces(words.lower()).split())


def _is_label(text: str, start: int, end: int) -> bool:
    """Whether a number is the mark of an enumeration: "(1)", or "1." at the beginning of a line or cell."""
    behind = text[end : end + 1]
    if behind == ")" and start and text[start - 1] in "(\n\t":
        return True
    return behind in (".", ")") and (start == 0 or text[start - 1] in "\n\t")


def _behind_share(text: str, end: int, rules: CountRules) -> str | None:
    """The noun behind a share in brackets: "15/20 (75%) kiến nghị"."""
    aside = rules.units.aside.match(text, end)
    unit = read_unit(text, aside.end(), rules, in_table=True) if aside else None
    return unit.name if unit and unit.kind == "count" else None


def _is_ratio(
    text: str, span: tuple[int, int], value: str, total: str, words: tuple[str, ...], rules: CountRules
) -> bool:
    """Whether two numbers without a known unit can be a part of a whole: no scale, no month of a year, no sum; and no
    day of a month, unless the words before them claim so."""
    part, whole = float(value), float(total)
    before = text[span[0] - 1 : span[0]]
    if part > whole or (part == 1 and whole >= _SCALE and whole % _SCALE == 0) or before in ("=", "+"):
        return False
    if part > 31 or whole > 12:
        return not (_is_year(total) and part <= 12)
    return (
        before in ("(", "\t", "\n", "")
        or text[span[0] - 2 : span[0]].strip() == ":"
        or not rules.context.claiming.isdisjoint(words[-1:])
        or (text.startswith(rules.context.parting, span[1]) and not text[_line(text, span[0]) : span[0]].strip(" -–+"))
    )


def _line(text: str, at: int) -> int:
    """Where the line begins, not far before a number; its own place where it stands further on."""
    return text.rfind("\n", max(0, at - _BULLET), at) + 1 or at - min(at, _BULLET)


def _is_year(printed: str) -> bool:
    return len(printed) == 4 and printed.isdecimal() and 1900 <= int(printed) <= 2100
