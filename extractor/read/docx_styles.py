"""Styles of a Word document: what a paragraph, a run or a table inherits along the chain of `basedOn`.

Bold and hidden are toggles (ECMA-376 part 1, 17.7.3): the styles of a paragraph and of a run cancel each other out,
while a property of the run itself simply holds. Along one chain the nearest style wins.
"""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from extractor.read.docx_names import PPR, RPR, SECTPR, TYPE, VAL, W, number, on

_BOLD, _VANISH, _RAISED, _RSTYLE = W + "b", W + "vanish", W + "vertAlign", W + "rStyle"
_PSTYLE, _JC, _NUMPR, _NUMID, _ILVL = W + "pStyle", W + "jc", W + "numPr", W + "numId", W + "ilvl"
_DEL, _MOVE_FROM = W + "del", W + "moveFrom"
_STYLE, _STYLE_ID, _BASED_ON, _DEFAULT = W + "style", W + "styleId", W + "basedOn", W + "default"

#: Styles looked at along a chain, which may be a circle; Word itself allows eleven.
_ANCESTORS = 16


@dataclass(frozen=True, slots=True)
class RunProperties:
    """What a w:rPr says; None where it is silent."""

    bold: bool | None = None
    hidden: bool | None = None
    raised: bool | None = None
    style: str | None = None
    #: Of a paragraph mark: deleted or moved away, so that the paragraph runs on into the next.
    removed: bool = False


@dataclass(frozen=True, slots=True)
class ParagraphProperties:
    """What a w:pPr says; None where it is silent."""

    style: str | None = None
    align: str | None = None
    num_id: str | None = None
    level: int | None = None
    mark: RunProperties = RunProperties()
    ends_section: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """How a run appears."""

    bold: bool = False
    hidden: bool = False
    raised: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Style:
    """A style with all that it inherits, compared by identity. `num_id` and `level` come from the nearest style that
    has them, `chain` is its own id and those of its ancestors."""

    run: RunProperties = RunProperties()
    align: str | None = None
    num_id: str | None = None
    level: int | None = None
    chain: tuple[str, ...] = ()


_NO_RUN, _NO_PARAGRAPH, _NO_STYLE = RunProperties(), ParagraphProperties(), Style()


def run_properties(element: etree._Element | None) -> RunProperties:
    """Read a w:rPr."""
    if element is None:
        return _NO_RUN
    bold = hidden = raised = style = None
    removed = False
    for child in element:
        tag = child.tag
        if tag == _BOLD:
            bold = on(child)
        elif tag == _RAISED:
            raised = child.get(VAL) == "superscript"
        elif tag == _RSTYLE:
            style = child.get(VAL)
        elif tag == _VANISH:
            hidden = on(child)
        elif tag in (_DEL, _MOVE_FROM):
            removed = True
    return RunProperties(bold, hidden, raised, style, removed)


def paragraph_properties(element: etree._Element | None) -> ParagraphProperties:
    """Read a w:pPr."""
    if element is None:
        return _NO_PARAGRAPH
    style = align = num_id = None
    level: int | None = None
    mark, ends_section = _NO_RUN, False
    for child in element:
        tag = child.tag
        if tag == _PSTYLE:
            style = child.get(VAL)
        elif tag == _JC:
            align = child.get(VAL)
        elif tag == _NUMPR:
            num_id, level = _numbering(child)
        elif tag == RPR:
            mark = run_properties(child)
        elif tag == SECTPR:
            ends_section = True
    return ParagraphProperties(style, align, num_id, level, mark, ends_section)


def _numbering(element: etree._Element) -> tuple[str | None, int | None]:
    num_id, level = element.find(_NUMID), element.find(_ILVL)
    return (
        None if num_id is None else num_id.get(VAL),
        None if level is None else number(level.get(VAL)),
    )


class Styles:
    """The styles part. Styles are resolved when a paragraph first uses them: most of a document's are never used."""

    def __init__(self, root: etree._Element | None) -> None:
        self._elements: dict[str, etree._Element] = {}
        self._default: dict[str, str] = {}
        self._resolved: dict[str, Style] = {}
        self._looks: dict[tuple[Style, RunProperties], Look] = {}
        self._defaults = _NO_STYLE
        self._default_run: etree._Element | None = None
        if root is None:
            return
        for element in root.iterchildren(_STYLE):
            style_id = element.get(_STYLE_ID, "")
            self._elements[style_id] = element
            if element.get(_DEFAULT) in ("1", "true", "on"):
                self._default[element.get(TYPE, "")] = style_id
        defaults = root.find(W + "docDefaults")
        if defaults is not None:
            self._default_run = defaults.find(f"{W}rPrDefault/{RPR}")
            run = run_properties(self._default_run)
            paragraph = paragraph_properties(defaults.find(f"{W}pPrDefault/{PPR}"))
            self._defaults = Style(run, paragraph.align)

    def elements(self, style_id: str | None, kind: str) -> list[etree._Element]:
        """The elements of a style and of its ancestors, nearest first. Without `style_id`, or where there is no such
        style, the default style of the kind ("paragraph", "table")."""
        if style_id is None or style_id not in self._elements:
            style_id = self._default.get(kind)
        found: list[etree._Element] = []
        while style_id is not None and style_id in self._elements and len(found) < _ANCESTORS:
            element = self._elements[style_id]
            found.append(element)
            based_on = element.find(_BASED_ON)
            style_id = None if based_on is None else based_on.get(VAL)
        return found

    def default_run(self) -> etree._Element | None:
        """The w:rPr that holds where no style says anything."""
        return self._default_run

    def numbering_style(self, style_id: str) -> str | None:
        """The numId of a numbering style, to which a w:numStyleLink points."""
        element = self._elements.get(style_id)
        found = None if element is None else element.find(f"{PPR}/{_NUMPR}/{_NUMID}")
        return None if found is None else found.get(VAL)

    def paragraph(self, style_id: str | None) -> Style:
        """The paragraph style with all that it inherits, without the document's defaults."""
        return self._style(style_id, "paragraph")

    def centred(self, properties: ParagraphProperties, style: Style) -> bool:
        """Whether a paragraph stands in the middle."""
        return (properties.align or style.align or self._defaults.align) == "center"

    def look(self, style: Style, run: RunProperties) -> Look:
        """How a run appears in a paragraph of `style`."""
        key = (style, run)
        found = self._looks.get(key)
        if found is None:
            own = self._style(run.style, "character").run if run.style is not None else _NO_RUN
            base = self._defaults.run
            raised = _first(run.raised, own.raised, style.run.raised)
            found = self._looks[key] = Look(
                _toggle(run.bold, own.bold, style.run.bold, base.bold),
                _toggle(run.hidden, own.hidden, style.run.hidden, base.hidden),
                bool(raised),
            )
        return found

    def _style(self, style_id: str | None, kind: str) -> Style:
        key = f"{kind}:{style_id}"
        found = self._resolved.get(key)
        if found is None:
            found = self._resolved[key] = _resolve(self.elements(style_id, kind))
        return found


def _resolve(elements: list[etree._Element]) -> Style:
    runs = [run_properties(element.find(RPR)) for element in elements]
    paragraphs = [paragraph_properties(element.find(PPR)) for element in elements]
    run = RunProperties(
        _first(*(run.bold for run in runs)),
        _first(*(run.hidden for run in runs)),
        _first(*(run.raised for run in runs)),
    )
    return Style(
        run,
        next((found.align for found in paragraphs if found.align is not None), None),
        next((found.num_id for found in paragraphs if found.num_id is not None), None),
        next((found.level for found in paragraphs if found.level is not None), None),
        tuple(element.get(_STYLE_ID, "") for element in elements),
    )


def _first(*values: bool | None) -> bool | None:
    return next((value for value in values if value is not None), None)


def _toggle(own: bool | None, character: bool | None, paragraph: bool | None, default: bool | None) -> bool:
    if own is not None:
        return own
    return bool(default) or bool(character) != bool(paragraph)
