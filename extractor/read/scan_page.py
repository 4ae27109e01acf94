"""One scanned page: from pixels to lines of words with places, ready to be laid out as the page of a PDF is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import cos, radians, sin

import numpy as np

from extractor.read.pdf_chars import Run
from extractor.read.pdf_grids import find_grids
from extractor.read.pdf_page import PageContent, compose_page
from extractor.read.pdf_rules import Rules
from extractor.read.pdf_tables import Grid
from extractor.read.scan_image import Grey, ink_of, is_sideways, skew, turned, whiten
from extractor.read.scan_regions import Strip, beside, find_regions, pile, place_on_page
from extractor.read.scan_rules import find_rules, without
from extractor.read.scan_tesseract import Seen, orientation, recognise
from extractor.read.scan_words import Placed, ScanLine, measured, runs_of, stroke_of, usual_sizes, usual_stroke
from extractor.source import Word

#: Pages that lie straighter than this are left as they are, in degrees: turning blurs small marks.
_STRAIGHT = 0.3
#: A ruled line is thin: at 150 dots an inch, and on a page that was turned, no more than this grey is left of it.
_FAINT = 228
#: A page read with less confidence may stand on its head.
_DOUBTFUL = 0.6
#: Signs of less confidence are dirt, where there are so few of them.
_DIRT, _SIGNS = 0.3, 2


@dataclass(frozen=True, slots=True)
class Upright:
    """How a page was turned: quarter turns clockwise, then `angle` degrees counter-clockwise; `width` and `height` are
    those of the turned page, in pixels."""

    quarters: int
    angle: float
    width: int
    height: int

    def displayed(self, x: float, y: float) -> tuple[float, float]:
        """The place on the page as it is displayed, in pixels."""
        dx, dy = x - self.width / 2, y - self.height / 2
        c, s = cos(radians(self.angle)), sin(radians(self.angle))
        x, y = c * dx - s * dy + self.width / 2, s * dx + c * dy + self.height / 2
        if self.quarters == 1:
            return y, self.width - x
        if self.quarters == 2:
            return self.width - x, self.height - y
        return (self.height - y, x) if self.quarters == 3 else (x, y)


@dataclass(frozen=True, slots=True)
class Scan:
    """What was recognised on a page; lengths in points of the upright page."""

    number: int
    width: float
    height: float
    lines: tuple[ScanLine, ...]
    rules: Rules
    grids: tuple[Grid, ...]

    @property
    def confidence(self) -> float:
        """The mean confidence of its letters, 0 where there are none."""
        words = [word for line in self.lines for word in line.words]
        letters = sum(len(word.text) for word in words)
        return sum(word.word.confidence * len(word.text) for word in words) / letters if letters else 0.0


def read_scan(grey: Grey, dpi: float, number: int) -> Scan:
    """Recognise a page that is displayed as `grey`. Raises RecognitionError."""
    white = whiten(grey, dpi)
    ink = ink_of(white)
    if not ink.any():
        return Scan(number, grey.shape[1] * 72 / dpi, grey.shape[0] * 72 / dpi, (), Rules([], [], 1), ())
    quarters = orientation(white, dpi) // 90 if is_sideways(ink) else 0
    scan = _read_upright(white, quarters, dpi, number)
    if scan.confidence < _DOUBTFUL:
        other = orientation(white, dpi) // 90
        if other != quarters:
            again = _read_upright(white, other, dpi, number)
            scan = max(scan, again, key=lambda one: one.confidence)
    return scan


def _read_upright(white: Grey, quarters: int, dpi: float, number: int) -> Scan:
    page = np.ascontiguousarray(np.rot90(white, -quarters)) if quarters else white
    ink = ink_of(page)
    angle = skew(ink)
    if abs(angle) >= _STRAIGHT:
        page = turned(page, angle)
        ink = ink_of(page)
    else:
        angle = 0.0
    turn = Upright(quarters, angle, page.shape[1], page.shape[0])
    rules, pixels = find_rules(page <= _FAINT, dpi)
    grids = find_grids(rules, number)
    bare, ink = without(page, pixels), ink & ~pixels
    text, cells = find_regions(ink, grids, dpi)
    strips = pile(beside(bare, grids, dpi), text, dpi) + pile(bare, cells, dpi)
    read = recognise([strip.image for strip in strips], dpi) if strips else []
    lines = [line for strip, words in zip(strips, read, strict=True) for line in _lines(strip, words, turn, dpi)]
    scale = 72 / dpi
    return Scan(number, page.shape[1] * scale, page.shape[0] * scale, tuple(lines), rules, tuple(grids))


def _lines(strip: Strip, words: Sequence[Seen], turn: Upright, dpi: float) -> list[ScanLine]:
    lines = []
    for _, group in groupby(words, key=lambda word: word.line):
        placed = [_placed(strip, word, turn, dpi) for word in group if not _is_dirt(word)]
        if placed:
            lines.append(measured(placed))
    return lines


def _is_dirt(word: Seen) -> bool:
    """A doubtful word of few signs; a digit is none, however doubtful."""
    return word.confidence < _DIRT and len(word.text) <= _SIGNS and not any(map(str.isdigit, word.text))


def _placed(strip: Strip, seen: Seen, turn: Upright, dpi: float) -> Placed:
    scale, middle = 72 / dpi, (seen.y0 + seen.y1) / 2
    x0, y0 = place_on_page(strip, seen.x0, seen.y0, middle)
    x1, y1 = place_on_page(strip, seen.x1, seen.y1, middle)
    corners = [turn.displayed(x, y) for x in (x0, x1) for y in (y0, y1)]
    xs, ys = [corner[0] * scale for corner in corners], [corner[1] * scale for corner in corners]
    box = (round(edge, 2) for edge in (min(xs), min(ys), max(xs), max(ys)))
    word = Word(0, 0, round(seen.confidence, 2), *box)
    stroke = stroke_of(strip.image, seen) * scale
    return Placed(seen.text, x0 * scale, y0 * scale, x1 * scale, y1 * scale, stroke, word)


def compose_scans(scans: Sequence[Scan]) -> list[PageContent]:
    """The pages laid out, sizes and weights evened out over all of them."""
    lines = [line for scan in scans for line in scan.lines]
    usual = usual_sizes(lines)
    stroke = usual_stroke(lines, usual)
    pages = []
    for scan in scans:
        runs: list[Run] = [run for line in scan.lines for run in runs_of(line, usual, stroke)]
        pages.append(compose_page(runs, scan.rules, list(scan.grids), scan.number, (scan.width, scan.height)))
    return pages
