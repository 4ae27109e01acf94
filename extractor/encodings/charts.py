"""The old encodings of rules/encodings.toml, as tables from signs to letters.

In a file an encoding shows itself as bytes; as the signs of Latin-1 that have these codes; as those of windows-1252,
which differ between 0x80 and 0x9F; or in the private area of Unicode. One table knows all: bytes are read as Latin-1.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from extractor import rules

#: A code without a letter.
_BLANK = "·"
_PRIVATE = 0xF000
_TONES = "\u0300\u0301\u0303\u0309\u0323"


@dataclass(frozen=True, slots=True)
class Encoding:
    """An old encoding. `units` maps what stands for a letter, one sign or two, to the letter; `unit` finds them, the
    longest first."""

    id: str
    name: str
    units: Mapping[str, str]
    unit: re.Pattern[str]

    def decode(self, text: str) -> str:
        """The text with every unit replaced, whatever else stands in it."""
        return self.unit.sub(lambda match: self.units[match.group()], text)


@dataclass(frozen=True, slots=True)
class Font:
    """What the name of a font says: the `id` of an encoding, and whether the font shows capitals only."""

    encoding: str
    capitals: bool


@cache
def encodings() -> tuple[Encoding, ...]:
    """All encodings, in the order of the rules. Raises RulesError."""
    return tuple(_encoding(row) for row in rules.load()["encodings"]["encoding"])


def encoding(name: str) -> Encoding:
    """The encoding with this id."""
    return next(found for found in encodings() if found.id == name)


def _encoding(row: Mapping[str, str]) -> Encoding:
    units = dict(_pairs(row["pairs"]) if "pairs" in row else _chart(row["chart"]))
    longest_first = sorted(units, key=len, reverse=True)
    return Encoding(row["id"], row["name"], units, re.compile("|".join(map(re.escape, longest_first))))


def _pairs(listed: str) -> Iterator[tuple[str, str]]:
    """Pairs as listed, and their capitals: the vowel says which, its sign may have stayed small."""
    for entry in listed.split():
        signs, _, letter = entry.partition("=")
        yield signs, letter
        for capital in {signs.upper(), signs[0].upper() + signs[1:]}:
            yield capital, letter.upper()


def _chart(printed: str) -> Iterator[tuple[str, str]]:
    letters: dict[str, str] = {}
    marks: dict[str, str] = {}
    for line in printed.strip().splitlines():
        first, *cells = line.split()
        for code, cell in enumerate(cells, int(first, 16)):
            if cell != _BLANK:
                (marks if cell in _TONES else letters).update(dict.fromkeys(_signs(code), cell))
    yield from letters.items()
    if marks:
        yield from _marked({**letters, **{sign: sign for sign in "aeiouyAEIOUY"}}, marks)


def _signs(code: int) -> set[str]:
    """How a byte may look in Unicode text. Word moves the codes of fonts that say they hold symbols to U+F000."""
    signs = {chr(code), chr(_PRIVATE + code)}
    try:
        signs.add(bytes([code]).decode("cp1252"))
    except UnicodeDecodeError:
        pass  # one of the five codes that windows-1252 leaves free
    return signs


def _marked(letters: Mapping[str, str], marks: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """A letter and the tone behind it, where the two are one letter of Unicode."""
    for sign, letter in letters.items():
        for mark, tone in marks.items():
            composed = unicodedata.normalize("NFC", letter + tone)
            if len(composed) == 1:
                yield sign + mark, composed


@cache
def _fonts() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(row["pattern"]), row["encoding"]) for row in rules.load()["encodings"]["font"])


@cache
def font(name: str) -> Font | None:
    """What a font's name says of its text; None for a font like any other. A PDF may prefix the name of a subset
    ("ABCDEF+.VnTime") and add the style behind a comma or a dash."""
    bare = re.sub(r"^[A-Z]{6}\+", "", name.strip())
    bare = re.sub(r"[,-](?:Bold|Italic|BoldItalic|Regular|Normal)$", "", bare)
    for pattern, found in _fonts():
        if match := pattern.fullmatch(bare):
            return Font(found, bool(match.groupdict().get("capitals")))
    return None
