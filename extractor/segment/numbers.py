"""The document's own number in its letterhead ("Số: 165/KH-UBND", "Số 12-BC/HU"), blank or parted by a stamp."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.model import Span
from extractor.segment.lines import site_lines, top_lines
from extractor.segment.vocabulary import LetterheadRules
from extractor.text import Block, TextTable

#: A number with its symbol is not longer than this, in characters; what a stamp parted from it is not either.
_LENGTH, _PARTED = 160, 40


@dataclass(frozen=True, slots=True)
class Number:
    """The parts of a number and the whole, None where they are blank or not printed."""

    number: str | None = None
    symbol: str | None = None
    code: str | None = None


def number_lines(
    text: str, blocks: Sequence[Block], rules: LetterheadRules, tables: Sequence[TextTable] = ()
) -> tuple[Span, ...]:
    """Paragraphs that are a document's own number ("Số: 165/KH-UBND"), of an attached document as well; the cells of
    a letterhead's table too."""
    found = [match.span() for match in _number_matches(text, [block.span for block in blocks], rules)]
    if tables:
        end = top_lines(text, blocks, tables, rules)[-1][1]
        head = _labelled(text, site_lines(text, tables, end))
        found += [match.span() for match in _number_matches(text, head, rules) if match["symbol"]]
    return tuple(dict.fromkeys(found))


def _labelled(text: str, lines: Sequence[Span]) -> list[Span]:
    """Lines from "Số hiệu:" on, where a web page ran its own words into the label."""
    return [(max(text.find("Số hiệu:", left, right), left), right) for left, right in lines]


def _number_matches(text: str, lines: Sequence[Span], rules: LetterheadRules) -> Iterator[re.Match[str]]:
    """A stamp may have parted "Số:" from its number: then they are paragraphs one after the other."""
    pattern = rules.lines["number_line"]
    for index, (left, end) in enumerate(lines):
        right = end
        if text[left] not in "SLNP" or right - left >= _LENGTH:
            continue
        match = pattern.match(text, left, right)
        for after in lines[index + 1 : index + 3]:
            if not match or match["symbol"] or after[0] > right + 2 or after[1] - after[0] >= _PARTED:
                break
            right = after[1]
            match = pattern.match(text, left, right) or match
        if match:
            yield match


def read_number(text: str, top: Sequence[Span], rules: LetterheadRules) -> Number:
    """The first number with a symbol."""
    for match in _number_matches(text, top, rules):
        if match["symbol"]:
            symbol = re.sub(r"\s", "", match["symbol"]).replace("–", "-")
            if match["number"] is None:
                return Number(symbol=symbol)
            joint = "-" if match["join"] and match["join"].strip() in "-–" else "/"
            parts = (match["number"], match["year"])
            return Number(match["number"], symbol, "/".join(filter(None, parts)) + joint + symbol)
    return Number()


def kind_of(symbol: str, rules: LetterheadRules) -> str | None:
    """The type that a symbol names, None for that of an official letter ("UBND-NC")."""
    parts = re.split(r"[-/._]", symbol)
    return next((rules.symbols[part.upper()] for part in (parts[0],) if part.upper() in rules.symbols), None)
