"""Many scanned pages recognised side by side: a thread each waits for its own process of Tesseract."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import NamedTuple

from extractor.errors import UnreadableError
from extractor.read.pdf_page import PageContent
from extractor.read.scan_image import Grey
from extractor.read.scan_install import named_pages
from extractor.read.scan_page import Scan, compose_scans, read_scan
from extractor.read.scan_tesseract import RecognitionError

#: Pages at once, whatever the machine has: a page takes some 100 MB.
_AT_ONCE = 4
#: A page read with less confidence is named in a warning.
_DOUBTFUL = 0.7


class Picture(NamedTuple):
    """A page as it is displayed: its number, its image and the resolution of it, in dots an inch."""

    number: int
    grey: Grey
    dpi: float


class Recognised(NamedTuple):
    """Pages laid out, and what is to be said of them. A page that could not be recognised is empty."""

    pages: list[PageContent]
    warnings: tuple[str, ...]


def recognise_pages(
    pictures: Iterable[Picture], count: int, on_progress: Callable[[int, int], None] | None = None, done: int = 0
) -> Recognised:
    """Recognise pages, as many at once as there are processors for this process. Pictures are taken one by one as
    there is room for them. `on_progress` hears of each page after the `done` ones, of `count`.

    Raises UnreadableError where no page can be recognised.
    """
    at_once = min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, _AT_ONCE)
    scans: list[Scan] = []
    failed: dict[int, str] = {}
    waiting: deque[tuple[Picture, Future[Scan]]] = deque()

    def take() -> None:
        picture, future = waiting.popleft()
        try:
            scans.append(future.result())
        except RecognitionError as error:
            failed[picture.number] = str(error)
        if on_progress is not None:
            on_progress(done + len(scans) + len(failed), count)

    with ThreadPoolExecutor(at_once, "recognise") as pool:
        for picture in pictures:
            waiting.append((picture, pool.submit(read_scan, picture.grey, picture.dpi, picture.number)))
            if len(waiting) > at_once:
                take()
        while waiting:
            take()
    if failed and not scans:
        reason = next(iter(failed.values()))
        raise UnreadableError(f"no page could be recognised: Tesseract {reason}; try again, or send a better scan")
    return Recognised(compose_scans(scans), tuple(_warnings(scans, failed)))


def _warnings(scans: list[Scan], failed: dict[int, str]) -> Iterable[str]:
    if failed:
        reason = next(iter(failed.values()))
        yield f"Pages that could not be recognised: {named_pages(sorted(failed))} (Tesseract {reason})."
    poor = sorted(scan.number for scan in scans if scan.lines and scan.confidence < _DOUBTFUL)
    if poor:
        yield f"Pages that are hard to recognise: {named_pages(poor)}. Compare them with the original."
