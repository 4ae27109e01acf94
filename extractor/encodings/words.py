"""Words of a text, and how likely each is as it stands and in each old encoding.

A cost is 0 for what Vietnamese text consists of and grows with what cannot be: it is compared, never shown.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from extractor.encodings.charts import Encoding
from extractor.encodings.syllables import is_syllable

#: Costs: a syllable; a word of Vietnamese letters that is none (Krông, or a slip); signs and foreign letters in a word;
#: a letter that the encoding does not have.
SYLLABLE, LETTERS, SIGNS, FOREIGN = 0.0, 1.0, 3.0, 8.0
_ABBREVIATION = 0.3
#: A decoded word that is no syllable speaks more against the decoding than an odd word does against the text.
_WRONG = 3.0
#: A capital with a mark inside of a word ("cÊp").
_CAPITAL_INSIDE = 2.0


class Word(NamedTuple):
    """A word with a sign that is not ASCII: text[start:end]."""

    start: int
    end: int
    text: str


@cache
def _word() -> re.Pattern[str]:
    """A word holds whatever may be a letter in some encoding: all but ASCII punctuation, white space and the control
    codes of lines. It has at least one such sign that is not ASCII."""
    ascii_part = r"[A-Za-z0-9]"
    other = (
        r"[\x01-\x06\x10-\x17\x19\x1c-\x1e\x80-\x9f\u00a1-\u1fff\u200c-\u2027\u2030-\u205e\u2060-\u2fff\u3001-\uffef]"
    )
    # possessive: a line of a million letters is looked at once
    return re.compile(f"(?<!{ascii_part}){ascii_part}*+{other}(?:{ascii_part}|{other})*+")


def words(text: str) -> Iterator[Word]:
    """The words that hold more than ASCII, in order."""
    for match in _word().finditer(text):
        yield Word(match.start(), match.end(), match.group())


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    letters = "".join(
        {
            unicodedata.normalize("NFC", vowel + tone)
            for vowel in "aăâeêioôơuưy"
            for tone in ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
        }
    )
    small = letters + "bcdđðfghjklmnpqrstvwxz"
    # those between 0x80 and 0x9F are the quotation marks and dashes of windows-1252, read as Latin-1
    marks = "0-9\x82\x84\x85\x8b\x91-\x97\x9b\u2010-\u2027\u2030-\u203a\u00a0«»·°²³±×½¼¾¹\u00ad…•"
    every = small + small.upper()
    return {
        # print's own signs stand at the edges of words, not inside
        "edge": re.compile(f"(?<![{every}])[{marks}]+|[{marks}]+(?![{every}])|[0-9]+"),
        "letters": re.compile(f"[{every}]+"),
        "abbreviation": re.compile("[A-ZĐÐĂÂÊÔƠƯ]{1,9}"),
        "cased": re.compile(f"[{small}][{small.upper()}]"),
    }


@lru_cache(50_000)
def shape(text: str) -> float:
    """The cost of a word as it stands: the worst of its parts between digits and print's own signs."""
    patterns = _patterns()
    worst = SYLLABLE
    for part in patterns["edge"].split(unicodedata.normalize("NFC", text)):
        if part.isascii() and not any(map(_is_control, part)):
            continue
        if patterns["letters"].fullmatch(part) is None:
            return SIGNS
        if patterns["abbreviation"].fullmatch(part):
            worst = max(worst, _ABBREVIATION)
        elif (cased := patterns["cased"].search(part)) and not part[:1].isupper():
            worst = max(worst, LETTERS if cased.group().isascii() else _CAPITAL_INSIDE)
        elif not is_syllable(part):
            worst = max(worst, LETTERS)
    return worst


def _is_control(sign: str) -> bool:
    return sign < " "


class Reading(NamedTuple):
    """A word in an encoding: its cost, and whether decoding changed it into syllables alone."""

    cost: float
    convincing: bool


def reader(encoding: Encoding) -> Callable[[str], Reading]:
    """What a word costs in an encoding; words repeat, so each is judged once."""
    known: dict[str, Reading] = {}

    def judge(word: str) -> Reading:
        found = known.get(word)
        if found is None:
            found = known[word] = _judge(word, encoding)
        return found

    return judge


def _judge(word: str, encoding: Encoding) -> Reading:
    rest = _patterns()["edge"].sub("", encoding.unit.sub("", word))
    if not rest.isascii():
        return Reading(FOREIGN, False)
    decoded = encoding.decode(word)
    cost = shape(decoded)
    if cost >= LETTERS:
        return Reading(cost + _WRONG - LETTERS, False)
    return Reading(cost, cost == SYLLABLE and decoded != word)
