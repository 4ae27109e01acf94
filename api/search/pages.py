"""A page of what was found, in the order of lists: a document with the number asked for itself, then the query as a
phrase in a title or heading, then the others; of each the newest first. No score: it would cost a look at every match,
and each database has its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Select, or_, select, union

from api.search import filters as narrowing
from api.search import postgresql, sqlite
from api.search.errors import QueryError
from api.search.filters import Filters
from api.search.matching import Match, Question, question
from api.search.query import Query, parse
from api.search.snippets import Snippet, snippets
from api.store import Store, tables
from api.store.keys import document_of

#: Matches that are counted; of more it is only said that they are more.
COUNTED = 300
#: Hits on a page, at most.
LONGEST_PAGE = 200

_Ranges = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that was found. `date` is ISO 8601 at its precision; what is not known is None."""

    document_id: int
    uid: str
    name: str
    code: str | None
    type_code: str | None
    type_name: str | None
    title: str | None
    date: str | None
    issuer: str | None
    unit: str | None
    snippets: tuple[Snippet, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """Hits in their order. `total` is how many documents matched when the first page was asked for, `more` whether more
    did that were not counted. `after` asks for the next page, None where this is the last."""

    hits: tuple[Hit, ...]
    total: int
    more: bool
    after: str | None


_NOTHING = Page((), 0, False, None)


def search(
    store: Store, text: str = "", filters: Filters | None = None, limit: int = 20, after: str | None = None
) -> Page:
    """The documents of the store's workspace that match, `limit` of them (1 to 200) from the start or behind a page's
    `after`. An empty query lists everything, the newest first. Pages neither repeat nor leave out what was there all
    the time, whatever is added or removed meanwhile.

    Raises QueryError for a date or a cursor of no known form.
    """
    narrowed = filters or Filters()
    facts = narrowing.clauses(narrowed)
    ranges = narrowing.ranges(narrowed, store.workspace_id)
    start = _start(after)
    limit = min(max(limit, 1), LONGEST_PAGE)
    with store.reading() as connection:
        query = _parsed(connection, store.workspace_id, text)
        if query.hopeless or facts is None or not ranges:
            return _NOTHING
        finder = _Finder(connection, question(query, facts), ranges)
        finder.database.prepare(connection)
        found, total, more = finder.first(limit) if start is None else finder.following(limit, start)
        shown = found[:limit]
        cursor = _Cursor(*shown[-1], total, more).written() if len(found) > limit else None
        return Page(_hits(connection, query, [place for _, place in shown]), total, more, cursor)


def stream(store: Store, text: str = "", filters: Filters | None = None) -> Iterator[int]:
    """The ids of all documents that match, the newest first whatever their rank, without holding them.

    Raises QueryError for a date of no known form.
    """
    narrowed = filters or Filters()
    facts = narrowing.clauses(narrowed)
    ranges = narrowing.ranges(narrowed, store.workspace_id)
    with store.reading() as connection:
        query = _parsed(connection, store.workspace_id, text)
        if query.hopeless or facts is None or not ranges:
            return
        finder = _Finder(connection, question(query, facts), ranges)
        everything = finder.selected(finder.question.matches).order_by(finder.database.NEWEST.desc())
        for place in connection.execution_options(yield_per=1000).scalars(everything):
            yield document_of(place)


class _Finder:
    """A question put to a database: places in lists, with their ranks."""

    def __init__(self, connection: Connection, asked: Question, ranges: _Ranges) -> None:
        self.connection = connection
        self.question = asked
        self.ranges = ranges
        self.database = postgresql if connection.dialect.name == "postgresql" else sqlite

    def selected(self, match: Match) -> Select[int]:
        """What matches, within the ranges."""
        newest: ColumnElement[int] = self.database.NEWEST
        low, high = min(self.ranges)[0], max(high for _, high in self.ranges)
        found: Select[int] = self.database.matching(match).where(newest >= low, newest <= high)
        if len(self.ranges) > 1:
            found = found.where(or_(*(newest.between(*one) for one in self.ranges)))
        return found

    def newest(self, match: Match, count: int, before: int | None = None) -> list[int]:
        """The newest that match, behind a place in the list."""
        column: ColumnElement[int] = self.database.NEWEST
        found = self.selected(match)
        if before is not None:
            found = found.where(column < before)
        return list(self.connection.scalars(found.order_by(column.desc()).limit(count)).all())

    def first(self, limit: int) -> tuple[list[tuple[int, int]], int, bool]:
        """The first page with one hit more where there is one: (rank, place); how many match, and whether more do."""
        # Of those behind the first ranks as many as could be before them.
        newest = self.newest(self.question.matches, max(COUNTED, 2 * limit) + 1)
        total, more = min(len(newest), COUNTED), len(newest) > COUNTED
        if total <= limit:
            # All that match are here. What a question with few answers costs is not paid again for each rank.
            return self.sorted(newest), total, more
        *first, _ = self.question.ranked()
        found: list[tuple[int, int]] = []
        for rank, match in enumerate(first):
            if match is not None and len(found) <= limit:
                found += [(rank, place) for place in self.newest(match, limit + 1 - len(found))]
        if len(found) <= limit:
            before = {place for _, place in found}
            rest = [(len(first), place) for place in newest if place not in before]
            found += rest[: limit + 1 - len(found)]
        return found, total, more

    def sorted(self, places: list[int]) -> list[tuple[int, int]]:
        """Places with their ranks, in order."""
        table = tables.report_text
        marked = self.connection.execute(select(table.c.newest, table.c.marks).where(table.c.newest.in_(places)))
        ranked = [(self.question.rank(marks), place) for place, marks in marked]
        return sorted(ranked, key=lambda one: (one[0], -one[1]))

    def following(self, limit: int, start: _Cursor) -> tuple[list[tuple[int, int]], int, bool]:
        """The same for what follows a place of a rank."""
        found: list[tuple[int, int]] = []
        for rank, match in enumerate(self.question.ranked()):
            if match is not None and rank >= start.rank and len(found) <= limit:
                before = start.place if rank == start.rank else None
                found += [(rank, place) for place in self.newest(match, limit + 1 - len(found), before)]
        return found, start.total, start.more


@dataclass(frozen=True, slots=True)
class _Cursor:
    """The last hit of a page by its rank and place, and what the first page said of how many match."""

    rank: int
    place: int
    total: int
    more: bool

    def written(self) -> str:
        return f"{self.rank}-{self.place:x}-{self.total}{'-more' if self.more else ''}"


def _start(after: str | None) -> _Cursor | None:
    if after is None:
        return None
    match = re.fullmatch("([0-2])-([0-9a-f]{1,15})-([0-9]{1,4})(-more)?", after)
    if match is None:
        raise QueryError("the cursor is of no known form; take `after` from the page before")
    return _Cursor(int(match[1]), int(match[2], 16), int(match[3]), bool(match[4]))


def _parsed(connection: Connection, workspace_id: int, text: str) -> Query:
    def known(keys: set[str]) -> set[str]:
        columns = (tables.report.c, tables.citation.c)
        there = union(
            *(select(c.code_key).where(c.workspace_id == workspace_id, c.code_key.in_(keys)) for c in columns)
        )
        return set(connection.scalars(there))

    return parse(text, known)


def _hits(connection: Connection, query: Query, places: list[int]) -> tuple[Hit, ...]:
    document, report = tables.document, tables.report
    ids = [document_of(place) for place in places]
    rows = connection.execute(
        select(
            document.c.id.label("document_id"),
            document.c.uid,
            document.c.name,
            report.c.code,
            report.c.type_code,
            report.c.type_name,
            report.c.title,
            report.c.date,
            report.c.issuer,
            report.c.unit_name.label("unit"),
        )
        .join(report, report.c.document_id == document.c.id)
        .where(document.c.id.in_(ids))
    )
    cut = snippets(connection, query, ids)
    hits = {row.document_id: Hit(**row._mapping, snippets=cut.get(row.document_id, ())) for row in rows}
    return tuple(hits[one] for one in ids if one in hits)
