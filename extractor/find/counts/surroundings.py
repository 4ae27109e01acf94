"""The words before a number: what makes it no quantity, how exact it is, which day it is of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeVar

from extractor.find.counts.vocabulary import Blocker, CountRules
from extractor.mentions import DateMention
from extractor.model import Qualifier

#: How far before a number the words are read that govern it, in characters, and how many words.
_REACH = 40
_WORDS = 4
_CLOSING = frozenset(",;:.)]”\"|")
_OPENING = "(“\"'["

_Row = TypeVar("_Row")


def words_before(text: str, start: int) -> tuple[str, ...]:
    """The last words before a number, from the last one alone to four of them, folded; none where a sign parts them from
    it."""
    before = text[max(0, start - _REACH) : start]
    cut = max(before.rfind("\n"), before.rfind("\t")) + 1
    words = before[cut:].split()
    if not words or words[-1][-1] in _CLOSING:
        return ()
    last = [word.lstrip(_OPENING).lower() for word in words[-_WORDS:]]
    return tuple(" ".join(last[-count:]) for count in range(1, len(last) + 1))


def _longest(words: Sequence[str], rows: Mapping[str, _Row]) -> _Row | None:
    for phrase in reversed(words):
        if (row := rows.get(phrase)) is not None:
            return row
    return None


def blocker(words: Sequence[str], rules: CountRules) -> Blocker | None:
    """The row that makes a number behind these words no quantity."""
    if len(words) > 1 and words[1] in rules.counting:
        return None
    return _longest(words, rules.blockers)


def qualifier(words: Sequence[str], unit: str | None, rules: CountRules) -> Qualifier | None:
    """How exact the number behind these words is. "trên" before a place where something happens says nothing."""
    found = _longest(words, rules.qualifiers)
    if found == "more_than" and words[0] == "trên" and unit and unit.lower().startswith(rules.places):
        return None
    return found


def tail_qualifier(text: str, end: int, rules: CountRules) -> Qualifier | None:
    """What words behind the unit say: "trở lên"."""
    match = rules.tail.match(text, end)
    return None if match is None else rules.tails[" ".join(match[1].lower().split())]


def days(text: str, dates: Sequence[DateMention], rules: CountRules) -> list[DateMention]:
    """The dates that figures are of ("tính đến ngày 30/5/2021")."""
    found = []
    for date in dates:
        if date.precision != "interval":
            start = date.span[0]
            before = " ".join(text[max(0, start - _REACH) : start].lower().split())
            if before.endswith(rules.as_of):
                found.append(date)
    return found
