"""Bytes that are not UTF-8: in which old encoding they are text."""

from __future__ import annotations

from extractor.encodings import viqr
from extractor.encodings.charts import Font
from extractor.encodings.decoder import Decoder, Piece, converted
from extractor.encodings.letters import signs
from extractor.encodings.words import LETTERS, SIGNS, shape, words

#: Of the words with a mark so many must be Vietnamese after decoding: bytes that no encoding fits are no text.
_RIGHT = 0.85
#: Code points of UTF-8 that a Vietnamese text may hold: two bytes of an old encoding may happen to be one of others.
_LAST_LATIN, _FIRST_VIETNAMESE, _LAST_SIGN = 0x0370, 0x1E00, 0x2700


def decode(data: bytes) -> tuple[str, list[str]] | None:
    """The text of bytes that are not UTF-8, and the ids of the encodings that were found; None where none fits.

    Lines that are UTF-8 stay so: files are put together from others.
    """
    if viqr.is_viqr(text := data.decode("latin-1")):
        return viqr.decode(converted(text, signs(text, []))), ["viqr"]
    lines = list(map(_line, data.splitlines(keepends=True)))
    text = "".join(line for line, _ in lines)
    first = Decoder()
    first.edits([Piece(text)])
    if not first.found:
        return None
    # Once the encoding is known, words that could be either are in it too.
    named = Font(first.found[0], capitals=False)
    decoder = Decoder()
    made = converted(text, decoder.edits([Piece(line, None if unicode else named) for line, unicode in lines]))
    costs = [shape(word.text) for word in words(made)]
    right = sum(1 for cost in costs if cost < LETTERS)
    broken = sum(1 for cost in costs if cost >= SIGNS)
    return (made, decoder.found) if right >= _RIGHT * len(costs) and broken <= (1 - _RIGHT) / 2 * len(costs) else None


def _line(line: bytes) -> tuple[str, bool]:
    """A line, and whether it is Unicode."""
    if line.isascii():
        return line.decode("ascii"), True
    try:
        text = line.decode()
    except UnicodeDecodeError:
        return line.decode("latin-1"), False
    if all(ord(sign) < _LAST_LATIN or _FIRST_VIETNAMESE <= ord(sign) < _LAST_SIGN for sign in text):
        return text, True
    return line.decode("latin-1"), False
