"""Checking that database and files agree. Everything is read in portions; imports may go on meanwhile."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, literal, select, text, union_all
from sqlalchemy.exc import DatabaseError

from api.keeping.form import Progress
from api.keeping.problems import GRACE, Kind, Problem
from api.store import Store, tables
from api.store.blobs import PREFIXES, Stored
from api.store.errors import MissingError

#: Above so many files they are compared in portions: the memory that this takes does not grow with the archive.
PORTION = 20_000

#: Who needs a file: the kind of problem if it is lost, and what it is.
_LOST: dict[str, tuple[Kind, str]] = {
    "original": ("lost_original", "an original"),
    "source": ("lost_source", "what was read from an original"),
    "report": ("lost_report", "a report"),
}


def check_database(store: Store, *, contents: bool) -> Iterator[Problem]:
    """The database's own look at itself: pages, indexes, foreign keys. `contents`: also the search index against the
    texts; writers wait meanwhile."""
    if store.engine.dialect.name == "postgresql":
        broken = "SELECT indexrelid::regclass::text FROM pg_index WHERE NOT (indisvalid AND indisready)"
        with store.reading() as connection:
            for name in connection.scalars(text(broken)):
                yield Problem("index", f"index {name} is not valid")
        return
    with store.reading() as connection:
        for found in connection.scalars(text("PRAGMA quick_check")):
            if found != "ok":
                yield Problem("database", f"the database file is damaged: {found}; restore a backup")
        for table, *_ in connection.execute(text("PRAGMA foreign_key_check")):
            yield Problem("database", f"a row of table {table} belongs to nothing")
    if not contents:
        return
    try:
        with store.writing() as connection:
            connection.execute(text("INSERT INTO report_search(report_search, rank) VALUES ('integrity-check', 1)"))
    except DatabaseError:
        yield Problem("index", "the search index is not that of the texts")


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A file that rows speak of: what needs it, and its row in `blob`: size, and when it was taken in."""

    uses: frozenset[str]
    size: int | None
    created_at: float | None


def check_files(store: Store, *, contents: bool, progress: Progress) -> Iterator[Problem]:
    """The files against the rows: missing, damaged, needed by nothing. `contents`: read each file and take its hash;
    else only its size is compared."""
    with store.reading() as connection:
        rows = connection.scalars(select(func.count()).select_from(tables.blob)).one()
    portions = PREFIXES if rows > PORTION else ("",)
    for done, prefix in enumerate(portions):
        progress("parts of the files", done, len(portions))
        with store.snapshot() as connection:
            wanted = _wanted(connection, prefix)
        # Listed after the rows were read: a file is there before its row.
        there = {one.digest: one for one in store.blobs.under(prefix)}
        for digest, want in wanted.items():
            yield from _check_wanted(store, digest, want, there.get(digest), contents)
        for digest, one in there.items():
            if digest not in wanted and one.written_at < time.time() - GRACE:
                yield Problem("unneeded", f"file {digest[:12]} belongs to nothing ({one.size} bytes)", digest)
    progress("parts of the files", len(portions), len(portions))


def _wanted(connection: Connection, prefix: str) -> dict[str, _Wanted]:
    """The rows' side of the files whose digests begin with `prefix`."""
    document, source, extraction, blob = tables.document, tables.source, tables.extraction, tables.blob
    uses = union_all(
        select(document.c.sha256, literal("original")).where(document.c.original, _under(document.c.sha256, prefix)),
        select(source.c.blob_sha256, literal("source")).where(_under(source.c.blob_sha256, prefix)),
        select(extraction.c.report_sha256, literal("report")).where(_under(extraction.c.report_sha256, prefix)),
    )
    found: dict[str, set[str]] = {}
    for digest, use in connection.execute(uses):
        found.setdefault(digest, set()).add(use)
    rows = connection.execute(select(blob).where(_under(blob.c.sha256, prefix)))
    known = {row.sha256: (row.size, row.created_at) for row in rows}
    return {
        digest: _Wanted(frozenset(found.get(digest, ())), *known.get(digest, (None, None)))
        for digest in sorted({*found, *known})
    }


def _under(column: ColumnElement[Any], prefix: str) -> ColumnElement[bool]:
    """Whether a digest begins so. As a range, an index answers it; "g" comes behind all digits."""
    return and_(column >= prefix, column < f"{prefix}g")


def _check_wanted(store: Store, digest: str, want: _Wanted, there: Stored | None, contents: bool) -> Iterator[Problem]:
    if not want.uses:
        if want.created_at is not None and want.created_at < time.time() - GRACE:
            yield Problem("unneeded", f"file {digest[:12]} belongs to nothing any more", digest)
        return
    state = _state(store, digest, want, there, contents)
    if state is None:
        if want.size is None:
            yield Problem("lost_row", f"file {digest[:12]} has no row of its own", digest)
        return
    with store.reading() as connection:
        # Removed while we looked: no row speaks of it any more.
        uses = _wanted(connection, digest).get(digest)
    for use in sorted(uses.uses if uses else ()):
        kind, what = _LOST[use]
        yield Problem(kind, f"file {digest[:12]}, {what}, {state}", digest)


def _state(store: Store, digest: str, want: _Wanted, there: Stored | None, contents: bool) -> str | None:
    """What is wrong with a file, None where nothing is."""
    if there is None:
        return "is missing"
    if there.size == 0 or (want.size is not None and there.size != want.size):
        return "is damaged"
    if not contents:
        return None
    try:
        data = store.blobs.get(digest)
    except MissingError:
        return "is missing"
    return None if hashlib.sha256(data).hexdigest() == digest else "is damaged"
