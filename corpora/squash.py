"""Text with everything left out that a reader, a line end or a typesetter may change, and the way back.

Two depths: `printed` leaves out white space and markup (a quote made by hand is found in its file), `words` keeps
letters and digits only and folds case (a quote is found in the text of the same report read from another format).
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

#: Marks of the markdown that the reports came in, and characters that are not seen.
_MARKS = frozenset("*#\\\u00ad\u200b\u200c\u200d\u2060\ufeff")
#: Eth and African D stand for Đ in files typed with foreign keyboards.
_MENDED = str.maketrans("ÐƉðɖ", "ĐĐđđ")


@cache
def _tag() -> re.Pattern[str]:
    return re.compile(r"</?(?:b|br|em|i|li|ol|p|strong|sub|sup|u|ul)(?:\s[^<>\n]*)?/?>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Squashed:
    """What was kept of a text. `offsets[i]` is the place of the i-th kept character in the text, in code points."""

    text: str
    offsets: tuple[int, ...]

    def place(self, offset: int) -> int:
        """How many kept characters stand before `offset` of the text."""
        return bisect_left(self.offsets, offset)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Kept characters [start, end), not empty, as a span of the text."""
        return self.offsets[start], self.offsets[end - 1] + 1

    def occurrences(self, quote: str, start: int = 0, end: int | None = None) -> Iterator[int]:
        """Where `quote` (squashed) begins in [start, end), overlapping ones too; nothing for an empty quote."""
        last = len(self.text) if end is None else min(end, len(self.text))
        place = self.text.find(quote, start) if quote else -1
        while 0 <= place < last:
            yield place
            place = self.text.find(quote, place + 1)


def normalised(text: str) -> str:
    """NFC and `\\n` line ends, Đ mended: every span of the gold counts the code points of this."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", unified).translate(_MENDED)


def printed(text: str) -> Squashed:
    """`text` (normalised) without white space and markup; case and punctuation stay."""
    kept = [(char, at) for char, at in _unmarked(text) if not char.isspace()]
    return Squashed("".join(char for char, _ in kept), tuple(at for _, at in kept))


def words(text: str) -> Squashed:
    """Letters and digits of `text` (normalised), case folded."""
    kept = [(fold, at) for char, at in _unmarked(text) if char.isalnum() for fold in char.casefold()]
    return Squashed("".join(char for char, _ in kept), tuple(at for _, at in kept))


def _unmarked(text: str) -> Iterator[tuple[str, int]]:
    position = 0
    for match in _tag().finditer(text):
        yield from _plain(text, position, match.start())
        position = match.end()
    yield from _plain(text, position, len(text))


def _plain(text: str, start: int, end: int) -> Iterator[tuple[str, int]]:
    for at in range(start, end):
        if text[at] not in _MARKS:
            yield text[at], at
