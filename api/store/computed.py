"""Columns that the database fills by itself, so that they are always true to the others of their row."""

from __future__ import annotations

from sqlalchemy import Column, Computed, Text

#: In the order of its bytes in both databases.
BYTEWISE = Text().with_variant(Text(collation="C"), "postgresql")

#: An index takes no entry of any length: what a hostile file calls an issuer is cut.
VARIANT = "coalesce(date, '') || '|' || coalesce(type_code, '') || '|' || substr(coalesce(issuer_key, ''), 1, 200)"


def variant() -> Column[str]:
    """What a citation says beside the number, as "date|type|issuer": all that are said of one number are found without
    reading its citations."""
    return Column("variant", BYTEWISE, Computed(VARIANT, persisted=True))
