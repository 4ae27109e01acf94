"""Ids that stay the same when other text changes: a digest of kind, normalised value and the words on either side."""

from __future__ import annotations

from collections import Counter
from hashlib import blake2b

_CONTEXT = 24


class Identifiers:
    """Hands out unique ids for one report. Items that agree in all of kind, value and context are numbered."""

    __slots__ = ("_seen", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._seen: Counter[str] = Counter()

    def make(self, prefix: str, value: str | None, start: int, end: int) -> str:
        """ "ref-1f3a…": `prefix` names the kind."""
        before = self._text[max(0, start - _CONTEXT) : start]
        after = self._text[end : end + _CONTEXT]
        return self.of(prefix, f"{value}\x1f{before}\x1f{after}")

    def of(self, prefix: str, value: str) -> str:
        """An id from a value alone."""
        digest = f"{prefix}-{blake2b(value.encode('utf-8', 'replace'), digest_size=6).hexdigest()}"
        self._seen[digest] += 1
        count = self._seen[digest]
        return digest if count == 1 else f"{digest}-{count}"
