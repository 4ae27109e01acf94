"""The name of the body that issued the document: its letterhead's capitals in ordinary letters, with its place."""

from __future__ import annotations

import re

from extractor.grammar import plain
from extractor.resolve.issuers import NameRules, full_name, in_ordinary_letters
from extractor.resolve.place import Place, bare_name

#: A body names itself in ordinary letters in the first part of its text.
_REACH = 6_000
#: Kinds of bodies of which what follows is the name.
_KINDS = ("Tổng cục", "Chi cục", "Trung tâm", "Văn phòng", "Ban", "Cục", "Vụ", "Viện", "Hội", "Đoàn", "Trường", "Phòng")
_SHORT_LEVELS = {"P": "THÀNH PHỐ ", "X": "THỊ XÃ "}
_ABBREVIATIONS = frozenset(("ubnd", "hđnd"))
_VOWELS = frozenset("aeiouy")
#: An office's name says nothing without the body that it serves.
_SERVING = ("Văn phòng", "Cơ quan", "Ban Thường trực", "Ban Thường vụ", "Ban Chấp hành")


def own_name(printed: str, above: str, text: str, place: Place, names: NameRules) -> str:
    """The full name of the issuing body; `above` is the body over it in the letterhead, as printed."""
    name = full_name(_in_ordinary_letters(printed, text, place, names), place, names)
    if not above or place.own is None or name.endswith(bare_name(place.own)) or names.is_state(name):
        return name
    superior = full_name(_in_ordinary_letters(above, text, place, names), place, names)
    if not superior.endswith(bare_name(place.own)):
        return name
    served = " ủy " in f"{superior} " or name in _SERVING
    return f"{name} {superior if served else place.own}"


def _in_ordinary_letters(printed: str, text: str, place: Place, names: NameRules) -> str:
    """ "ỦY BAN NHÂN DÂN HUYỆN MANG YANG": its place as the text spells it, its other words as they are known, or as the
    text itself writes them."""
    if not printed.isupper():
        return printed
    printed = re.sub(r"(?<!\w)T([PX])\.?\s*(?=\w{2})", lambda match: _SHORT_LEVELS[match[1]], printed)
    head, tail = printed, ""
    for end in (place.own, place.own and bare_name(place.own)):
        if end and printed.endswith(" " + end.upper()):
            head, tail = printed[: len(printed) - len(end)].strip(), end
            break
    known = in_ordinary_letters(head, names)
    if known[1:] == known[1:].lower():
        known = _as_written(head, text) or _with_other_marks(head, names) or _as_a_name(known)
    return f"{known} {tail}".strip()


def _as_written(head: str, text: str) -> str | None:
    """The same words where the text does not print them in capitals."""
    if " " not in head:
        return None
    words = r"\s+".join(re.escape(word) for word in head.split())
    for match in re.finditer(words, text[:_REACH], re.IGNORECASE):
        if not match.group().isupper() and match.group()[:1].isupper():
            return " ".join(match.group().split())
    return None


def _as_a_name(folded: str) -> str:
    """ "Ban chỉ đạo cải cách hành chính" with the capital behind its kind: Ban Chỉ đạo cải cách hành chính. A syllable
    without a vowel is an abbreviation (THCS, MTTQ)."""
    kind = next((kind for kind in _KINDS if folded.startswith(kind + " ")), "")
    words = folded[len(kind) :].split()
    made = [word.upper() if _is_abbreviation(word) else word for word in words]
    if kind and made:
        made[0] = made[0][:1].upper() + made[0][1:]
    return " ".join([kind, *made] if kind else made)


def _is_abbreviation(word: str) -> bool:
    return word.lower() in _ABBREVIATIONS or (_VOWELS.isdisjoint(_unmarked(word)) and len(word) > 1)


def _with_other_marks(head: str, names: NameRules) -> str | None:
    """The known name that differs in marks alone: "TRUYỂN THÔNG" is a slip of the pen."""
    wanted = _unmarked(head)
    return next((name for known, name in names.spelled.items() if _unmarked(known) == wanted), None)


def _unmarked(words: str) -> str:
    return " ".join(plain(words).split())
