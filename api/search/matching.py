"""What a question comes to: phrases of the full-text index that a document must have and must not have, once for every
database. Words are of a to z, 0 to 9 and "/" only: nothing that was typed reaches a database in any other form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from api.search.query import Query, Term
from api.store import marks


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand together, at least one: all of the text, or all marks. The last may go on where `prefix`."""

    words: tuple[str, ...]
    prefix: bool = False

    def __post_init__(self) -> None:
        if not all(re.fullmatch("[a-z0-9/]+", word) for word in self.words):
            raise ValueError("a word that no index holds")

    def pattern(self) -> str:
        """The regular expression of a folded text with a space before and behind it, for Python and for PostgreSQL."""
        return f" {' +'.join(self.words)}{'' if self.prefix else ' '}"


#: One of these phrases is enough.
Clause = tuple[Phrase, ...]

EVERYTHING: Clause = (Phrase((marks.EVERY,)),)


@dataclass(frozen=True, slots=True)
class Match:
    """A document matches that has a phrase of every clause, of which there is at least one, and none of `none`."""

    clauses: tuple[Clause, ...]
    none: tuple[Phrase, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A query with its filters: what `matches`, and of it what is listed first: a document that has the number asked
    for itself (`own`), then one that has the whole query as a phrase in its title or a heading (`heading`). `beside`
    are the clauses that a heading does not answer: a heading's words are all in the text (`marks.py`), and to look for
    them there as well would take most of the time."""

    matches: Match
    own: Clause = ()
    heading: Phrase | None = None
    beside: tuple[Clause, ...] = ()

    def ranked(self) -> tuple[Match | None, Match | None, Match]:
        """What is listed first, second and last, without overlap; None where nothing can be."""
        clauses, none = self.matches.clauses, self.matches.none
        heading: Clause = (self.heading,) if self.heading else ()
        return (
            Match((self.own, *clauses), none) if self.own else None,
            Match((heading, *self.beside), (*none, *self.own)) if heading else None,
            Match(clauses, (*none, *self.own, *heading)),
        )

    def rank(self, marked: str) -> int:
        """The place of a document that matches, in `ranked`, by its marks."""
        if any(_has(marked, phrase) for phrase in self.own):
            return 0
        return 1 if self.heading and _has(marked, self.heading) else 2


def question(query: Query, filters: Sequence[Clause]) -> Question:
    """The question of a query that is not hopeless."""
    clauses = (*(_clause(term) for term in query.terms), *filters)
    beside = (*(_clause(term) for term in query.terms if len(term.words) > 1), *filters)
    none = tuple(phrase for term in query.excluded for phrase in _clause(term))
    own = tuple(Phrase((marks.own_number(key),)) for key in query.numbers)
    whole = query.phrase
    heading = Phrase(marks.heading(whole.words)) if whole else None
    return Question(Match(clauses or (EVERYTHING,), none), own, heading, beside)


def _clause(term: Term) -> Clause:
    written = Phrase(term.words, term.prefix)
    if term.key is None:
        return (written,)
    return (written, Phrase((marks.own_number(term.key),)), Phrase((marks.cited_number(term.key),)))


def _has(marked: str, phrase: Phrase) -> bool:
    return f" {' '.join(phrase.words)}{'' if phrase.prefix else ' '}" in f" {marked} "
