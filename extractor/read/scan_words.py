"""Recognised words as runs of characters, with what a font would say and an image does not: size, baseline, weight.

A size is told by the height of a word's ink, against the height that its letters have in the typefaces of documents
(Times New Roman and its like, Nghị định 30/2020/NĐ-CP, Phụ lục I); the weight by the mean thickness of its strokes.
Both are taken for a whole line, and then evened out over the document: the steps after this one compare sizes exactly.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from statistics import median

from extractor.read.pdf_chars import Run
from extractor.read.scan_image import Grey
from extractor.read.scan_tesseract import Seen
from extractor.source import Word

#: Heights above and depths below the baseline, in units of the font size.
_CAPITAL, _SMALL, _MARKED, _DEEP, _COMMA = 0.67, 0.46, 0.70, 0.21, 0.14
_TALL = frozenset("bdfhkltđij0123456789()/[]%&?!")
_LOW = frozenset("gpqyjQ()[]")
#: Sizes nearer than this to a more frequent one are that one.
_SAME_SIZE = 0.1
#: Strokes thicker than the document's usual ones by this factor are bold.
_BOLD = 1.22
#: A gap inside a line that cuts it into runs, in units of the font size.
_CUT = 1.5
#: Pixels darker than this are ink of a letter.
_DARK = 140


@dataclass(frozen=True, slots=True)
class Placed:
    """A recognised word: its box on the upright page, in points, `stroke` the mean thickness of its strokes, in points,
    and the same word on the page as it is displayed."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    stroke: float
    word: Word


@dataclass(frozen=True, slots=True)
class ScanLine:
    """Words side by side, with their measures in points: font size (0 where no word tells), baseline, and stroke."""

    words: tuple[Placed, ...]
    size: float
    baseline: float
    stroke: float

    @property
    def letters(self) -> int:
        """How many characters the line has."""
        return sum(len(word.text) for word in self.words)


@cache
def _extent(letter: str) -> tuple[float, float] | None:
    """Height and depth of a character; None where it says nothing about its size."""
    parts = unicodedata.normalize("NFD", letter)
    base, marks = parts[0], parts[1:]
    if not base.isalnum() and base not in "()/[]%&?!,;":
        return None
    height = _CAPITAL if base.isupper() or base in _TALL else _SMALL
    depth = _DEEP if base in _LOW else _COMMA if base in ",;" else 0.0
    if base == "t":
        height = 0.58
    above = [mark for mark in marks if unicodedata.combining(mark) == 230]
    if above:
        height = (_CAPITAL + 0.2 if base.isupper() else _MARKED) + (0.12 if len(above) > 1 else 0.0)
    if any(unicodedata.combining(mark) == 220 for mark in marks):
        depth = max(depth, 0.2)
    return height, depth


def stroke_of(image: Grey, seen: Seen) -> float:
    """The mean thickness, across, of the strokes of a word, in pixels; 0 where there is no ink."""
    part = image[seen.y0 : seen.y1, seen.x0 : seen.x1]
    ink = part < _DARK
    starts = int((ink[:, 1:] & ~ink[:, :-1]).sum()) + int(ink[:, 0].sum()) if ink.size else 0
    return float((255 - part.astype("int32")).sum()) / 255 / starts if starts else 0.0


def measured(words: Sequence[Placed]) -> ScanLine:
    """A line of these words, measured."""
    sizes: list[float] = []
    baselines: list[float] = []
    for word in words:
        extents = [extent for letter in word.text if (extent := _extent(letter)) is not None]
        if not extents or not any(letter.isalnum() for letter in word.text):
            continue
        height, depth = max(extent[0] for extent in extents), max(extent[1] for extent in extents)
        size = (word.y1 - word.y0) / (height + depth)
        weight = min(len(extents), 8)
        sizes += [size] * weight
        baselines += [word.y1 - depth * size] * weight
    size = median(sizes) if sizes else 0.0
    strokes = [word.stroke for word in words for letter in word.text if letter.isalnum()]
    return ScanLine(
        tuple(words),
        size,
        median(baselines) if baselines else max(word.y1 for word in words),
        median(strokes) if strokes else 0.0,
    )


def usual_sizes(lines: Iterable[ScanLine]) -> Callable[[float], float]:
    """What makes near sizes of a document one: the function gives a measured size its usual one."""
    weights: dict[float, int] = {}
    for line in lines:
        if line.size:
            weights[round(2 * line.size) / 2] = weights.get(round(2 * line.size) / 2, 0) + line.letters
    chosen: list[float] = []
    for size in sorted(weights, key=lambda size: -sum(_near(weights, size))):
        if not any(abs(size - other) <= _SAME_SIZE * other for other in chosen):
            chosen.append(size)

    def usual(size: float) -> float:
        return min(chosen, key=lambda other: abs(other - size), default=12.0) if size else (chosen or [12.0])[0]

    return usual


def _near(weights: dict[float, int], size: float) -> list[int]:
    return [weight for other, weight in weights.items() if abs(other - size) <= 0.5]


def usual_stroke(lines: Sequence[ScanLine], usual: Callable[[float], float]) -> float:
    """The usual thickness of strokes, in units of the font size; 0 where nothing tells."""
    strokes = [line.stroke / usual(line.size) for line in lines if line.stroke for _ in range(line.letters)]
    return median(strokes) if strokes else 0.0


def runs_of(line: ScanLine, usual: Callable[[float], float], stroke: float) -> list[Run]:
    """The runs of a line: words side by side without a wide gap."""
    size = usual(line.size)
    bold = stroke > 0 and line.stroke / size > _BOLD * stroke
    groups: list[list[Placed]] = []
    for word in sorted(line.words, key=lambda word: word.x0):
        if groups and word.x0 - groups[-1][-1].x1 <= _CUT * size:
            groups[-1].append(word)
        else:
            groups.append([word])
    return [_run(group, size, line.baseline, bold) for group in groups]


def _run(words: Sequence[Placed], size: float, baseline: float, bold: bool) -> Run:
    text = ""
    lefts: list[float] = []
    rights: list[float] = []
    of: list[Word | None] = []
    for word in words:
        if text:
            text += " "
            lefts.append(rights[-1])
            rights.append(max(word.x0, lefts[-1]))
            of.append(None)
        step = (word.x1 - word.x0) / len(word.text)
        lefts += [word.x0 + step * place for place in range(len(word.text))]
        rights += [word.x0 + step * (place + 1) for place in range(len(word.text))]
        of += [word.word] * len(word.text)
        text += word.text
    top, bottom = baseline - 0.8 * size, baseline + 0.22 * size
    return Run(text, lefts, rights, lefts[0], rights[-1], top, bottom, baseline, size, bold, True, True, of)
