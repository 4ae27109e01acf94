"""A match as PostgreSQL is asked. The index knows which words a document has, the columns in what order."""

from __future__ import annotations

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    cast,
    func,
    literal_column,
    not_,
    or_,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from api.search.matching import Match, Phrase
from api.store import tables

_table = tables.report_text

#: The column of a selection.
NEWEST: ColumnElement[int] = _table.c.newest


def matching(match: Match) -> Select[int]:
    """The places in lists (`newest`) of what matches, of all workspaces, in no order."""
    words = [f"({' | '.join(map(_words, clause))})" for clause in match.clauses]
    words += [f"!{_words(phrase)}" for phrase in match.none if len(phrase.words) == 1]
    conditions = [_has(" & ".join(words))]
    conditions += [or_(*map(_phrase, clause)) for clause in match.clauses if any(one.words[1:] for one in clause)]
    conditions += [not_(_phrase(phrase)) for phrase in match.none if len(phrase.words) > 1]
    return select(NEWEST.label("newest")).where(*conditions)


def prepare(connection: Connection) -> None:
    """Let every question be planned for its own words: a plan for any would be one for none."""
    connection.execute(text("SET LOCAL plan_cache_mode = force_custom_plan"))


def _phrase(phrase: Phrase) -> ColumnElement[bool]:
    if len(phrase.words) == 1:
        return _has(_words(phrase))
    where = _table.c.marks if phrase.words[0].startswith("/") else _table.c.folded
    return func.strpos(where, phrase.written) > 0


def _has(words: str) -> ColumnElement[bool]:
    return literal_column("report_text.vector").op("@@")(cast(words, TSQUERY))


def _words(phrase: Phrase) -> str:
    last = f"'{phrase.words[-1]}'{':*' if phrase.prefix else ''}"
    return f"({' & '.join([*(repr(word) for word in phrase.words[:-1]), last])})"
