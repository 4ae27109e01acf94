"""Footnotes of a page: the elements that marks link to, and paragraphs that begin with a mark of the text before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from lxml.html import HtmlElement

from extractor.source import Cell, Line, Mark, Note, Paragraph, Table

_LABEL = r"\s*[(\[]?\s*(\d{1,3}|[a-z]|[ivx]{1,5}|\*{1,3})\s*[)\]]?\s*"
_IN_BRACKETS = r"\[(\d{1,3})\]"
_NOTE_OPENS = r"\[(\d{1,3})\]\s*"
_HOLDERS = frozenset(("p", "li", "div", "dd", "aside", "td", "section"))
_NOTE_NAMES = r"(?i)ftn|edn|footnote|endnote|fn"


@dataclass(frozen=True, slots=True)
class Links:
    """`notes`: the elements that hold a note; `marks`: the links to them; both with the label. `around`: the elements
    that notes stand in."""

    notes: dict[HtmlElement, str]
    marks: dict[HtmlElement, str]
    around: set[HtmlElement]


def link_notes(tree: HtmlElement) -> Links:
    """The notes that a page links to. A mark is a link to a place behind it, with a label for its text that is raised,
    in brackets, or linked back from there."""
    places: dict[str, HtmlElement] = {}
    order: dict[HtmlElement, int] = {}
    links: list[tuple[HtmlElement, str, str]] = []
    for index, element in enumerate(tree.iter()):
        if not isinstance(element.tag, str):
            continue
        order[element] = index
        for key in (element.get("id"), element.get("name")):
            if key:
                places.setdefault(key, element)
        target = element.get("href", "") if element.tag == "a" else ""
        if target.startswith("#") and (match := re.fullmatch(_LABEL, "".join(element.itertext())[:12])):
            links.append((element, target[1:], match[1]))
    back = {target for _, target, _ in links}
    found = Links({}, {}, set())
    for element, target, label in links:
        place = places.get(target)
        if place is None or order[place] <= order[element] or not _is_mark(element, back):
            continue
        holder = _holder(place)
        if holder is not None and holder not in set(element.iterancestors()):
            found.notes.setdefault(holder, label)
            found.around.update(holder.iterancestors())
            found.marks[element] = label
    return found


def _is_mark(element: HtmlElement, back: set[str]) -> bool:
    text = "".join(element.itertext()).strip()
    if next(element.iterancestors("sup"), None) is not None or element.find(".//sup") is not None or text[:1] in "([":
        return True
    own = {element.get("id"), element.get("name")}
    parent = element.getparent()
    if parent is not None:
        own |= {parent.get("id"), parent.get("name")}
    return bool(own & back)


def _holder(place: HtmlElement) -> HtmlElement | None:
    """The block that a note stands in: the paragraph, or the division around it that is there for the note."""
    element: HtmlElement | None = place
    while element is not None and element.tag not in _HOLDERS:
        element = element.getparent()
    if element is None or element.tag == "body":
        return None
    parent = element.getparent()
    if parent is not None and parent.tag in ("div", "li", "aside") and parent[0] is element:
        named = f"{parent.get('id', '')} {parent.get('class', '')}"
        # A division for all the notes has such a name too, but others stand in it.
        targets = sum(1 for link in parent.iterdescendants("a") if link.get("name") or link.get("id"))
        if re.search(_NOTE_NAMES, named) and targets < 2:
            return parent
    return element


def written_notes(
    blocks: Sequence[Paragraph | Table], notes: Sequence[Note]
) -> tuple[list[Paragraph | Table], list[Note]]:
    """The body without the paragraphs that are notes, and all notes. Such a paragraph begins with "[1]" or a raised
    mark, and the same mark stands in the text before it."""
    seen: set[str] = set()
    marked: set[str] = {note.label for note in notes}
    kept: list[Paragraph | Table] = []
    found = list(notes)
    for block in blocks:
        if isinstance(block, Paragraph) and (opening := _opening(block)) and opening[0] in seen:
            label, end = opening
            first = Line(block.lines[0].text[end:].lstrip())
            found.append(Note(label, tuple(line for line in (first, *block.lines[1:]) if line.text)))
            marked.add(label)
            continue
        seen.update(_labels(block))
        kept.append(block)
    return [_with_marks(block, marked) for block in kept], found


def _opening(block: Paragraph) -> tuple[str, int] | None:
    """The label that a paragraph begins with, and where its text begins."""
    text = block.lines[0].text
    if match := re.match(_NOTE_OPENS, text):
        return match[1], match.end()
    for mark in block.marks:
        if mark.line == 0 and mark.start == 0 and mark.end < len(text):
            return mark.label, mark.end
    return None


def _labels(block: Paragraph | Table) -> Iterable[str]:
    parts = [block] if isinstance(block, Paragraph) else [cell for row in block.rows for cell in row]
    for part in parts:
        yield from (mark.label for mark in part.marks)
        for line in part.lines:
            if "[" in line.text:
                yield from re.findall(_IN_BRACKETS, line.text)


def _with_marks(block: Paragraph | Table, labels: set[str]) -> Paragraph | Table:
    """The block with a mark at each "[1]" that a note belongs to, where none is yet."""
    if isinstance(block, Paragraph):
        return replace(block, marks=_marks(block, labels))
    if not any("[" in line.text for row in block.rows for cell in row for line in cell.lines):
        return block
    rows = tuple(tuple(cell._replace(marks=_marks(cell, labels)) for cell in row) for row in block.rows)
    return replace(block, rows=rows)


def _marks(part: Paragraph | Cell, labels: set[str]) -> tuple[Mark, ...]:
    marks = [mark for mark in part.marks if mark.label in labels]
    taken = {(mark.line, mark.start) for mark in marks}
    for index, line in enumerate(part.lines):
        marks.extend(
            Mark(index, match.start(), match.end(), match[1])
            for match in (re.finditer(_IN_BRACKETS, line.text) if "[" in line.text else ())
            if match[1] in labels and (index, match.start()) not in taken
        )
    return tuple(sorted(marks, key=lambda mark: (mark.line, mark.start)))
