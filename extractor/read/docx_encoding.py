"""Text of a Word file in old encodings (.VnTime, VNI-Times …): converted in the XML, before the walk takes any offset.

A run's font is a hint; what counts is the text. The letters of one word may stand in several runs, so the text of a
part is judged and converted as a whole.
"""

from __future__ import annotations

from functools import cache

from lxml import etree

from extractor.encodings.charts import Font, font
from extractor.encodings.decoder import Decoder, Piece, changed
from extractor.read.archive import Archive
from extractor.read.docx_names import PPR, RPR, RUN, TEXT, VAL, P, W
from extractor.read.docx_styles import Styles

_SOFT_HYPHEN, _HYPHEN = W + "softHyphen", W + "noBreakHyphen"
_LEVEL, _LEVEL_TEXT = W + "lvl", W + "lvlText"
_FONTS, _RSTYLE, _PSTYLE = W + "rFonts", W + "rStyle", W + "pStyle"
#: What stands for these in the text that is judged.
_SIGNS = {_SOFT_HYPHEN: "\u00ad", _HYPHEN: "-", W + "tab": "\t", W + "br": "\n", W + "cr": "\n", P: "\n"}
_SEEN = (TEXT, _LEVEL_TEXT, *_SIGNS)
#: How the names of old fonts begin in the XML (rules/encodings.toml says what they are).
_NAMES = (b'".Vn', b'"VNI', b'"VPS', b'"VI ')


def names_old_font(archive: Archive) -> bool:
    """Whether the styles or the list of fonts, which are small, name a font of an old encoding."""
    parts = (archive.read(f"word/{part}.xml") or b"" for part in ("fontTable", "styles"))
    return any(name in part for part in parts for name in _NAMES)


def convert_part(root: etree._Element, styles: Styles, decoder: Decoder) -> None:
    """Convert the text of a part in place: runs, soft hyphens that are the letter ư, the texts of list labels."""
    fonts = _Fonts(styles)
    elements: list[etree._Element] = []
    pieces: list[Piece] = []
    for element in root.iter(*_SEEN):
        text = _text(element)
        if text:
            elements.append(element)
            pieces.append(Piece(text, fonts.of(element) if element.tag != P else None))
    for place, made in changed(pieces, decoder.edits(pieces)):
        _write(elements[place], made)


def _text(element: etree._Element) -> str:
    if element.tag == TEXT:
        return element.text or ""
    if element.tag == _LEVEL_TEXT:
        return element.get(VAL, "") + "\n"
    return _SIGNS[element.tag]


def _write(element: etree._Element, text: str) -> None:
    if element.tag == _LEVEL_TEXT:
        element.set(VAL, text.removesuffix("\n"))
        return
    element.tag = TEXT  # a soft hyphen that was the letter ư is text now
    element.text = text


class _Fonts:
    """What the fonts of runs say. A run, its style and the paragraph's style are asked in turn."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._inherited = cache(self._look_up)

    def of(self, element: etree._Element) -> Font | None:
        """The font of a text or of a list's label, None for one that says nothing."""
        run = element.getparent()
        while run is not None and run.tag not in (RUN, _LEVEL):
            run = run.getparent()
        if run is None:
            return None
        properties = run.find(RPR)
        if name := _font_name(properties):
            return font(name)
        paragraph = run.getparent()
        while paragraph is not None and paragraph.tag != P:
            paragraph = paragraph.getparent()
        own = properties.find(_RSTYLE) if properties is not None else None
        style = paragraph.find(f"{PPR}/{_PSTYLE}") if paragraph is not None else None
        return self._inherited(None if own is None else own.get(VAL), None if style is None else style.get(VAL))

    def _look_up(self, own: str | None, paragraph: str | None) -> Font | None:
        chain = self._styles.elements(own, "character") if own else []
        for style in (*chain, *self._styles.elements(paragraph, "paragraph")):
            if name := _font_name(style.find(RPR)):
                return font(name)
        name = _font_name(self._styles.default_run())
        return font(name) if name else None


def _font_name(properties: etree._Element | None) -> str | None:
    """The font of letters that are not ASCII."""
    fonts = properties.find(_FONTS) if properties is not None else None
    return None if fonts is None else fonts.get(W + "hAnsi") or fonts.get(W + "ascii")
