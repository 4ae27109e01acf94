"""The end of a document: "Nơi nhận" with the purposes, and the signature with capacity, position and name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.model import Span
from extractor.segment.vocabulary import LetterheadRules
from extractor.text import Block

#: A line of the ending is not longer than this; the ending is not longer than so many lines.
_LINE, _LINES = 160, 60
#: An item that is longer than this names no purpose.
_ITEM = 300
#: Lines of "Nơi nhận" and of a signature that open an ending.
_OPENING = 100
#: So many lines may stand between a position and the name (marks of a stamp, "(Đã ký)").
_GAP = 10
_NAME_WORDS = 6
_CAPACITIES = {"T/M": "TM", "K/T": "KT", "T/L": "TL", "QUYỀN": "Q"}
#: Capacities behind which the words name whom the signer stands for, not what he is.
_DEPUTY = ("KT", "TL", "TUQ")

Signed = tuple[str | None, str | None, str | None, Span]


@dataclass(frozen=True, slots=True)
class Ending:
    """`signer` is (name, position, the more specific capacity, where it stands), `name` the span of the name;
    `distribution` the recipients with their purposes."""

    tail: Span | None
    signer: Signed | None
    name: Span | None
    recipients: tuple[str, ...]
    distribution: tuple[tuple[str, str | None], ...]


def read_ending(text: str, blocks: Sequence[Block], rules: LetterheadRules, start: int) -> Ending:
    """The ending of the document, from lines behind `start`."""
    first = _opening(text, blocks, rules, start)
    if first is None:
        return Ending(None, None, None, (), ())
    lines = _lines(text, blocks, first)
    tail = lines[0][0], lines[-1][1]
    lines = _unglued(text, lines, rules)
    recipients, rest = _recipients(text, lines, rules)
    signer, name = _signer(text, rest, rules)
    return Ending(tail, signer, name, recipients, tuple(_distribution(recipients, rules)))


def _opening(text: str, blocks: Sequence[Block], rules: LetterheadRules, start: int) -> int | None:
    """The first line of the ending: "Nơi nhận", a capacity, or a position in capitals above a name."""
    for index, block in enumerate(blocks):
        left, right = block.span
        if left < start or text[left].islower() or not text[left + 1 : left + 2].strip():
            continue
        if text[left] == "N" and rules.ending["recipients"].match(text, left, right):
            return index
        if right - left > _OPENING or not text[left : left + 2].isupper():
            continue
        if text[left] in "TKQ" and rules.ending["capacity"].match(text, left, right):
            return index
        if rules.ending["position"].match(text, left, right) and _signs(text, blocks, index, rules):
            return index
    return None


def _signs(text: str, blocks: Sequence[Block], index: int, rules: LetterheadRules) -> bool:
    """Whether a name follows a position in capitals: "CHỦ TỊCH" may be a heading as well."""
    left, right = blocks[index].span
    if not text[left:right].isupper():
        return False
    for block in blocks[index + 1 : index + 5]:
        line = text[slice(*_unsigned(text, *block.span, rules))]
        # Between the two may stand the body ("BỘ TÀI CHÍNH") and the lines of a stamp.
        if line and not line.isupper() and not rules.ending["stamp"].match(line):
            return _is_name(line, rules)
    return False


def _lines(text: str, blocks: Sequence[Block], first: int) -> list[Span]:
    """The lines of the ending, up to the next long paragraph or appendix."""
    lines = [blocks[first].span]
    for block in blocks[first + 1 : first + _LINES]:
        left, right = block.span
        if (right - left > _LINE and text[left] not in "-–+•*") or text[left : left + 7].lower() == "phụ lục":
            break
        lines.append(block.span)
    return lines


def _unglued(text: str, lines: Sequence[Span], rules: LetterheadRules) -> list[Span]:
    """The lines with a signature that stands behind the items of "Nơi nhận" taken off them and put last."""
    left: list[Span] = []
    right: list[Span] = []
    for start, end in lines:
        match = None
        if right or rules.ending["recipients"].match(text, start, end) or text[start] in "-–+•*":
            match = rules.ending["right_column"].search(text, start, end)
        # A name alone is one only where a capacity or a position stood behind an item above it.
        if match and (right or text[match.end() : match.end() + 2].isupper()):
            left.append((start, match.start()))
            right.append((match.end(), end))
        else:
            left.append((start, end))
    return left + right


def _recipients(text: str, lines: Sequence[Span], rules: LetterheadRules) -> tuple[tuple[str, ...], list[Span]]:
    """The items below "Nơi nhận", and the lines of the ending that are none."""
    items: list[str] = []
    rest: list[Span] = []
    listing = False
    for left, right in lines:
        printed = text[left:right]
        if match := rules.ending["recipients"].match(text, left, right):
            listing = True
            items += [part for part in re.split(r";\s*", text[match.end() : right]) if part.strip()]
        elif rules.ending["item"].match(printed) or (listing and _is_bare_item(printed, items, rules)):
            items.append(printed)
        elif listing and items and _is_cut(items[-1], printed, rules):
            items[-1] = f"{items[-1]} {printed}"
        else:
            rest.append((left, right))
    cleaned = (item.lstrip("-–+*•● ").rstrip(" ;.,") for item in items)
    return tuple(item for item in cleaned if item), rest


def _is_bare_item(printed: str, items: Sequence[str], rules: LetterheadRules) -> bool:
    """An item that lost its hyphen; only where no other has one."""
    if rules.ending["bare_item"].match(printed):
        return True
    hyphens = any(rules.ending["item"].match(item) for item in items)
    return not hyphens and printed.rstrip().endswith(";") and not printed.isupper()


def _is_cut(item: str, following: str, rules: LetterheadRules) -> bool:
    """Whether an item goes on in the next line: it lacks its semicolon, and the line is none of a signature."""
    if item.rstrip().endswith((";", ".", "./.")) or following[:2].isupper():
        return False
    open_end = item.rstrip().endswith(",") or following.rstrip().endswith((";", "."))
    return following[:1].islower() or (open_end and not _is_name(following, rules))


def _distribution(recipients: Sequence[str], rules: LetterheadRules) -> Iterator[tuple[str, str | None]]:
    """Each recipient with its purpose; one line may name several ("TT. Tỉnh ủy; TT. HĐND tỉnh")."""
    for line in recipients:
        whole, purpose = _purpose(line, rules)
        *others, last = [item for part in whole.split(";") if (item := part.strip())] or [whole]
        yield from (_purpose(item, rules) for item in others)
        yield last, purpose


def _purpose(item: str, rules: LetterheadRules) -> tuple[str, str | None]:
    match = rules.ending["purpose"].match(item) if len(item) < _ITEM else None
    if match is None:
        return item, None
    return match["name"].rstrip(" ,;:–-"), (match["purpose"] or match["bare"]).removeprefix("để ")


def _signer(text: str, lines: Sequence[Span], rules: LetterheadRules) -> tuple[Signed | None, Span | None]:
    """The first signer: the last capacity, the first position, and the name below them."""
    capacity = position = None
    start = end = None
    waited = 0
    for left, right, kind in _signature_lines(text, lines, rules):
        printed = text[left:right]
        if kind == "capacity":
            match = rules.ending["capacity"].match(text, left, right)
            assert match is not None
            found = _CAPACITIES.get(match["capacity"], match["capacity"])
            capacity = found
            start, end = (left if start is None else start), right
            position = position or _position_behind(text[match.end() : right], found, rules)
        elif kind == "position" and position is None:
            position, waited = printed, 0
            start, end = (left if start is None else start), right
        elif kind == "name" and start is not None:
            name = _bare_name(text, left, right, rules)
            return (text[slice(*name)], position, _with_stop(capacity), (start, name[1])), name
        elif start is not None:
            if capacity and position is None and waited == 0 and _may_be_position(printed, rules):
                position, end = printed, right
            waited += 1
            if waited > _GAP:
                break
    if start is None or end is None:
        return None, None
    return (None, position, _with_stop(capacity), (start, end)), None


def _signature_lines(text: str, lines: Sequence[Span], rules: LetterheadRules) -> Iterator[tuple[int, int, str]]:
    """The lines with what each is; one that a converter made of several is parted."""
    for left, right in lines:
        for piece in _parted(text, left, right, rules):
            start, end = _unsigned(text, *piece, rules)
            if start < end:
                yield start, end, _kind(text, start, end, rules)


def _kind(text: str, start: int, end: int, rules: LetterheadRules) -> str:
    line = text[start:end]
    if rules.ending["stamp"].match(line):
        return "other"
    if rules.ending["capacity"].match(line):
        return "capacity"
    if rules.ending["position"].match(line.upper()):
        return "position"
    return "name" if _is_name(line, rules) else "other"


def _parted(text: str, left: int, right: int, rules: LetterheadRules) -> Iterator[Span]:
    """ "KT. CHỦ TỊCH PHÓ CHỦ TỊCH Nguyễn Văn A" as three lines."""
    line = text[left:right]
    if not _is_capitals(line[:2]) or (line.isupper() and " KT." not in line):
        yield left, right
        return
    words = list(re.finditer(r"\S+", line))
    cuts = [0]
    for index, word in enumerate(words[1:], 1):
        capitals = word.group().isupper()
        if capitals and rules.ending["capacity"].match(line, word.start()):
            cuts.append(word.start())
        elif not capitals and _is_capitals(words[index - 1].group()) and _is_name(line[word.start() :], rules):
            cuts.append(word.start())
            break
        elif capitals and word.group() == "PHÓ":
            cuts.append(word.start())
        elif word.group()[0] in "([" and rules.ending["signed"].match(line, word.start()):
            cuts.append(word.start())
            break
    cuts.append(len(line))
    for at, cut in enumerate(cuts[:-1]):
        piece = line[cut : cuts[at + 1]].rstrip()
        yield left + cut, left + cut + len(piece)


def _is_capitals(word: str) -> bool:
    """Capitals that are no name of one letter ("Y Thông")."""
    return len(word.strip()) > 1 and word.isupper()


def _position_behind(words: str, capacity: str, rules: LetterheadRules) -> str | None:
    """ "Q. GIÁM ĐỐC" is the acting director; behind "TM. ỦY BAN NHÂN DÂN" the position may follow on the line."""
    if capacity == "Q":
        return words
    if capacity in _DEPUTY:
        return None
    found = [match for match in rules.ending["position"].finditer(words) if match.start() > 0]
    return words[found[-1].start() :] if found else None


def _may_be_position(printed: str, rules: LetterheadRules) -> bool:
    """A line in capitals below a capacity, unless it goes on with the name of the body."""
    capitals = printed.isupper() and not any(sign.isdigit() for sign in printed) and len(printed) < _OPENING
    return capitals and rules.lines["body_head"].match(printed) is None


def _unsigned(text: str, start: int, end: int, rules: LetterheadRules) -> Span:
    """A line without "(đã ký)" before or behind it."""
    while start < end and (match := rules.ending["signed"].match(text, start, end)) and match.end() > start:
        start = match.end()
    if behind := rules.ending["signed_behind"].search(text, start, end):
        end = behind.start()
    return start, start + len(text[start:end].rstrip())


def _bare_name(text: str, left: int, right: int, rules: LetterheadRules) -> Span:
    match = rules.ending["rank"].match(text, left, right)
    return (match.end() if match else left), right


def _is_name(line: str, rules: LetterheadRules) -> bool:
    """Two to six capitalised words. In capitals throughout only with a known family name in front: a position is
    written so as well."""
    rank = rules.ending["rank"].match(line)
    bare = line[rank.end() :] if rank else line
    if len(bare.split()) > _NAME_WORDS or rules.ending["name"].match(bare) is None:
        return False
    if not bare.isupper():
        return all(word.isupper() is False or len(word) == 1 or word.istitle() or "'" in word for word in bare.split())
    return bare.split()[0].lower() in rules.families and not rules.ending["position"].match(bare)


def _with_stop(capacity: str | None) -> str | None:
    return f"{capacity}." if capacity else None
