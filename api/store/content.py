"""Content on its way into the store: in memory, or where it lies on disk."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class OnDisk:
    """Content that lies in a file, too large to be held in memory: where, its SHA-256, and its size in bytes. The file
    stays where it is; whoever made it removes it."""

    path: Path
    digest: str
    size: int

    def __len__(self) -> int:
        return self.size


#: Content on its way in.
Content = bytes | OnDisk


def digest_of(data: Content) -> str:
    """The SHA-256 of some content."""
    return hashlib.sha256(data).hexdigest() if isinstance(data, bytes) else data.digest
