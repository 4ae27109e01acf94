"""Figures in cells, in their Vietnamese forms."""

from __future__ import annotations

import re
from collections.abc import Mapping

from extractor.grammar import fold
from extractor.model import LabelledValue

Value = int | float | tuple[LabelledValue, ...]
Patterns = Mapping[str, re.Pattern[str]]


def number_of(printed: str) -> int | float | None:
    """The number that digits with points, commas and spaces stand for, None where they stand for none: "1.297" is 1297,
    "99,9" is 99.9, "12.5" is 12.5, "0.500" is 0.5, "1.234,5" is 1234.5."""
    digits = "".join(printed.split())
    negative = digits[:1] in ("-", "–")
    digits = digits.lstrip("+-–").removesuffix("%")
    whole, comma, rest = digits.partition(",")
    groups = whole.split(".")
    if "," in rest:
        groups, rest = digits.split(","), ""
    elif len(groups) == 2 and not comma and (len(groups[1]) != 3 or groups[0].lstrip("0") == ""):
        groups, rest = [groups[0]], groups[1]
    if not all(part.isdecimal() for part in (*groups, rest or "0")):
        return None
    if len(groups) > 1 and not (len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])):
        return None
    whole = "".join(groups)
    if len(whole) + len(rest) > _MOST_DIGITS:
        return None
    value: int | float = int(whole) if not rest.strip("0") else float(f"{whole}.{rest}")
    return -value if negative else value


#: More digits than any quantity has: an account number, or noise.
_MOST_DIGITS = 18
#: A cell of figures is at most so long, in characters: a longer one is prose.
_LONGEST = 200


def value_of(printed: str, unit: str | None, patterns: Patterns) -> Value | None:
    """The value of a cell without its footnote mark. A number with its unit is that number, unless the unit column
    lists codes ("2 cấp = 1"); parts with labels are a list; words, ratios and crosses are None."""
    text = printed.strip()
    if text.isdecimal() and len(text) < _MOST_DIGITS:
        return int(text)
    if len(text) > _LONGEST or not any(sign.isdecimal() for sign in text):
        return None
    if patterns["figure"].fullmatch(text):
        return number_of(text)
    with_unit = patterns["figure_with_unit"].fullmatch(text)
    if with_unit and "=" not in (unit or "") and _is_unit(with_unit["unit"], unit):
        return number_of(with_unit["number"])
    return _parts(text, patterns) or None


def _is_unit(words: str, unit: str | None) -> bool:
    """The words repeat the unit column's, or that column is empty."""
    return unit is None or any(word in fold(unit).replace(",", " ").split() for word in fold(words).split())


def _parts(text: str, patterns: Patterns) -> tuple[LabelledValue, ...]:
    pieces = [piece for piece in patterns["part_separator"].split(text) if piece]
    if len(pieces) < 2 and ":" not in text:
        return ()
    values = []
    for piece in pieces:
        part = patterns["part"].fullmatch(piece)
        if part is None:
            return ()
        value = number_of(part["number"]) if part["number"] else None
        if value is not None:
            values.append(LabelledValue(part["label"].strip(), value))
    return tuple(values)
