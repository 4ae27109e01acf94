"""Printed numbers, and what a percentage may be printed as."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

_SIGNS = frozenset("0123456789.,")
#: Digits of the longest number that is read.
_LONGEST = 18


def read_number(printed: str) -> Decimal | None:
    """The value of a cell that holds one number: "1.297" is 1297, "99,9" is 99.9, "0.5" is 0.5, "100%" is 100."""
    words = printed.strip().removesuffix("%").rstrip()
    if not words or len(words) > _LONGEST or not words[0].isdigit() or not _SIGNS.issuperset(words):
        return None
    if "," in words and "." in words:
        decimal = "," if words.rfind(",") > words.rfind(".") else "."
        words = words.replace("." if decimal == "," else ",", "")
        return Decimal(words.replace(",", ".")) if words.count(decimal) == 1 and words[-1].isdigit() else None
    sign = "," if "," in words else "."
    first, *groups = words.split(sign)
    if not all(groups):
        return None
    if groups and (len(groups) > 1 or sign == "."):
        if all(len(group) == 3 for group in groups) and 0 < len(first) <= 3 and first.strip("0"):
            return Decimal(first + "".join(groups))
        if len(groups) > 1:
            return None
    return Decimal(".".join((first, *groups)))


def decimals(value: Decimal) -> int:
    """The decimals that a number was printed with."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def is_share(percent: Decimal, part: Decimal, whole: Decimal) -> bool:
    """Whether a percentage is the share of a part, rounded or cut off at the decimals that it is printed with."""
    return percent in (share(part, whole, percent), share(part, whole, percent, ROUND_DOWN))


def share(part: Decimal, whole: Decimal, like: Decimal, rounding: str = ROUND_HALF_UP) -> Decimal:
    """The share of a part in per cent, with as many decimals as another percentage."""
    return (100 * part / whole).quantize(Decimal(1).scaleb(-decimals(like)), rounding)


def total(values: Iterable[Decimal]) -> Decimal:
    """The sum of numbers."""
    return sum(values, Decimal(0))
