"""Automatic numbering: the labels that Word prints and the file does not hold ("I.", "1.1.", "a)").

A paragraph names a list (w:num) and a level; the list names an abstract definition, where the levels are described. As
Word does, all lists of one abstract definition share their counters: two lists continue each other unless one of them
says w:startOverride, which counts once, when the list is first met on that level (ECMA-376 part 1, 17.9).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from lxml import etree

from extractor.read.docx_names import ALTERNATE, FALLBACK, VAL, W, number, on
from extractor.read.docx_numerals import numeral
from extractor.read.docx_styles import ParagraphProperties, Style, Styles

_LEVELS = 9
_PLACE = "%([1-9])"
_ILVL, _NUM_ID, _ABSTRACT_ID = W + "ilvl", W + "numId", W + "abstractNumId"
_ABSTRACT, _NUM, _LVL, _OVERRIDE = W + "abstractNum", W + "num", W + "lvl", W + "lvlOverride"
_START, _START_OVERRIDE, _STYLE_LINK = W + "start", W + "startOverride", W + "numStyleLink"
#: Bullets that reports tell apart; every other one is printed as the dash of an ordinary item.
_KEPT_BULLETS = {"+": "+", "*": "*"}


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list. `restart`: the level (from 1) whose use, or the use of one above it, starts this one again;
    0 for never, None for any level above."""

    start: int = 0
    style: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    restart: int | None = None
    legal: bool = False
    paragraph_style: str | None = None


@dataclass(frozen=True, slots=True)
class _List:
    """A w:num: the key of its counters, its levels with the overrides applied, and the starts that it overrides."""

    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int]


@dataclass(slots=True)
class _Counters:
    """Where the lists of one abstract definition stand; a level that has to begin (again) is missing."""

    values: dict[int, int] = field(default_factory=dict)
    started: set[tuple[str, int]] = field(default_factory=set)


class Numbering:
    """The numbering part and the counters of one walk through the document."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstracts: dict[str, etree._Element] = {}
        self._nums: dict[str, etree._Element] = {}
        self._lists: dict[str, _List | None] = {}
        self._counters: dict[str, _Counters] = {}
        if root is not None:
            self._abstracts = {e.get(_ABSTRACT_ID, ""): e for e in root.iterchildren(_ABSTRACT)}
            self._nums = {e.get(_NUM_ID, ""): e for e in root.iterchildren(_NUM)}

    def label(self, paragraph: ParagraphProperties, style: Style) -> str:
        """The label of the next paragraph in the document's order, with the space behind it; "" where it has none."""
        num_id = paragraph.num_id if paragraph.num_id is not None else style.num_id
        if num_id is None or num_id == "0":  # 0 takes the numbering of the style away
            return ""
        found = self._list(num_id)
        if found is None:
            return ""
        index = self._level(paragraph, style, found)
        if index not in found.levels:
            return ""
        values = self._advance(num_id, found, index)
        return _text(found.levels, index, values)

    def _level(self, paragraph: ParagraphProperties, style: Style, found: _List) -> int:
        if paragraph.level is not None:
            return paragraph.level
        if paragraph.num_id is not None:
            return 0
        # a level that names the style beats the level that the style names
        for style_id in style.chain:
            for index, level in found.levels.items():
                if level.paragraph_style == style_id:
                    return index
        return style.level or 0

    def _list(self, num_id: str) -> _List | None:
        if num_id not in self._lists:
            self._lists[num_id] = self._resolve(num_id)
        return self._lists[num_id]

    def _resolve(self, num_id: str) -> _List | None:
        num = self._nums.get(num_id)
        abstract = self._abstract(num)
        if num is None or abstract is None:
            return None
        levels = {number(e.get(_ILVL)): _level(e) for e in abstract.iterchildren(_LVL)}
        starts: dict[int, int] = {}
        for override in num.iterchildren(_OVERRIDE):
            index = number(override.get(_ILVL))
            replaced, start = override.find(_LVL), override.find(_START_OVERRIDE)
            if replaced is not None:
                levels[index] = _level(replaced)
            if start is not None:
                starts[index] = number(start.get(VAL))
                levels[index] = replace(levels.get(index, Level()), start=starts[index])
        levels = {index: level for index, level in levels.items() if 0 <= index < _LEVELS}
        return _List(abstract.get(_ABSTRACT_ID, ""), levels, starts)

    def _abstract(self, num: etree._Element | None) -> etree._Element | None:
        """The abstract definition of a list; through numbering styles, which may not lead in a circle."""
        for _ in range(_LEVELS):
            reference = None if num is None else num.find(_ABSTRACT_ID)
            abstract = None if reference is None else self._abstracts.get(reference.get(VAL, ""))
            link = None if abstract is None else abstract.find(_STYLE_LINK)
            if link is None:
                return abstract
            num = self._nums.get(self._styles.numbering_style(link.get(VAL, "")) or "")
        return None

    def _advance(self, num_id: str, found: _List, index: int) -> dict[int, int]:
        counters = self._counters.setdefault(found.abstract, _Counters())
        values = counters.values
        if index in found.starts and (num_id, index) not in counters.started:
            values[index] = found.starts[index]
        elif index in values:
            values[index] += 1
        else:
            values[index] = found.levels[index].start
        counters.started.add((num_id, index))
        for deeper in [level for level in values if level > index]:
            level = found.levels.get(deeper)
            restart = level.restart if level is not None else None
            # a level that names itself or one below as its restart restarts after any level above, as by default
            if restart is None or index < restart:
                del values[deeper]
        return values


def _level(element: etree._Element) -> Level:
    children = {child.tag: child for child in element}
    if W + "numFmt" not in children and ALTERNATE in children:
        # Word 2010's own formats ("001") stand in a Choice; the Fallback has the one that all know
        fallback = children[ALTERNATE].find(f"{FALLBACK}/{W}numFmt")
        if fallback is not None:
            children[fallback.tag] = fallback
    values = {tag: child.get(VAL, "") for tag, child in children.items()}
    restart = values.get(W + "lvlRestart")
    legal = children.get(W + "isLgl")
    return Level(
        number(values.get(_START)),
        values.get(W + "numFmt", "decimal"),
        values.get(W + "lvlText", ""),
        values.get(W + "suff", "tab"),
        None if restart is None else number(restart),
        legal is not None and on(legal),
        values.get(W + "pStyle"),
    )


def _text(levels: dict[int, Level], index: int, values: dict[int, int]) -> str:
    level = levels[index]
    if level.style == "bullet":
        bullet = level.text.strip()
        label = _KEPT_BULLETS.get(bullet, "-") if bullet else ""
    else:
        label = re.sub(_PLACE, lambda place: _part(levels, index, values, int(place[1]) - 1), level.text).strip()
    if not label:
        return ""
    glued = level.suffix == "nothing" and not level.text[-1:].isspace()
    return label if glued else label + " "


def _part(levels: dict[int, Level], index: int, values: dict[int, int], of: int) -> str:
    """The number of level `of` in the label of level `index`; one that was not used yet shows its start."""
    level = levels.get(of)
    if level is None or of > index:
        return ""
    value = values.get(of, level.start)
    if levels[index].legal and level.style not in ("none", "bullet"):
        return str(value)
    return numeral(value, level.style)
