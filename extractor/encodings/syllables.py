"""Whether a word is a Vietnamese syllable (âm tiết): onset, rime and tone that spelling allows together.

The test is what tells text that is right from text in an old encoding: of the words of a Vietnamese report nearly all
that carry a mark are syllables, and of the same words wrongly decoded nearly none.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from extractor import rules

_TONES = dict.fromkeys(map(ord, "\u0300\u0301\u0303\u0309\u0323"))
_STOPPED = ("c", "p", "t", "ch")
#: Eth and African D stand for Đ in files typed with foreign keyboards (`extractor.text` mends them).
_DD = str.maketrans("ðɖ", "đđ")


@cache
def _shape() -> tuple[re.Pattern[str], frozenset[str], frozenset[str]]:
    row = rules.load()["encodings"]["syllables"]
    onsets = "|".join(sorted(row["onsets"].split(), key=len, reverse=True))
    return re.compile(f"(?:{onsets})?"), frozenset(row["rimes"].split()), frozenset(row["before_y"].split())


@lru_cache(50_000)
def is_syllable(word: str) -> bool:
    """Whether a word, in any case, is a syllable. Đ alone counts: it labels paragraphs and stands for a currency."""
    small = unicodedata.normalize("NFD", word.lower().translate(_DD))
    bare = unicodedata.normalize("NFC", small.translate(_TONES))
    tones = [sign for sign in small if ord(sign) in _TONES]
    if bare == "đ":
        return not tones
    if len(tones) > 1:
        return False
    pattern, rimes, _ = _shape()
    match = pattern.match(bare)
    onset = match.group() if match else ""
    return any(
        bare[cut:] in rimes and _spelt(bare[:cut], bare[cut:], tones[0] if tones else "")
        for cut in {len(onset), 1 if onset == "gi" else len(onset), 0 if onset == bare else len(onset)}
    )


def _spelt(onset: str, rime: str, tone: str) -> bool:
    """Which letters may stand together: k, gh and ngh before e, ê, i, y, and c, g and ng before the others; q before u;
    a stopped rime takes two tones only."""
    front = rime[0] in "eêiy"
    if onset in ("k", "gh", "ngh") and not front:
        return False
    if onset in ("c", "g", "ng") and front and not (onset == "g" and rime[0] == "i"):  # gì, giếng
        return False
    if rime == "y" and onset and onset not in _shape()[2]:
        return False
    return not rime.endswith(_STOPPED) or tone in ("\u0301", "\u0323")
