"""What a number counts: the words behind it."""

from __future__ import annotations

import re
from typing import NamedTuple

from extractor.find.counts.vocabulary import CountRules
from extractor.grammar import fold
from extractor.model import CountKind

#: So many words of a noun that no row knows belong to the unit.
_OPEN_WORDS = 4


class Unit(NamedTuple):
    """The words behind a number. `end` is where they end, `name` is None for a magnitude without a unit ("5,2 tỷ").
    `known` where a row knows the noun."""

    kind: CountKind
    start: int
    end: int
    name: str | None
    factor: int
    rule: str
    known: bool


def is_time(text: str, at: int, rules: CountRules) -> bool:
    """Whether the words behind `at` make a time, an age or a name of the number: "03 năm", "1 cửa"."""
    if not _may_hold_unit(text, at):
        return False
    match = rules.units.time.match(text, at)
    if match is None:
        return False
    head = rules.units.head.match(text, at)
    return head is None or head.end() <= match.end()


def _may_hold_unit(text: str, at: int) -> bool:
    """Whether a space, a letter or the sign of a share follows: of most bare numbers none does."""
    sign = text[at : at + 1]
    return sign in (" ", "%", "\xa0", "‰") or sign.isalpha()


def read_unit(text: str, at: int, rules: CountRules, *, in_table: bool) -> Unit | None:
    """The unit that begins behind `at`, None where the number stands alone."""
    if not _may_hold_unit(text, at):
        return None
    factor, magnitude = 1, rules.units.magnitude.match(text, at)
    if magnitude is not None:
        factor = rules.units.factors[fold(magnitude[1])]
        at = magnitude.end()
    unit = _noun(text, at, factor, rules) or _sign(text, at, factor, rules)
    if unit is not None:
        return unit
    if magnitude is not None:
        money = factor >= 10**9
        return Unit("money" if money else "count", at, at, None, factor, "count.magnitude", money)
    return None if in_table else _open_noun(text, at, rules)


def _noun(text: str, at: int, factor: int, rules: CountRules) -> Unit | None:
    head = rules.units.head.match(text, at)
    if head is None:
        return None
    end = _behind(rules.units.attributes, text, head.end())
    joint = rules.units.families.get(fold(head[1]))
    while joint is not None and (joined := joint.match(text, end)) and joined[1].lower() != head[1].lower():
        end = _behind(rules.units.attributes, text, joined.end())
    if rules.units.rate_of_time.match(text, end):
        return None
    if rate := rules.units.rate.match(text, end):
        end = rate.end()
    return Unit("count", head.start(1), end, fold_spaces(text[head.start(1) : end]), factor, "count.noun", True)


def _sign(text: str, at: int, factor: int, rules: CountRules) -> Unit | None:
    match = rules.units.sign.match(text, at)
    if match is None:
        return None
    rule = rules.units.signs[fold(match[1])]
    end = match.end()
    while rule.rated and (rate := rules.units.rate.match(text, end)):  # "đ/tháng/lao động"
        end = rate.end()
    name = fold_spaces(text[match.start(1) : end])
    return Unit(rule.kind, match.start(1), end, name, factor * rule.factor, rule.id, True)


def _open_noun(text: str, at: int, rules: CountRules) -> Unit | None:
    """Words up to one that ends a noun's phrase. Names are no nouns: "17 Nguyễn Gia Thiều" is an address."""
    start, end = at, at
    for _ in range(_OPEN_WORDS):
        match = rules.units.word.match(text, end)
        if match is None or match[1].lower() in rules.units.stops:
            break
        word = match[1]
        if not word.islower() and not (word.isupper() and len(word) > 1):
            break
        start = match.start(1) if end == at else start
        end = match.end()
    if end == at or rules.units.rate_of_time.match(text, end):
        return None
    return Unit("count", start, end, fold_spaces(text[start:end]), 1, "count.open_noun", False)


def fold_spaces(words: str) -> str:
    """Words with single spaces."""
    return " ".join(words.split())


def _behind(pattern: re.Pattern[str], text: str, at: int) -> int:
    match = pattern.match(text, at)
    return at if match is None else match.end()
