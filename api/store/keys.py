"""Spellings under which the same thing is found however it was written: words without tone marks, document numbers
without separators, names of bodies without the choice of abbreviation."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

#: Letters that no decomposition makes plain: đ in its three code points, as they stand in real files.
_PLAIN = {"đ": "d", "ð": "d", "ɖ": "d"}

#: Names of bodies that stand abbreviated as often as in full, folded.
_ABBREVIATED = (
    ("uy ban nhan dan", "ubnd"),
    ("hoi dong nhan dan", "hdnd"),
    ("thanh pho", "tp"),
    ("ban chi dao", "bcd"),
)


class _Folding(dict[int, str]):
    """A table for `str.translate` that learns each code point when it first meets it. One code point becomes one, so
    that offsets in the folded text are offsets in the text."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if not char.isalnum():
            # A mark on its own stays what it is: a space would cut the word that it stands in.
            folded = char if unicodedata.combining(char) else " "
        else:
            base = unicodedata.normalize("NFKD", char)[0].lower()
            folded = _PLAIN.get(base, base)
            folded = folded if len(folded) == 1 and folded.isalnum() else char
        self[code] = folded
        return folded


@cache
def _folding() -> _Folding:
    return _Folding()


def fold(text: str) -> str:
    """Lower case, tone marks and other signs stripped, đ as d, everything but letters and digits a space. The result
    has the length of `text`: "Quyết định số 751/QĐ-UBND" gives "quyet dinh so 751 qd ubnd"."""
    return text.translate(_folding())


def words(text: str) -> list[str]:
    """The folded words of a text, composed first (NFC)."""
    return fold(unicodedata.normalize("NFC", text)).split()


@cache
def _leading() -> re.Pattern[str]:
    return re.compile(r"\D*?0*(\d+)(?:[^\w]+0*(\d+))?[^\w]*(.*)", re.DOTALL)


def code_key(code: str | None) -> str | None:
    """The number and symbol of a document in one spelling: "751/QĐ-UBND", "0751/qđ.ubnd" and "751 QD UBND" give
    "751/qdubnd"; a year in it stays: "15/2023/QĐ-UBND" gives "15/2023/qdubnd". None where there is no number."""
    match = _leading().match(" ".join(words(code))) if code else None
    if match is None:
        return None
    number, year, symbol = match.groups()
    return "/".join(part for part in (number, year, symbol.replace(" ", "")) if part)


def name_key(name: str | None) -> str | None:
    """The name of a body in one spelling: "Ủy ban nhân dân tỉnh Gia Lai" and "UBND tỉnh Gia Lai" give "ubnd tinh gia
    lai"."""
    if not name:
        return None
    key = " ".join(words(name))
    for full, short in _ABBREVIATED:
        key = key.replace(full, short)
    return key or None


def clean(text: str | None) -> str | None:
    """The text as every database takes it: no U+0000, no lone surrogate, and as long as before."""
    if text is None or (text.isascii() and "\0" not in text):
        return text
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")
