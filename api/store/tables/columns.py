"""What all tables share: names of constraints, kinds of columns, the keys that tie rows to a workspace."""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite counts rows by itself only where the key is INTEGER.
ROW_ID = BigInteger().with_variant(Integer, "sqlite")
JSON_VALUE = JSON().with_variant(JSONB, "postgresql")


def index_where(name: str, condition: str, *columns: str) -> Index:
    """An index of those rows only that fulfil a condition, in both dialects."""
    return Index(name, *columns, sqlite_where=text(condition), postgresql_where=text(condition))


def row_id() -> Column[int]:
    return Column("id", ROW_ID, primary_key=True, autoincrement=True)


def of_workspace() -> Column[int]:
    return Column("workspace_id", Integer, ForeignKey("workspace.id"), nullable=False)


def of_document(*, key: bool = False) -> Column[int]:
    return Column("document_id", ROW_ID, ForeignKey("document.id", ondelete="CASCADE"), nullable=False, primary_key=key)
