"""The look that every document gets: does it hold signs that old encodings leave in Unicode text?

Each sign is sought by itself, which costs far less than one pattern for all. Only where there are some, the words are
judged (`extractor.encodings.decoder`).
"""

from __future__ import annotations

#: Signs of Latin-1 that no Vietnamese word holds, and each of the encodings writes often; đ of windows-1258 is ð.
_SIGNS = "®µ¸©ª¬¹¶¨§ñøûïäåöüæëßþð÷ÇÜÖÑØÆÅ¤¥¦¯"
#: So many are a reason to look closer; honest text holds a µ, an ® or a foreign name.
_ENOUGH = 4


def looks_encoded(text: str, enough: int = _ENOUGH) -> bool:
    """Whether a text holds `enough` signs that may be letters of an old encoding. True says nothing yet."""
    if text.isascii():
        return False
    there = [sign for sign in _SIGNS if sign in text]
    return bool(there) and sum(map(text.count, there)) >= enough
