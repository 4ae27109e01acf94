"""Printed numbers and their values: "1.689.000.000" is 1689000000, "5,2 tỷ" 5200000000."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from extractor.find.counts.vocabulary import Numeral

#: Longer ones are no quantities of a report: accounts, codes, broken tables.
_LONGEST = 24


def read_numeral(printed: str, numerals: Sequence[Numeral], *, share: bool = False) -> str | None:
    """A printed number with a decimal point, as the first form reads it that fits it whole; None where none does. Zeros
    behind the point are kept as printed. A `share` has no thousands: "99.275%" is 99.275."""
    if len(printed) > _LONGEST:
        return None
    if printed.isdecimal():
        return printed.lstrip("0") or "0"
    for form in numerals:
        if share and form.group == "." and "." in printed:
            continue
        if form.pattern.fullmatch(printed):
            whole, _, fraction = printed.replace(form.group, "").partition(form.decimal)
            whole = whole.lstrip("0") or "0"
            return f"{whole}.{fraction}" if fraction else whole
    return None


def times(value: str, factor: int) -> str:
    """A value multiplied by the factor of its magnitude, without an exponent."""
    if factor == 1:
        return value
    product = format(Decimal(value) * factor, "f")
    return product.rstrip("0").rstrip(".") if "." in product else product
