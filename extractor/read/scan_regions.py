"""A scanned page cut into regions that hold one column each, and the regions piled up on strips.

Tesseract reads one column well; two columns on one line, and the cells of a table, it mixes. So each column of a
letterhead and each cell is cut out, and all of them are piled up, one under the other. What is read at a place of the
strip stands at a place of the page; reading order is then what the PDF reader makes of places.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from extractor.read.pdf_tables import Grid
from extractor.read.scan_image import Grey, Ink

#: A gap that may part two columns, and the least that all lines must leave free, in points.
_GAP, _GUTTER = 13.0, 5.0
#: Lines farther apart than this are not one pair of columns, in points.
_APART = 60.0
#: A lower band of rows holds only the marks of letters, no farther away than that, in points.
_LOW, _MARK = 6.0, 4.0
#: White around each region, in points.
_MARGIN = 5.0
#: The highest strip, in pixels: Tesseract takes images up to 32,767.
_HIGHEST = 8_000
#: Less ink than this, in square points, is dirt; with less a side of a gap is no column.
_DIRT, _COLUMN = 1.2, 25.0
#: What is cut out has so many pixels more on each side: the faint edges of its letters.
_EDGE = 2

Profile = NDArray[np.int64]


class Region(NamedTuple):
    """A rectangle of the page, in pixels."""

    x0: int
    y0: int
    x1: int
    y1: int


class Placed(NamedTuple):
    """A region with the row of the strip where it begins; its left edge is the strip's margin."""

    region: Region
    top: int


class Strip(NamedTuple):
    """Regions one under the other, each with `margin` pixels of white around it."""

    image: Grey
    placed: tuple[Placed, ...]
    margin: int


def find_regions(ink: Ink, grids: Sequence[Grid], dpi: float) -> tuple[list[Region], list[Region]]:
    """The regions of the text and those of table cells. `ink` is without ruled lines."""
    scale = dpi / 72
    rest = ink.copy()
    cells: list[Region] = []
    for grid in grids:
        box = _pixels((grid.xs[0], grid.ys[0], grid.xs[-1], grid.ys[-1]), scale, ink)
        rest[box.y0 : box.y1, box.x0 : box.x1] = False
        for cell in grid.cells:
            edges = grid.xs[cell.left], grid.ys[cell.top], grid.xs[cell.right], grid.ys[cell.bottom]
            found = _shrunk(ink, _pixels(edges, scale, ink), scale)
            if found is not None:
                cells.append(found)
    return list(_text_regions(rest, scale)), cells


def beside(grey: Grey, grids: Sequence[Grid], dpi: float) -> Grey:
    """The page with its tables white: what stands beside one is cut out along with it."""
    rest = grey.copy()
    for grid in grids:
        box = _pixels((grid.xs[0], grid.ys[0], grid.xs[-1], grid.ys[-1]), dpi / 72, grey)
        rest[box.y0 : box.y1, box.x0 : box.x1] = 255
    return rest


def _pixels(edges: tuple[float, float, float, float], scale: float, ink: Ink | Grey) -> Region:
    x0, y0, x1, y1 = (round(edge * scale) for edge in edges)
    return Region(max(x0, 0), max(y0, 0), min(x1, ink.shape[1]), min(y1, ink.shape[0]))


def _shrunk(ink: Ink, box: Region, scale: float) -> Region | None:
    """The part of a box that holds ink, None where there is none but dirt."""
    part = ink[box.y0 : box.y1, box.x0 : box.x1]
    if part.sum() < _DIRT * scale * scale:
        return None
    ys, xs = np.nonzero(part.any(axis=1))[0], np.nonzero(part.any(axis=0))[0]
    x0, y0, x1, y1 = (int(edge) for edge in (xs[0], ys[0], xs[-1] + 1, ys[-1] + 1))
    left, top = max(box.x0 + x0 - _EDGE, 0), max(box.y0 + y0 - _EDGE, 0)
    return Region(left, top, min(box.x0 + x1 + _EDGE, ink.shape[1]), min(box.y0 + y1 + _EDGE, ink.shape[0]))


def _bands(ink: Ink, scale: float) -> list[tuple[int, int]]:
    """Stretches of rows with ink: lines of text with their marks, or several that overlap."""
    filled = ink.any(axis=1).astype(np.int8)
    steps = np.diff(np.concatenate(([0], filled, [0])))
    found = list(zip(np.nonzero(steps == 1)[0].tolist(), np.nonzero(steps == -1)[0].tolist(), strict=True))
    bands: list[tuple[int, int]] = []
    for start, end in found:
        if (
            bands
            and start - bands[-1][1] <= _MARK * scale
            and (min(end - start, bands[-1][1] - bands[-1][0]) < _LOW * scale)
        ):
            bands[-1] = bands[-1][0], end
        else:
            bands.append((start, end))
    return bands


def _text_regions(ink: Ink, scale: float) -> Iterator[Region]:
    """What is not in tables, from top to bottom, pairs of columns cut in two."""
    bands = _bands(ink, scale)
    whole = _shrunk(ink, Region(0, 0, ink.shape[1], ink.shape[0]), scale)
    if whole is None:
        return
    gaps = [_gaps(ink[start:end], whole, scale) for start, end in bands]
    index = first = 0
    while index < len(bands):
        taken, gutter = _zone(ink, bands, gaps, index, scale)
        if gutter is None or not _are_columns(ink[bands[index][0] : bands[taken - 1][1]], sum(gutter) // 2, scale):
            index += 1
            continue
        if first < index:
            yield from _some(ink, Region(0, bands[first][0], ink.shape[1], bands[index - 1][1]), scale)
        middle = (gutter[0] + gutter[1]) // 2
        top, bottom = bands[index][0], bands[taken - 1][1]
        yield from _some(ink, Region(0, top, middle, bottom), scale)
        yield from _some(ink, Region(middle, top, ink.shape[1], bottom), scale)
        index = first = taken
    if first < len(bands):
        yield from _some(ink, Region(0, bands[first][0], ink.shape[1], bands[-1][1]), scale)


def _are_columns(part: Ink, middle: int, scale: float) -> bool:
    return min(int(part[:, :middle].sum()), int(part[:, middle:].sum())) > _COLUMN * scale * scale


def _some(ink: Ink, box: Region, scale: float) -> Iterator[Region]:
    found = _shrunk(ink, box, scale)
    if found is not None:
        yield found


def _gaps(band: Ink, whole: Region, scale: float) -> list[tuple[int, int]]:
    """The wide gaps in the middle of a line."""
    xs = np.nonzero(band.any(axis=0))[0]
    wide = np.nonzero(np.diff(xs) > _GAP * scale)[0]
    low, high = (whole.x0 + part * (whole.x1 - whole.x0) for part in (0.2, 0.8))
    return [(int(xs[at]) + 1, int(xs[at + 1])) for at in wide if low < (int(xs[at]) + int(xs[at + 1])) / 2 < high]


def _zone(
    ink: Ink, bands: list[tuple[int, int]], gaps: list[list[tuple[int, int]]], first: int, scale: float
) -> tuple[int, tuple[int, int] | None]:
    """The bands [first, taken) that leave one gutter free, and the gutter; None where the first has no gap."""
    if not gaps[first]:
        return first + 1, None
    gutter = max(gaps[first], key=lambda gap: gap[1] - gap[0])
    taken = first + 1
    for above, below in pairwise(range(first, len(bands))):
        if bands[below][0] - bands[above][1] > _APART * scale:
            break
        xs = np.nonzero(ink[bands[below][0] : bands[below][1]].any(axis=0))[0]
        middle = (gutter[0] + gutter[1]) / 2
        left, right = xs[xs < middle], xs[xs >= middle]
        start = max(gutter[0], int(left[-1]) + 1 if len(left) else 0)
        end = min(gutter[1], int(right[0]) if len(right) else ink.shape[1])
        if end - start < _GUTTER * scale:
            break
        gutter, taken = (start, end), below + 1
    return taken, gutter


def pile(grey: Grey, regions: Sequence[Region], dpi: float) -> list[Strip]:
    """The regions on as few strips as their heights allow."""
    margin = round(_MARGIN * dpi / 72)
    strips: list[Strip] = []
    placed: list[Placed] = []
    height = margin
    for region in regions:
        high = region.y1 - region.y0 + 2 * margin
        if placed and height + high > _HIGHEST:
            strips.append(_strip(grey, placed, height, margin))
            placed, height = [], margin
        placed.append(Placed(region, height))
        height += high
    if placed:
        strips.append(_strip(grey, placed, height, margin))
    return strips


def _strip(grey: Grey, placed: Sequence[Placed], height: int, margin: int) -> Strip:
    width = max(region.x1 - region.x0 for region, _ in placed) + 2 * margin
    image = np.full((height, width), 255, np.uint8)
    for region, top in placed:
        part = grey[region.y0 : region.y1, region.x0 : region.x1]
        image[top : top + part.shape[0], margin : margin + part.shape[1]] = part
    return Strip(image, tuple(placed), margin)


def place_on_page(strip: Strip, x: float, y: float, middle: float) -> tuple[float, float]:
    """The place on the page of a place of the strip; `middle` is a row of the same word, which tells its region."""
    region, top = max(
        (one for one in strip.placed if one.top - strip.margin <= middle), key=lambda one: one.top,
        default=strip.placed[0],
    )  # fmt: skip
    return x - strip.margin + region.x0, y - top + region.y0
