"""The letters of a word in an old encoding, and what no table can tell: capitals, and a ư that became a hyphen."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from extractor import rules
from extractor.encodings.charts import Encoding, Font
from extractor.encodings.syllables import is_syllable
from extractor.encodings.words import Word


class Edit(NamedTuple):
    """text[start:end], one sign or two, is the letter `letter`; or two letters, where the one before it was lost."""

    start: int
    end: int
    letter: str


class Piece(NamedTuple):
    """A stretch of text in one font; `font` is None where it is not known or says nothing."""

    text: str
    font: Font | None = None


#: ơ with all tones, behind which ư stands; so many different words must have lost theirs.
_HORNED = "ơờởỡớợ"
_LOST = 3
#: What is left of như, thư, tư.
_BARE = r"(?<=[ \n])(?:[NnTt]h|[Tt])(?=[ \n,.;:])"
#: Signs of print where they stand alone or beside digits (3×4, 25°C, 2½, a bullet), letters inside of words.
_PRINT = frozenset("·»«°×½¼¾¹²³±")
#: Words of one letter, of those that share their code with a sign of print.
_ALONE = frozenset("ởô")
#: The hyphen, and what pdfium writes for one at the end of a line.
_HYPHENS = "[-\x02\ufffe]"
#: Characters before and behind the first letter of a word that are looked at.
_LONGEST = 20
_WINDOWS = {chr(code): bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}
_WINDOWS = {code: sign for code, sign in _WINDOWS.items() if sign}


def letters(word: Word, encoding: Encoding) -> Iterator[Edit]:
    """The letters of one word. A sign of print beside digits or alone is itself."""
    text = word.text
    for match in encoding.unit.finditer(text):
        start, end = match.span()
        letter = encoding.units[match.group()]
        beside = text[:start][-1:] + text[end:][:1]
        if match.group() in _PRINT and (beside.isdigit() or not (beside or letter in _ALONE)):
            continue
        yield Edit(word.start + start, word.start + end, letter)


def mended(text: str, edits: list[Edit], chosen: Sequence[tuple[Word, Encoding]]) -> list[Edit]:
    """The edits with what TCVN3 leaves open: it has no capitals with a tone ("QUYẾT" is written "QUYÕT"), and its ư has
    the code of the soft hyphen, which many programs drop or print as a hyphen."""
    toneless = [(word.start, word.end) for word, encoding in chosen if encoding.id == "tcvn3"]
    if not toneless:
        return edits
    made = _hyphens(text, _names(text, _capitals(text, edits, toneless)))
    return made if any(edit.letter == "ư" for edit in made) else _lost(text, made)


def _capitals(text: str, edits: list[Edit], spans: Sequence[tuple[int, int]]) -> list[Edit]:
    """Small letters amid capitals are capitals. ă â đ ê ô ơ ư have capitals of their own: where one is small, the word
    is. A word with no more than its first letter in capitals goes with the words around it."""
    starts = [edit.start for edit in edits]
    changed = list(edits)
    for start, end in spans:
        first, last = bisect_left(starts, start), bisect_left(starts, end)
        shown = "".join(sign for sign in text[start:end] if sign.isascii() and sign.isalpha())
        shown += "".join(edit.letter for edit in edits[first:last] if edit.letter.lower() in "ăâđêôơư")
        if shown != shown.upper():
            continue
        # a quotation mark may stand before the word
        opening = next((at for at in range(start, end) if text[at].isascii() and text[at].isalpha()), end)
        opening = min([opening, *starts[first:last]])
        inside = any("A" <= sign <= "Z" for sign in text[opening + 1 : end])
        if inside or len(shown) > 1 or _amid_capitals(text, start, end):
            for at in range(first, last):
                changed[at] = edits[at]._replace(letter=edits[at].letter.upper())
    return changed


def _amid_capitals(text: str, start: int, end: int) -> bool:
    """Whether the words of the same line next to a word are in capitals: one of them a word and no abbreviation."""
    before = text[max(0, start - 24) : start].rpartition("\n")[2].split()[::-1]
    after = text[end : end + 24].partition("\n")[0].split()
    saying = [word for side in (before, after) for word in _first_saying(side[:2])]
    return any(saying) and None not in saying


def _first_saying(beside: Sequence[str]) -> Iterator[bool | None]:
    """What the nearest word says that says anything: True for a word in capitals, False for an abbreviation, None for
    small letters. Symbols and single capitals say nothing."""
    for word in beside:
        ascii_letters = "".join(sign for sign in word if sign.isascii() and sign.isalpha())
        if ascii_letters != ascii_letters.upper():
            yield None
            return
        if len(ascii_letters) > 1 and set("/-").isdisjoint(word):
            marked = re.sub(r"[\x00-\x7f§“”‘’–…]", "", word)
            yield bool(marked) or is_syllable(ascii_letters)
            return


def _hyphens(text: str, edits: list[Edit]) -> list[Edit]:
    """Hyphens that are the letter ư: what stands on both sides is no syllable, and with ư it is one."""
    shown = {edit.start: edit.letter for edit in edits}
    if not shown:
        return edits
    found = []
    first, last = edits[0].start, edits[-1].end
    for match in re.compile(_HYPHENS).finditer(text, max(0, first - 8), last + 8):
        at = match.start()
        before = _beside(text, shown, at, -1)
        # a line ends behind the signs that pdfium puts for hyphens
        after = _beside(text, shown, at, 1) if match.group() == "-" else ""
        word, around = before + after, text[at - len(before) - 1 : at - len(before)] + text[at + len(after) + 1 :][:1]
        if not word or word[1:] != word[1:].lower() or after[:1].isupper() or re.search(r"[-/\d]", around):
            continue
        split = all(is_syllable(part) for part in (before, after) if part)
        if not split and is_syllable(f"{before}ư{after}"):
            found.append(Edit(at, at + 1, "ư"))
    return sorted([*edits, *found]) if found else edits


def _lost(text: str, edits: list[Edit]) -> list[Edit]:
    """The edits with ư before ơ, and in words that are no syllables without it, where a document has no ư at all: soft
    hyphens are dropped by many programs ("ch¬ng tr×nh ®Çu t")."""
    shown = {edit.start: edit.letter for edit in edits}
    made = list(edits)
    mended_words = set()
    for at, edit in enumerate(edits):
        if edit.letter.lower() not in _HORNED:
            continue
        before, after = _beside(text, shown, edit.start, -1), _beside(text, shown, edit.start, 1)
        word, whole = f"{before}{edit.letter}{after}", f"{before}ư{edit.letter}{after}"
        if is_syllable(whole) and (not is_syllable(word) or word.lower() == "ngời"):
            made[at] = edit._replace(letter=("Ư" if edit.letter.isupper() else "ư") + edit.letter)
            mended_words.add(word)
    if len(mended_words) < _LOST:
        return edits
    bare = re.compile(_BARE).finditer(text, edits[0].start, edits[-1].end)
    return sorted([*made, *(Edit(match.end() - 1, match.end(), f"{match.group()[-1]}ư") for match in bare)])


def _beside(text: str, shown: dict[int, str], at: int, step: int) -> str:
    """The letters on one side of an offset, as converted."""
    taken = ""
    position = at + step
    while 0 <= position < len(text) and len(taken) < 8:
        letter = shown.get(position, text[position])
        if not letter.isalpha():
            break
        taken = letter + taken if step < 0 else taken + letter
        position += step
    return taken


def _names(text: str, edits: list[Edit]) -> list[Edit]:
    """Words that begin with a capital, and are small only because TCVN3 has no such capital: names, and the first word
    of a sentence where that shows."""
    opening = rules.pattern("encodings", "sentence")
    made = list(edits)
    for at, edit in enumerate(edits):
        if edit.letter in "ăâđêôơư" or text[edit.start - 1 : edit.start].isalpha():
            continue
        rest = text[edit.end : edit.end + _LONGEST]
        named = any(rest.startswith(word[1:]) for word in _initials().get(edit.letter, ()))
        if named or opening.search(text[max(0, edit.start - _LONGEST) : edit.start]):
            made[at] = edit._replace(letter=edit.letter.upper())
    return made


@cache
def _initials() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in rules.load()["encodings"]["capital"]:
        for word in row["words"]:
            found.setdefault(word[0].lower(), []).append(word)
    return found


def signs(text: str, edits: list[Edit]) -> list[Edit]:
    """The edits with the quotation marks and dashes of windows-1252 that were read as codes of Latin-1."""
    taken = {offset for edit in edits for offset in range(edit.start, edit.end)}
    found = [
        Edit(match.start(), match.end(), _WINDOWS[match.group()])
        for match in re.compile("[\x80-\x9f]").finditer(text)
        if match.start() not in taken and match.group() in _WINDOWS
    ]
    return sorted([*edits, *found]) if found else edits


def uppercased(
    text: str, edits: list[Edit], pieces: Sequence[Piece], converted: set[int], found: Sequence[Word]
) -> list[Edit]:
    """The edits with all letters of a font that shows capitals only, unless its text had been converted before."""
    if not any(piece.font and piece.font.capitals for piece in pieces):
        return edits
    by_start = {edit.start: edit for edit in edits}
    covered = {offset for edit in edits for offset in range(edit.start + 1, edit.end)}
    position = 0
    kept = [word for word in found if word.start not in converted]
    starts = [word.start for word in kept]
    for piece in pieces:
        start, end = position, position + len(piece.text)
        position = end
        at = bisect_left(starts, start)
        if not (piece.font and piece.font.capitals) or (at < len(starts) and starts[at] < end):
            continue
        for offset in range(start, end):
            edit = by_start.get(offset)
            letter = edit.letter if edit else text[offset]
            if letter.islower() and offset not in covered:
                by_start[offset] = Edit(offset, edit.end if edit else offset + 1, letter.upper())
    return sorted(by_start.values())
