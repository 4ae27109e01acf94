"""The snapshots in a folder of backups, and which files each needs."""

from __future__ import annotations

import heapq
import shutil
from collections.abc import Iterator
from pathlib import Path

from api.keeping.form import BLOBS, MANIFEST, SNAPSHOTS, Manifest, file_of, manifest_of, read_rows
from api.store.blobs import open_blobs


def snapshots(folder: Path) -> list[Path]:
    """The folders of the snapshots, oldest first; empty where `folder` is no backup."""
    if not (folder / SNAPSHOTS).is_dir():
        return []
    return sorted(path.parent for path in (folder / SNAPSHOTS).glob(f"[0-9]*/{MANIFEST}"))


def manifest_in(snapshot: Path) -> Manifest:
    """The manifest of a snapshot. Raises OSError and StoreError."""
    return manifest_of((snapshot / MANIFEST).read_bytes(), snapshot.name)


def blob_rows(snapshot: Path, manifest: Manifest) -> Iterator[tuple[str, int]]:
    """The files that a snapshot refers to, in the order of their digests: SHA-256 and size. Raises OSError and
    StoreError."""
    table = next(one for one in manifest.tables if one.name == "blob")
    with (snapshot / file_of(table.name)).open("rb") as file:
        for digest, size, _ in read_rows(file, table):
            yield digest, size


def prune(folder: Path, keep: int) -> int:
    """Remove all but the newest `keep` snapshots, and the files that none of those needs; return how many files.
    Raises OSError and StoreError."""
    kept = [(one, manifest_in(one)) for one in snapshots(folder)[-keep:]]
    for one in kept:
        # To its end once, before anything is deleted: a damaged list would name too little.
        for _ in blob_rows(*one):
            pass
    for old in snapshots(folder)[:-keep]:
        shutil.rmtree(old)
    needed = heapq.merge(*(blob_rows(*one) for one in kept))
    blobs = open_blobs((folder / BLOBS).absolute().as_uri())
    removed, next_needed = 0, next(needed, None)
    for stored in blobs.listing():
        while next_needed is not None and next_needed[0] < stored.digest:
            next_needed = next(needed, None)
        if next_needed is None or next_needed[0] != stored.digest:
            blobs.delete(stored.digest)
            removed += 1
    return removed
