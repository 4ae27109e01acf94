"""The digits before a symbol: as they were read, by another mention of the document, or none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from extractor.recognised.confusions import Confusions, digits_behind

#: So many signs without a digit among them may have been a number.
_SIGNS = 3


class Digits(NamedTuple):
    """A number and its year. Without a number (it cannot be read) there is no year either. `by_mention`: another
    mention of the text speaks for it."""

    number: str | None
    year: str | None
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
    printed = match["number"]
    proper = (match["slash"] or "").strip() == "/" or match["hyphen"] is not None
    has_digit = any(sign.isdigit() for sign in printed)
    if not sure or not (anchored or (proper and has_digit)) or not _may_stand(match, table):
        return None
    if not has_digit and (len(printed) > _SIGNS or not proper):
        return None
    run_in = match["none"] is not None and match.string[match.end("number")] != " "
    doubtful = run_in and printed[-1] in table.slash_digits
    if match["blurred"] is None and not doubtful:
        if re.fullmatch(r"\d{1,5}(?:\.\d{1,2})?[a-z]?", printed):
            return Digits(printed, match["year"], False)
        glued = re.fullmatch(r"(\d{1,4})((?:19|20)\d\d)", printed)
        if glued and table.slash_lost and glued[1][-1] not in table.slash_digits and match["year"] is None:
            return Digits(glued[1], glued[2], False)
    return _by_mention(match, symbol, doubtful, numbers, table)


def _may_stand(match: re.Match[str], table: Confusions) -> bool:
    """Whether "/" is documented to be read as what stands between number and symbol."""
    if match["none"] is None:
        return True
    return table.slash_space if match.string[match.end("number")] == " " else table.slash_lost


def _by_mention(match: re.Match[str], symbol: str, doubtful: bool, numbers: Numbers, table: Confusions) -> Digits:
    """The one number of this symbol in the text that the digits may be, else none."""
    printed, blurred = match["number"], match["blurred"]
    patterns = [digits_behind(printed, table)]
    if doubtful:
        patterns.append(digits_behind(printed[:-1], table))
    year = digits_behind(blurred, table) if blurred else re.compile(match["year"] or "")
    found = {
        (number, other_year)
        for number, other_year, other in numbers.known
        if other == symbol and year.fullmatch(other_year or "") and any(one.fullmatch(number) for one in patterns)
    }
    return Digits(*found.pop(), True) if len(found) == 1 else Digits(None, None, False)
