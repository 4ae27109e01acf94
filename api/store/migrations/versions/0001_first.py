"""The first schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
BYTEWISE = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
VARIANT = (
    "coalesce(date, '-' || (((newest >> 39) & 255) + 1900)) || '|' || coalesce(type_code, '')"
    " || '|' || substr(coalesce(issuer_key, ''), 1, 200)"
)


def upgrade() -> None:
    op.create_table(
        "blob",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_blob")),
    )
    op.create_table(
        "source",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("readers", sa.String(length=200), nullable=False),
        sa.Column("options", sa.String(length=64), nullable=False),
        sa.Column("blob_sha256", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("sha256", "readers", "options", name=op.f("pk_source")),
    )
    op.create_index(op.f("ix_source_blob_sha256"), "source", ["blob_sha256"], unique=False)
    op.create_table(
        "workspace",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workspace")),
        sa.UniqueConstraint("name", name=op.f("uq_workspace_name")),
    )
    op.create_table(
        "document",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=32), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("original", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.Double(), nullable=False),
        sa.Column("external_id", sa.String(length=200), nullable=True),
        sa.Column("metadata", JSON, nullable=True),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_document_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("uid", name=op.f("uq_document_uid")),
        sa.UniqueConstraint("workspace_id", "sha256", name=op.f("uq_document_workspace_id_sha256")),
    )
    op.create_index(op.f("ix_document_sha256"), "document", ["sha256"], unique=False)
    op.create_index(
        op.f("ix_document_workspace_id_external_id"), "document", ["workspace_id", "external_id"], unique=False
    )
    op.create_table(
        "register_entry",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("register", sa.String(length=200), nullable=False),
        sa.Column("sheet", sa.String(length=200), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("symbol", sa.Text(), nullable=True),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("code_key", sa.Text(), nullable=True),
        sa.Column("date", sa.String(length=30), nullable=True),
        sa.Column("issuer", sa.Text(), nullable=True),
        sa.Column("issuer_key", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_register_entry_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_entry")),
        sa.UniqueConstraint(
            "workspace_id", "register", "sheet", "row", name=op.f("uq_register_entry_workspace_id_register_sheet_row")
        ),
    )
    op.create_index(
        op.f("ix_register_entry_workspace_id_code_key"), "register_entry", ["workspace_id", "code_key"], unique=False
    )
    op.create_index(
        op.f("ix_register_entry_workspace_id_date"), "register_entry", ["workspace_id", "date"], unique=False
    )
    op.create_table(
        "citation",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("document_id", ID, nullable=False),
        sa.Column("newest", sa.BigInteger(), nullable=False),
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("urn", sa.Text(), nullable=True),
        sa.Column("type_code", sa.String(length=20), nullable=True),
        sa.Column("type_name", sa.Text(), nullable=True),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("year", sa.String(length=8), nullable=True),
        sa.Column("symbol", sa.Text(), nullable=True),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("code_key", sa.Text(), nullable=True),
        sa.Column("date", sa.String(length=30), nullable=True),
        sa.Column("issuer", sa.Text(), nullable=True),
        sa.Column("issuer_key", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("relations", sa.Text(), nullable=False),
        sa.Column("mentions", sa.Integer(), nullable=False),
        sa.Column("first_mention", sa.String(length=40), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.Column("variant", BYTEWISE, sa.Computed(VARIANT, persisted=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_citation_document_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_citation_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_citation")),
        sa.UniqueConstraint("document_id", "item", name=op.f("uq_citation_document_id_item")),
    )
    op.create_index(
        op.f("ix_citation_workspace_id_code_key_variant_newest"),
        "citation",
        ["workspace_id", "code_key", "variant", "newest"],
        unique=False,
    )
    op.create_table(
        "extraction",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("document_id", ID, nullable=False),
        sa.Column("options", sa.String(length=64), nullable=False),
        sa.Column("pipeline_version", sa.String(length=64), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("claimed_by", sa.String(length=200), nullable=True),
        sa.Column("lease_until", sa.Double(), nullable=True),
        sa.Column("error_code", sa.String(length=40), nullable=True),
        sa.Column("error_message", sa.Text(), nullable=True),
        sa.Column("report_sha256", sa.String(length=64), nullable=True),
        sa.Column("from_source", sa.Boolean(), nullable=True),
        sa.Column("seconds", sa.Double(), nullable=True),
        sa.Column("changed_at", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_extraction_document_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_extraction_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extraction")),
        sa.UniqueConstraint(
            "document_id",
            "options",
            "pipeline_version",
            name=op.f("uq_extraction_document_id_options_pipeline_version"),
        ),
    )
    op.create_index(op.f("ix_extraction_report_sha256"), "extraction", ["report_sha256"], unique=False)
    op.create_index(
        op.f("ix_extraction_workspace_id_pipeline_version_status_attempts_id"),
        "extraction",
        ["workspace_id", "pipeline_version", "status", "attempts", "id"],
        unique=False,
    )
    op.create_table(
        "figure",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("document_id", ID, nullable=False),
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("part", sa.Text(), nullable=True),
        sa.Column("canonical", sa.Text(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("body_key", sa.Text(), nullable=True),
        sa.Column("unit_code", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_figure_document_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_figure_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure")),
    )
    op.create_index(op.f("ix_figure_document_id"), "figure", ["document_id"], unique=False)
    op.create_index(
        "ix_figure_body_key",
        "figure",
        ["workspace_id", "body_key"],
        unique=False,
        sqlite_where=sa.text("body_key IS NOT NULL"),
        postgresql_where=sa.text("body_key IS NOT NULL"),
    )
    op.create_index(op.f("ix_figure_workspace_id_canonical"), "figure", ["workspace_id", "canonical"], unique=False)
    op.create_table(
        "finding",
        sa.Column("document_id", ID, nullable=False),
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("type", sa.String(length=60), nullable=False),
        sa.Column("severity", sa.String(length=10), nullable=False),
        sa.Column("message_vi", sa.Text(), nullable=False),
        sa.Column("message_en", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=True),
        sa.Column("end", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_finding_document_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_finding_workspace_id")),
        sa.PrimaryKeyConstraint("document_id", "item", name=op.f("pk_finding")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_finding_workspace_id_type_document_id"),
        "finding",
        ["workspace_id", "type", "document_id"],
        unique=False,
    )
    op.create_table(
        "location",
        sa.Column("id", ID, autoincrement=True, nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("document_id", ID, nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("folder", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("mtime_ns", sa.BigInteger(), nullable=True),
        sa.Column("seen_at", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_location_document_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_location_workspace_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_location")),
        sa.UniqueConstraint("workspace_id", "path", name=op.f("uq_location_workspace_id_path")),
    )
    op.create_index(op.f("ix_location_document_id"), "location", ["document_id"], unique=False)
    op.create_index(op.f("ix_location_workspace_id_folder"), "location", ["workspace_id", "folder"], unique=False)
    op.create_table(
        "membership",
        sa.Column("document_id", ID, nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("record", sa.String(length=32), nullable=False),
        sa.Column("role", sa.String(length=10), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_membership_document_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_membership_workspace_id")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_membership")),
    )
    op.create_index(op.f("ix_membership_workspace_id_record"), "membership", ["workspace_id", "record"], unique=False)
    op.create_table(
        "mention",
        sa.Column("document_id", ID, nullable=False),
        sa.Column("item", sa.String(length=40), nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("citation_item", sa.String(length=40), nullable=True),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("relation", sa.String(length=16), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("section_path", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_mention_document_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_mention_workspace_id")),
        sa.PrimaryKeyConstraint("document_id", "item", name=op.f("pk_mention")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "report_text",
        sa.Column("document_id", ID, nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("newest", sa.BigInteger(), nullable=False),
        sa.Column("marks", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_report_text_document_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_report_text")),
        sa.UniqueConstraint("newest", name=op.f("uq_report_text_newest")),
    )
    op.create_table(
        "report",
        sa.Column("document_id", ID, nullable=False),
        sa.Column("workspace_id", sa.Integer(), nullable=False),
        sa.Column("newest", sa.BigInteger(), nullable=False),
        sa.Column("extraction_id", ID, nullable=False),
        sa.Column("type_code", sa.String(length=20), nullable=True),
        sa.Column("type_name", sa.Text(), nullable=True),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("code_key", sa.Text(), nullable=True),
        sa.Column("date", sa.String(length=30), nullable=True),
        sa.Column("issuer", sa.Text(), nullable=True),
        sa.Column("issuer_key", sa.Text(), nullable=True),
        sa.Column("unit_code", sa.String(length=20), nullable=True),
        sa.Column("unit_name", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("period", sa.String(length=40), nullable=True),
        sa.Column("urgency", sa.String(length=20), nullable=True),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("characters", sa.Integer(), nullable=False),
        sa.Column("references", sa.Integer(), nullable=False),
        sa.Column("findings", sa.Integer(), nullable=False),
        sa.Column("pipeline_version", sa.String(length=64), nullable=False),
        sa.Column("attached_key", sa.Text(), nullable=True),
        sa.Column("attached_type", sa.String(length=20), nullable=True),
        sa.Column("joined", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_report_document_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["extraction_id"], ["extraction.id"], name=op.f("fk_report_extraction_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_report_workspace_id")),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_report")),
    )
    op.create_index(
        "ix_report_attached_key",
        "report",
        ["workspace_id", "attached_key"],
        unique=False,
        sqlite_where=sa.text("attached_key IS NOT NULL"),
        postgresql_where=sa.text("attached_key IS NOT NULL"),
    )
    op.create_index("ix_report_extraction_id", "report", ["extraction_id"], unique=False)
    op.create_index(
        "ix_report_unnumbered",
        "report",
        ["workspace_id", "issuer_key", "type_code", "newest"],
        unique=False,
        sqlite_where=sa.text("code_key IS NULL"),
        postgresql_where=sa.text("code_key IS NULL"),
    )
    op.create_index(
        "ix_report_not_joined",
        "report",
        ["workspace_id", "document_id"],
        unique=False,
        sqlite_where=sa.text("NOT joined"),
        postgresql_where=sa.text("NOT joined"),
    )
    op.create_index(
        op.f("ix_report_workspace_id_code_key_newest"), "report", ["workspace_id", "code_key", "newest"], unique=False
    )
    op.create_index(op.f("ix_report_newest"), "report", ["newest"], unique=True)
    op.create_index(
        op.f("ix_report_workspace_id_issuer_key_newest"),
        "report",
        ["workspace_id", "issuer_key", "newest"],
        unique=False,
    )
    if op.get_bind().dialect.name == "postgresql":
        _search_of_postgresql()
    else:
        _search_of_sqlite()


def _search_of_sqlite() -> None:
    # The index holds no text of its own; triggers keep it true to the table, whoever writes there. Its row ids are the
    # order of lists, so that the newest matches come first without sorting. A mark is one word.
    op.execute("""
        CREATE VIRTUAL TABLE report_search USING fts5(
            folded, marks, content='report_text', content_rowid='newest', columnsize=0,
            tokenize="ascii tokenchars '/'"
        )
    """)
    op.execute("""
        CREATE TRIGGER report_text_added AFTER INSERT ON report_text BEGIN
            INSERT INTO report_search(rowid, folded, marks) VALUES (new.newest, new.folded, new.marks);
        END
    """)
    op.execute("""
        CREATE TRIGGER report_text_removed AFTER DELETE ON report_text BEGIN
            INSERT INTO report_search(report_search, rowid, folded, marks)
            VALUES ('delete', old.newest, old.folded, old.marks);
        END
    """)


def _search_of_postgresql() -> None:
    # No parser: words are what stands between spaces. The server's own would cut marks and "1e5" apart. Phrases are
    # looked up in the columns themselves: positions in a vector end at 16,383.
    op.execute("""
        ALTER TABLE report_text ADD COLUMN vector tsvector GENERATED ALWAYS AS (
            array_to_tsvector(array_remove(string_to_array(marks || folded, ' '), ''))
        ) STORED
    """)
    op.execute("CREATE INDEX ix_report_text_vector ON report_text USING gin (vector)")
