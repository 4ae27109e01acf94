"""Word's automatic numbering: typed labels that a list would print just so, and the part that defines the list."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from corpora.generate.plan import LABEL, Para

_LEVELS = (("upperRoman", "%1."), ("decimal", "%2."), ("decimal", "%2.%3."), ("lowerLetter", "%4)"))
_KINDS = (r"[IVX]{1,5}\.", r"\d{1,2}\.", r"\d{1,2}\.\d{1,2}\.", r"[a-z]\)")
_ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")


@dataclass(frozen=True, slots=True)
class ListLabel:
    """A paragraph's place in a list: `number` is the w:num, `skip` the characters of the typed label and its space."""

    number: int
    level: int
    skip: int


class Lists:
    """The counters of Word, kept as Word keeps them. A label that they would not print stays typed and moves none."""

    def __init__(self) -> None:
        self.number = 1
        self._counters = [0, 0, 0, 0]

    def restart(self) -> None:
        """A new list: an appendix counts from one."""
        self.number += 1
        self._counters = [0, 0, 0, 0]

    def label(self, text: str) -> ListLabel | None:
        """The list label that prints what `text` begins with, if there is one."""
        match = LABEL.match(text)
        if match is None:
            return None
        printed = match["label"]
        for level, kind in enumerate(_KINDS):
            if re.fullmatch(kind, printed) and self._would_print(level) == printed:
                self._counters[level] += 1
                self._counters[level + 1 :] = [0] * (3 - level)
                return ListLabel(self.number, level, match.end())
        return None

    def _would_print(self, level: int) -> str:
        value = self._counters[level] + 1
        if level == 0:
            return f"{_ROMAN[value]}." if value < len(_ROMAN) else ""
        if level == 1:
            return f"{value}."
        if level == 2:
            # Word prints 1 for a level above that was not counted yet, which no report does.
            return f"{self._counters[1]}.{value}." if self._counters[1] else ""
        return f"{chr(ord('a') + value - 1)})" if value <= 26 else ""


def list_labels(paragraphs: Iterable[Para], text: str) -> dict[tuple[int, int], ListLabel]:
    """The automatic labels of the paragraphs that can have one, by their spans."""
    lists, found = Lists(), {}
    for paragraph in paragraphs:
        if paragraph.appendix:
            lists.restart()
        elif paragraph.look in ("heading", "body"):
            label = lists.label(text[slice(*paragraph.span)])
            if label:
                found[paragraph.span] = label
    return found


def numbering_part(numbers: Iterable[int], namespaces: str) -> str:
    """word/numbering.xml: one list of four levels, and a w:num for each time that it starts again."""
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:suff w:val="space"/>'
        f'<w:lvlText w:val="{pattern}"/><w:lvlJc w:val="left"/></w:lvl>'
        for level, (kind, pattern) in enumerate(_LEVELS)
    )
    starts = "".join(
        f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="1"/></w:lvlOverride>' for level in range(4)
    )
    nums = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="0"/>{starts if number > 1 else ""}</w:num>'
        for number in sorted(numbers)
    )
    return (
        f'<w:numbering {namespaces}><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>'
        f"{levels}</w:abstractNum>{nums}</w:numbering>"
    )
