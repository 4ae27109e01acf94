"""Ids that stay the same when other text changes: a digest of kind, normalised value and the words on either side."""

from __future__ import annotations

from hashlib import blake2b

_CONTEXT = 24
_BYTES = 6


class Identifiers:
    """Hands out unique ids for one report. Items that agree in all of kind, value and context are numbered."""

    __slots__ = ("_empty", "_seen", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._seen: dict[str, int] = {}
        self._empty = blake2b(digest_size=_BYTES)

    def make(self, prefix: str, value: str | None, start: int, end: int) -> str:
        """ "ref-1f3a…": `prefix` names the kind."""
        before = self._text[max(0, start - _CONTEXT) : start]
        after = self._text[end : end + _CONTEXT]
        return self.of(prefix, f"{value}\x1f{before}\x1f{after}")

    def of(self, prefix: str, value: str) -> str:
        """An id from a value alone."""
        digest = self._empty.copy()  # cheaper than a new one
        digest.update(value.encode("utf-8", "replace"))
        name = f"{prefix}-{digest.hexdigest()}"
        count = self._seen.get(name, 0) + 1
        self._seen[name] = count
        return name if count == 1 else f"{name}-{count}"
