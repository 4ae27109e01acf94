"""rules/confusions.toml compiled: what printed signs were read as, and what it costs to believe that."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from extractor.rules import RuleBook

#: Pairs of words that are compared again and again: the letter groups of one document.
_KNOWN = 8192
#: More than any sum of confusions that is believed.
NEVER = 99


@dataclass(frozen=True, slots=True, eq=False)
class Confusions:
    """The table, by kind. `swapped`, `inserted` and `lost` are of symbols (printed, read), in capitals; `slashes` are
    the signs that "/" is read as, without digits and spaces; `digits` are pairs (printed, read); `signs` the digits
    that a letter or sign may stand for."""

    swapped: frozenset[tuple[str, str]]
    inserted: frozenset[str]
    lost: frozenset[str]
    slashes: str
    slash_digits: frozenset[str]
    slash_lost: bool
    slash_space: bool
    dash_space: bool
    space_inside: bool
    digits: frozenset[tuple[str, str]]
    signs: Mapping[str, frozenset[str]]


def compile_confusions(book: RuleBook) -> Confusions:
    """The rows of the table."""
    table = book["confusions"]
    symbols = [(row["printed"].upper(), row["read"].upper()) for row in table["symbol"]]
    parts = {(row["printed"], row["read"]) for row in table["separator"]}
    slashes = {read for printed, read in parts if printed == "/"}
    signs: dict[str, set[str]] = {}
    for row in table["sign"]:
        signs.setdefault(row["read"], set()).add(row["printed"])
    return Confusions(
        swapped=frozenset(pair for pair in symbols if all(pair)),
        inserted=frozenset(read for printed, read in symbols if not printed),
        lost=frozenset(printed for printed, read in symbols if not read),
        slashes="/" + "".join(sorted(sign for sign in slashes if sign.strip() and not sign.isdigit())),
        slash_digits=frozenset(sign for sign in slashes if sign.isdigit()),
        slash_lost="" in slashes,
        slash_space=" " in slashes,
        dash_space=("-", " ") in parts,
        space_inside=("", " ") in parts,
        digits=frozenset((row["printed"], row["read"]) for row in table["digit"]),
        signs={read: frozenset(printed) for read, printed in signs.items()},
    )


@lru_cache(maxsize=_KNOWN)
def cost(printed: str, read: str, confusions: Confusions, foreign: int = NEVER) -> int:
    """How many confusions make `read` of `printed` (both in capitals): each of the table counts 1, any other sign
    inserted, lost or swapped counts `foreign`. NEVER or more where that cannot be."""
    if printed == read:
        return 0
    above = [0]
    for sign in read:
        above.append(above[-1] + (1 if sign in confusions.inserted else foreign))
    for letter in printed:
        row = [above[0] + (1 if letter in confusions.lost else foreign)]
        for at, sign in enumerate(read):
            swap = 0 if letter == sign else 1 if (letter, sign) in confusions.swapped else foreign
            gone = 1 if letter in confusions.lost else foreign
            more = 1 if sign in confusions.inserted else foreign
            row.append(min(above[at] + swap, above[at + 1] + gone, row[at] + more))
        above = row
    return above[-1]


def may_be_one(printed: str, read: str, confusions: Confusions) -> bool:
    """Whether two numbers differ in one digit that is documented to be read as the other."""
    if len(printed) != len(read):
        return False
    other = [pair for pair in zip(printed, read, strict=True) if pair[0] != pair[1]]
    return len(other) == 1 and other[0] in confusions.digits


def digits_behind(read: str, confusions: Confusions) -> re.Pattern[str]:
    """The numbers that a broken one may be: digits as they were read, for any other sign a digit that is documented to
    be read so, or any digit."""
    parts = []
    for sign in read:
        known = confusions.signs.get(sign)
        parts.append(sign if sign.isdigit() else f"[{''.join(sorted(known))}]" if known else r"\d")
    return re.compile("".join(parts))
