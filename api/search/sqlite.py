"""A match as SQLite's full-text index (FTS5) is asked: its row ids are the order of lists, so the newest come first."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, Select, column, literal_column, select, table

from api.search.matching import Clause, Match

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
    """Nothing is to be done."""


def _any(phrases: Clause) -> str:
    return " OR ".join(f'"{" ".join(one.words)}"{" *" if one.prefix else ""}' for one in phrases)
