"""The tables, once, for SQLite and PostgreSQL. They are the truth of an archive: what was accepted, what is done, what
failed, and what the documents say. Changes go through `migrations/`, which a test compares with this module.

Times are seconds since 1970 (UTC). Dates of documents are ISO 8601 at their known precision, as in the Report. Columns
ending in `_key` hold a spelling that is the same for all ways to write a thing (`api/store/keys.py`).
"""

from __future__ import annotations

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from api.store.computed import variant

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# SQLite counts rows by itself only where the key is INTEGER.
_Id = BigInteger().with_variant(Integer, "sqlite")
_Json = JSON().with_variant(JSONB, "postgresql")


def _index_where(name: str, condition: str, *columns: str) -> Index:
    """An index of those rows only that fulfil a condition, in both dialects."""
    return Index(name, *columns, sqlite_where=text(condition), postgresql_where=text(condition))


def _id() -> Column[int]:
    return Column("id", _Id, primary_key=True, autoincrement=True)


def _workspace() -> Column[int]:
    return Column("workspace_id", Integer, ForeignKey("workspace.id"), nullable=False)


def _document(*, key: bool = False) -> Column[int]:
    return Column("document_id", _Id, ForeignKey("document.id", ondelete="CASCADE"), nullable=False, primary_key=key)


workspace = Table("workspace", metadata, _id(), Column("name", String(200), nullable=False, unique=True))

#: A file of the content-addressed store: an original, a kept Source, or a Report. `size` in bytes as stored.
blob = Table(
    "blob",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("created_at", Double, nullable=False),
)

#: A file in a workspace, known by its content. `original` is false for one whose content must not be kept (secrecy).
document = Table(
    "document",
    metadata,
    _id(),
    _workspace(),
    Column("uid", String(32), nullable=False, unique=True),
    Column("sha256", String(64), nullable=False),
    Column("name", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("original", Boolean, nullable=False),
    Column("added_at", Double, nullable=False),
    Column("external_id", String(200)),
    Column("metadata", _Json),
    UniqueConstraint("workspace_id", "sha256"),
    Index(None, "sha256"),
    Index(None, "workspace_id", "external_id"),
)

#: A place that a document came under: a path, or an address; of a member of an archive "archive.zip!/member".
#: `folder` is the path up to its last slash. `size` and `mtime_ns` tell a later import that nothing changed there.
location = Table(
    "location",
    metadata,
    _id(),
    _workspace(),
    _document(),
    Column("path", Text, nullable=False),
    Column("folder", Text, nullable=False),
    Column("size", BigInteger),
    Column("mtime_ns", BigInteger),
    Column("seen_at", Double, nullable=False),
    UniqueConstraint("workspace_id", "path"),
    Index(None, "document_id"),
    Index(None, "workspace_id", "folder"),
)

#: What a reader made of a file, kept so that a change of rules recognises nothing twice.
source = Table(
    "source",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("readers", String(200), primary_key=True),
    Column("options", String(64), primary_key=True),
    Column("blob_sha256", String(64), nullable=False),
)

#: One extraction of a document by one version of the pipeline. `status` is pending, running, done or failed; a failed
#: one is in quarantine with the code and the message of its error. `attempts` counts starts.
extraction = Table(
    "extraction",
    metadata,
    _id(),
    _workspace(),
    _document(),
    Column("options", String(64), nullable=False),
    Column("pipeline_version", String(64), nullable=False),
    Column("status", String(10), nullable=False),
    Column("attempts", Integer, nullable=False, default=0),
    Column("claimed_by", String(200)),
    Column("lease_until", Double),
    Column("error_code", String(40)),
    Column("error_message", Text),
    Column("report_sha256", String(64)),
    Column("from_source", Boolean),
    Column("seconds", Double),
    Column("changed_at", Double, nullable=False),
    UniqueConstraint("document_id", "options", "pipeline_version"),
    Index(None, "workspace_id", "pipeline_version", "status", "attempts", "id"),
    Index(None, "report_sha256"),
)

#: What the newest extraction says of the document itself. One row for each document that was read. `newest` is its
#: place in lists (`keys.order_key`), of all workspaces. `attached_key` (as `code_key`) and `attached_type` tell what an
#: appendix says that it goes with ("Kèm theo Báo cáo số …"). `joined` is whether the records that it belongs to were
#: looked for since (`api/records`).
report = Table(
    "report",
    metadata,
    _document(key=True),
    _workspace(),
    Column("newest", BigInteger, nullable=False),
    Column("extraction_id", _Id, ForeignKey("extraction.id", ondelete="CASCADE"), nullable=False),
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
    Index(None, "workspace_id", "unit_code", "newest"),
    Index(None, "workspace_id", "type_code", "newest"),
    Index("ix_report_extraction_id", "extraction_id"),
    _index_where("ix_report_not_joined", "NOT joined", "workspace_id", "document_id"),
    _index_where("ix_report_attached_key", "attached_key IS NOT NULL", "workspace_id", "attached_key"),
)

#: The text as it is and as it is searched (`api/store/keys.py` folds it code point by code point, length kept).
#: `heading` is the folded title and section headings, " / " between them; `codes` the keys of its own number and of
#: those that it cites, a space between them. `newest` is that of `report`.
report_text = Table(
    "report_text",
    metadata,
    _document(key=True),
    Column("workspace_id", Integer, nullable=False),
    Column("newest", BigInteger, nullable=False),
    Column("heading", Text, nullable=False),
    Column("codes", Text, nullable=False),
    Column("folded", Text, nullable=False),
    Column("text", Text, nullable=False),
)

#: A document that a report cites, as that report resolves it. `item` is its id in the Report; `relations` are those of
#: its mentions, each once, joined by spaces. `newest` is that of `report`.
citation = Table(
    "citation",
    metadata,
    _id(),
    _workspace(),
    _document(),
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
    _document(key=True),
    Column("item", String(40), primary_key=True),
    _workspace(),
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
    _id(),
    _workspace(),
    _document(),
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
    _index_where("ix_figure_body_key", "body_key IS NOT NULL", "workspace_id", "body_key"),
)

#: A finding inside one report (docs/findings.md).
finding = Table(
    "finding",
    metadata,
    _document(key=True),
    Column("item", String(40), primary_key=True),
    _workspace(),
    Column("type", String(60), nullable=False),
    Column("severity", String(10), nullable=False),
    Column("message_vi", Text, nullable=False),
    Column("message_en", Text, nullable=False),
    Column("start", Integer),
    Column("end", Integer),
    Index(None, "workspace_id", "type", "document_id"),
    sqlite_with_rowid=False,
)

#: What joins documents to one record: versions of one report, or its main text and appendices. `role` is version, main
#: or appendix; `position` orders them.
membership = Table(
    "membership",
    metadata,
    _document(key=True),
    _workspace(),
    Column("record", String(32), nullable=False),
    Column("role", String(10), nullable=False),
    Column("position", Integer, nullable=False),
    Column("note", Text),
    Index(None, "workspace_id", "record"),
)

#: A row of the office's own register of documents issued and received (sổ đăng ký văn bản đi, đến). `sheet` and `row`
#: say where it stands in the file; the sheet of a .csv file is "".
register_entry = Table(
    "register_entry",
    metadata,
    _id(),
    _workspace(),
    Column("register", String(200), nullable=False),
    Column("sheet", String(200), nullable=False),
    Column("row", Integer, nullable=False),
    Column("number", Text),
    Column("symbol", Text),
    Column("code", Text),
    Column("code_key", Text),
    Column("date", String(30)),
    Column("issuer", Text),
    Column("issuer_key", Text),
    Column("subject", Text),
    UniqueConstraint("workspace_id", "register", "sheet", "row"),
    Index(None, "workspace_id", "code_key"),
    Index(None, "workspace_id", "date"),
)
