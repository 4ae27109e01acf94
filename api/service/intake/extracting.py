"""Extracting files of which nothing is stored: at most so many at a time, and a few that wait."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from api.extraction import THROUGH_PIPE, report_of
from api.isolation import Bounds, Isolation
from api.service.problems import Problem
from api.store.content import OnDisk

#: Files that may wait for each one that is at work.
WAITING = 8


class Extractor:
    """Isolated processes for `/v1/extract`; they come up with the first file."""

    def __init__(self, processes: int, bounds: Bounds | None = None) -> None:
        self._isolation = Isolation(processes, bounds)
        self._threads = ThreadPoolExecutor(processes, "extract")
        self._room = processes * (1 + WAITING)

    def admit(self) -> None:
        """Raises Problem `busy` where as many wait as may."""
        if self._room <= 0:
            raise Problem("busy", headers={"Retry-After": "2"})

    async def report(self, name: str, file: OnDisk) -> bytes:
        """The Report as JSON. Raises TrichLucError, and Problem `busy`."""
        self.admit()
        self._room -= 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, self._report, name, file)
        finally:
            self._room += 1

    def close(self) -> None:
        """End the processes; what waits for them hears of it."""
        self._isolation.close()
        self._threads.shutdown(cancel_futures=True)

    def _report(self, name: str, file: OnDisk) -> bytes:
        # A large one is read where it is extracted.
        data: bytes | Path = file.path if file.size > THROUGH_PIPE else file.path.read_bytes()
        return self._isolation.run(name, report_of, name, data)
