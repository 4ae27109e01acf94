"""What people decide about what was extracted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
VALUE = sa.JSON().with_variant(JSONB(), "postgresql")
OPEN = ("open_reference", "open_finding", "open_count", "open_responsibility", "open_indicator", "orphaned")


def upgrade() -> None:
    _review()
    _decision()
    _samples()
    _only_added_to()
    # How many figures and duties are open is counted when somebody looks.
    op.execute("""
        INSERT INTO review (document_id, workspace_id, status, version, extraction_id, stale, least, open_reference,
            open_finding, open_count, open_responsibility, open_indicator, orphaned, changed_at)
        SELECT report.document_id, report.workspace_id, 'to_review', 0, report.extraction_id, true,
            coalesce((SELECT min(mention.confidence) FROM mention WHERE mention.document_id = report.document_id), 1.0),
            report."references", report.findings, 0, 0, 0, 0, extraction.changed_at
        FROM report JOIN extraction ON extraction.id = report.extraction_id
    """)


def _of(table: str, *columns: str) -> list[sa.ForeignKeyConstraint]:
    targets = {"document_id": "document.id", "workspace_id": "workspace.id", "sample_id": "sample.id"}
    return [
        sa.ForeignKeyConstraint(
            [column],
            [targets[column]],
            name=op.f(f"fk_{table}_{column}"),
            ondelete=None if column == "workspace_id" else "CASCADE",
        )
        for column in columns
    ]


def _review() -> None:
    op.create_table(
        "review",
        sa.Column("document_id", ID, nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("assignee", sa.Text(), nullable=True),
        sa.Column("assigned_at", sa.Double(), nullable=True),
        sa.Column("extraction_id", ID, nullable=True),
        sa.Column("stale", sa.Boolean(), nullable=False),
        sa.Column("least", sa.Double(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in OPEN),
        sa.Column("changed_at", sa.Double(), nullable=False),
        *_of("review", "document_id", "workspace_id"),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_review")),
    )
    op.create_index(
        op.f("ix_review_workspace_id_status_least_document_id"),
        "review",
        ["workspace_id", "status", "least", "document_id"],
    )
    decided = sa.text("version > 0")
    op.create_index(
        "ix_review_decided", "review", ["workspace_id", "document_id"], sqlite_where=decided, postgresql_where=decided
    )


def _decision() -> None:
    op.create_table(
        "decision",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("document_id", ID, nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=32), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=True),
        sa.Column("at", sa.Double(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("action", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=True),
        sa.Column("item", sa.String(length=80), nullable=True),
        *(sa.Column(name, VALUE, nullable=True) for name in ("anchor", "extracted", "before", "after")),
        sa.Column("confidence", sa.Double(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("target", sa.String(length=32), nullable=True),
        sa.Column("carried_from", sa.String(length=32), nullable=True),
        sa.Column("blind", sa.Boolean(), nullable=False),
        sa.Column("topic", sa.String(length=60), nullable=True),
        sa.Column("issuer_key", sa.Text(), nullable=True),
        *_of("decision", "workspace_id", "document_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("uid", name=op.f("uq_decision_uid")),
        sa.UniqueConstraint("document_id", "version", name=op.f("uq_decision_document_id_version")),
    )
    op.create_index(op.f("ix_decision_document_id_step"), "decision", ["document_id", "step"])
    op.create_index(op.f("ix_decision_workspace_id_at"), "decision", ["workspace_id", "at"])
    dismissed = sa.text("topic IS NOT NULL")
    op.create_index(
        "ix_decision_topic",
        "decision",
        ["workspace_id", "topic", "issuer_key"],
        sqlite_where=dismissed,
        postgresql_where=dismissed,
    )


def _samples() -> None:
    op.create_table(
        "sample",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("drawn", sa.Integer(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", sa.Double(), nullable=False),
        *_of("sample", "workspace_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sample")),
        sa.UniqueConstraint("workspace_id", "seed", "drawn", name=op.f("uq_sample_workspace_id_seed_drawn")),
    )
    op.create_table(
        "sampled",
        sa.Column("sample_id", ID, nullable=False),
        sa.Column("document_id", ID, nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("done_at", sa.Double(), nullable=True),
        sa.Column("done_by", sa.Text(), nullable=True),
        *_of("sampled", "sample_id", "document_id", "workspace_id"),
        sa.PrimaryKeyConstraint("sample_id", "document_id", name=op.f("pk_sampled")),
    )
    op.create_index(op.f("ix_sampled_document_id"), "sampled", ["document_id"])
    op.create_index(op.f("ix_sampled_workspace_id"), "sampled", ["workspace_id"])


def _only_added_to() -> None:
    """A decision goes with its document, and is never another one."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("""
            CREATE TRIGGER decision_refuses_update BEFORE UPDATE ON decision BEGIN
                SELECT RAISE(ABORT, 'decisions are only added to');
            END
        """)
        return
    op.execute("""
        CREATE FUNCTION decision_is_only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'decisions are only added to';
        END $$
    """)
    op.execute("""
        CREATE TRIGGER decision_refuses_changes BEFORE UPDATE OR TRUNCATE ON decision
        FOR EACH STATEMENT EXECUTE FUNCTION decision_is_only_added_to()
    """)
