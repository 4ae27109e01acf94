"""Text of a PDF in old encodings: its characters become letters before they are joined into runs.

The names of fonts are a hint where they were kept; most files have replaced them, and the text itself decides. A page
is judged by itself, but what an earlier page was in needs less proof.
"""

from __future__ import annotations

from functools import cache
from itertools import groupby

from extractor.encodings.charts import Font, font
from extractor.encodings.decoder import Decoder, Piece
from extractor.encodings.letters import Edit
from extractor.encodings.suspicion import looks_encoded
from extractor.read.pdf_raw import Characters, font_name

#: So many signs that may be letters of an old encoding are a reason to look closer, on the first pages and later.
_SUSPICIOUS, _SUSPICIOUS_LATER = 4, 1


def convert_page(characters: Characters, decoder: Decoder) -> Characters:
    """The characters of a page with the letters of old encodings put in place; the same object where there are none."""
    text = "".join(map(chr, characters.codes))
    if not looks_encoded(text, _SUSPICIOUS_LATER if decoder.found else _SUSPICIOUS):
        return characters
    named = cache(lambda found: font(font_name(found)))
    pieces = []
    start = 0
    last: Font | None = None
    for drawn, group in groupby(characters.objects):
        end = start + sum(1 for _ in group)
        last = named(drawn) if drawn else last  # what pdfium adds between objects goes with the one before
        pieces.append(Piece(text[start:end], last))
        start = end
    edits = decoder.edits(pieces)
    return _changed(characters, edits) if edits else characters


def _changed(characters: Characters, edits: list[Edit]) -> Characters:
    """The characters with the edits made. A letter of two signs stands where both stood."""
    letters = list(map(chr, characters.codes))
    boxes = list(characters.boxes)
    dropped = set[int]()
    for start, end, letter in edits:
        letters[start] = letter
        for extra in range(start + 1, end):
            dropped.add(extra)
            boxes[4 * start + 2] = max(boxes[4 * start + 2], boxes[4 * extra + 2])
    # two letters where one was lost stand in the place of one
    kept = [at for at in range(len(letters)) if at not in dropped for _ in letters[at]]
    return Characters(
        [ord(letter) for at, shown in enumerate(letters) if at not in dropped for letter in shown],
        [characters.objects[at] for at in kept],
        [edge for at in kept for edge in boxes[4 * at : 4 * at + 4]],
        kept,
    )
