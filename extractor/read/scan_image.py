"""A scanned page made ready for recognition: paper to white, straight, and what of it is ink.

Measured on generated scans and phone photos: dividing by the background always helps; an adaptive threshold and a
median filter do harm. Arrays are uint8, (height, width), 0 black and 255 white; angles are degrees, counter-clockwise.
"""

from __future__ import annotations

from typing import cast

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

Grey = NDArray[np.uint8]
Ink = NDArray[np.bool_]

#: The background is looked at in squares of this size, in points: larger than the strokes of letters.
_SQUARE = 3.0
#: What is lighter than this part of the background is paper: its grain, and what shines through.
_PAPER = 0.8
#: Median of so many squares (odd): larger than a bold heading's strokes side by side.
_MEDIAN = 9
#: The most that a page lies askew, and the finest step, in degrees.
_LARGEST_SKEW, _FINEST = 6.0, 0.05
#: So many points of ink tell the angle.
_POINTS = 40_000


def whiten(grey: Grey, dpi: float) -> Grey:
    """The page divided by its background: shadows, yellowed paper and what shines through grow lighter."""
    side = max(2, round(_SQUARE * dpi / 72))
    height, width = grey.shape
    padded = np.pad(grey, ((0, -height % side), (0, -width % side)), mode="edge")
    rows = padded[::side].copy()
    for step in range(1, side):
        np.maximum(rows, padded[step::side], out=rows)
    squares = rows[:, ::side].copy()
    for step in range(1, side):
        np.maximum(squares, rows[:, step::side], out=squares)
    small = Image.fromarray(squares).filter(ImageFilter.MedianFilter(_MEDIAN))
    whole = small.resize((padded.shape[1], padded.shape[0]), Image.Resampling.BILINEAR)
    background = np.maximum(np.asarray(whole)[:height, :width] * np.float32(_PAPER), 1)
    return cast("Grey", np.minimum(grey * (np.float32(255) / background), 255).astype(np.uint8))


def ink_of(grey: Grey) -> Ink:
    """Where there is ink: Otsu's threshold, kept in the range that a whitened page can have."""
    counts = np.bincount(grey[::2, ::2].ravel(), minlength=256).astype(np.float64)
    below = np.cumsum(counts)
    above = below[-1] - below
    sums = np.cumsum(counts * np.arange(256))
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = below * above * (sums / below - (sums[-1] - sums) / above) ** 2
    threshold = int(np.nan_to_num(spread).argmax())
    return grey <= min(max(threshold, 100), 190)


def skew(ink: Ink) -> float:
    """How far the lines of a page lie askew: turning the page by it makes them level."""
    ys, xs = np.nonzero(ink)
    if len(ys) < 100:
        return 0.0
    step = max(1, len(ys) // _POINTS)
    points = ys[::step].astype(np.float32), xs[::step].astype(np.float32) - ink.shape[1] / 2
    best, width, step_size = 0.0, _LARGEST_SKEW, 0.5
    while step_size >= _FINEST:
        angles = np.arange(best - width, best + width + step_size / 2, step_size)
        scores = [_sharpness(points, angle) for angle in angles]
        # Level lines are the rule: on a page that tells nothing the angle stays as it is.
        best = float(angles[int(np.argmax(scores))]) if max(scores) > 1.02 * _sharpness(points, best) else best
        width, step_size = step_size, step_size / (5 if step_size > 0.2 else 2)
    return best


def _sharpness(points: tuple[NDArray[np.float32], NDArray[np.float32]], angle: float) -> float:
    """How sharply the rows of a page stand out when it is turned by `angle`."""
    rows = points[0] - points[1] * np.float32(np.tan(np.radians(angle)))
    rows -= rows.min()
    profile = np.bincount(rows.astype(np.int64)).astype(np.float64)
    return float(np.square(np.diff(profile)).sum())


def turned(grey: Grey, angle: float) -> Grey:
    """The page turned about its middle, of the same size, white where there was nothing."""
    image = Image.fromarray(grey).rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    return cast("Grey", np.asarray(image))


def is_sideways(ink: Ink) -> bool:
    """Whether the lines of text seem to run upwards: the columns of ink stand out more than the rows."""
    height, width = ink.shape
    # Ruled lines stand out in both directions; halves of a page keep a table on one from deciding for all.
    rows, columns = ink.sum(axis=1, dtype=np.int64) / width, ink.sum(axis=0, dtype=np.int64) / height
    clipped = [np.minimum(profile, 0.3) for profile in (rows, columns)]
    across, down = (float(np.square(np.diff(profile)).mean()) for profile in clipped)
    return down > 1.5 * across
