"""`trichluc failures`: the files in quarantine, and why they are there."""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

from sqlalchemy import select

from api.commands import common
from api.store import Store, tables, work

#: Places shown of one file; the rest is counted.
PLACES = 5


@dataclass(frozen=True, slots=True)
class Failure:
    """A file in quarantine. Of one with a secrecy mark, only `sha256` and `paths` are told. `attempts` counts starts,
    `since` is when it failed."""

    sha256: str
    code: str
    message: str
    paths: list[str]
    attempts: int
    since: str


def arguments(parser: argparse.ArgumentParser) -> None:
    """Add the command's options."""
    parser.add_argument("--code", metavar="CODE", help="only failures of this kind, such as corrupt or encrypted")
    parser.add_argument("--json", action="store_true", help="print an object a line")


def run(options: argparse.Namespace) -> int:
    """List them, and return the exit status: 0, also where there are none."""
    codes: Counter[str] = Counter()
    with common.opened(options) as store:
        for one in found(store, options.code):
            codes[one.code] += 1
            if options.json:
                print(json.dumps(asdict(one), ensure_ascii=False))
            else:
                print(*_lines(one), sep="\n")
    if options.json:
        return 0
    if not codes:
        print(f"no failures{f' of the kind {options.code}' if options.code else ''}")
        return 0
    kinds = ", ".join(f"{code} {count:,}" for code, count in codes.most_common())
    sys.stdout.flush()
    print(f"{codes.total():,} files: {kinds}; try them again: trichluc import --retry", file=sys.stderr)
    return 0


def found(store: Store, code: str | None = None) -> Iterator[Failure]:
    """The files in quarantine, oldest first, one after the other."""
    extraction, document, location = tables.extraction, tables.document, tables.location
    query = (
        select(extraction, document.c.sha256, document.c.name, location.c.path)
        .join(document, document.c.id == extraction.c.document_id)
        .outerjoin(location, location.c.document_id == document.c.id)
        .where(work.quarantined(store))
        .order_by(extraction.c.id, location.c.id)
    )
    if code:
        query = query.where(extraction.c.error_code == code)
    with store.reading() as connection:
        rows = connection.execution_options(yield_per=500).execute(query)
        for _, group in groupby(rows, key=lambda row: row.id):
            yield _failure(list(group))


def _failure(rows: list[Any]) -> Failure:
    first = rows[0]
    paths = [row.path for row in rows if row.path is not None]
    # The engine's messages begin with the name, which stands in the path.
    message = str(first.error_message or "").removeprefix(f"{first.name}: ")
    return Failure(
        sha256=first.sha256,
        code=first.error_code,
        message=message,
        paths=paths or [first.name],
        attempts=first.attempts,
        since=datetime.fromtimestamp(first.changed_at, UTC).isoformat(timespec="seconds"),
    )


def _lines(one: Failure) -> Iterator[str]:
    indent = " " * 18
    yield _printable(f"{one.code:<16}  {one.paths[0]}")
    for path in one.paths[1:PLACES]:
        yield _printable(f"{indent}{path}")
    if len(one.paths) > PLACES:
        yield f"{indent}and {len(one.paths) - PLACES:,} more places"
    times = f" ({one.attempts} attempts)" if one.attempts > 1 else ""
    told = f"sha256 {one.sha256}" if one.code == "secret" else one.message
    yield _printable(f"{indent}{told}{times}")


def _printable(text: str) -> str:
    """Names come from strangers; a terminal must not obey them."""
    return "".join(char if char.isprintable() else "?" for char in text)
