"""Pieces of a text around what was found, as they are printed. The texts of a page's hits come from the database whole:
only the text itself, folded anew, says where its words stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from sqlalchemy import Connection, select

from api.search.matching import Phrase
from api.search.query import Query
from api.store import tables
from api.store.folding import fold

#: Of one document.
MOST_SNIPPETS = 3
#: Characters before a hit, and from its begin on.
BEFORE, FROM = 70, 170
#: Texts that are held at a time.
BATCH = 20
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
class _Mention:
    """A mention of a number that was asked for, [start, end) in the text."""

    start: int
    end: int
    page: int | None
    section: str | None


@dataclass(frozen=True, slots=True)
class _Piece:
    """What is cut out of a text, [start, end), and the mention that it shows."""

    start: int
    end: int
    mention: _Mention | None = None


def snippets(connection: Connection, query: Query, documents: Sequence[int]) -> dict[int, tuple[Snippet, ...]]:
    """Pieces of each document, those that show most of the query; none where it has no words or they stand only in
    what is known of the document."""
    if not query.terms or not documents:
        return {}
    wanted, mentions, table = _wanted(query), _mentions(connection, query, documents), tables.report_text
    result: dict[int, tuple[Snippet, ...]] = {}
    for first in range(0, len(documents), BATCH):
        some = documents[first : first + BATCH]
        for document, text in connection.execute(
            select(table.c.document_id, table.c.text).where(table.c.document_id.in_(some))
        ):
            folded = fold(text)
            pieces = _pieces(_best(wanted, folded), mentions.get(document), len(text))
            result[document] = tuple(_snippet(piece, wanted, text, folded) for piece in pieces)
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


def _mentions(connection: Connection, query: Query, documents: Sequence[int]) -> dict[int, _Mention]:
    """The first mention in each document of a number asked for: it may be printed otherwise than it was typed."""
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
        .order_by(mention.c.document_id, mention.c.start.desc())
    )
    return {row.document_id: _Mention(row.start, row.end, row.page, row.section_path) for row in rows}


def _best(wanted: _Wanted, folded: str) -> list[int]:
    """Where in a text to cut, the best places first."""
    starts: list[int] = []
    for phrases in (wanted.whole, wanted.parts):
        shown: set[str] = set()
        for phrase in phrases:
            if not shown.issuperset(phrase.words) and (span := next(phrase.spans(folded), None)):
                shown.update(phrase.words)
                starts.append(span[0])
        if starts:
            break
    return starts


def _pieces(starts: Sequence[int], mention: _Mention | None, length: int) -> list[_Piece]:
    """Pieces of a text around a mention and around places, one for those that stand close together."""
    mention = mention if mention and mention.end <= length else None
    if mention:
        starts = [mention.start, *(start for start in starts if not mention.start <= start < mention.end)]
    pieces: list[_Piece] = []
    for start in sorted(starts[:MOST_SNIPPETS]):
        piece = _Piece(max(start - BEFORE, 0), min(start + FROM, length))
        if pieces and piece.start <= pieces[-1].end:
            piece = _Piece(pieces.pop().start, piece.end)
        pieces.append(piece)
    return [
        replace(one, mention=mention) if mention and one.start <= mention.start < one.end else one for one in pieces
    ]


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


def _snippet(piece: _Piece, wanted: _Wanted, text: str, folded: str) -> Snippet:
    first, last = _whole_words(piece, text)
    hits = [(first + start, first + end) for start, end in _hits(wanted, folded[first:last])]
    mention = piece.mention
    if mention:
        hits.append((max(mention.start, first), min(mention.end, last)))
    spans: list[tuple[int, int]] = []
    for start, end in sorted(hits):
        if spans and not text[spans[-1][1] : start].strip():
            # Words that follow each other are one hit.
            spans[-1] = (spans[-1][0], max(spans[-1][1], end))
        elif start < end:
            spans.append((start, end))
    shown, marked = _spaced(text, first, last, spans)
    place = (mention.page, mention.section) if mention else (None, None)
    return Snippet(shown, marked, first, last, *place)


def _whole_words(piece: _Piece, text: str) -> tuple[int, int]:
    """Where the piece begins and ends without the words that it cuts through."""
    first, last = piece.start, piece.end
    if first > 0 and (space := re.search(r"\s", text[first : first + BEFORE])):
        first += space.end()
    if last < len(text) and (space := re.search(r"\s(?=\S*$)", text[last - BEFORE : last])):
        last += space.start() - BEFORE
    return first, last


def _spaced(
    text: str, first: int, last: int, spans: Sequence[tuple[int, int]]
) -> tuple[str, tuple[tuple[int, int], ...]]:
    """A piece with every run of white space as one space, and the hits in it."""
    shown, marked, done = "", [], first
    for start, end in spans:
        shown += re.sub(r"\s+", " ", text[done:start])
        begin = len(shown)
        shown += re.sub(r"\s+", " ", text[start:end])
        marked.append((begin, len(shown)))
        done = end
    shown += re.sub(r"\s+", " ", text[done:last])
    blank = len(shown) - len(shown.lstrip())
    return shown.strip(), tuple((start - blank, end - blank) for start, end in marked)
