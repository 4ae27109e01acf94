"""Pieces of a text around what was found, as they are printed. The database finds the place and cuts the piece out, so
that no whole text leaves it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from sqlalchemy import Connection, select, text

from api.search import postgresql, sqlite
from api.search.matching import Phrase
from api.search.query import Query
from api.store import tables

#: Of one document.
MOST_SNIPPETS = 3
#: Characters before a hit, and from its begin on.
BEFORE, FROM = 70, 170
#: Words of a query that are looked for.
MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of the text with every run of white space as one space. `spans` are the hits in it: [start, end) in its
    own code points. `start` and `end` are its place in the document's text. `page` and `section` are those of the
    mention where it shows a document's number, else None."""

    text: str
    spans: tuple[tuple[int, int], ...]
    start: int
    end: int
    page: int | None = None
    section: str | None = None


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is looked for in a text, the best first: the `whole` query as a phrase, where it is one of several words; or
    else its `parts`: its phrases, pairs of words that follow each other, and words."""

    whole: tuple[Phrase, ...]
    parts: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a hit begins; its end where it is that of a mention."""

    start: int
    end: int = 0
    page: int | None = None
    section: str | None = None


@dataclass(frozen=True, slots=True)
class _Piece:
    """What is cut out of a document's text, [start, end), and the places in it."""

    document_id: int
    start: int
    end: int
    places: tuple[_Place, ...]


def snippets(connection: Connection, query: Query, documents: Sequence[int]) -> dict[int, tuple[Snippet, ...]]:
    """Pieces of each document, those that show most of the query; none where it has no words or they stand only in
    what is known of the document."""
    if not query.terms or not documents:
        return {}
    wanted = _wanted(query)
    places = _mentions(connection, query, documents)
    for document, starts in _positions(connection, wanted, documents).items():
        known = places.setdefault(document, [])
        known += [_Place(start) for start in starts if not any(one.start <= start < one.end for one in known)]
    pieces = [piece for document, found in places.items() for piece in _pieces(document, found[:MOST_SNIPPETS])]
    result: dict[int, tuple[Snippet, ...]] = {}
    for piece, printed, folded in _cut(connection, pieces):
        result[piece.document_id] = (*result.get(piece.document_id, ()), _snippet(piece, wanted, printed, folded))
    return result


def _wanted(query: Query) -> _Wanted:
    whole = query.phrase
    single = [term for term in query.terms if len(term.words) == 1][:MOST_WORDS]
    parts = [Phrase(term.words, term.prefix) for term in query.terms if len(term.words) > 1][:MOST_SNIPPETS]
    parts += [
        Phrase((*first.words, *second.words), second.prefix) for first, second in pairwise(single) if not first.prefix
    ]
    parts += [Phrase(term.words, term.prefix) for term in single]
    return _Wanted((Phrase(whole.words),) if whole and len(whole.words) > 1 else (), tuple(parts))


def _pieces(document_id: int, places: Iterable[_Place]) -> list[_Piece]:
    """A piece around each place, one for those that stand close together."""
    pieces: list[_Piece] = []
    for place in sorted(places, key=lambda one: one.start):
        start, end = max(place.start - BEFORE, 0), place.start + FROM
        if pieces and start <= pieces[-1].end:
            start, places = pieces[-1].start, (*pieces.pop().places, place)
            pieces.append(_Piece(document_id, start, end, places))
        else:
            pieces.append(_Piece(document_id, start, end, (place,)))
    return pieces


def _mentions(connection: Connection, query: Query, documents: Sequence[int]) -> dict[int, list[_Place]]:
    """The first mention of each number asked for: it may be printed otherwise than it was typed."""
    if not query.numbers:
        return {}
    mention, citation = tables.mention, tables.citation
    rows = connection.execute(
        select(mention.c.document_id, mention.c.start, mention.c.end, mention.c.page, mention.c.section_path)
        .join(
            citation,
            (citation.c.document_id == mention.c.document_id) & (citation.c.item == mention.c.citation_item),
        )
        .where(mention.c.document_id.in_(documents), citation.c.code_key.in_(query.numbers))
        .order_by(mention.c.document_id, mention.c.start)
    )
    places: dict[int, list[_Place]] = {}
    for row in rows:
        places.setdefault(row.document_id, [_Place(row.start, row.end, row.page, row.section_path)])
    return places


def _positions(connection: Connection, wanted: _Wanted, documents: Sequence[int]) -> dict[int, list[int]]:
    """Where in each text to cut, the best places first."""
    database = postgresql if connection.dialect.name == "postgresql" else sqlite
    table = tables.report_text
    result: dict[int, list[int]] = {}
    missing = documents
    for phrases in (wanted.whole, wanted.parts):
        if phrases and missing:
            places = [database.position(table.c.folded, one).label(f"p{number}") for number, one in enumerate(phrases)]
            rows = connection.execute(select(table.c.document_id, *places).where(table.c.document_id.in_(missing)))
            found = {document: _best(phrases, positions) for document, *positions in rows}
            result |= {document: starts for document, starts in found.items() if starts}
            missing = [one for one in documents if one not in result]
    return result


def _best(phrases: Sequence[Phrase], positions: Iterable[int]) -> list[int]:
    shown: set[str] = set()
    starts: list[int] = []
    for phrase, position in zip(phrases, positions, strict=True):
        if position and not shown.issuperset(phrase.words):
            shown.update(phrase.words)
            starts.append(position - 1)
    return starts


def _cut(connection: Connection, pieces: Sequence[_Piece]) -> Iterable[tuple[_Piece, str, str]]:
    """The pieces as they are printed and folded."""
    if not pieces:
        return []
    rows = ", ".join(
        f"({number}, {piece.document_id}, {piece.start + 1}, {piece.end - piece.start})"
        for number, piece in enumerate(pieces)
    )
    # Whole numbers only. As text, because SQLAlchemy would compile a list of rows anew each time.
    found = connection.execute(
        text(
            f"WITH piece (number, document_id, start, length) AS (VALUES {rows}) "
            "SELECT number, substr(text, start, length), substr(folded, start, length) "
            "FROM piece JOIN report_text ON report_text.document_id = piece.document_id ORDER BY number"
        )
    )
    return [(pieces[number], printed, folded) for number, printed, folded in found]


def _hits(wanted: _Wanted, folded: str) -> list[tuple[int, int]]:
    """What to mark in a piece: the whole query where it stands there, else its parts; a word in all its places, unless
    a phrase showed it."""
    for phrase in wanted.whole:
        if found := list(phrase.spans(folded)):
            return found
    shown: set[str] = set()
    hits: list[tuple[int, int]] = []
    for phrase in wanted.parts:
        if not shown.issuperset(phrase.words) and (found := list(phrase.spans(folded))):
            shown.update(phrase.words)
            hits += found
    return hits


def _snippet(piece: _Piece, wanted: _Wanted, printed: str, folded: str) -> Snippet:
    first, last = _whole_words(piece, printed)
    hits = _hits(wanted, folded)
    hits += [(one.start - piece.start, one.end - piece.start) for one in piece.places if one.end]
    spans: list[tuple[int, int]] = []
    for start, end in sorted((max(start, first), min(end, last)) for start, end in hits):
        if spans and not printed[spans[-1][1] : start].strip():
            # Words that follow each other are one hit.
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        elif start < end:
            spans.append((start, end))
    shown, marked = _spaced(printed, first, last, spans)
    seen = next((one for one in piece.places if one.end), None)
    place = (seen.page, seen.section) if seen else (None, None)
    return Snippet(shown, marked, piece.start + first, piece.start + last, *place)


def _whole_words(piece: _Piece, printed: str) -> tuple[int, int]:
    """Where the piece begins and ends without the words that it cuts through and without space around it."""
    first, last = 0, len(printed)
    if piece.start > 0 and (space := re.search(r"\s", printed[:BEFORE])):
        first = space.end()
    if len(printed) == piece.end - piece.start and (space := re.search(r"\s(?=\S*$)", printed[-BEFORE:])):
        last += space.start() - min(BEFORE, len(printed))
    return first, max(first, last)


def _spaced(
    printed: str, first: int, last: int, spans: Sequence[tuple[int, int]]
) -> tuple[str, tuple[tuple[int, int], ...]]:
    """A piece with every run of white space as one space, and the hits in it."""
    shown, marked, done = "", [], first
    for start, end in spans:
        shown += re.sub(r"\s+", " ", printed[done:start])
        begin = len(shown)
        shown += re.sub(r"\s+", " ", printed[start:end])
        marked.append((begin, len(shown)))
        done = end
    shown += re.sub(r"\s+", " ", printed[done:last])
    blank = len(shown) - len(shown.lstrip())
    return shown.strip(), tuple((start - blank, end - blank) for start, end in marked)
