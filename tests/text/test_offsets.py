"""The way back from the normalised text to the file: raw[raw_span] normalises to text[span] (issue 2, item 3)."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from extractor.read.plain import read_plain
from extractor.source import Box, Line, Note, Paragraph, Source
from extractor.text import Text, assemble
from extractor.text.characters import clean
from extractor.text.offsets import OffsetMap, Piece

WORDS = (
    "Quyết",
    "định",
    "số",
    "751/QĐ-UBND",
    "ngày",
    "26/12/2020",
    "của",
    "huyện",
    "Đồng",
    "Văn",
    "về",
    "hồ",
    "sơ;",
    "(đạt",
    "9%)",
)
SPACES = (" ", "  ", "\u00a0", " \u200b", "\u2009 ")
MARKS = ("{}", "**{}**", "*{}*", "<b>{}</b>", "{}<sup>(1)</sup>", "&amp;{}", "\\*{}", "so\u00adft{}")
ENDS = ("\n", "\n\n", "\r\n", "\r\n\r\n", "\n- ", "\n1. ", "\n\n## ")

word = st.tuples(st.sampled_from(WORDS), st.sampled_from(MARKS), st.booleans()).map(
    lambda drawn: drawn[1].format(unicodedata.normalize("NFD", drawn[0]) if drawn[2] else drawn[0])
)
files = st.lists(st.tuples(word, st.sampled_from(SPACES) | st.sampled_from(ENDS)), min_size=1, max_size=25).map(
    lambda parts: "".join(part for pair in parts for part in pair) + "\n\n<sup>1</sup> Một chú thích\n"
)

_MARKUP = re.compile(r"</?(?:b|sup)>|\*|\\|#|amp;|\s+")


def read_file(raw: str) -> tuple[Source, Text]:
    source = read_plain(raw.encode(), "a.txt")
    return source, assemble(source)


def bare(words: str) -> str:
    """Words without markup and white space, which the reader drops or joins."""
    return _MARKUP.sub("", clean(words.replace("\n", " "))[0])


@given(files)
def test_every_word_leads_back_to_its_raw_text(raw: str) -> None:
    source, text = read_file(raw)
    for match in re.finditer(r"\S+", text.text):
        if any(note.span[0] == match.start() for note in text.notes):
            continue  # the label of a note is written anew, without its brackets
        span = text.offsets.raw_span(*match.span())
        assert span is not None
        # A cut inside a letter typed in parts would lose its mark.
        end = span[1]
        while end < len(source.raw) and unicodedata.combining(source.raw[end]):
            end += 1
        assert bare(source.raw[span[0] : end]) == bare(match.group())


@given(files)
def test_stretches_over_line_ends_lead_back(raw: str) -> None:
    source, text = read_file(raw)
    for block in text.blocks:
        span = text.offsets.raw_span(*block.span)
        assert span is not None
        end = span[1]
        while end < len(source.raw) and unicodedata.combining(source.raw[end]):
            end += 1
        printed = re.sub(r"<sup>1</sup>.*", "", source.raw[span[0] : end], flags=re.DOTALL)
        assert bare(printed).startswith(bare(text.text[slice(*block.span)])[:3])


@given(files)
def test_raw_offsets_never_turn_round_within_a_paragraph(raw: str) -> None:
    text = read_file(raw)[1]
    for block in text.blocks:
        offsets = [text.offsets.raw_at(at) for at in range(*block.span)]
        assert None not in offsets
        assert offsets == sorted(offsets, key=lambda offset: offset or 0)


@given(files)
def test_the_masked_text_has_the_same_length(raw: str) -> None:
    text = read_file(raw)[1]
    assert len(text.masked) == len(text.text)
    masked = {at for mark in text.marks for at in range(*mark.span)}
    differs = {at for at, (one, other) in enumerate(zip(text.text, text.masked, strict=True)) if one != other}
    assert differs <= masked
    assert all(text.masked[at] == " " for at in masked)


@given(files)
def test_reading_its_own_text_changes_no_word(raw: str) -> None:
    assume("\\" not in raw)  # an escaped star is a star that would be markup now
    text = read_file(raw)[1]
    assert text.text == unicodedata.normalize("NFC", text.text)
    assert "  " not in text.text
    again = read_file(text.text)[1]
    assert again.text.split() == text.text.split()


def two_pages() -> Text:
    lines = (
        Line("Quyết định số 19-", box=Box(1, 100, 700, 300, 714)),
        Line("NQ/TW của Đảng", box=Box(2, 100, 80, 240, 94)),
    )
    notes = (Note("1", (Line("Chú thích", box=Box(1, 100, 760, 190, 772)),)),)
    return assemble(Source("a.pdf", "", "application/pdf", 0, "test", (Paragraph(lines),), notes))


def test_pages_and_boxes_of_a_mention_over_a_page_end() -> None:
    text = two_pages()
    start = text.text.index("19-NQ/TW")
    assert (text.offsets.page_at(start), text.offsets.page_at(start + 4)) == (1, 2)
    first, second = text.offsets.boxes(start, start + 8)
    assert (first.page, second.page) == (1, 2)
    assert 100 < first.x0 < first.x1 == pytest.approx(300)
    assert second.x0 == pytest.approx(100)
    assert second.x1 == pytest.approx(150)


def test_pages_of_the_text() -> None:
    text = two_pages()
    spans = text.offsets.page_spans()
    assert text.text[slice(*spans[2])] == "NQ/TW của Đảng"
    assert spans[1][0] == 0


def test_no_raw_text_no_way_back() -> None:
    assert two_pages().offsets.raw_span(0, 5) is None
    assert OffsetMap([]).piece_at(0) is None
    assert OffsetMap([Piece(3, 5, Line("ab"), ())]).piece_at(1) is None
