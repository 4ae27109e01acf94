"""Who may use the service: tokens of systems, accounts and sessions of people; and what was done, by whom."""

from __future__ import annotations

from sqlalchemy import Column, Double, ForeignKey, Index, String, Table, Text, UniqueConstraint, text

from api.store.tables.columns import JSON_VALUE, ROW_ID, metadata, of_workspace, row_id

#: A token of a system. The token itself is not kept: `hash` is the SHA-256 of all of it (hex), `prefix` its beginning,
#: for lists. `scopes` are words joined by spaces. Of the tokens of a workspace that are not revoked, no two share a
#: name. `used_at` is kept to the minute.
token = Table(
    "token",
    metadata,
    row_id(),
    of_workspace(),
    Column("name", String(100), nullable=False),
    Column("prefix", String(16), nullable=False),
    Column("hash", String(64), nullable=False, unique=True),
    Column("scopes", String(100), nullable=False),
    Column("created_at", Double, nullable=False),
    Column("expires_at", Double),
    Column("used_at", Double),
    Column("revoked_at", Double),
    Index(
        "uq_token_name",
        "workspace_id",
        "name",
        unique=True,
        sqlite_where=text("revoked_at IS NULL"),
        postgresql_where=text("revoked_at IS NULL"),
    ),
)

#: A person, who signs in with a password; `password` is what argon2id makes of it. `name` is written in small letters.
account = Table(
    "account",
    metadata,
    row_id(),
    of_workspace(),
    Column("name", String(100), nullable=False),
    Column("scopes", String(100), nullable=False),
    Column("password", Text, nullable=False),
    Column("created_at", Double, nullable=False),
    Column("used_at", Double),
    Column("disabled_at", Double),
    UniqueConstraint("workspace_id", "name"),
)

#: A person who signed in. `hash` is the SHA-256 (hex) of what the cookie holds. It ends at `expires_at`, or when it was
#: not used for a while since `used_at`.
session = Table(
    "session",
    metadata,
    row_id(),
    of_workspace(),
    Column("account_id", ROW_ID, ForeignKey("account.id", ondelete="CASCADE"), nullable=False),
    Column("hash", String(64), nullable=False, unique=True),
    Column("created_at", Double, nullable=False),
    Column("used_at", Double, nullable=False),
    Column("expires_at", Double, nullable=False),
    Index(None, "account_id"),
    Index(None, "expires_at"),
)

#: What was done: never changed and never deleted, which the database itself refuses. `who` is "token:NAME",
#: "account:NAME", "local" (on loopback, without a token), "cli:USER" or "service"; `subject` is what it was done to
#: ("document:UID", "token:NAME" …).
audit = Table(
    "audit",
    metadata,
    row_id(),
    of_workspace(),
    Column("at", Double, nullable=False),
    Column("who", Text, nullable=False),
    Column("action", String(60), nullable=False),
    Column("subject", Text),
    Column("request_id", String(64)),
    Column("details", JSON_VALUE),
    Index(None, "workspace_id", "id"),
    Index(None, "workspace_id", "subject", "id"),
)
