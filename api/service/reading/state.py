"""What lives as long as the process for reading: `app.state.reading`."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from fastapi import Request

from api.service.reading.pages import Boxes
from api.service.reading.remembered import Remembered
from api.service.reading.rendering import Renderer


class Reading:
    """Images of pages, boxes of mentions, answers over the whole archive. Close it, or use it as a context manager."""

    def __init__(self) -> None:
        self.renderer = Renderer()
        self.boxes = Boxes()
        self.remembered = Remembered()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.renderer.close()


def reading_of(request: Request) -> Reading:
    """Of the application that answers this request."""
    found: Reading = request.app.state.reading
    return found
