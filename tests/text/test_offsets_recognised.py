"""Offsets of text that was recognised from an image: its mark, the confidence of words and their boxes."""

from __future__ import annotations

from extractor.source import Box, Line, Paragraph, Source, Word
from extractor.text import assemble

#: Two spaces become one: the words' offsets are those of the line as read.
LINE = Line(
    "Quyết  định 15/QĐ",
    box=Box(2, 50, 100, 250, 112),
    words=(
        Word(0, 5, 0.9, 50, 100, 100, 112),
        Word(7, 11, 0.5, 110, 101, 150, 112),
        Word(12, 17, 0.8, 160, 100, 250, 113),
    ),
)


def _text(*lines: Line):
    blocks = tuple(Paragraph((line,)) for line in lines)
    return assemble(Source("a.pdf", "", "application/pdf", 1, "pdf/1", blocks))


def test_words_give_boxes_and_confidence() -> None:
    text = _text(LINE)
    start = text.text.index("15/QĐ")
    assert text.text == "Quyết định 15/QĐ"
    assert text.offsets.boxes(start, start + 5) == (Box(2, 160, 100, 250, 113),)
    assert text.offsets.confidence(start, start + 5) == 0.8
    assert text.offsets.confidence(0, 10) == 0.5
    assert text.offsets.boxes(0, 10) == (Box(2, 50, 100, 150, 112),)
    assert text.offsets.recognised(0, 3)


def test_read_lines_are_not_marked() -> None:
    text = _text(Line("Quyết định", box=Box(1, 0, 0, 100, 10)), LINE)
    assert not text.offsets.recognised(0, 5)
    assert text.offsets.confidence(0, 5) is None
    assert text.offsets.boxes(0, 5) == (Box(1, 0, 0, 50, 10),)
    assert text.offsets.recognised(0, len(text.text))


def test_a_part_of_a_line_keeps_its_words() -> None:
    assert LINE.words_in(7, 17) == (
        Word(0, 4, 0.5, 110, 101, 150, 112),
        Word(5, 10, 0.8, 160, 100, 250, 113),
    )
    assert LINE.words_in(5, 7) == ()
