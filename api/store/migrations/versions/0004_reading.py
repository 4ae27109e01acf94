"""What lists of documents are read by."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_document_workspace_id_id"), "document", ["workspace_id", "id"], unique=False)
