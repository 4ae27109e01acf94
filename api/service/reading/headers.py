"""Header fields of answers: the name of a file that is saved (RFC 6266), what a caller has already, parts of a file
(RFC 9110)."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

#: Characters of a name that are kept.
_NAME = 150


def attachment(name: str) -> dict[str, str]:
    """The fields for a file that is saved under `name` and never shown in the browser, whatever it turns out to be."""
    shown = saved_name(name)
    plain = re.sub(r"[^A-Za-z0-9 ._()\-]", "_", _without_marks(shown))
    return {
        "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(shown, safe='')}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }


def saved_name(name: str) -> str:
    """A file's name as it may be saved: no folders, no characters that a system or a reader's eye takes otherwise
    (control characters, marks that turn the direction of writing), and not too long."""
    kept = "".join(
        "_" if char in '/\\:*?"<>|' else char
        for char in unicodedata.normalize("NFC", name)
        if unicodedata.category(char) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
    )
    stem, dot, ending = kept.strip(" .").rpartition(".")
    if not dot or len(ending) > 10:
        return kept.strip(" .")[:_NAME] or "document"
    return f"{stem[: _NAME - len(ending)]}.{ending}" if stem else f"document.{ending}"


def matches(none_match: str | None, tag: str) -> bool:
    """Whether a caller that sent If-None-Match has what `tag` names. Tags are compared without their weakness."""
    if none_match is None:
        return False
    if none_match.strip() == "*":
        return True
    return _strong(tag) in {_strong(one) for one in re.findall(r'(?:W/)?"[^"]*"', none_match)}


def part(asked: str | None, size: int) -> tuple[int, int] | None:
    """The bytes [start, end) that a Range header asks for; None for all of them, where there is none, it is of another
    unit or form, or asks for several. Raises ValueError where the file has none of them."""
    match = re.fullmatch(r"bytes=([0-9]{0,18})-([0-9]{0,18})", (asked or "").replace(" ", ""))
    if match is None or match[0] == "bytes=-":
        return None
    first, last = match[1], match[2]
    if not first:
        start, end = max(0, size - int(last)), size
    else:
        if last and int(last) < int(first):
            return None
        start, end = int(first), min(size, int(last) + 1) if last else size
    if start >= end:
        raise ValueError("no such bytes")
    return start, end


def _strong(tag: str) -> str:
    return tag.removeprefix("W/")


def _without_marks(text: str) -> str:
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(char for char in plain if not unicodedata.combining(char))
