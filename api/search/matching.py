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
    """A query with its filters: clauses of its `terms` and of its `facts`, phrases that are excluded; and what of the
    matches is listed first: a document that has the number asked for itself (`own`), then one that has the whole query
    as a phrase in its title or a heading (`heading`)."""

    terms: tuple[Clause, ...]
    facts: tuple[Clause, ...]
    none: tuple[Phrase, ...]
    own: Clause = ()
    heading: Phrase | None = None

    @property
    def matches(self) -> Match:
        """Everything that matches."""
        return Match((*self.terms, *self.facts) or (EVERYTHING,), self.none)

    def ranked(self) -> tuple[Match | None, Match | None, Match]:
        """What is listed first, second and last, without overlap; None where nothing can be.

        What a number or a heading answers is not asked for again, which would take most of the time: a heading is a
        phrase of the text as well (`marks.py`).
        """
        heading: Clause = (self.heading,) if self.heading else ()
        others = tuple(clause for clause in self.terms if self.own[1:] or not {*self.own} & {*clause})
        return (
            Match((self.own, *others, *self.facts), self.none) if self.own else None,
            Match((heading, *self.facts), (*self.none, *self.own)) if heading else None,
            Match(self.matches.clauses, (*self.none, *self.own, *heading)),
        )

    def rank(self, marked: str) -> int:
        """The place of a document that matches, in `ranked`, by its marks."""
        if any(_has(marked, phrase) for phrase in self.own):
            return 0
        return 1 if self.heading and _has(marked, self.heading) else 2


def question(query: Query, facts: Sequence[Clause]) -> Question:
    """The question of a query that is not hopeless."""
    whole = query.phrase
    return Question(
        terms=tuple(_clause(term) for term in query.terms),
        facts=tuple(facts),
        none=tuple(phrase for term in query.excluded for phrase in _clause(term)),
        own=tuple(Phrase((marks.own_number(key),)) for key in query.numbers),
        heading=Phrase(marks.heading(whole.words)) if whole else None,
    )


def _clause(term: Term) -> Clause:
    written = Phrase(term.words, term.prefix)
    if term.key is None:
        return (written,)
    return (written, Phrase((marks.own_number(term.key),)), Phrase((marks.cited_number(term.key),)))


def _has(marked: str, phrase: Phrase) -> bool:
    return f" {' '.join(phrase.words)}{'' if phrase.prefix else ' '}" in f" {marked} "
