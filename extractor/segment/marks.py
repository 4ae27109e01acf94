"""Marks of secrecy and urgency on lines of their own, and whom the document is addressed to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from extractor.grammar import fold
from extractor.model import Secrecy, Span, Urgency
from extractor.segment.vocabulary import LetterheadRules

_SECRECY: dict[str, Secrecy] = {"mật": "Mật", "tốimật": "Tối mật", "tuyệtmật": "Tuyệt mật"}
_URGENCY: dict[str, Urgency] = {
    "khẩn": "Khẩn",
    "thượng khẩn": "Thượng khẩn",
    "hỏa tốc": "Hỏa tốc",
    "hoả tốc": "Hỏa tốc",
}
#: A line of addressees is not longer than this.
_ADDRESSEES = 300


def secrecy(
    text: str, marked: tuple[Sequence[Span], Sequence[Span], Sequence[Span]], rules: LetterheadRules
) -> Secrecy | None:
    """The mark of secrecy on a line of the letterhead, on one of the title, or beside the signature."""
    head, title, ending = marked
    return (
        _secrecy(text, head, ("secrecy",), rules)
        or _secrecy(text, title, ("secrecy_below", "secrecy_of_title"), rules)
        or _secrecy(text, ending, ("secrecy_below",), rules)
    )


def running_secrecy(heads: Iterable[str], rules: LetterheadRules) -> Secrecy | None:
    """The mark of secrecy in the heads and feet of pages."""
    for head in heads:
        lines = [(match.start(), match.end()) for match in re.finditer(r"[^\n]+", head)]
        if found := _secrecy(head, lines, ("secrecy_below",), rules):
            return found
    return None


def _secrecy(text: str, lines: Sequence[Span], names: Sequence[str], rules: LetterheadRules) -> Secrecy | None:
    """A mark on one of the lines. A word that a line end parted from its first half ("BẢO" / "MẬT") is none."""
    above = ""
    for left, right in lines:
        parts = () if rules.lines["secrecy_broken"].match(above) else _columns(text, left, right)
        for start, end in parts:
            for name in names:
                if match := rules.lines[name].match(text, start, end):
                    said = match.groupdict()
                    return _SECRECY["".join(fold(said.get("named") or said["mark"]).split())]
        above = text[left:right]
    return None


def _columns(text: str, left: int, right: int) -> Iterator[Span]:
    """The line itself, then its parts between tabs: "HUYỆN MANG YANG⇥MẬT"."""
    yield left, right
    if "\t" in text[left:right]:
        for match in _between_tabs().finditer(text, left, right):
            yield match.span()


@cache
def _between_tabs() -> re.Pattern[str]:
    return re.compile(r"[^\t]+")


def urgency(text: str, lines: Sequence[Span], rules: LetterheadRules) -> Urgency | None:
    """The mark of urgency on one of the lines."""
    return _URGENCY.get(_mark(text, lines, "urgency", rules))


def marked_lines(text: str, head: Sequence[Span], kind: Span | None) -> list[Span]:
    """The lines above the title, and the last words of the line that names the kind ("CÔNG ĐIỆN KHẨN")."""
    lines = list(head)
    if kind:
        left, right = kind
        last = text.rfind(" ", left, right)
        before = text.rfind(" ", left, max(last, left))
        lines += [(at + 1, right) for at in (before, last) if at > left]
    return lines


def _mark(text: str, lines: Sequence[Span], name: str, rules: LetterheadRules) -> str:
    for left, right in lines:
        if match := rules.lines[name].match(text, left, right):
            return fold(match["named"] or match["mark"])
    return ""


def addressees(text: str, top: Sequence[Span], rules: LetterheadRules) -> tuple[str, ...]:
    """Behind "Kính gửi:" (and "Đồng kính gửi:"), on its line or on those below, parted by semicolons."""
    parts: list[str] = []
    open_list = False
    for left, right in top:
        match = rules.lines["addressees"].match(text, left, right)
        if match is None and not open_list:
            continue
        line = text[match.end() if match else left : right].strip()
        listed = text[left] in "-–+•*"
        if match is None and (right - left > _ADDRESSEES or not (listed or not parts or parts[-1][-1:] in ";,")):
            open_list = False
            continue
        if match is None and not listed and rules.lines["title_stop"].match(text, left, right):
            break
        if line and parts and parts[-1].endswith(","):
            parts[-1] = f"{parts[-1]} {line}"
        elif line:
            parts.append(line)
        open_list = not line.endswith(".")
    listed_all = (part.strip(" -–+•*.,\t") for line in parts for part in line.split(";"))
    return tuple(part for part in listed_all if part)
