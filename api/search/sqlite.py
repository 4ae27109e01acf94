"""A match as SQLite's full-text index (FTS5) is asked: its row ids are the order of lists, so the newest come first."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, column, func, literal_column, select, table

from api.search.matching import Clause, Match, Phrase

_index = table("report_search", column("rowid"))

#: The column of a selection.
NEWEST: ColumnElement[int] = _index.c.rowid


def matching(match: Match) -> Select[int]:
    """The places in lists (`newest`) of what matches, of all workspaces, in no order."""
    wanted = " AND ".join(f"({_any(clause)})" for clause in match.clauses)
    if match.none:
        wanted = f"({wanted}) NOT ({_any(match.none)})"
    return select(NEWEST.label("newest")).where(literal_column("report_search").op("MATCH")(wanted))


def prepare(connection: Connection) -> None:
    """Give the connection what `position` uses."""
    driver: Any = connection.connection.driver_connection
    driver.create_function("phrase_position", 3, _position, deterministic=True)


def position(folded: ColumnElement[str], phrase: Phrase) -> ColumnElement[int]:
    """Where a phrase begins in a folded text, counted from 1; 0 where it is not there."""
    return func.phrase_position(folded, " ".join(phrase.words), phrase.prefix)


def _any(phrases: Clause) -> str:
    return " OR ".join(f'"{" ".join(one.words)}"{" *" if one.prefix else ""}' for one in phrases)


def _position(folded: str, words: str, prefix: int) -> int:
    return next(Phrase(tuple(words.split()), bool(prefix)).spans(folded), (-1, 0))[0] + 1
