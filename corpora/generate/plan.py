"""What goes where on the page: the text of a report cut into the parts of the official layout (Nghị định 30/2020/NĐ-CP,
Phụ lục I): letterhead, title, body, tables, closing, appendices."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from corpora.generate.letterhead import DOC_TYPE, QUOC_HIEU
from extractor.text import Block, Text, TextTable

Look = Literal["body", "heading", "centred", "note", "recipient"]

_APPENDIX = re.compile(r"Phụ lục(?:\s+(?:\d{1,2}|[IVX]{1,4}))?[.:]?", re.IGNORECASE)
_DATE_LINE = re.compile(r"[^.;:]{2,40}ngày[\s\d.…/]*tháng.{0,30}$")
_NUMBER_LINE = re.compile(r"Số\s*:")
#: A label that opens a heading: "I.", "1.", "1.1.", "a)".
LABEL = re.compile(r"(?P<label>[IVX]{1,5}\.|\d{1,2}(?:\.\d{1,2}){0,2}\.|[a-zđ]\))\s")
_HEADING_LENGTH = 160
_WIDE_TABLE = 7  # columns from which an appendix lies across


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph: text[start:end] of the report. `page_break`: it begins a new page."""

    span: tuple[int, int]
    look: Look
    bold: bool = False
    page_break: bool = False
    appendix: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table."""

    table: TextTable


@dataclass(frozen=True, slots=True)
class Columns:
    """A borderless arrangement of two columns: the letterhead, or recipients beside the signature."""

    left: tuple[Para, ...]
    right: tuple[Para, ...]
    closing: bool
    page_break: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """The pages from here on lie across (`landscape`) or stand upright again."""

    landscape: bool


Item = Para | Grid | Columns | Turn


def plan(text: Text) -> list[Item]:
    """The parts of a report in the order of its text."""
    planner = _Planner(text)
    while planner.index < len(planner.parts):
        planner.step()
    return planner.items


class _Planner:
    def __init__(self, text: Text) -> None:
        self.text = text.text
        self.parts: Sequence[Block | TextTable] = sorted((*text.blocks, *text.tables), key=lambda part: part.span)
        self.items: list[Item] = []
        self.index = 0
        self.title = False  # the next line belongs to a title
        self.landscape = False

    def words(self, index: int) -> str:
        """The text of a paragraph, empty for a table and beyond the end."""
        if index >= len(self.parts):
            return ""
        part = self.parts[index]
        return "" if isinstance(part, TextTable) else self.text[part.span[0] : part.span[1]]

    def step(self) -> None:
        """Take the next part, or the next few where they stand beside each other."""
        part, words = self.parts[self.index], self.words(self.index)
        if isinstance(part, TextTable):
            self.items.append(Grid(part))
            self.title = False
        elif (count := self.letterhead()) or (count := self.closing()):
            self.index += count
            return
        elif _APPENDIX.fullmatch(words):
            self.appendix()
        elif DOC_TYPE.fullmatch(words):
            self.add("centred", bold=True)
            self.title = True
        elif self.title and not LABEL.match(words) and not words.startswith(("Kính gửi", "Căn cứ")):
            self.title = part.bold or words.isupper() or self.words(self.index + 1).startswith("(")
            self.add("note" if words.startswith("(") else "centred", bold=not words.startswith("("))
        else:
            self.title = False
            self.body(part, words)
        self.index += 1

    def add(self, look: Look, *, bold: bool = False, page_break: bool = False, appendix: bool = False) -> None:
        self.items.append(Para(self.parts[self.index].span, look, bold, page_break, appendix))

    def body(self, part: Block, words: str) -> None:
        """A heading, a line in capitals or a paragraph of the body."""
        heading = LABEL.match(words) and len(words) < _HEADING_LENGTH and words[-1] not in ".;,"
        if heading or (part.bold and len(words) < _HEADING_LENGTH):
            self.add("heading", bold=True)
        elif is_capitals(words) and len(words) < _HEADING_LENGTH:
            self.add("centred", bold=True)
        else:
            self.add("body", bold=part.bold)

    def appendix(self) -> None:
        """An appendix begins a new page, which lies across where the appendix holds a wide table."""
        following = range(self.index + 1, len(self.parts))
        end = next((at for at in following if _APPENDIX.fullmatch(self.words(at))), len(self.parts))
        tables = [part for part in self.parts[self.index : end] if isinstance(part, TextTable)]
        across = any(table.columns >= _WIDE_TABLE for table in tables)
        turned = across != self.landscape
        if turned:
            self.items.append(Turn(across))
            self.landscape = across
        self.add("centred", bold=True, page_break=not turned, appendix=True)
        self.title = True

    def letterhead(self) -> int:
        """The letterhead that begins here as two columns; returns how many paragraphs it took."""
        at = self.index
        while is_capitals(self.words(at)) and at - self.index < 4 and not _is_motto(self.words(at)):
            at += 1
        if _NUMBER_LINE.match(self.words(at)):
            at += 1
        if not _is_motto(self.words(at)):
            return 0
        end = at + 1
        while end < at + 3 and (self.words(end).startswith("Độc lập") or _DATE_LINE.match(self.words(end))):
            end += 1
        left, right = self._column(self.index, at), self._column(at, end)
        self.items.append(Columns(left, right, closing=False, page_break=bool(self.items)))
        return end - self.index

    def closing(self) -> int:
        """Recipients and signature that begin here as two columns; returns how many paragraphs they took."""
        at = self.index
        if self.words(at).startswith("Nơi nhận"):
            at += 1
            while self.words(at).startswith("-"):
                at += 1
        elif not re.match(r"(?:TM|KT|TL|TUQ|Q)\.\s", self.words(at)):
            return 0
        end = at
        while end < at + 6 and 0 < len(self.words(end)) < 60 and not _APPENDIX.fullmatch(self.words(end)):
            end += 1
        left, right = self._column(self.index, at), self._column(at, end)
        self.items.append(Columns(left, right, closing=True))
        return end - self.index

    def _column(self, start: int, end: int) -> tuple[Para, ...]:
        paragraphs = []
        for index in range(start, end):
            words = self.words(index)
            recipient = words.startswith(("Nơi nhận", "-"))
            plain = words.startswith("-") or bool(_NUMBER_LINE.match(words)) or bool(_DATE_LINE.match(words))
            paragraphs.append(Para(self.parts[index].span, "recipient" if recipient else "centred", not plain))
        return tuple(paragraphs)


def is_capitals(words: str) -> bool:
    """A line of at least two words, all in capitals, without a label."""
    return words.isupper() and len(words.split()) > 1 and not LABEL.match(words) and not words.startswith("TM.")


def _is_motto(words: str) -> bool:
    return words.startswith(QUOC_HIEU[:8]) and words.endswith(QUOC_HIEU[-8:])
