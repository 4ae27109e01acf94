"""Numerals of Word's lists and notes (ECMA-376 part 1, 17.18.59, ST_NumberFormat)."""

from __future__ import annotations

from collections.abc import Callable

_ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
_ROMAN_MOST, _LETTERS_MOST = 3999, 780  # beyond them Word's own numerals are unreadable too
_CHICAGO = "*†‡§"


def _roman(value: int) -> str:
    if not 0 < value <= _ROMAN_MOST:
        return str(value)
    parts = []
    for worth, letters in _ROMAN:
        count, value = divmod(value, worth)
        parts.append(letters * count)
    return "".join(parts)


def _letters(value: int) -> str:
    """a … z, aa, bb … zz, aaa: Word repeats the letter and does not count in base 26."""
    if not 0 < value <= _LETTERS_MOST:
        return str(value)
    times, letter = divmod(value - 1, 26)
    return chr(ord("a") + letter) * (times + 1)


def _chicago(value: int) -> str:
    if not 0 < value <= _LETTERS_MOST:
        return str(value)
    times, sign = divmod(value - 1, len(_CHICAGO))
    return _CHICAGO[sign] * (times + 1)


_FORMATS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda value: f"{value:02d}",
    "upperRoman": lambda value: _roman(value).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda value: _letters(value).upper(),
    "lowerLetter": _letters,
    "chicago": _chicago,
    "numberInDash": lambda value: f"- {value} -",
    "none": lambda _: "",
    "bullet": lambda _: "",
}


def numeral(value: int, style: str) -> str:
    """`value` in the number format `style`; formats that no Vietnamese report uses come out as decimal."""
    return _FORMATS.get(style, str)(value)
