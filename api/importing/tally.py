"""The counts of an import, kept while it runs and told at its end."""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Tally:
    """How many files had which fate. One thread finds files, another hears how their extraction ended; no count is
    written by both."""

    #: Files that were found, without those that were left out (hidden, temporary, no files at all).
    found: int = 0
    left_out: int = 0
    archives: int = 0
    #: Of those found: as an earlier import found them; of new content; of known content; not read, with a failure in
    #: the store (too large, hostile, encrypted); not to be opened at all just now.
    unchanged: int = 0
    new: int = 0
    duplicates: int = 0
    refused: int = 0
    unreadable: int = 0
    #: Paths that the pattern does not match.
    unfiled: int = 0

    #: Extractions that waited when the import began.
    backlog: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    #: Failures of this import by the code of their error.
    failures: Counter[str] = field(default_factory=Counter)
    #: Everything is found; the rest of the work is known.
    complete: bool = False
    began: float = field(default_factory=time.time)
    ended: float | None = None

    @property
    def done(self) -> int:
        """Extractions that ended well."""
        return self.outcomes["done"]

    @property
    def failed(self) -> int:
        """Files in quarantine by this import."""
        return self.outcomes["failed"] + self.refused

    @property
    def finished(self) -> int:
        """Extractions that ended, well or badly, also by others."""
        return self.done + self.outcomes["failed"] + self.outcomes["lost"]

    @property
    def expected(self) -> int:
        """Extractions that this import has to do, as far as is known."""
        return max(self.backlog + self.new, self.finished)

    @property
    def seconds(self) -> float:
        """How long the import took, or takes already."""
        return (self.ended or time.time()) - self.began
