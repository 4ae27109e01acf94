"""Files that come over a network, fetched several at a time: each journey takes long, however small the file is."""

from __future__ import annotations

import dataclasses
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import BinaryIO

from api.importing.found import Found

#: Files, and bytes, on the way at a time.
FILES, BYTES = 16, 64 * 1024 * 1024


def ahead(files: Sequence[Found]) -> Iterator[Found]:
    """The same files in the same order; those that are `far` are on their way while those before them are dealt
    with."""
    if not any(one.far for one in files):
        yield from files
        return
    threads = ThreadPoolExecutor(FILES, "fetch")
    coming: deque[tuple[Found, Future[BinaryIO]]] = deque()
    try:
        for one in files:
            while coming and (len(coming) == FILES or one.size + sum(other.size for other, _ in coming) > BYTES):
                yield _come(*coming.popleft())
            coming.append((one, threads.submit(one.open)))
        while coming:
            yield _come(*coming.popleft())
    finally:
        threads.shutdown(wait=False, cancel_futures=True)


def _come(one: Found, stream: Future[BinaryIO]) -> Found:
    return dataclasses.replace(one, open=stream.result)
