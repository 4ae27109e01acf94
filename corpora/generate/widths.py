"""Column widths of a table: no word broken where that can be helped, the rest by the amount of text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import sqrt

#: Margins left and right of the text in a cell, in twentieths of a point (Word's default is 108 each).
CELL_MARGINS = 2 * 80
_AVERAGE_CHARACTER = 0.56  # width of a letter of Times New Roman bold in units of its size
_BREAKS = re.compile(r"[\s/-]+")
_WIDEST_WORD = 22


def font_size(columns: int) -> int:
    """Size of the text of a table in points: small where columns are many."""
    return 12 if columns <= 5 else 11 if columns <= 7 else 9


def column_widths(cells: Sequence[tuple[int, str]], columns: int, total: int) -> list[int]:
    """Widths in twentieths of a point that add up to `total`, for the (column, text) of all cells."""
    letter = font_size(columns) * 20 * _AVERAGE_CHARACTER
    least, amount = [2] * columns, [1.0] * columns
    for column, text in cells:
        words = max(map(len, _BREAKS.split(text)), default=0)
        least[column] = max(least[column], min(words, _WIDEST_WORD))
        amount[column] = max(amount[column], sqrt(len(text)))
    minimal = [length * letter + CELL_MARGINS for length in least]
    spare = total - sum(minimal)
    if spare < 0:
        shares = [width * total / sum(minimal) for width in minimal]
    else:
        shares = [width + spare * part / sum(amount) for width, part in zip(minimal, amount, strict=True)]
    widths = [int(share) for share in shares]
    widths[-1] += total - sum(widths)
    return widths
