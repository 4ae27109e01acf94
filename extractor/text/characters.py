"""Characters of one physical line: NFC, Đ mended, soft hyphens and odd spaces. Every change is kept as a way back."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import cache
from operator import itemgetter

#: Places where a cleaned line and the line as read part: pairs (offset in the cleaned line, offset in the line).
Shifts = tuple[tuple[int, int], ...]

_ODD_SPACES = (
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t\v\u2028\u2029"
)
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u0002\ufffe"
#: Eth and African D stand for Đ in files typed with foreign keyboards (FACTS: NFC does not mend them). The dashes and
#: primes are one code point for one code point, so that no offset moves.
_SAME_LENGTH = {ord("Ð"): "Đ", ord("Ɖ"): "Đ", ord("ð"): "đ", ord("ɖ"): "đ", 0x2010: "-", 0x2011: "-", 0x00AC: "-"}
_LINE_SIGNS = "\t\v\u2028\u2029"
_SAME_LENGTH |= {ord(space): " " for space in _ODD_SPACES}


@cache
def _needs_work() -> re.Pattern[str]:
    return re.compile("[" + re.escape(_INVISIBLE + _ODD_SPACES) + "ÐƉðɖ\u2010\u2011¬]")


@cache
def _odd() -> re.Pattern[str]:
    return re.compile(
        "[" + "".join(re.escape(chr(sign)) for sign in _SAME_LENGTH if chr(sign) not in _LINE_SIGNS) + "]"
    )


def mend(text: str) -> str:
    """A whole file with its odd spaces, dashes and Ð mended, one sign for one; tabs and line ends stay."""
    return _odd().sub(lambda match: _SAME_LENGTH[ord(match.group())], text)


@cache
def _removed() -> re.Pattern[str]:
    """What is dropped: white space at both ends, signs without width, all but the first space of a run."""
    dropped = f"[ {re.escape(_INVISIBLE)}]"
    return re.compile(f"^{dropped}+|{dropped}+$|(?<= ){dropped}+|[{re.escape(_INVISIBLE)}]+")


def is_tidy(text: str) -> bool:
    """Whether a text holds no character that `clean` would change: of its lines only the spaces are left to see to."""
    return _needs_work().search(text) is None and unicodedata.is_normalized("NFC", text)


def clean(line: str, *, tidy: bool = False) -> tuple[str, Shifts]:
    """The line as it enters the normalised text, and where the two part. A line that is clean costs one search, and
    none where the caller knows it for `tidy`."""
    if tidy and "  " not in line and line[:1] != " " and line[-1:] != " ":
        return line, ()
    ascii_only = line.isascii()
    if ascii_only and line.isalnum():  # most cells of a table
        return line, ()
    composed = ascii_only or unicodedata.is_normalized("NFC", line)
    if not (_needs_work().search(line) or "  " in line or line[:1] == " " or line[-1:] == " "):
        return (line, ()) if composed else compose(line)
    squeezed, dropped = _squeeze(line.translate(_SAME_LENGTH))
    # What is dropped may have stood between a letter and its mark.
    if unicodedata.is_normalized("NFC", squeezed):
        return squeezed, dropped
    text, shifts = compose(squeezed)
    return text, _chain(shifts, dropped)


def compose(line: str) -> tuple[str, Shifts]:
    """NFC, a base character with its marks at a time, so that the way back stays exact."""
    parts: list[str] = []
    shifts: list[tuple[int, int]] = []
    length = start = 0
    for index in range(1, len(line) + 1):
        if index < len(line) and unicodedata.combining(line[index]):
            continue
        part = unicodedata.normalize("NFC", line[start:index])
        parts.append(part)
        length += len(part)
        if len(part) != index - start:
            if len(part) > 1:  # marks that found no place on their letter follow it one by one
                shifts.append((length - len(part) + 1, max(start + 1, index - len(part) + 1)))
            shifts.append((length, index))
        start = index
    return "".join(parts), tuple(shifts)


def _squeeze(line: str) -> tuple[str, Shifts]:
    """Drop what is invisible, and all but one of a run of spaces."""
    parts: list[str] = []
    shifts: list[tuple[int, int]] = []
    length = position = 0
    for match in _removed().finditer(line):
        start, end = match.span()
        parts.append(line[position:start])
        length += start - position
        shifts.append((length, end))
        position = end
    parts.append(line[position:])
    return "".join(parts), tuple(shifts)


def _chain(outer: Shifts, inner: Shifts) -> Shifts:
    """Two changes one after the other as one: `inner` was made first."""
    points = {new: shift_back(inner, old) for new, old in outer}
    for new, old in inner:
        points.setdefault(shift_forward(outer, new), old)
    return tuple(sorted(points.items()))


def shift_back(shifts: Shifts, offset: int) -> int:
    """An offset of the cleaned line as an offset of the line as read."""
    index = bisect_right(shifts, offset, key=itemgetter(0))
    new, old = shifts[index - 1] if index else (0, 0)
    return old + offset - new


def shift_forward(shifts: Shifts, offset: int) -> int:
    """An offset of the line as read as an offset of the cleaned line; what was dropped falls on its successor."""
    index = bisect_right(shifts, offset, key=itemgetter(1))
    new, old = shifts[index - 1] if index else (0, 0)
    moved = new + offset - old
    return min(shifts[index][0], moved) if index < len(shifts) else moved
