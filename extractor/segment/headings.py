"""Sections from numbered headings (EXTRACTION 3): labels at the start of paragraphs, nested by their kind."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from extractor.grammar import fold
from extractor.mentions import SectionMention
from extractor.model import Role, Span
from extractor.rules import RuleBook
from extractor.text import Block

_ARTICLE = "section.article"
_APPENDIX = "section.appendix"
_NUMBER = "section.number"
#: Chapters and articles of a regulation have subjects, not roles of a report.
_UNROLED = (_ARTICLE, "section.chapter", "section.subchapter")
#: Kinds whose title may stand on the lines below their label.
_TITLED_BELOW = ("section.part", "section.chapter", "section.subchapter", _APPENDIX)
#: A line of a table of contents: dots and spaces, and a number of a page behind them.
_LEADERS = " \t\n.…"
_DIGITS, _PAGE_DIGITS = "0123456789", 4


@dataclass(frozen=True, slots=True)
class HeadingRules:
    """Label forms in one pattern, their ranks, and the cues of the roles."""

    labels: re.Pattern[str]
    kinds: tuple[tuple[str, float], ...]
    roles: tuple[tuple[Role, bool, tuple[str, ...]], ...]


def compile_headings(book: RuleBook) -> HeadingRules:
    """The rows of rules/sections.toml, compiled."""
    rows = book["sections"]["kind"]
    branches = [
        f"(?P<k{index}>{book.fragments.expand(row['pattern']).replace('(?P<label>', f'(?P<l{index}>')})"
        for index, row in enumerate(rows)
    ]
    roles = tuple((row["name"], row.get("opens", False), tuple(row["cues"])) for row in book["sections"]["role"])
    kinds = tuple((row["id"], float(row["rank"])) for row in rows)
    return HeadingRules(re.compile('[“"]?(?:' + "|".join(branches) + ")"), kinds, roles)


@dataclass(frozen=True, slots=True)
class Heading:
    """A label at the start of a paragraph. `after` is where the title begins."""

    kind: str
    rank: float
    label: str
    after: int


def match_heading(text: str, start: int, end: int, rules: HeadingRules) -> Heading | None:
    """The label that the paragraph text[start:end] opens with."""
    match = rules.labels.match(text, start, end)
    if match is None or text[start] in '“"':
        return None
    for index, (kind, rank) in enumerate(rules.kinds):
        if match[f"k{index}"] is not None:
            label = " ".join(match[f"l{index}"].split())
            depth = label.count(".") / 10 if kind == _NUMBER else 0.0
            return Heading(kind, rank + depth, label, match.end())
    return None


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    return {
        "colon": re.compile(r":(?<!\d:)\s+(?=\S)|:(?<=\d:)\s+(?=\D)"),
        "below": re.compile(r"[(\[–-]|\d"),
    }


def find_sections(
    text: str, blocks: Sequence[Block], rules: HeadingRules, start: int, stops: Sequence[int], end: int
) -> list[SectionMention]:
    """All sections in reading order, from paragraphs that start at or after `start`. `stops` are offsets where every
    section ends (recipients and signature), `end` is the end of the body."""
    found: list[tuple[Heading, Span, Span, int | None, int, str]] = []
    stack: list[tuple[Heading, int]] = []
    appendices = 0
    quoted = False
    for index, block in enumerate(blocks):
        left, right = block.span
        quoted, skip = _quotation(text, left, right, quoted)
        if left < start or skip:
            continue
        heading = match_heading(text, left, right, rules)
        if heading is None or _is_of_contents(text[left:right]):
            continue
        if heading.kind == _APPENDIX:
            appendices += 1
            heading = Heading(_APPENDIX, 0, f"PL{appendices}", heading.after)
        while stack and not _nests(stack[-1][0], heading):
            stack.pop()
        parent = stack[-1][1] if stack else None
        title = _title(text, blocks, index, heading, rules)
        path = _path(heading, found[parent][5] if parent is not None else None)
        found.append((heading, block.span, title, parent, len(stack) + 1, path))
        stack.append((heading, len(found) - 1))
    return _close(text, found, stops, end, rules)


def _is_of_contents(line: str) -> bool:
    """Whether dots lead to the number of a page at the end of a line, as in a table of contents."""
    line = line.rstrip()
    before = line.rstrip(_DIGITS)
    if not 1 <= len(line) - len(before) <= _PAGE_DIGITS:
        return False
    dots = before[len(before.rstrip(_LEADERS)) :]
    return any(leader in dots for leader in ("...", "……", " . . "))


def _quotation(text: str, left: int, right: int, quoted: bool) -> tuple[bool, bool]:
    """(whether a quotation is open after this paragraph, whether the paragraph stands inside one)."""
    if quoted:
        return "”" not in text[left:right], True
    if text[left] != "“":
        return False, False
    opened = text.count("“", left, right) > text.count("”", left, right)
    return opened, True


def _nests(outer: Heading, inner: Heading) -> bool:
    """Whether `inner` may stand inside `outer`. What comes after a decision's articles (an attached plan with A. or
    I.) is beside them."""
    if outer.kind == _ARTICLE and inner.kind in ("section.roman", "section.letter"):
        return False
    return outer.rank < inner.rank


def _path(heading: Heading, parent: str | None) -> str:
    if heading.kind == _ARTICLE or parent is None:
        return heading.label
    return f"{parent}.{heading.label}"


def _title(text: str, blocks: Sequence[Block], index: int, heading: Heading, rules: HeadingRules) -> Span:
    start, end = heading.after, blocks[index].span[1]
    while start < end and text[start] in " .:–-":
        start += 1
    if heading.kind in _TITLED_BELOW and (start >= end or heading.kind == _APPENDIX):
        return _title_below(text, blocks, index, start, rules)
    colon = _patterns()["colon"].search(text, start, end)
    if colon:
        end = colon.start()
    while end > start and text[end - 1] in ": ":
        end -= 1
    return start, end


def _title_below(text: str, blocks: Sequence[Block], index: int, start: int, rules: HeadingRules) -> Span:
    """The lines under "Phụ lục 1" or "Chương II", up to a bracket, a label or a paragraph of prose."""
    end = blocks[index].span[1]
    first = start if start < end else None
    for block in blocks[index + 1 : index + 6]:
        left, right = block.span
        if left > end + 1 or _patterns()["below"].match(text, left) or match_heading(text, left, right, rules):
            break
        if first is not None and not text[left:right].isupper():
            break
        first = left if first is None else first
        end = right
    return (first, end) if first is not None else (start, start)


def _close(
    text: str,
    found: Sequence[tuple[Heading, Span, Span, int | None, int, str]],
    stops: Sequence[int],
    end: int,
    rules: HeadingRules,
) -> list[SectionMention]:
    """Give every section its end: the next heading that does not nest in it, a stop, or the body's end."""
    sections: list[SectionMention] = []
    ends = [end] * len(found)
    open_sections: list[int] = []
    for index, row in enumerate(found):
        level = row[4]
        while open_sections and found[open_sections[-1]][4] >= level:
            ends[open_sections.pop()] = row[1][0]
        open_sections.append(index)
    for index, (heading, span, title, parent, level, path) in enumerate(found):
        stop = min((s for s in stops if span[0] < s < ends[index]), default=ends[index])
        role = _role(text[title[0] : title[1]], heading, rules) if level == 1 else None
        sections.append(SectionMention((span[0], stop), title, heading.label, path, level, parent, role))
    return sections


def _role(title: str, heading: Heading, rules: HeadingRules) -> Role | None:
    if heading.kind == _APPENDIX:
        return "appendix"
    if heading.kind in _UNROLED:
        return None
    folded = fold(title)
    opening = folded
    for lead in ("những ", "một số ", "các ", "về ", "công tác "):
        opening = opening.removeprefix(lead)
    for role, opens, cues in rules.roles:
        if any(opening.startswith(cue) if opens else cue in folded for cue in cues):
            return role
    return None
