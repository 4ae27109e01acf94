"""All cited documents of a workspace beside its registers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import func, select

from api.archive.verification import BATCH, Verification, shown_day, verifications
from api.store import Store, tables


@dataclass(frozen=True, slots=True)
class Checked:
    """A cited document as reports give it, how many of them, the name of one, and what the registers say."""

    code: str | None
    date: str | None
    issuer: str | None
    title: str | None
    reports: int
    example: str
    verification: Verification

    def lines(self) -> str:
        """For people: the document with the reports that cite it, and below it what the registers say."""
        many = f"{self.example} và {self.reports - 1} báo cáo khác" if self.reports > 1 else self.example
        said = ", ".join(part for part in (self.code, shown_day(self.date) if self.date else None, self.issuer) if part)
        return f"{said} ({many})\n    {self.verification.message_vi}"


def check(store: Store) -> Iterator[Checked]:
    """Each cited document that has a number, once for each day and issuer that reports give it, by number."""
    table, document = tables.citation, tables.document
    of = (table.c.code_key, table.c.date, table.c.issuer_key)
    said = [func.min(table.c[name]).label(name) for name in ("number", "year", "symbol", "code", "issuer", "title")]
    query = (
        select(
            *of,
            *said,
            func.count(table.c.document_id.distinct()).label("reports"),
            func.min(document.c.name).label("example"),
        )
        .join(document, document.c.id == table.c.document_id)
        .where(table.c.workspace_id == store.workspace_id, table.c.code.is_not(None))
        .group_by(*of)
        .order_by(*of)
        .execution_options(yield_per=BATCH)
    )
    with store.reading() as connection:
        rows = iter(connection.execute(query))
        while batch := list(islice(rows, BATCH)):
            for row, found in zip(batch, verifications(connection, store.workspace_id, batch), strict=True):
                yield Checked(row.code, row.date, row.issuer, row.title, row.reports, row.example, found)
