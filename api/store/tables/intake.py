"""What came over the service: who sent it, how far it is read, which requests were answered, whom to tell."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from api.store.tables.columns import ROW_ID, index_where, metadata, of_document, of_workspace, row_id

#: A document that came over the service first: `sent_by` is the caller's name, as in the audit log.
upload = Table(
    "upload",
    metadata,
    of_document(key=True),
    of_workspace(),
    Column("sent_by", String(200), nullable=False),
    Column("at", Double, nullable=False),
)

#: How many pages of a file that takes long are read. A short one has no row.
progress = Table(
    "progress",
    metadata,
    Column("extraction_id", ROW_ID, ForeignKey("extraction.id", ondelete="CASCADE"), nullable=False, primary_key=True),
    Column("done", Integer, nullable=False),
    Column("total", Integer, nullable=False),
)

#: A key that a caller gave to a request (`Idempotency-Key`). `owner` is the process that receives it, None when it is
#: received: `fingerprint` is that of what came, and `document_id` what became of it.
request_key = Table(
    "request_key",
    metadata,
    row_id(),
    of_workspace(),
    Column("key", String(200), nullable=False),
    Column("owner", String(200)),
    Column("fingerprint", String(64)),
    Column("document_id", ROW_ID, ForeignKey("document.id", ondelete="CASCADE")),
    Column("at", Double, nullable=False),
    UniqueConstraint("workspace_id", "key"),
    Index(None, "document_id"),
    Index(None, "at"),
)

#: An address that is told what becomes of documents. `secret` signs what is sent; `events` are joined by spaces.
webhook = Table(
    "webhook",
    metadata,
    row_id(),
    of_workspace(),
    Column("uid", String(32), nullable=False, unique=True),
    Column("url", Text, nullable=False),
    Column("secret", String(100), nullable=False),
    Column("events", String(200), nullable=False),
    Column("active", Boolean, nullable=False),
    Column("created_at", Double, nullable=False),
    Index(None, "workspace_id"),
)

#: One message to one address. `status` is waiting, delivered or given_up; `next_at` is when it is tried (again), also
#: while somebody tries it. `answer` is the HTTP status of the last answer, `error` why there was none.
delivery = Table(
    "delivery",
    metadata,
    row_id(),
    of_workspace(),
    of_document(),
    Column("uid", String(32), nullable=False, unique=True),
    Column("webhook_id", ROW_ID, ForeignKey("webhook.id", ondelete="CASCADE"), nullable=False),
    Column("event", String(40), nullable=False),
    Column("code", String(40)),
    Column("status", String(12), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("next_at", Double, nullable=False),
    Column("answer", Integer),
    Column("error", Text),
    Column("created_at", Double, nullable=False),
    Column("changed_at", Double, nullable=False),
    Index(None, "document_id"),
    Index(None, "webhook_id", "id"),
    index_where("ix_delivery_waiting", "status = 'waiting'", "next_at"),
)
