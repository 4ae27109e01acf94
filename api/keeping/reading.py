"""A backup as it is read back: from its folder, or from its one file in one go."""

from __future__ import annotations

import re
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from api.keeping.form import BLOBS, MANIFEST, Manifest, TableFile, damaged, file_of, manifest_of
from api.keeping.snapshots import blob_rows, manifest_in, snapshots
from api.store.blobs import open_blobs
from api.store.errors import MissingError, StoreError


@dataclass(frozen=True, slots=True)
class Parts:
    """A backup, read once and in this order: the manifest, files with their names and contents (neither is checked
    yet), the tables."""

    manifest: Manifest
    files: Iterator[tuple[str, bytes]]
    tables: Iterator[tuple[TableFile, BinaryIO]]


@contextmanager
def reading(origin: Path, snapshot: str | None) -> Iterator[Parts]:
    """The parts of a backup: of the snapshot of this name, by default of the newest. Raises OSError and StoreError."""
    if not origin.is_dir():
        try:
            with origin.open("rb") as file:
                yield _parts_of_file(file, origin.name)
        except (tarfile.TarError, EOFError):
            raise StoreError(f"{origin.name}: is no backup of trichluc, or it is not whole; use another copy") from None
        return
    found = {one.name: one for one in snapshots(origin)}
    if not found:
        raise StoreError(f"{origin.name}: holds no backup of trichluc; name the folder that was given to backup")
    chosen = found.get(snapshot or max(found))
    if chosen is None:
        raise StoreError(f"{origin.name}: has no snapshot {snapshot}; it has {', '.join(sorted(found))}")
    manifest = manifest_in(chosen)
    yield Parts(manifest, _files(origin, chosen, manifest), _tables(chosen, manifest))


def _files(origin: Path, snapshot: Path, manifest: Manifest) -> Iterator[tuple[str, bytes]]:
    blobs = open_blobs((origin / BLOBS).absolute().as_uri())
    for digest, _ in blob_rows(snapshot, manifest):
        try:
            data = blobs.get(digest)
        except MissingError:
            continue
        yield digest, data


def _tables(snapshot: Path, manifest: Manifest) -> Iterator[tuple[TableFile, BinaryIO]]:
    for table in manifest.tables:
        with (snapshot / file_of(table.name)).open("rb") as file:
            yield table, file


def _parts_of_file(file: BinaryIO, name: str) -> Parts:
    members = _members(file)
    first, content = next(members, ("", None))
    if first != MANIFEST or content is None:
        raise StoreError(f"{name}: is no backup of trichluc; name the file that was given to backup")
    manifest = manifest_of(content.read(), name)
    awaiting = _Awaiting(members, manifest)
    return Parts(manifest, awaiting.files(), awaiting.tables())


class _Awaiting:
    """The members behind the manifest: files first, then tables. One member is read too far to see that the files
    have ended; it is kept for the tables."""

    def __init__(self, members: Iterator[tuple[str, BinaryIO]], manifest: Manifest) -> None:
        self._members = members
        self._manifest = manifest
        self._next: tuple[str, BinaryIO] | None = None

    def files(self) -> Iterator[tuple[str, bytes]]:
        for name, content in self._members:
            if not re.fullmatch(rf"{BLOBS}/[0-9a-f]{{2}}/[0-9a-f]{{2}}/[0-9a-f]{{64}}", name):
                self._next = name, content
                return
            yield name.rpartition("/")[2], content.read()

    def tables(self) -> Iterator[tuple[TableFile, BinaryIO]]:
        for table in self._manifest.tables:
            name, content = self._next or next(self._members, ("", None))
            self._next = None
            if name != file_of(table.name) or content is None:
                raise damaged(file_of(table.name))
            yield table, content


def _members(file: BinaryIO) -> Iterator[tuple[str, BinaryIO]]:
    """Names and contents; each content is to be read before the next member is asked for."""
    with tarfile.open(fileobj=file, mode="r|") as archive:
        while (entry := archive.next()) is not None:
            # It remembers every member otherwise, and there are millions.
            archive.members.clear()  # type: ignore[attr-defined]
            content = archive.extractfile(entry)
            if content is not None:
                yield entry.name, content  # type: ignore[misc]
