"""Text of an HTML page in old encodings: converted in the tree, before it is walked.

Pages of the time name the font (`<font face=".VnTime">`, `font-family: VNI-Times`), which is a hint; the text decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from lxml import etree
from lxml.html import HtmlElement

from extractor.encodings.charts import Font, font
from extractor.encodings.decoder import Decoder, Piece, changed

#: Elements that the text runs through; all others end a line.
_INLINE_NAMES = "a abbr b big cite code em font i ins kbd mark q s small span strong sub sup tt u"
_INLINE = frozenset(_INLINE_NAMES.split())
_FAMILY = r"(?i)font-family\s*:\s*[\"']?([^;,\"']+)"
_Slot = tuple[HtmlElement, Literal["text", "tail"]]


def convert_tree(tree: HtmlElement, decoder: Decoder) -> None:
    """Convert the text of a page in place."""
    slots: list[_Slot | None] = []
    pieces: list[Piece] = []
    for slot, piece in _pieces(tree):
        slots.append(slot)
        pieces.append(piece)
    for place, made in changed(pieces, decoder.edits(pieces)):
        if (slot := slots[place]) is not None:
            element, name = slot
            setattr(element, name, made)


def _pieces(tree: HtmlElement) -> Iterator[tuple[_Slot | None, Piece]]:
    fonts: list[Font | None] = [None]
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        if not isinstance(element.tag, str):
            continue
        if element.tag not in _INLINE:
            yield None, Piece("\n")
        if event == "start":
            fonts.append(_font(element) or fonts[-1])
            if element.text:
                yield (element, "text"), Piece(element.text, fonts[-1])
        else:
            fonts.pop()
            if element.tail:
                yield (element, "tail"), Piece(element.tail, fonts[-1])


def _font(element: HtmlElement) -> Font | None:
    named = element.get("face")
    if not named and (style := re.search(_FAMILY, element.get("style", ""))):
        named = style[1]
    return font(named.partition(",")[0].strip(" \"'")) if named else None
