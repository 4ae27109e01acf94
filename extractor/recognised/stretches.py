"""Which parts of a text were recognised from an image."""

from __future__ import annotations

from extractor.model import Span
from extractor.source import Source
from extractor.text import Text


def recognised_stretches(source: Source, text: Text) -> tuple[Span, ...]:
    """The stretches of the text that were recognised, in order; none for a file that was not. A line says so itself, or
    its page does; lines that know no page are as the pages are."""
    pages = {page.number for page in source.pages if page.ocr}
    if not pages:
        return ()
    whole = len(pages) == len(source.pages)
    found: list[Span] = []
    for piece in text.offsets.pieces(0, len(text.text)):
        box = piece.line.box
        if piece.line.recognised or (box.page in pages if box else whole):
            if found and piece.start <= found[-1][1] + 1:
                found[-1] = found[-1][0], piece.end
            else:
                found.append((piece.start, piece.end))
    return tuple(found)
