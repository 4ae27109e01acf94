"""Whether two titles are about one thing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from extractor.check.finding import word_set


@dataclass(frozen=True, slots=True)
class Subject:
    """The words of a title that say what it is about; `names` are those that are written with a capital or a digit,
    `levels` those of provinces, districts and communes."""

    words: frozenset[str]
    names: frozenset[str]
    levels: frozenset[str]


def subject(title: str) -> Subject:
    """The subject of a title, less the words that all titles have ("về việc", "ban hành")."""
    stock = word_set("stock")
    words: set[str] = set()
    names: set[str] = set()
    for index, word in enumerate(_word().findall(title)):
        folded = word.lower()
        if folded in stock:
            continue
        words.add(folded)
        if (index and word[0].isupper()) or word[0].isdigit():
            names.add(folded)
    return Subject(frozenset(words), frozenset(names), levels_of(title))


def levels_of(printed: str) -> frozenset[str]:
    """The levels of administration that words name."""
    return word_set("levels").intersection(_word().findall(printed.lower()))


@cache
def _word() -> re.Pattern[str]:
    return re.compile(r"\w+")


def contained(one: Subject, other: Subject) -> float:
    """The share of the words of the shorter subject that the longer has; 0 where a name of it is missing there or
    where there are too few words to tell."""
    short, long = (one, other) if len(one.words) <= len(other.words) else (other, one)
    if len(short.words) < 2 or not short.names <= long.words:
        return 0.0
    return len(short.words & long.words) / len(short.words)


def equal(one: Subject, other: Subject) -> bool:
    """Whether two subjects are the same words."""
    return len(one.words) > 1 and one.words == other.words
