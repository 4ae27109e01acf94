"""All lists of all reports as tables: the documents, then what `trichluc extract --format csv` writes of one, each row
with the document that it is of."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import UTC, datetime
from functools import cache

from api.exporting.selection import Document, Selection, documents, report
from api.exporting.sinks import Sink
from api.exporting.tables import Cell, Kind, Row, Table, columns_of, table
from api.store import Store
from extractor.errors import TrichLucError
from extractor.export.lists import listings

DOCUMENTS = table(
    "documents",
    "Danh sách",
    columns_of("documents"),
    "documents",
    {"references": "integer", "findings": "integer"},
)

#: Columns that hold something else in one list than in the others.
_KINDS: dict[str, dict[str, Kind]] = {"organisations": {"mentions": "integer"}}


@cache
def names() -> tuple[str, ...]:
    """The names of the tables."""
    from extractor import extract

    return (DOCUMENTS.name, *(one.name for one in listings(extract(b"-", name="-.txt"))))


def write_lists(
    store: Store, selection: Selection, sink: Sink, chosen: Collection[str], progress: Callable[[int], None]
) -> Iterator[Document]:
    """Write the tables of these names. Yields the documents whose report is lost; of those there is only the row in
    `documents`. Raises OSError and StoreError."""
    if DOCUMENTS.name in chosen:
        sink.write(DOCUMENTS, ())
    alone = set(chosen) == {DOCUMENTS.name}
    for done, one in enumerate(documents(store, selection), start=1):
        if DOCUMENTS.name in chosen:
            sink.write(DOCUMENTS, [_row(one)])
        if not alone:
            try:
                found = list(listings(report(store, one)))
            except TrichLucError:
                yield one
                found = []
            for listing in found:
                if listing.name in chosen:
                    columns = ("document", *listing.columns)
                    own = _table(listing.name, listing.title, columns)
                    sink.write(own, _of(one.uid, listing.rows))
        progress(done)


@cache
def _table(name: str, title: str, columns: tuple[str, ...]) -> Table:
    return table(name, title, columns, "lists", _KINDS.get(name))


def _of(uid: str, rows: Iterable[Row]) -> Iterator[Row]:
    return ((uid, *row) for row in rows)


def _row(one: Document) -> list[Cell]:
    known: dict[str, Cell] = {
        "document": one.uid,
        "source": one.name,
        "paths": "\n".join(one.paths) or None,
        "external_id": one.external_id,
        "record": one.record,
        "record_role": one.role,
        "sha256": one.sha256,
        "size": one.size,
        "added": datetime.fromtimestamp(one.added_at, UTC).isoformat(timespec="seconds"),
    }
    return [known.get(column.name, one.facts.get(column.name)) for column in DOCUMENTS.columns]
