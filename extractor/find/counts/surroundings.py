"""The words before a number: what makes it no quantity, how exact it is, which day it is of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from extractor.find.counts.vocabulary import Blocker, CountRules, Phrases
from extractor.mentions import DateMention
from extractor.model import Qualifier

#: How far before a number the words are read that govern it, in characters, and how many words.
_REACH = 40
_WORDS = 4
_CLOSING = frozenset(',;:.)]”"|')
_OPENING = "(“\"'["

_Row = TypeVar("_Row")


def words_before(text: str, start: int) -> tuple[str, ...]:
    """The last words before a number, at most four, in small letters; none where a sign parts them from it."""
    before = text[max(0, start - _REACH) : start]
    if "\n" in before or "\t" in before:
        before = before[max(before.rfind("\n"), before.rfind("\t")) + 1 :]
    if before.endswith(("-", "–")):
        before = before[:-1]  # "Covid -19"
    words = before.lower().replace("(", " ").rsplit(None, _WORDS)[-_WORDS:]
    if not words or words[-1][-1] in _CLOSING:
        return ()
    return tuple(words)


def _longest(words: Sequence[str], rows: Phrases[_Row]) -> _Row | None:
    if not words or words[-1] not in rows.ends:
        return None
    for first in range(len(words)):
        if (row := rows.rows.get(" ".join(words[first:]))) is not None:
            return row
    return None


def blocker(words: Sequence[str], rules: CountRules) -> Blocker | None:
    """The row that makes a number behind these words no quantity."""
    row = _longest(words, rules.context.blockers)
    return None if row is None or " ".join(words[-2:]) in rules.context.counting else row


def qualifier(words: Sequence[str], unit: str | None, rules: CountRules) -> Qualifier | None:
    """How exact the number behind these words is. "trên" before a place where something happens says nothing."""
    found = _longest(words, rules.context.qualifiers)
    if found == "more_than" and words[-1] == "trên" and unit and unit.lower().startswith(rules.context.places):
        return None
    return found


def tail_qualifier(text: str, end: int, rules: CountRules) -> Qualifier | None:
    """What words behind the unit say: "trở lên"."""
    match = rules.context.tail.match(text, end)
    return None if match is None else rules.context.tails[" ".join(match[1].lower().split())]


def days(text: str, dates: Sequence[DateMention], rules: CountRules) -> list[DateMention]:
    """The dates that figures are of ("tính đến ngày 30/5/2021")."""
    found = []
    for date in dates:
        before = text[max(0, date.span[0] - _REACH) : date.span[0]].rstrip()
        if date.precision == "interval" or not before.endswith(rules.context.as_of_ends):
            continue
        words = f" {' '.join(before.lower().split())}"
        past = words.endswith(rules.context.as_of_past) and rules.context.past.match(
            text, date.span[1], date.span[1] + _REACH * 3
        )
        if past or words.endswith(rules.context.as_of):
            found.append(date)
    return found
