"""Reports as they are stored, a line each, with what the store knows of the document under "store"."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, select

from api.archive.register import exists_in
from api.archive.verification import verifications
from api.exporting.selection import Document, Selection, documents, report_json
from api.store import Store, tables
from api.store.errors import StoreError


def lines(store: Store, selection: Selection) -> Iterator[tuple[Document, bytes | None]]:
    """Each document with its line; None where its report is lost. A line is a Report (`extractor.export.from_json`
    reads it) with one key more."""
    for one in documents(store, selection):
        try:
            report = report_json(store, one)
        except StoreError:
            yield one, None
            continue
        with store.reading() as connection:
            known = _known(connection, store.workspace_id, one)
        added = json.dumps(known, ensure_ascii=False, separators=(",", ":")).encode()
        yield one, b'%b,"store":%b}\n' % (report.rstrip().removesuffix(b"}"), added)


def _known(connection: Connection, workspace_id: int, one: Document) -> dict[str, Any]:
    """`verification` holds, by the id of each cited document, what the office's register says of it; None where no
    register was loaded."""
    return {
        "document": one.uid,
        "name": one.name,
        "paths": one.paths,
        "external_id": one.external_id,
        "metadata": one.metadata,
        "added": datetime.fromtimestamp(one.added_at, UTC).isoformat(timespec="seconds"),
        "record": one.record,
        "record_role": one.role,
        "verification": dict(_verified(connection, workspace_id, one)) if exists_in(connection, workspace_id) else None,
    }


def _verified(connection: Connection, workspace_id: int, one: Document) -> Iterator[tuple[str, dict[str, Any]]]:
    table = tables.citation
    query = select(table).where(table.c.document_id == one.id, table.c.workspace_id == workspace_id)
    cited: Sequence[Any] = connection.execute(query.order_by(table.c.id)).all()
    for row, found in zip(cited, verifications(connection, workspace_id, cited), strict=True):
        yield row.item, asdict(found)
