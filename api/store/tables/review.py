"""What people decide about what was extracted: added to, never changed, and gone only with its document."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
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

from api.store.tables.columns import JSON_VALUE, ROW_ID, index_where, metadata, of_document, of_workspace, row_id

#: How the review of a document stands; one row for each document that has a report. `status` is to_review, in_review or
#: done. `version` counts its rows of `decision`. `open_…` are items that nobody decided yet, `least` the least
#: confidence among its open references (1 where there is none). They are of the extraction `extraction_id`, and not
#: counted yet where `stale`.
review = Table(
    "review",
    metadata,
    of_document(key=True),
    of_workspace(),
    Column("status", String(10), nullable=False),
    Column("version", Integer, nullable=False),
    Column("assignee", Text),
    Column("assigned_at", Double),
    Column("extraction_id", ROW_ID),
    Column("stale", Boolean, nullable=False),
    Column("least", Double, nullable=False),
    Column("open_reference", Integer, nullable=False),
    Column("open_finding", Integer, nullable=False),
    Column("open_count", Integer, nullable=False),
    Column("open_responsibility", Integer, nullable=False),
    Column("open_indicator", Integer, nullable=False),
    Column("orphaned", Integer, nullable=False),
    Column("changed_at", Double, nullable=False),
    Index(None, "workspace_id", "status", "least", "document_id"),
    index_where("ix_review_decided", "version > 0", "workspace_id", "document_id"),
)

#: One decision about one item; the database itself refuses to change it. Those of one request share `step`, which is
#: what is undone: by a row with the action `undo` (or `redo`) whose `target` is that step. `anchor` is the item's kind,
#: quote, 32 characters on either side, page, start and end; `extracted` its fields as the extraction had them, `before`
#: and `after` those before and after the decision. `fingerprint` is that of the request, where it had an
#: Idempotency-Key. `carried_from` is the decision on an earlier draft that was taken over. `blind`: made without sight
#: of the extraction. `topic` is the type of a finding that was dismissed, `issuer_key` whose report it is.
decision = Table(
    "decision",
    metadata,
    row_id(),
    of_workspace(),
    of_document(),
    Column("uid", String(32), nullable=False, unique=True),
    Column("version", Integer, nullable=False),
    Column("step", String(32), nullable=False),
    Column("fingerprint", String(64)),
    Column("at", Double, nullable=False),
    Column("who", Text, nullable=False),
    Column("action", String(12), nullable=False),
    Column("kind", String(16)),
    Column("item", String(80)),
    Column("anchor", JSON_VALUE),
    Column("extracted", JSON_VALUE),
    Column("before", JSON_VALUE),
    Column("after", JSON_VALUE),
    Column("confidence", Double),
    Column("reason", Text),
    Column("comment", Text),
    Column("target", String(32)),
    Column("carried_from", String(32)),
    Column("blind", Boolean, nullable=False),
    Column("topic", String(60)),
    Column("issuer_key", Text),
    UniqueConstraint("document_id", "version"),
    Index(None, "document_id", "step"),
    Index(None, "workspace_id", "at"),
    index_where("ix_decision_topic", "topic IS NOT NULL", "workspace_id", "topic", "issuer_key"),
)

#: Documents drawn at random, to be reviewed blind: `drawn` of them by `seed`.
sample = Table(
    "sample",
    metadata,
    row_id(),
    of_workspace(),
    Column("seed", BigInteger, nullable=False),
    Column("drawn", Integer, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Double, nullable=False),
    UniqueConstraint("workspace_id", "seed", "drawn"),
)

#: A document of a sample; `done_at` is when it was reviewed.
sampled = Table(
    "sampled",
    metadata,
    Column("sample_id", ROW_ID, ForeignKey("sample.id", ondelete="CASCADE"), nullable=False, primary_key=True),
    of_document(key=True),
    of_workspace(),
    Column("position", Integer, nullable=False),
    Column("done_at", Double),
    Column("done_by", Text),
    Index(None, "document_id"),
    Index(None, "workspace_id"),
)
