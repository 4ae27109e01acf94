"""Where the words of the automaton stand in a text."""

from __future__ import annotations

from typing import NamedTuple

from extractor.find.organisations.compiled import Entry, OrganisationRules


class Hit(NamedTuple):
    """Words of the automaton in the text."""

    start: int
    end: int
    entry: Entry


def hits(text: str, folded: str, rules: OrganisationRules) -> list[Hit]:
    """All words of the automaton that stand alone, in order, with a capital where the row wants one. A whole name goes
    over a line end."""
    folded = folded.replace("\n", " ")
    size = len(folded)
    found: list[Hit] = []
    for last, (length, entry) in rules.automaton.iter_long(folded):
        start = last + 1 - length
        if (
            (entry.capital and folded[start] == text[start])
            or entry.kind == "none"
            or (start and folded[start - 1].isalnum())
            or (last + 1 < size and folded[last + 1].isalnum() and folded[last] != ".")
        ):
            continue
        found.append(Hit(start, last + 1, entry))
    return found


def unbroken(text: str) -> str:
    """The text with spaces for the line ends inside a name: before a small letter, behind a dash, and between lines in
    capitals ("ỦY BAN NHÂN DÂN / HUYỆN …"). A cell that a converter cut into lines reads on, a list does not."""
    parts: list[str] = []
    position = 0
    at = text.find("\n")
    while at >= 0:
        following = text[at + 1 : at + 3]
        if (
            (following[:1].islower() and following[1:] not in (")", "."))
            or text[at - 1 : at] in ("-", "–")
            or (following.isupper() and text[max(0, at - 2) : at].isupper())
        ):
            parts.append(text[position:at])
            position = at + 1
        at = text.find("\n", at + 1)
    parts.append(text[position:])
    return " ".join(parts)
