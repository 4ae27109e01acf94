"""Marks that are not text: markdown emphasis, headings, inline HTML. They are removed and the way back is kept."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from extractor.source import Line, Mark

_TOKEN = r"""
    (?P<sup> <sup>\s*(?P<label>\(?\[?\w{1,4}\]?\)?)\s*</sup> )   # a footnote mark
  | (?P<link> <(?P<url>(?:https?|mailto):[^>\s]*)> )
  | (?P<tag> </?(?:b|i|u|em|strong|sup|sub|p|ul|ol|li|br|span|font|a|div|small|center)\b[^<>]*> )
  | (?P<escape> \\(?P<escaped>[*_\#\-\[\]()+.!`]) )
  | (?P<entity> &(?:[a-z]{2,8}|\#\d{1,6});)
  | (?P<stars> \*{1,3} )
"""


class Stripped(NamedTuple):
    """A line without its markup. `emphasis_open`: the line ends inside emphasis that it opened."""

    line: Line
    marks: tuple[Mark, ...]
    heading: bool
    bold: bool
    emphasis_open: bool


@cache
def _signs() -> re.Pattern[str]:
    """A line without any of these is text as it stands."""
    return re.compile(r"[*<#\\&_]")


@cache
def _first_sign() -> re.Pattern[str]:
    """What a token begins with: a class of signs is searched many times faster than the tokens themselves."""
    return re.compile(r"[<\\&*]")


@cache
def _token() -> re.Pattern[str]:
    return re.compile(_TOKEN, re.VERBOSE | re.IGNORECASE)


@cache
def _heading() -> re.Pattern[str]:
    return re.compile(r"\s{0,3}#{1,6}(?:\s+|$)")


def holds_markup(text: str) -> bool:
    """Whether some sign in the text may be markup."""
    return _signs().search(text) is not None


def strip_line(text: str, raw: int) -> Stripped:
    """Remove the markup of one line. `raw` is the offset of the line in the decoded file."""
    if not holds_markup(text):
        bare = text.strip()
        return Stripped(Line(bare, raw + text.find(bare[:1])), (), False, False, False)
    kept: list[tuple[str, int]] = []  # text and its offset in the line
    marks: list[tuple[int, str]] = []  # index into kept, label
    stars, heading = 0, False
    for start, end, piece, label in _walk(text):
        if piece:
            if label:
                marks.append((len(kept), label))
            kept.append((piece, start))
        elif end - start and text[start] == "*":
            stars += 1
        elif "#" in text[start:end]:
            heading = True
    line, found = _assemble(kept, marks, raw)
    body = text.strip()
    return Stripped(line, found, heading, heading or body.startswith(("**", "<b>")), stars % 2 == 1)


def _walk(text: str) -> Iterator[tuple[int, int, str, str]]:
    """(start, end, text kept, label of a footnote mark) of each part of a line."""
    position = 0
    if heading := _heading().match(text):
        position = heading.end()
        yield 0, position, "", ""
    for match in _tokens(text, position):
        start, end = match.span()
        if start > position:
            yield position, start, text[position:start], ""
        if match["sup"]:
            offset = match.start("label")
            yield offset, match.end("label"), match["label"], match["label"].strip("()[]")
        elif match["link"]:
            yield match.start("url"), match.end("url"), match["url"], ""
        elif match["escape"]:
            yield match.start("escaped"), end, match["escaped"], ""
        elif match["entity"]:
            yield start, end, html.unescape(match["entity"]), ""
        elif match["tag"] and match["tag"].lower().startswith(("<p", "<li", "<br", "<ul", "</p", "</li")):
            yield start, end, " ", ""
        elif match["stars"] and _is_bullet(text, start, end):
            yield start, end, match["stars"], ""
        else:
            yield start, end, "", ""
        position = end
    if position < len(text):
        yield position, len(text), text[position:], ""


def _tokens(text: str, position: int) -> Iterator[re.Match[str]]:
    signs, token = _first_sign(), _token()
    while sign := signs.search(text, position):
        match = token.match(text, sign.start())
        position = match.end() if match else sign.end()
        if match:
            yield match


def _is_bullet(text: str, start: int, end: int) -> bool:
    """A single star at the start of a line before a space is a bullet; between digits it is a product."""
    if end - start > 1:
        return False
    if text[:start].strip(" *#") == "" and text[end : end + 1] == " ":
        return "*" not in text[end:] and "*" not in text[:start]
    return text[start - 1 : start].isdigit() and text[end : end + 1].isdigit()


def _assemble(kept: list[tuple[str, int]], marks: list[tuple[int, str]], raw: int) -> tuple[Line, tuple[Mark, ...]]:
    parts: list[str] = []
    pieces: list[tuple[int, int]] = []
    starts: list[int] = []
    length = 0
    for text, offset in kept:
        lead = 0 if parts else len(text) - len(text.lstrip())
        starts.append(length)
        if lead == len(text):
            continue
        pieces.append((length, raw + offset + lead))
        parts.append(text[lead:])
        length += len(text) - lead
    joined = "".join(parts).rstrip()
    found = tuple(Mark(0, starts[index], starts[index] + len(kept[index][0]), label) for index, label in marks)
    line = Line(joined, pieces[0][1] if pieces else raw, None, tuple(pieces))
    return line, tuple(mark for mark in found if mark.end <= len(joined))
