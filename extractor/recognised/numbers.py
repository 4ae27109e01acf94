"""The digits before a symbol: as they were read, by another mention of the document, or none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from extractor.recognised.confusions import Confusions, digits_behind

#: No serial number is longer.
_LONGEST = 5


class Digits(NamedTuple):
    """A number, None where it cannot be read, and whether another mention of the text speaks for it."""

    number: str | None
    by_mention: bool


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of a text that were read well: (number, year, symbol); and the symbols that others are held to."""

    known: frozenset[tuple[str, str | None, str]]
    others: frozenset[str]

    def twins(self, number: str, year: str | None) -> frozenset[str]:
        """The symbols that stand behind the same number."""
        return frozenset(one[2] for one in self.known if one[:2] == (number, year))


def read_number(
    match: re.Match[str], symbol: str, anchored: bool, sure: bool, numbers: Numbers, table: Confusions
) -> Digits | None:
    """The digits of a match of the pattern `whole`; None where it is no number of a document. Only a "/" between
    number and symbol speaks for itself; every other sign wants "số" or a noun before the number (`anchored`), and all
    of them a symbol that is known (`sure`)."""
    printed, slash = match["number"], match["slash"]
    digits = sum(sign.isdigit() for sign in printed)
    proper = (slash or "").strip() == "/" or match["hyphen"] is not None
    if not sure or (not anchored and not (proper and digits)):
        return None
    if not proper and slash is None and not (table.slash_lost if match["none"] is not None else True):
        return None
    if digits == 0 and (len(printed) > 3 or not proper):
        return None
    tight = slash is None and match["hyphen"] is None and match.string[match.end("number")] != " "
    doubtful = tight and printed[-1] in table.slash_digits
    if re.fullmatch(r"\d{1,5}(?:\.\d{1,2})?[a-z]?", printed) and not doubtful:
        return Digits(printed, False)
    return _by_mention(printed, match["year"], symbol, doubtful, numbers, table)


def _by_mention(
    printed: str, year: str | None, symbol: str, doubtful: bool, numbers: Numbers, table: Confusions
) -> Digits:
    """The one number of this symbol in the text that the digits may be, else none."""
    patterns = [digits_behind(printed, table)]
    if doubtful:
        patterns.append(digits_behind(printed[:-1], table))
    found = {
        number
        for number, other_year, other in numbers.known
        if (other_year, other) == (year, symbol) and any(pattern.fullmatch(number) for pattern in patterns)
    }
    return Digits(found.pop(), True) if len(found) == 1 else Digits(None, False)
