"""Slips of the pen in dates: what two dates of one document differ in when one of them was written wrong."""

from __future__ import annotations

from datetime import date
from typing import Literal

Slip = Literal["digit", "swapped", "day"]


def slip(first: str, second: str) -> Slip | None:
    """How one ISO date (full) becomes the other by one slip: one digit, day and month (or two neighbouring digits)
    swapped, the next day. None where it takes more, or where they are the same."""
    if len(first) != 10 or len(second) != 10 or first == second:
        return None
    wrong = [index for index, (a, b) in enumerate(zip(first, second, strict=True)) if a != b]
    if len(wrong) == 1:
        return "digit"
    if (first[:4], first[5:7], first[8:]) == (second[:4], second[8:], second[5:7]):
        return "swapped"
    one, other = wrong[0], wrong[-1]
    if len(wrong) == 2 and other == one + 1 and first[one] == second[other] and first[other] == second[one]:
        return "swapped"
    try:
        days = abs((date.fromisoformat(first) - date.fromisoformat(second)).days)
    except ValueError:
        return None
    return "day" if days == 1 else None
