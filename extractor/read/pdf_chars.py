"""Characters of a PDF page grouped into runs: stretches of one text object without a wide gap."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress, pairwise
from operator import ne, sub
from typing import NamedTuple

from extractor.encodings.decoder import Decoder
from extractor.read.pdf_encoding import convert_page
from extractor.read.pdf_raw import Characters, RawPage, font_style
from extractor.source import Word

#: pdfium writes U+0002 (or U+FFFE) for a hyphen at a line end; a line break of the reader's own joins the halves.
_CODES = {0x02: "-", 0xFFFE: "-", 0x00: "\ufffd", 0x09: " ", 0x0A: " ", 0x0D: " "}
_SPACE_CODE = 0x20
#: A gap inside a text object that cuts it, in units of the font size: columns, tabs, glyphs of another font between.
_CUT = 1.5
#: A gap without a space character that stands for a space, in units of the font size.
SPACE = 0.17


class Run(NamedTuple):
    """Characters in one font on one baseline. `lefts` and `rights` are the edges of each character, in points from the
    left of the page; `known` is False where the font does not say whether it is bold. `words` are the recognised words
    of the characters of a scan (None for a space); text that was read has none."""

    text: str
    lefts: list[float]
    rights: list[float]
    x0: float
    x1: float
    top: float
    bottom: float
    baseline: float
    size: float
    bold: bool
    known: bool
    upright: bool
    words: Sequence[Word | None] = ()

    def part(self, start: int, end: int) -> Run:
        """The characters [start, end) as a run of their own."""
        lefts, rights, words = self.lefts[start:end], self.rights[start:end], self.words[start:end]
        text = self.text[start:end]
        return self._replace(text=text, lefts=lefts, rights=rights, x0=min(lefts), x1=max(rights), words=words)


def read_runs(page: RawPage, fonts: dict[int, tuple[bool, bool]], decoder: Decoder) -> list[Run]:
    """The runs of a page in the order of its content. Text set askew (watermarks) is left out."""
    characters = convert_page(page.characters(), decoder)
    objects = characters.objects
    count = len(objects)
    cuts = [0, *compress(range(1, count), map(ne, objects[1:], objects)), count]
    runs: list[Run] = []
    for start, end in pairwise(cuts):
        if start < end and objects[start]:
            runs.extend(_runs_of_object(page, characters, start, end, fonts))
            if runs and end < count and not objects[end] and characters.codes[end] == _SPACE_CODE:
                runs[-1] = _with_space(runs[-1])
    return runs


def _with_space(run: Run) -> Run:
    """The run with a space at its end: pdfium saw one there, though none is written."""
    if run.text[-1].isspace() or not run.upright:
        return run
    return run._replace(text=run.text + " ", lefts=[*run.lefts, run.x1], rights=[*run.rights, run.x1])


def _text(codes: list[int]) -> str:
    """As many characters as `codes`; halves of surrogate pairs, which no text may hold, become U+FFFD."""
    text = "".join(map(chr, codes))
    if min(codes) >= _SPACE_CODE and max(codes) < 0xD800:
        return text
    text = text.translate(_CODES)
    return "".join(["\ufffd" if "\ud800" <= letter <= "\udfff" else letter for letter in text])


def _runs_of_object(
    page: RawPage, characters: Characters, start: int, end: int, fonts: dict[int, tuple[bool, bool]]
) -> list[Run]:
    text = _text(characters.codes[start:end])
    if not text.strip():
        return []
    place = characters.place(start)
    size, angle = page.size_and_angle(place)
    if angle == 45 or size <= 0:
        return []
    boxes = characters.boxes[4 * start : 4 * end]
    lefts, rights = boxes[0::4], boxes[2::4]
    bold, known = font_style(characters.objects[start], fonts)
    top, bottom = min(boxes[1::4]), max(boxes[3::4])
    if angle:
        return [
            Run(text, lefts, rights, min(lefts), max(rights), top, bottom, bottom, size, bold, known, upright=False)
        ]
    baseline = page.origin(place)[1]
    run = Run(text, lefts, rights, lefts[0], rights[-1], baseline - 0.8 * size, baseline + 0.22 * size,
              baseline, size, bold, known, True)  # fmt: skip
    gaps = list(map(sub, lefts[1:], rights))
    if gaps and (max(gaps) > _CUT * size or min(gaps) < -size):
        return _cut(run, gaps)
    if gaps and max(gaps) > SPACE * size:
        return [spaced(run)]
    return [run]


def _cut(run: Run, gaps: list[float]) -> list[Run]:
    """The run cut at wide gaps and at steps backwards (a text object may hold several lines)."""
    limit = _CUT * run.size
    places = [index + 1 for index, gap in enumerate(gaps) if gap > limit or gap < -run.size]
    pieces = []
    for start, end in zip([0, *places], [*places, len(run.text)], strict=True):
        if run.text[start:end].strip():
            pieces.append(spaced(run.part(start, end)))
    return pieces


def spaced(run: Run) -> Run:
    """The run with a space in each gap that no space character fills."""
    text, lefts, rights = run.text, run.lefts, run.rights
    places = [
        index
        for index in range(1, len(text))
        if lefts[index] - rights[index - 1] > SPACE * run.size and " " not in text[index - 1 : index + 1]
    ]
    if not places:
        return run
    characters, new_lefts, new_rights, last = [], [], [], 0
    for place in [*places, len(text)]:
        characters.append(text[last:place])
        new_lefts += lefts[last:place]
        new_rights += rights[last:place]
        if place < len(text):
            new_lefts.append(rights[place - 1])
            new_rights.append(lefts[place])
        last = place
    return run._replace(text=" ".join(characters), lefts=new_lefts, rights=new_rights)


def by_character(runs: list[Run]) -> list[Run]:
    """One run a character, without spaces: for lines whose runs interleave.

    A font that lacks a letter is replaced by another for that letter only. Such letters may be written after the line,
    over its gaps; sorted by place they fall where they are seen.
    """
    return [run.part(index, index + 1) for run in runs for index, letter in enumerate(run.text) if not letter.isspace()]
