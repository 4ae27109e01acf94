"""Unicode to the old Vietnamese encodings, independent of the tables that the engine decodes with: iconv's charmaps for
TCVN and VISCII, Python's windows-1258, and rules over the parts of a letter for VNI and VIQR.

An encoder gives the signs of Latin-1 that the bytes are read as ("QuyÕt ®Þnh"), and leaves what the encoding lacks.
"""

from __future__ import annotations

import subprocess
import unicodedata
from collections.abc import Callable
from functools import cache

#: The tones in the order of the alphabet: huyền, hỏi, ngã, sắc, nặng.
_TONES = "\u0300\u0309\u0303\u0301\u0323"
_VOWELS = "aăâeêioôơuưy"
_OWN_CAPITALS = "ĂÂÊÔƠƯĐ"
#: VPS, letter by letter in that order, small and then large (GNU recode's table; Ố follows the vendor's chart).
_VPS_SMALL = (
    "a E0 E4 E3 E1 E5 ă:E6 A2 A3 A4 A1 A5 â:E2 C0 C4 C5 C3 C6 e E8 C8 EB E9 CB ê:EA 8A 8B CD 89 8C i EC CC EF ED CE "
    "o F2 D5 F5 F3 86 ô:F4 D2 B0 87 D3 B6 ơ:D6 A9 AA AB A7 AE u F9 FB DB FA F8 ư:DC D8 BA BB D9 BF y FF 9B CF 9A 9C "
    "đ:C7"
)
_VPS_LARGE = (
    "A 80 81 82 C1 02 Ă:88 8E 8F F0 8D 04 Â:C2 84 85 1C 83 03 E D7 DE FE C9 05 Ê:CA 93 94 95 90 06 I B5 B7 B8 B4 10 "
    "O BC BD BE B9 11 Ô:D4 97 98 99 96 12 Ơ:F7 9E 9F A6 9D 13 U A8 D1 AC DA 14 Ư:D0 AF B1 1D AD 15 Y B2 FD B3 DD 19 "
    "Đ:F1"
)
#: VNI: the sign for a tone behind a plain vowel, and for a tone together with ^ and with the breve, from none on.
_VNI_TONE, _VNI_HAT, _VNI_BREVE = "øûõùï", "âàåãáä", "êèúüéë"
_VNI_ALONE = {"ì": "ì", "ỉ": "æ", "ĩ": "ó", "í": "í", "ị": "ò", "ỵ": "î", "đ": "ñ", "ơ": "ô", "ư": "ö"}
_VIQR_MARK = {"\u0302": "^", "\u0306": "(", "\u031b": "+"}
_VIQR_TONE = dict(zip(_TONES, "`?~'.", strict=True))


def encoders() -> dict[str, Callable[[str], str]]:
    """All encoders by the ids of rules/encodings.toml."""
    return {
        "tcvn3": lambda text: _each(text, _tcvn3()),
        "tcvn1": lambda text: _each(_typed(text), _iconv("TCVN5712-1")),
        "viscii": lambda text: _each(_typed(text), _iconv("VISCII")),
        "vps": lambda text: _each(_typed(text), _vps()),
        "vni": lambda text: "".join(map(_vni, _composed(text))),
        "windows-1258": lambda text: "".join(map(_cp1258, _composed(text))),
        "viqr": lambda text: "".join(map(_viqr, _composed(text))),
    }


def to_bytes(signs: str) -> bytes:
    """The bytes of encoded text; quotation marks and dashes as windows-1252 has them, "?" for what it lacks."""
    return b"".join(sign.encode("latin-1") if sign <= "\xff" else sign.encode("cp1252", "replace") for sign in signs)


def _typed(text: str) -> str:
    """The text with the signs of a typewriter: encodings that fill the codes from 0x80 on have no others."""
    for sign, plain in zip("“”‘’–—…•", ('"', '"', "'", "'", "-", "-", "...", "-"), strict=True):
        text = text.replace(sign, plain)
    return text


def _composed(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _each(text: str, table: dict[str, str]) -> str:
    return "".join(table.get(letter, letter) for letter in _composed(text))


def _letters() -> list[str]:
    small = [_composed(vowel + tone) for vowel in _VOWELS for tone in ("", *_TONES)]
    small = [letter for letter in [*small, "đ"] if not letter.isascii()]
    return small + [letter.upper() for letter in small]


@cache
def _iconv(charmap: str) -> dict[str, str]:
    letters = _letters()
    made = subprocess.run(
        ["iconv", "-f", "UTF-8", "-t", charmap], input="\n".join(letters).encode(), capture_output=True, check=True
    ).stdout.split(b"\n")
    return {letter: code.decode("latin-1") for letter, code in zip(letters, made, strict=True)}


@cache
def _tcvn3() -> dict[str, str]:
    """TCVN as the fonts .Vn… have it: a capital with a tone is typed as the small letter."""
    table = dict(_iconv("TCVN5712-1"))
    for letter in table:
        if letter.isupper() and letter not in _OWN_CAPITALS:
            table[letter] = table[letter.lower()]
    return table


@cache
def _vps() -> dict[str, str]:
    table: dict[str, str] = {}
    for listed in (_VPS_SMALL, _VPS_LARGE):
        vowel, tones = "", iter(_TONES)
        for entry in listed.split():
            if len(entry) == 2:
                table[_composed(vowel + next(tones))] = chr(int(entry, 16))
                continue
            vowel, _, code = entry.partition(":")
            tones = iter(_TONES)
            if code:
                table[vowel] = chr(int(code, 16))
    return table


def _parts(letter: str) -> tuple[str, str, str]:
    """A letter as its vowel, its mark and its tone."""
    vowel, *signs = list(unicodedata.normalize("NFD", letter))
    return vowel, "".join(sign for sign in signs if sign not in _TONES), "".join(s for s in signs if s in _TONES)


def _vni(letter: str) -> str:
    if letter.isascii() or letter.lower() not in _small():
        return letter
    if letter.isupper():
        return _vni(letter.lower()).upper()
    if letter in _VNI_ALONE:
        return _VNI_ALONE[letter]
    vowel, mark, tone = _parts(letter)
    at = _TONES.find(tone) if tone else -1
    if mark in ("\u0302", "\u0306"):
        return vowel + (_VNI_HAT if mark == "\u0302" else _VNI_BREVE)[at + 1]
    return (_VNI_ALONE[_composed(vowel + mark)] if mark else vowel) + (_VNI_TONE[at] if tone else "")


@cache
def _small() -> frozenset[str]:
    return frozenset(letter for letter in _letters() if letter.islower())


def _cp1258(letter: str) -> str:
    vowel, mark, tone = _parts(letter)
    try:
        return letter.encode("cp1258").decode("latin-1")
    except UnicodeEncodeError:
        pass
    try:
        return (_composed(vowel + mark) + tone).encode("cp1258").decode("latin-1")
    except UnicodeEncodeError:
        return letter


def _viqr(letter: str) -> str:
    if letter in "đĐ":
        return "dd" if letter == "đ" else "DD"
    if letter.lower() not in _small():
        return letter
    vowel, mark, tone = _parts(letter)
    return vowel + _VIQR_MARK.get(mark, "") + _VIQR_TONE.get(tone, "")
