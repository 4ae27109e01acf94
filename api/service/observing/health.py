"""Whether the service can do its work, part by part. A part that does not answer within seconds is one that fails."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path
from threading import Lock
from urllib.parse import unquote, urlsplit

from sqlalchemy import make_url, text

from api.service.settings import ServiceSettings
from api.store import Store

#: How long a part may take to answer, seconds.
PATIENCE = 3.0

#: A content that nobody has: whether the store of files says so is whether it answers.
_NOTHING = "0" * 64


class Health:
    """Looks at the parts of a store, each in a thread of its own, one look at a part at a time."""

    def __init__(self, store: Store, settings: ServiceSettings) -> None:
        self._parts: dict[str, Callable[[], bool]] = {
            "database": lambda: _database(store),
            "schema": lambda: _schema(store),
            "files": lambda: _files(store),
            "disk": lambda: all(_free(folder) >= settings.min_free for folder in folders(settings)),
        }
        self._threads = ThreadPoolExecutor(len(self._parts), "health")
        self._looking: dict[str, Future[bool]] = {}
        self._lock = Lock()

    def parts(self, patience: float = PATIENCE) -> dict[str, bool]:
        """Each part, and whether it is well."""
        with self._lock:
            for name, look in self._parts.items():
                before = self._looking.get(name)
                # One that still hangs is waited for, not joined by more.
                if before is None or before.done():
                    self._looking[name] = self._threads.submit(look)
            looks = dict(self._looking)
        wait(looks.values(), patience)
        return {name: look.done() and look.exception() is None and look.result() for name, look in looks.items()}

    def close(self) -> None:
        """End the threads; one that hangs is left behind."""
        self._threads.shutdown(wait=False, cancel_futures=True)


def folders(settings: ServiceSettings) -> set[Path]:
    """The folders of this machine that the store is kept in."""
    found: set[Path] = set()
    database = make_url(settings.store.database_url)
    if database.get_backend_name() == "sqlite" and database.database not in (None, "", ":memory:"):
        found.add(Path(str(database.database)).absolute().parent)
    files = urlsplit(settings.store.files_url)
    if files.scheme == "file":
        found.add(Path(unquote(files.path)))
    return found


def _database(store: Store) -> bool:
    with store.reading() as connection:
        return bool(connection.scalar(text("SELECT 1")) == 1)


def _schema(store: Store) -> bool:
    from api.store.migrations import current, head

    return current(store.engine) == head()


def _files(store: Store) -> bool:
    if urlsplit(store.settings.files_url).scheme == "file":
        folder = Path(unquote(urlsplit(store.settings.files_url).path))
        return os.access(_there(folder), os.W_OK | os.X_OK)
    store.blobs.has(_NOTHING, 0)
    return True


def _free(folder: Path) -> int:
    return shutil.disk_usage(_there(folder)).free


def _there(folder: Path) -> Path:
    """The folder, or the nearest one above it that is there: it is made when it is first needed."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder
