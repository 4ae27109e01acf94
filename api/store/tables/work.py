"""Files, documents and the work on them."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Double,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from api.store.tables.columns import JSON_VALUE, metadata, of_document, of_workspace, row_id

workspace = Table("workspace", metadata, row_id(), Column("name", String(200), nullable=False, unique=True))

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
    row_id(),
    of_workspace(),
    Column("uid", String(32), nullable=False, unique=True),
    Column("sha256", String(64), nullable=False),
    Column("name", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("original", Boolean, nullable=False),
    Column("added_at", Double, nullable=False),
    Column("external_id", String(200)),
    Column("metadata", JSON_VALUE),
    UniqueConstraint("workspace_id", "sha256"),
    Index(None, "workspace_id", "id"),
    Index(None, "sha256"),
    Index(None, "workspace_id", "external_id"),
)

#: A place that a document came under: a path, or an address; of a member of an archive "archive.zip!/member".
#: `folder` is the path up to its last slash. `size` and `mtime_ns` tell a later import that nothing changed there.
location = Table(
    "location",
    metadata,
    row_id(),
    of_workspace(),
    of_document(),
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
    Index(None, "blob_sha256"),
)

#: One extraction of a document by one version of the pipeline. `status` is pending, running, done or failed; a failed
#: one is in quarantine with the code and the message of its error. `attempts` counts starts.
extraction = Table(
    "extraction",
    metadata,
    row_id(),
    of_workspace(),
    of_document(),
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
