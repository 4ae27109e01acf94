"""Text as it is searched: words of a to z and 0 to 9, whatever was written."""

from __future__ import annotations

import codecs
import re
import string
import unicodedata
from functools import cache
from typing import Any

#: Runs of letters and digits longer than this are no words: what a damaged file holds in place of text. They are not
#: searched, so that no index has to hold them.
LONGEST_WORD = 100

#: What stands in a word without being a letter of it (a mark of its own, a soft hyphen), until `fold` takes it out.
_INVISIBLE = "\1"
#: Printed signs that are not in ASCII and are frequent.
_SIGNS = "–—“”‘’…•·²³°±½×≥≤→§\u00a0Ð"
#: The name of the handler for what the character set does not hold.
_HANDLER = "trichluc.fold"


def fold(text: str) -> str:
    """Lower case, tone marks and other signs stripped, đ as d, everything but letters and digits a space. The result
    holds a to z, 0 to 9 and spaces only, so that every database sees the same words in it, and has the length of
    `text`: "Quyết định số 751/QĐ-UBND" gives "quyet dinh so 751 qd ubnd". Words of other scripts are not kept."""
    letters, folded_letters = _character_set()
    # Ten times as fast as `str.translate`: both steps look up bytes.
    folded = codecs.charmap_encode(text, _HANDLER, letters)[0].translate(folded_letters).decode("ascii")
    if _INVISIBLE in folded:
        # The word closes up and is filled at its end: it starts where it did, and so does the next one.
        folded = _interrupted().sub(lambda word: word[0].replace(_INVISIBLE, "").ljust(len(word[0])), folded)
    return _too_long().sub(lambda run: " " * len(run[0]), folded) if _has_long_run(folded) else folded


def words(text: str) -> list[str]:
    """The folded words of a text, composed first (NFC)."""
    return fold(unicodedata.normalize("NFC", text)).split()


def line(text: str) -> str:
    """The folded words of a text with one space before, between and behind them: a phrase is a part of it, spaces at
    its ends. One space where there are no words."""
    return f" {' '.join(fold(text).split())} ".replace("  ", " ")


def _folded(char: str) -> str:
    """One character for one."""
    if unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return _INVISIBLE
    if not char.isalnum():
        return " "
    base = [one for one in unicodedata.normalize("NFKD", char) if not unicodedata.combining(one)]
    if len(base) != 1:
        return " "
    if base[0].isascii():
        return base[0].lower() if base[0].isalnum() else " "
    # đ, Jrai ƀ and others have no parts; their names tell which letter they are.
    name = unicodedata.name(base[0], "").replace("LETTER ETH", "LETTER D").replace("DOTLESS ", "")
    letter = re.match(r"LATIN (?:SMALL|CAPITAL) LETTER ([A-Z])\b", name)
    return letter[1].lower() if letter else " "


@cache
def _character_set() -> tuple[Any, bytes]:
    """A character set of 256 with all that Vietnamese is printed with, as the standard library's own codecs hold
    theirs, and what each of its bytes is folded to. For any other character the handler gives the folded byte."""
    codecs.register_error(_HANDLER, _other)
    table = ["\ufffe"] * 256
    table[0] = "\0"
    for char in (*string.ascii_letters, *string.digits, *string.punctuation, " ", "\n", "\t"):
        table[ord(char)] = char
    free = [code for code, char in enumerate(table) if char == "\ufffe" and code != ord(_INVISIBLE)]
    for code, char in zip(free, (*_vietnamese(), *_SIGNS), strict=False):
        table[code] = char
    folded = [_INVISIBLE if code == ord(_INVISIBLE) else _folded(char) for code, char in enumerate(table)]
    return codecs.charmap_build("".join(table)), "".join(folded).encode("ascii")


def _vietnamese() -> list[str]:
    """The 134 letters that are not in ASCII."""
    tones = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
    composed = [unicodedata.normalize("NFC", letter + tone) for letter in "aăâeêioôơuưyđ" for tone in tones]
    small = [letter for letter in composed if len(letter) == 1 and not letter.isascii()]
    return [*small, *(letter.upper() for letter in small)]


def _other(error: UnicodeError) -> tuple[bytes, int]:
    assert isinstance(error, UnicodeEncodeError)
    return "".join(map(_folded, error.object[error.start : error.end])).encode("ascii"), error.end


@cache
def _interrupted() -> re.Pattern[str]:
    return re.compile(rf"[^ ]*{_INVISIBLE}[^ ]*")


@cache
def _too_long() -> re.Pattern[str]:
    return re.compile(rf"[^ ]{{{LONGEST_WORD + 1},}}")


def _has_long_run(folded: str) -> bool:
    """Whether more than LONGEST_WORD characters stand together; looks at few of them."""
    position = 0
    while position + LONGEST_WORD < len(folded):
        space = folded.rfind(" ", position, position + LONGEST_WORD + 1)
        if space < 0:
            return True
        position = space + 1
    return False
