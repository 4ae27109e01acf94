"""What the newest extraction of each document says, as rows for questions over the whole archive."""

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

from api.store.computed import variant
from api.store.tables.columns import ROW_ID, index_where, metadata, of_document, of_workspace, row_id

#: What the newest extraction says of the document itself. One row for each document that was read. `newest` is its
#: place in lists (`keys.order_key`), of all workspaces. `attached_key` (as `code_key`) and `attached_type` tell what an
#: appendix says that it goes with ("Kèm theo Báo cáo số …"). `joined` is whether the records that it belongs to were
#: looked for since (`api/records`).
report = Table(
    "report",
    metadata,
    of_document(key=True),
    of_workspace(),
    Column("newest", BigInteger, nullable=False),
    Column("extraction_id", ROW_ID, ForeignKey("extraction.id", ondelete="CASCADE"), nullable=False),
    Column("type_code", String(20)),
    Column("type_name", Text),
    Column("number", Text),
    Column("code", Text),
    Column("code_key", Text),
    Column("date", String(30)),
    Column("issuer", Text),
    Column("issuer_key", Text),
    Column("unit_code", String(20)),
    Column("unit_name", Text),
    Column("title", Text),
    Column("period", String(40)),
    Column("urgency", String(20)),
    Column("pages", Integer),
    Column("characters", Integer, nullable=False),
    Column("references", Integer, nullable=False),
    Column("findings", Integer, nullable=False),
    Column("pipeline_version", String(64), nullable=False),
    Column("attached_key", Text),
    Column("attached_type", String(20)),
    Column("joined", Boolean, nullable=False, default=False),
    Index(None, "workspace_id", "code_key", "newest"),
    Index(None, "newest", unique=True),
    Index(None, "workspace_id", "issuer_key", "newest"),
    Index("ix_report_extraction_id", "extraction_id"),
    index_where("ix_report_unnumbered", "code_key IS NULL", "workspace_id", "issuer_key", "type_code", "newest"),
    index_where("ix_report_not_joined", "NOT joined", "workspace_id", "document_id"),
    index_where("ix_report_attached_key", "attached_key IS NOT NULL", "workspace_id", "attached_key"),
)

#: The text as it is, and as it is searched: its `folded` words (`folding.line`), and as words too what is known of the
#: document, its `marks` (`marks.py`). `newest` is its place in lists (`keys.order_key`).
report_text = Table(
    "report_text",
    metadata,
    of_document(key=True),
    Column("workspace_id", Integer, nullable=False),
    Column("newest", BigInteger, nullable=False, unique=True),
    Column("marks", Text, nullable=False),
    Column("folded", Text, nullable=False),
    Column("text", Text, nullable=False),
)

#: A document that a report cites, as that report resolves it. `item` is its id in the Report; `relations` are those of
#: its mentions, each once, joined by spaces; `first_mention` is the `item` of the first of them. `code_key` of a law
#: that is cited without its number is that of its name (`keys.law_key`). `newest` is that of `report`.
citation = Table(
    "citation",
    metadata,
    row_id(),
    of_workspace(),
    of_document(),
    Column("newest", BigInteger, nullable=False),
    Column("item", String(40), nullable=False),
    Column("key", Text, nullable=False),
    Column("urn", Text),
    Column("type_code", String(20)),
    Column("type_name", Text),
    Column("number", Text),
    Column("year", String(8)),
    Column("symbol", Text),
    Column("code", Text),
    Column("code_key", Text),
    Column("date", String(30)),
    Column("issuer", Text),
    Column("issuer_key", Text),
    Column("title", Text),
    Column("relations", Text, nullable=False),
    Column("mentions", Integer, nullable=False),
    Column("first_mention", String(40)),
    Column("confidence", Double, nullable=False),
    variant(),
    UniqueConstraint("document_id", "item"),
    Index(None, "workspace_id", "code_key", "variant", "newest"),
)

#: A mention of a document: its place in the text (code points) and on a page. `citation_item` is the `item` of its
#: citation, None where the mention was not resolved.
mention = Table(
    "mention",
    metadata,
    of_document(key=True),
    Column("item", String(40), primary_key=True),
    of_workspace(),
    Column("citation_item", String(40)),
    Column("kind", String(12), nullable=False),
    Column("relation", String(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("page", Integer),
    Column("section_path", Text),
    Column("confidence", Double, nullable=False),
    sqlite_with_rowid=False,
)

#: A figure of a report: a row of its indicators, one row here for each labelled value; a part of one that its note
#: gives to a body ("huyện Mang Yang: 53"); a cell of another table whose row is a body's. `value` is a number, None
#: where the cell holds none; `canonical` is the row of the national template (rules/indicators.toml). `key` is the same
#: for all reports: `canonical`, or the words of the label. `body_key` and `unit_code` say whose figure it is where it
#: is not the report's own.
figure = Table(
    "figure",
    metadata,
    row_id(),
    of_workspace(),
    of_document(),
    Column("item", String(40), nullable=False),
    Column("code", Text),
    Column("label", Text, nullable=False),
    Column("part", Text),
    Column("canonical", Text),
    Column("unit", Text),
    Column("value", Double),
    Column("page", Integer),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("key", Text, nullable=False),
    Column("body_key", Text),
    Column("unit_code", String(20)),
    Index(None, "document_id"),
    Index(None, "workspace_id", "canonical"),
    index_where("ix_figure_body_key", "body_key IS NOT NULL", "workspace_id", "body_key"),
)

#: A finding inside one report (docs/findings.md).
finding = Table(
    "finding",
    metadata,
    of_document(key=True),
    Column("item", String(40), primary_key=True),
    of_workspace(),
    Column("type", String(60), nullable=False),
    Column("severity", String(10), nullable=False),
    Column("message_vi", Text, nullable=False),
    Column("message_en", Text, nullable=False),
    Column("start", Integer),
    Column("end", Integer),
    Index(None, "workspace_id", "type", "document_id"),
    sqlite_with_rowid=False,
)
