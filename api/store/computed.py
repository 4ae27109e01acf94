"""Columns that the database fills by itself, so that they are always true to the others of their row."""

from __future__ import annotations

from sqlalchemy import Column, Computed, Text

#: In the order of its bytes in both databases.
BYTEWISE = Text().with_variant(Text(collation="C"), "postgresql")

#: The year of the report is in `newest` (`keys.order_key`), 1900 where nobody knows it. An index takes no entry of any
#: length: what a hostile file calls an issuer is cut.
VARIANT = (
    "coalesce(date, '-' || (((newest >> 39) & 255) + 1900)) || '|' || coalesce(type_code, '')"
    " || '|' || substr(coalesce(issuer_key, ''), 1, 200)"
)


def variant() -> Column[str]:
    """What a citation says beside the number, as "date|type|issuer"; in place of a date that it does not say, the year
    of the report, "-2021". All that is said of one number is found without reading its citations."""
    return Column("variant", BYTEWISE, Computed(VARIANT, persisted=True))
