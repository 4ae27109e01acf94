"""How far found spans are the annotated ones: exact spans, by label."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(slots=True)
class Score:
    """Counts of annotated, found and right spans, and the measures of them."""

    annotated: int = 0
    found: int = 0
    right: int = 0

    def add(self, annotated: Iterable[object], found: Iterable[object]) -> None:
        """Count another document or sentence."""
        wanted, got = Counter(annotated), Counter(found)
        self.annotated += wanted.total()
        self.found += got.total()
        self.right += (wanted & got).total()

    @property
    def errors(self) -> int:
        """Misses and spurious spans."""
        return self.annotated + self.found - 2 * self.right

    @property
    def precision(self) -> float:
        """1 where nothing was found."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """1 where nothing is annotated."""
        return self.right / self.annotated if self.annotated else 1.0

    @property
    def f1(self) -> float:
        """1 where nothing is annotated and nothing found."""
        return 2 * self.right / (self.annotated + self.found) if self.annotated + self.found else 1.0
