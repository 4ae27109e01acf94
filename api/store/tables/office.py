"""What is known beside the documents themselves: records that they form, the office's register."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from api.store.tables.columns import metadata, of_document, of_workspace, row_id

#: What joins documents to one record: versions of one report, or its main text and appendices. `role` is version, main
#: or appendix; `position` orders them.
membership = Table(
    "membership",
    metadata,
    of_document(key=True),
    of_workspace(),
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
    row_id(),
    of_workspace(),
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
