"""Images of pages: drawn in processes of their own, a few at a time, and kept a while."""

from __future__ import annotations

import threading
from collections import OrderedDict
from types import TracebackType
from typing import Self

from api.isolation import Bounds, Isolation, IsolationError
from api.service.problems import Problem
from api.service.reading.drawing import draw
from api.service.reading.lookup import Known, content
from api.store import Store
from extractor.errors import TrichLucError

#: Pages that are drawn at a time, and that may wait for it.
PROCESSES, WAITING = 2, 8
#: What drawing one page may take.
BOUNDS = Bounds(seconds=15, page_seconds=0, memory=1024**3, result=64 * 1024**2, files=200)
#: Bytes of images that are kept in memory.
KEPT = 64 * 1024**2

_Key = tuple[int, str, int, float]


class Renderer:
    """Draws pages. It may be used by several threads; close it, or use it as a context manager. No process is started
    before the first page is asked for."""

    def __init__(self, bounds: Bounds = BOUNDS) -> None:
        self._isolation = Isolation(PROCESSES, bounds)
        self._room = threading.BoundedSemaphore(PROCESSES + WAITING)
        self._kept: OrderedDict[_Key, bytes] = OrderedDict()
        self._size = 0
        self._lock = threading.Lock()

    def page(self, store: Store, document: Known, number: int, scale: float) -> bytes:
        """Page `number` of a document as PNG. Raises Problem `busy`, `not_rendered`, `file_missing`."""
        # By workspace: that an image is there at once must not tell that somebody else has the same file.
        key = (store.workspace_id, document.sha256, number, scale)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        if not self._room.acquire(blocking=False):
            raise _busy()
        try:
            data = content(store, document.sha256)
            image = self._isolation.run(document.name, draw, data, number, scale)
        except IsolationError:
            raise _busy() from None
        except (TrichLucError, RuntimeError):
            raise Problem(
                "not_rendered",
                "the page is damaged, or takes too long to draw; the original can be fetched",
                "trang bị hỏng hoặc hiển thị quá lâu; có thể tải bản gốc",
            ) from None
        finally:
            self._room.release()
        self._keep(key, image)
        return image

    def forget(self, store: Store, sha256: str) -> None:
        """Let go of the images of a document that was deleted."""
        with self._lock:
            for key in [key for key in self._kept if key[:2] == (store.workspace_id, sha256)]:
                self._size -= len(self._kept.pop(key))

    def close(self) -> None:
        """End the processes."""
        self._isolation.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _keep(self, key: _Key, image: bytes) -> None:
        with self._lock:
            self._size += len(image) - len(self._kept.pop(key, b""))
            self._kept[key] = image
            while self._size > KEPT:
                self._size -= len(self._kept.popitem(last=False)[1])


def _busy() -> Problem:
    return Problem(
        "busy",
        "too many pages are being drawn; ask again in a moment",
        "đang hiển thị quá nhiều trang; vui lòng thử lại sau",
        headers={"Retry-After": "1"},
    )
