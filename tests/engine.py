"""Short ways to one station of the engine, for tests that are about that station."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from extractor import rules
from extractor.find.citations import Vocabulary, find_citations
from extractor.find.dates import find_dates
from extractor.mentions import CitationMention, DateMention, Letterhead, SectionMention
from extractor.pipeline import extract, extract_source, load
from extractor.read.plain import read_plain
from extractor.segment import find_sections, read_letterhead
from extractor.source import Page, Source
from extractor.text import Text, assemble

#: A letterhead to put on top of made-up bodies, of a place that none of the five reports is from.
LETTERHEAD = """ỦY BAN NHÂN DÂN
HUYỆN ĐỒNG VĂN

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 214/BC-UBND

Đồng Văn, ngày 15 tháng 9 năm 2022

BÁO CÁO
Kết quả công tác văn thư của huyện Đồng Văn, tỉnh Hà Giang

"""


def dates(text: str) -> list[DateMention]:
    """The dates of one piece of text."""
    return find_dates(text, load().dates)


def citations(text: str, vocabulary: Vocabulary | None = None, own: Sequence[str] = ()) -> list[CitationMention]:
    """The mentions of one piece of text; `own` are the types that "Quyết định này" may point at."""
    return find_citations(text, dates(text), vocabulary or load().citations, (), own)


def printed(text: str, span: tuple[int, int] | None) -> str | None:
    """The words of a span."""
    return None if span is None else text[span[0] : span[1]]


def text_of(raw: str | bytes) -> Text:
    """The normalised text of a text file."""
    return assemble(read_plain(raw if isinstance(raw, bytes) else raw.encode(), "test.txt"))


def sections(raw: str) -> tuple[Text, list[SectionMention]]:
    """The text and the sections of a text file without a letterhead."""
    text = text_of(raw)
    return text, find_sections(text.masked, text.blocks, load().headings, 0, (), text.body_end)


def paths(raw: str) -> list[str]:
    """The paths of its sections."""
    return [section.path for section in sections(raw)[1]]


def letterhead(raw: str) -> tuple[Text, Letterhead]:
    """The text and the letterhead of a text file."""
    text = text_of(raw)
    return text, read_letterhead(text.masked, text.blocks, dates(text.masked), load().letterhead)


def report(raw: str | bytes) -> Any:
    """The whole Report of a text file."""
    return extract(raw if isinstance(raw, bytes) else raw.encode(), name="test.txt")


def recognised_source(raw: str | bytes) -> Source:
    """A text file as if it had been recognised from an image."""
    read = read_plain(raw if isinstance(raw, bytes) else raw.encode(), "test.txt")
    return replace(read, pages=(Page(1, 595.0, 842.0, ocr=True),))


def recognised(raw: str | bytes) -> Any:
    """The whole Report of a text that was recognised from an image."""
    return extract_source(recognised_source(raw))


def book() -> rules.RuleBook:
    """The rules of the package."""
    return rules.load()
