"""What one file may take, and what can go wrong beside the file's own faults."""

from __future__ import annotations

from dataclasses import dataclass

from extractor.errors import TrichLucError


class IsolationError(TrichLucError):
    """No process could read the file: it was ended from outside, or none can be started."""

    code = "isolation"
    exit_status = 16


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one file may take: seconds, `page_seconds` more for each page that is recognised, of at most `pages`; bytes
    of memory (address space) and of its result. A process serves so many `files`, and goes when it is still larger
    than `resident` bytes after one."""

    seconds: float = 60.0
    page_seconds: float = 10.0
    pages: int = 100
    memory: int = 2 * 1024**3
    result: int = 512 * 1024**2
    files: int = 200
    resident: int = 512 * 1024**2

    @property
    def longest(self) -> float:
        """The most seconds that any file may take."""
        return self.seconds + self.pages * self.page_seconds
