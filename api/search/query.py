"""What a person typed, as terms: words that must all be there, phrases in quotes, numbers of documents, a `*` at the
end of a word for any ending, a `-` before what must not be there. Every text is a query; none is an error."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from api.store.keys import code_key, words

#: What is read of a query, characters and terms. Nobody types more.
READ_CHARACTERS = 1000
READ_TERMS = 32
#: Words that the symbol of a number may have, where it is typed with spaces: "15 2023 QD UBND NC".
SYMBOL_WORDS = 4

#: Letters before a `*`. Of one letter the words are too many to be looked up.
SHORTEST_PREFIX = 2

#: Says which of some keys of document numbers (`code_key`) the archive knows.
Known = Callable[[set[str]], set[str]]


@dataclass(frozen=True, slots=True)
class Term:
    """Folded words that stand together, at least one; the last may go on where `prefix` is set. With a `key` it is the
    number of a document, and a document matches also where it has or cites that number in another spelling."""

    words: tuple[str, ...]
    prefix: bool = False
    key: str | None = None
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """All `terms` must be in a document, and none of `excluded`. Where `hopeless` is set the query asks for what no
    document can hold (a word of a script that is not searched) and finds nothing."""

    terms: tuple[Term, ...] = ()
    excluded: tuple[Term, ...] = ()
    hopeless: bool = False

    @property
    def empty(self) -> bool:
        """Whether it asks for nothing, so that everything matches."""
        return not (self.terms or self.excluded or self.hopeless)

    @property
    def phrase(self) -> Term | None:
        """The whole query as one phrase, None where it has no words or a word in it may go on."""
        if not self.terms or any(term.prefix for term in self.terms):
            return None
        return Term(tuple(word for term in self.terms for word in term.words))

    @property
    def numbers(self) -> list[str]:
        """The keys of the document numbers that it asks for."""
        return [term.key for term in self.terms if term.key]


def parse(text: str, known: Known = lambda keys: set()) -> Query:
    """Read a query. `known` is asked for numbers that are typed with spaces, as in "751 QD UBND": they are numbers
    where the archive knows them, words otherwise."""
    terms: list[Term] = []
    excluded: list[Term] = []
    hopeless = False
    for printed, quoted, minus in _printed(text):
        term = _term(printed, quoted)
        if term is None:
            hopeless |= not minus and any(char.isalnum() for char in printed)
        elif len(terms) + len(excluded) < READ_TERMS:
            (excluded if minus else terms).append(term)
    return Query(tuple(_without_so(_joined(terms, known))), tuple(excluded), hopeless)


def _printed(text: str) -> Iterable[tuple[str, bool, bool]]:
    """What is typed, piece by piece; whether it stood in quotes; whether it is excluded."""
    pieces = re.sub("[“”„«»＂]", '"', text[:READ_CHARACTERS]).split('"')
    if len(pieces) % 2 == 0:
        # A quote that was left open is none.
        pieces[-2:] = [" ".join(pieces[-2:])]
    minus = False
    for position, piece in enumerate(pieces):
        if position % 2:
            star = "*" if pieces[position + 1].startswith("*") else ""
            yield piece + star, True, minus
            continue
        closed = _closed(piece)
        for token in re.split(r"[\s,;:()\[\]{}?!…]+", closed):
            if token.lstrip("-−"):
                yield token.lstrip("-−"), False, token[0] in "-−"
        minus = re.search(r"(?:^|\s)[-−]$", closed) is not None


def _closed(piece: str) -> str:
    """The text with no spaces inside the numbers of documents: "751 / QĐ - UBND"."""
    piece = re.sub(r"(?<=\d)\s*/\s*(?=\w)", "/", piece)
    return re.sub(r"(?<=/)([\w-]{0,20}[A-ZĐ])\s*[-–—]\s*(?=[A-ZĐ]{2})", r"\1-", piece)


def _term(printed: str, quoted: bool) -> Term | None:
    found = tuple(words(printed))
    if not found:
        return None
    prefix = printed.rstrip().endswith("*") and len(found[-1]) >= SHORTEST_PREFIX
    number = len(found) > 1 and found[0].isdecimal() and not prefix and any(word[0].isalpha() for word in found[1:])
    spaced = quoted and " " in printed.strip()
    return Term(found, prefix, code_key(printed) if number and not spaced else None, quoted)


def _joined(terms: list[Term], known: Known) -> list[Term]:
    """The terms with numbers that were typed with spaces put together, the longest that the archive knows."""
    candidates = {
        (start, end): joined
        for start, first in enumerate(terms)
        if not first.quoted and all(word.isdecimal() for word in first.words)
        for end in range(start + 2, min(start + 2 + SYMBOL_WORDS, len(terms) + 1))
        if (joined := _number(terms[start:end])) is not None
    }
    there = known({term.key for term in candidates.values() if term.key}) if candidates else set()
    result: list[Term] = []
    position = 0
    while position < len(terms):
        ends = [end for start, end in candidates if start == position and candidates[start, end].key in there]
        result.append(candidates[position, max(ends)] if ends else terms[position])
        position = max(ends, default=position + 1)
    return result


def _number(terms: list[Term]) -> Term | None:
    if any(term.quoted or term.prefix or term.key for term in terms):
        return None
    found = tuple(word for term in terms for word in term.words)
    return Term(found, key=code_key(" ".join(found))) if any(word[0].isalpha() for word in found) else None


def _without_so(terms: list[Term]) -> list[Term]:
    """The terms without "số" before a number: a document that writes "QĐ 751/QĐ-UBND" is meant as well."""
    return [
        term
        for term, following in zip(terms, (*terms[1:], None), strict=False)
        if not (following and following.key and replace(term, quoted=False) == Term(("so",)))
    ]
