"""The form of a backup: portable, so that what one database gave the other takes.

A backup is a folder:

    blobs/ab/cd/SHA256                       originals, kept Sources and Reports, shared by all snapshots
    snapshots/2026-11-21T195500Z/manifest.json, TABLE.jsonl.zst

or one file (tar) with the same: `manifest.json`, then `blobs/…`, then the tables. A table is a line of JSON for each
row, a list in the order of the manifest's columns, compressed (Zstandard).
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from api.store.errors import StoreError

#: Raised when an older program could not read a backup any more.
FORMAT = 1
BLOBS, SNAPSHOTS, MANIFEST = "blobs", "snapshots", "manifest.json"
COMPRESSION_LEVEL = 3

#: Told while the work goes on: what is done, how much of it, of how much.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class TableFile:
    """A table in a backup: its columns, rows, and the SHA-256 of its file."""

    name: str
    columns: tuple[str, ...]
    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a snapshot holds. `revision` is that of the schema, `created` UTC in ISO 8601, `tables` stand in the order
    in which they can be filled; `blobs` counts the files that it refers to, `size` their bytes."""

    created: str
    revision: str
    tables: tuple[TableFile, ...]
    blobs: int
    size: int

    def to_json(self) -> bytes:
        """As it is written."""
        return json.dumps({"format": FORMAT, **asdict(self)}, ensure_ascii=False, indent=1).encode() + b"\n"


def manifest_of(data: bytes, name: str) -> Manifest:
    """Read a manifest. Raises StoreError for anything else, and for one of a later version."""
    try:
        read = json.loads(data)
        if read["format"] > FORMAT:
            raise StoreError(f"{name}: made by a later version of trichluc; install that version")
        return Manifest(
            read["created"],
            read["revision"],
            tuple(TableFile(one["name"], tuple(one["columns"]), one["rows"], one["sha256"]) for one in read["tables"]),
            read["blobs"],
            read["size"],
        )
    except (ValueError, KeyError, TypeError):
        raise StoreError(f"{name}: is no backup of trichluc, or its manifest is damaged") from None


def file_of(table: str) -> str:
    """The name of a table's file."""
    return f"{table}.jsonl.zst"


class _Digesting:
    """Passes bytes on to or from a file and takes their SHA-256."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.sha256 = hashlib.sha256()

    def write(self, data: bytes) -> int:
        self.sha256.update(data)
        return self._file.write(data)

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self.sha256.update(data)
        return data


def write_rows(path: Path, name: str, columns: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> TableFile:
    """Write the rows of a table, one after the other. Raises OSError."""
    import zstandard

    count = 0
    with path.open("wb") as file:
        digesting = _Digesting(file)
        with zstandard.ZstdCompressor(level=COMPRESSION_LEVEL).stream_writer(
            cast(BinaryIO, digesting), closefd=False
        ) as packed:
            for row in rows:
                count += 1
                packed.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
    return TableFile(name, columns, count, digesting.sha256.hexdigest())


def read_rows(file: BinaryIO, table: TableFile) -> Iterator[list[Any]]:
    """The rows of a table. Raises StoreError, at the latest behind the last row, where the file is not what was
    written: whoever takes them undoes what he did with them."""
    import zstandard

    digesting = _Digesting(file)
    count = 0
    try:
        with zstandard.ZstdDecompressor().stream_reader(cast(BinaryIO, digesting), closefd=False) as packed:
            for line in io.BufferedReader(packed, 1 << 20):
                count += 1
                yield json.loads(line)
    except (zstandard.ZstdError, ValueError, EOFError):
        raise damaged(table.name) from None
    while digesting.read(1 << 20):
        pass
    if digesting.sha256.hexdigest() != table.sha256 or count != table.rows:
        raise damaged(table.name)


def damaged(what: str) -> StoreError:
    """The error for a part of a backup that is not what was written."""
    return StoreError(f"the backup is damaged: {what} is not what was written; use another snapshot or another copy")
