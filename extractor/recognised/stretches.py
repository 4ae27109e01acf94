"""Which parts of a text were recognised from an image."""

from __future__ import annotations

from extractor.model import Span
from extractor.source import Source
from extractor.text import Text


def recognised_stretches(source: Source, text: Text) -> tuple[Span, ...]:
    """The stretches of the text that stand on recognised pages, in order; none for a file that was not recognised. In
    a file whose lines know no page, one recognised page is enough."""
    pages = {page.number for page in source.pages if page.ocr}
    if not pages:
        return ()
    if len(pages) == len(source.pages) or not text.offsets.has_pages():
        return ((0, len(text.text)),)
    found: list[Span] = []
    for piece in text.offsets.pieces(0, len(text.text)):
        span = piece.start, piece.end
        if piece.line.box is None or piece.line.box.page not in pages:
            continue
        if found and span[0] <= found[-1][1] + 1:
            found[-1] = found[-1][0], max(found[-1][1], span[1])
        else:
            found.append(span)
    return tuple(found)
