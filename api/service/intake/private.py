"""A folder of this process's own for files that are not to be kept, gone with it."""

from __future__ import annotations

import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from api.store.owners import alive, owner

_PREFIX = "trichluc-extract~"


@dataclass(frozen=True, slots=True)
class Private:
    """The folder; nobody but this user can look into it."""

    folder: Path

    def place(self) -> Path:
        """Where a file may be written that whoever writes it removes."""
        return self.folder / uuid.uuid4().hex


@contextmanager
def private() -> Iterator[Private]:
    """Make the folder, and remove it with all that is in it; also those of processes that were killed."""
    for left in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        if not alive(left.name.removeprefix(_PREFIX).rpartition("~")[0].replace("~", "/")):
            shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{owner().replace('/', '~')}~"))
    try:
        yield Private(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
