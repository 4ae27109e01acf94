"""Ruled lines of a scanned page, as edges in points, and the page without them: letters are read better alone."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from extractor.read.pdf_rules import Edge, Rules
from extractor.read.scan_image import Grey, Ink

#: The shortest lines, in points: longer than any stroke of a letter.
_SHORT = 18.0
#: The shortest line across that meets no line down at its ends, in points: "TTTT" looks like one.
_FREE, _NEAR = 45.0, 4.0
#: Thicker ones are bars and pictures, in points.
_THICK = 4.0
#: So much of a line may be missing.
_WHOLE = 0.96
#: A page with more pieces is a picture.
_MAXIMUM_PIECES = 20_000


def find_rules(ink: Ink, dpi: float) -> tuple[Rules, Ink]:
    """The lines of a page that lies straight, and the pixels that are theirs."""
    scale = 72 / dpi
    short, thick = round(_SHORT / scale), max(2, round(_THICK / scale))
    across, down = _thin(ink, short, thick), _thin(np.ascontiguousarray(ink.T), short, thick)
    vertical = [_edge(piece, scale) for piece in _pieces(down)]
    horizontal = []
    pixels = down.T.copy()
    for piece in _pieces(across):
        edge = _edge(piece, scale)
        if edge.end - edge.start >= _FREE or (_meets(edge.start, edge, vertical) and _meets(edge.end, edge, vertical)):
            horizontal.append(edge)
            box = slice(piece[0], piece[1]), slice(piece[2], piece[3])
            pixels[box] |= across[box]
    return Rules(sorted(horizontal), sorted(vertical), 1), pixels


def _meets(end: float, edge: Edge, vertical: Sequence[Edge]) -> bool:
    return any(
        abs(other.at - end) <= _NEAR and other.start - _NEAR <= edge.at <= other.end + _NEAR for other in vertical
    )


def without(grey: Grey, pixels: Ink) -> Grey:
    """The page with these pixels, and those beside them, white."""
    wide = pixels.copy()
    for axis in (0, 1):
        for step in (-1, 1):
            wide |= np.roll(pixels, step, axis)
    return np.where(wide, np.uint8(255), grey)


def _thin(ink: Ink, length: int, thick: int) -> Ink:
    """Pixels of lines across that are at least `length` long and at most `thick` high."""
    spread = ink.copy()
    spread[1:] |= ink[:-1]
    spread[:-1] |= ink[1:]
    found = _opened(spread, length) & ink
    rows = np.nonzero(found.any(axis=1))[0]
    if len(rows):
        part = slice(int(rows[0]), int(rows[-1]) + 1)
        found[part] &= ~_solid(found[part], thick + 1)
    return found


def _opened(ink: Ink, length: int) -> Ink:
    """Pixels in a stretch across of `length` that is nearly all ink."""
    height, width = ink.shape
    if width <= length:
        return np.zeros_like(ink)
    sums = np.zeros((height, width + 1), np.int16)
    np.cumsum(ink, axis=1, dtype=np.int16, out=sums[:, 1:])
    full = sums[:, length:] - sums[:, :-length] >= _WHOLE * length
    rows = np.nonzero(full.any(axis=1))[0]
    result = np.zeros_like(ink)
    for row in rows:
        marks = np.zeros(width + 1, np.int16)
        starts = np.nonzero(full[row])[0]
        np.add.at(marks, starts, 1)
        np.add.at(marks, starts + length, -1)
        result[row] = np.cumsum(marks)[:-1] > 0
    return result


def _solid(mask: Ink, high: int) -> Ink:
    """Pixels in a column of `high` pixels that all belong to the mask."""
    if mask.shape[0] <= high:
        return np.zeros_like(mask)
    sums = np.zeros((mask.shape[0] + 1, mask.shape[1]), np.int16)
    np.cumsum(mask, axis=0, dtype=np.int16, out=sums[1:])
    full = sums[high:] - sums[:-high] == high
    result = np.zeros_like(mask)
    if full.any():
        for step in range(high):
            result[step : step + full.shape[0]] |= full
    return result


def _pieces(mask: Ink) -> list[tuple[int, int, int, int]]:
    """Boxes (top, bottom, start, end) of the lines of a mask: stretches of neighbouring rows that touch."""
    done: list[tuple[int, int, int, int]] = []
    active: list[tuple[int, int, int, int]] = []
    for row in np.nonzero(mask.any(axis=1))[0].tolist():
        done += [piece for piece in active if piece[1] < row]
        active = [piece for piece in active if piece[1] >= row]
        steps = np.diff(np.concatenate(([0], mask[row].astype(np.int8), [0])))
        for start, end in zip(np.nonzero(steps == 1)[0].tolist(), np.nonzero(steps == -1)[0].tolist(), strict=True):
            touching = [piece for piece in active if piece[2] <= end + 2 and start <= piece[3] + 2]
            tops, _, starts, ends = zip((row, row, start, end), *touching, strict=True)
            active = [piece for piece in active if piece not in touching]
            active.append((min(tops), row + 1, min(starts), max(ends)))
        if len(done) + len(active) > _MAXIMUM_PIECES:
            return []
    return done + active


def _edge(piece: tuple[int, int, int, int], scale: float) -> Edge:
    top, bottom, start, end = piece
    return Edge((top + bottom) / 2 * scale, start * scale, end * scale)
