"""What is reviewed: a document with its newest report and the items of it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass

from sqlalchemy import Connection, select

from api.review.folding import Item, opened
from api.review.items import finding_item, items_of
from api.store import Store, tables
from api.store.blobs import unpack
from extractor.export import from_json
from extractor.model import Finding, Report

#: Reports that are remembered: who decides asks for the same one again and again.
REMEMBERED = 8

_finding, _report = tables.finding, tables.report


@dataclass(frozen=True, slots=True)
class Subject:
    """A document under review: its row's id, its lasting name, and what the extraction says."""

    id: int
    uid: str
    name: str
    digest: str
    report: Report
    extracted: tuple[Item, ...]
    issuer_key: str | None


def subject(store: Store, document_id: int, uid: str, name: str, digest: str) -> Subject:
    """A document of the store's workspace, by what is known of it; `digest` is that of its newest report.

    Raises MissingError where the store lacks the report, CorruptFileError.
    """
    with store.reading() as connection:
        return within(connection, store, document_id, uid, name, digest)


def within(connection: Connection, store: Store, document_id: int, uid: str, name: str, digest: str) -> Subject:
    """As `subject`, over an open connection."""
    report, extracted = _REPORTS.of(store, digest)
    known = {one.id for one in report.findings}
    query = select(_finding).where(_finding.c.document_id == document_id, _finding.c.workspace_id == store.workspace_id)
    # Differences from what the calling system said are findings, too, and are not in the report.
    more = [row for row in connection.execute(query.order_by(_finding.c.item)) if row.item not in known]
    findings = [
        opened(
            finding_item(
                report,
                Finding(
                    *(row.item, row.type, row.severity, row.message_vi, row.message_en, ()),
                    (row.start, row.end) if row.start is not None else None,
                ),
            )
        )
        for row in more
    ]
    issuer = connection.scalar(
        select(_report.c.issuer_key).where(
            _report.c.document_id == document_id, _report.c.workspace_id == store.workspace_id
        )
    )
    return Subject(document_id, uid, name, digest, report, (*extracted, *findings), issuer)


class _Reports:
    """The reports that were read last, by their digests."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[Report, tuple[Item, ...]]] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, store: Store, digest: str) -> tuple[Report, tuple[Item, ...]]:
        with self._lock:
            if digest in self._kept:
                self._kept.move_to_end(digest)
                return self._kept[digest]
        report = from_json(unpack(store.blobs.get(digest)))
        found = report, tuple(map(opened, items_of(report)))
        with self._lock:
            self._kept[digest] = found
            while len(self._kept) > REMEMBERED:
                self._kept.popitem(last=False)
        return found


_REPORTS = _Reports()
