"""Many rows at once, through the driver: what SQLAlchemy does for each row costs more than the database itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.engine import Dialect
from sqlalchemy.sql.schema import ScalarElementColumnDefault


def insert_rows(
    connection: Connection, table: Table, same: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]
) -> None:
    """Insert rows of the same columns; `same` holds the columns that are alike in all of them. Values are plain ones,
    as the drivers take them."""
    if not rows:
        return
    columns = tuple(rows[0])
    statement, defaults = _statement(table, (*same, *columns), connection.dialect)
    begin = (*defaults, *same.values())
    # Of one column it gives the value, not a tuple of one.
    values = itemgetter(*columns) if len(columns) > 1 else lambda row: (row[columns[0]],)
    connection.exec_driver_sql(statement, [begin + values(row) for row in rows])


@cache
def _statement(table: Table, columns: tuple[str, ...], dialect: Dialect) -> tuple[str, tuple[Any, ...]]:
    """The statement, and the defaults of columns that are not named, which come first in it."""
    defaults = {
        column.name: column.default.arg
        for column in table.columns
        if isinstance(column.default, ScalarElementColumnDefault) and column.name not in columns
    }
    quote = dialect.identifier_preparer.quote
    names = ", ".join(quote(name) for name in (*defaults, *columns))
    mark = "?" if dialect.paramstyle == "qmark" else "%s"
    marks = ", ".join([mark] * (len(defaults) + len(columns)))
    return f"INSERT INTO {quote(table.name)} ({names}) VALUES ({marks})", tuple(defaults.values())
