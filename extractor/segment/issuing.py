"""The bodies in the left column of a letterhead: the one that issues, and the one above it."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.grammar import fold
from extractor.joining import is_open
from extractor.model import Span
from extractor.segment.vocabulary import LetterheadRules

#: A body's name is at most so long on a line, and on so many lines.
_LENGTH = 110
_LINES = 6


def issuing_bodies(
    text: str, head: Sequence[Span], rules: LetterheadRules
) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The lines of the superior body (chủ quản) and those of the issuing body, from the lines above the title."""
    lines = _left_column(text, head, rules)
    bodies: list[list[Span]] = []
    for line in lines:
        if bodies and _continues(text, bodies[-1][-1], line, rules):
            bodies[-1].append(line)
        else:
            bodies.append([line])
    if not bodies:
        return (), ()
    return tuple(line for body in bodies[:-1] for line in body), tuple(bodies[-1])


def _left_column(text: str, head: Sequence[Span], rules: LetterheadRules) -> list[Span]:
    """Lines in capitals that are no motto, mark, number or date, from the first that begins like a body's name, and the
    one right above the number whatever its words."""
    found: list[Span] = []
    head = [without_session(text, line, rules) for line in head]
    number = next((at for at, line in enumerate(head) if rules.lines["number_line"].match(text, *line)), None)
    gap = False
    for at, (left, right) in enumerate(head):
        if number is not None and at == number:
            gap = True
            continue
        line = text[left:right].strip(" *-–_.")
        if not line or rules.lines["motto"].match(text, left, right):
            continue
        if not _may_be_body(text, (left, right), line, rules):
            gap = bool(found)
            continue
        head_of_body = rules.lines["body_head"].match(text, left, right) is not None
        above_number = number is not None and at == number - 1
        if head_of_body or (found and not gap) or (above_number and not found):
            found.append((left, left + len(text[left:right].rstrip(" *-–_."))))
            gap = False
        if len(found) == _LINES:
            break
    return found


def without_session(text: str, line: Span, rules: LetterheadRules) -> Span:
    """ "HỘI ĐỒNG NHÂN DÂN HUYỆN MANG YANG KHÓA XII, KỲ HỌP THỨ BA" without its term and session."""
    left, right = line
    if right - left > _LENGTH:
        return line
    match = rules.lines["session"].match(text, left, right)
    return (left, match.start("session")) if match else line


def _may_be_body(text: str, span: Span, line: str, rules: LetterheadRules) -> bool:
    if not line.isupper() or len(line) > _LENGTH or fold(line) in rules.types or len(line) < 4:
        return False
    return not any(rules.lines[name].match(text, *span) for name in ("secrecy", "urgency", "title_stop", "subject"))


def _continues(text: str, above: Span, line: Span, rules: LetterheadRules) -> bool:
    """Whether a line goes on with the name above it: "ỦY BAN NHÂN DÂN" / "HUYỆN MANG YANG"."""
    if is_open(text[above[0] : above[1]].lower()) or text[above[1] - 1] in "-–,&":
        return True
    return rules.lines["body_head"].match(text, *line) is None
