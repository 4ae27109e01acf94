"""VIQR (RFC 1456): Vietnamese in ASCII, where signs behind a vowel stand for its marks ("Quye^'t ddi.nh")."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from extractor.encodings.syllables import is_syllable

_MARKS = {"^": "\u0302", "(": "\u0306", "+": "\u031b"}
_TONES = {"'": "\u0301", "`": "\u0300", "?": "\u0309", "~": "\u0303", ".": "\u0323"}
#: So many different syllables with a mark that nothing else writes so (a^ a( o+ u+ dd), before any sign is touched.
_BELIEVED = 6


@cache
def _word() -> re.Pattern[str]:
    """A word of ASCII letters with signs behind its vowels; a backslash makes the next sign a plain one."""
    return re.compile(
        r"(?:[AaEeOo]\^[`'?~.]?|[Aa]\([`'?~.]?|[OoUu]\+[`'?~.]?|[AaEeIiOoUuYy][`'?~.]?|[A-Za-z]|\\[`'?~.^(+dD])+"
    )


@cache
def _letter() -> re.Pattern[str]:
    return re.compile(
        r"\\(?P<plain>[`'?~.^(+dD])|(?P<dd>[Dd][Dd])|(?P<vowel>[AaEeIiOoUuYy])(?P<mark>[\^(+])?(?P<tone>[`'?~.])?"
    )


@cache
def _certain() -> re.Pattern[str]:
    """Words with a mark that is no punctuation."""
    return re.compile(
        r"(?<![A-Za-z])[A-Za-z]*(?:[AaEeOo]\^|[Aa]\([`'?~.]?[a-z]|[OoUu]\+|[Dd][Dd][AaEeIiOoUuYy])[A-Za-z`'?~.^(+]*"
    )


def is_viqr(text: str) -> bool:
    """Whether a text is VIQR: ASCII but for a few signs, with many syllables that only VIQR writes so."""
    if "^" not in text or "dd" not in text.lower():
        return False
    if sum(1 for letter in text if letter > "\x7f" and letter.isalpha()) > len(text) // 200:
        return False
    found = {match.group() for match in _certain().finditer(text)}
    right = {word for word in found if is_syllable(_composed(word.rstrip(".?'")))}
    return len(right) >= _BELIEVED and len(right) > len(found) // 2


def decode(text: str) -> str:
    """The text in Unicode. What makes no syllable stays as it is, but for names and capitals with marks.

    A point behind the last vowel may be its tone or end the sentence. It is the sentence's where the document holds the
    word without it and never inside a sentence with it, and at the end of a line where it holds neither; behind a
    capital or a Roman number that opens a line it belongs to the label.
    """
    plain, toned = set[str](), set[str]()
    for match in _word().finditer(text):
        word, after = match.group(), text[match.end() : match.end() + 2].lstrip(" ")[:1]
        if word[-1] != ".":
            plain.add(word)
        elif after.islower() or (after and after in ",;:)"):
            toned.add(word)

    def convert(match: re.Match[str]) -> str:
        word, after = match.group(), text[match.end() : match.end() + 3]
        if word[-1] != "." or not _ends_sentence(word, after, plain, toned):
            label = word[-1] == "." and not set(word[:-1]) - set("IVXA") and text[: match.start()].endswith("\n")
            return word if label else _converted(word)
        return _converted(word[:-1]) + "."

    return _word().sub(convert, text)


def _ends_sentence(word: str, after: str, plain: set[str], toned: set[str]) -> bool:
    if after.startswith("..") and after != "...":  # "…" behind a word; four points are a tone and "…"
        return True
    if word in toned or after.lstrip(" ")[:1].islower():
        return False
    at_end = after.lstrip(" ")[:1] in ("", "\n")
    return word[:-1] in plain or (at_end and is_syllable(_composed(word[:-1])))


def _converted(word: str) -> str:
    if word.isalnum() and "dd" not in word.lower():
        return word
    made = _composed(word)
    if is_syllable(made) or "\\" in word:
        return made
    last = word[-1]
    if last in "'`~.?":  # a quotation mark, the end of a sentence
        return _converted(word[:-1]) + last
    # Krông; QĐ, qđ; Đak
    certain = not set("^(+").isdisjoint(word) or set("aeiouy").isdisjoint(word) or word[:2].lower() == "dd"
    return made if certain else word


def _composed(word: str) -> str:
    return unicodedata.normalize("NFC", _letter().sub(_one, word))


def _one(match: re.Match[str]) -> str:
    if match["plain"]:
        return match["plain"]
    if match["dd"]:
        return "Đ" if match["dd"][0] == "D" else "đ"
    return match["vowel"] + _MARKS.get(match["mark"] or "", "") + _TONES.get(match["tone"] or "", "")
