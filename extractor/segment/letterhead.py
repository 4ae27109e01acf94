"""The document's own facts: number, date and place, issuer and title above the body; signature and recipients below."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extractor.grammar import fold
from extractor.mentions import DateMention, Letterhead
from extractor.model import Span
from extractor.rules import RuleBook
from extractor.text import Block

#: Paragraphs from the top in which a letterhead is looked for.
_DEPTH = 24
#: Lines of a title.
_TITLE_LINES = 6


@dataclass(frozen=True, slots=True)
class LetterheadRules:
    """The patterns of rules/letterhead.toml by name, and the types by their folded name, the longest first."""

    lines: Mapping[str, re.Pattern[str]]
    types: Mapping[str, str]


def compile_letterhead(book: RuleBook) -> LetterheadRules:
    """The rows of rules/letterhead.toml, compiled."""
    lines = {name: re.compile(book.fragments.expand(row["pattern"])) for name, row in book["letterhead"].items()}
    types = {
        noun.lower(): row["code"]
        for row in book["doc_types"]["type"]
        if not row.get("general")
        for noun in row["nouns"]
        if len(noun) > 3
    }
    return LetterheadRules(lines, dict(sorted(types.items(), key=lambda row: -len(row[0]))))


def read_letterhead(
    text: str, blocks: Sequence[Block], dates: Sequence[DateMention], rules: LetterheadRules
) -> Letterhead:
    """The letterhead and the end of a document. What is not printed is None or empty."""
    top = blocks[:_DEPTH]
    number = _number(text, top, rules)
    kind, title = _type_and_title(text, top, rules)
    date, place = _date_and_place(text, top[: (kind or 0) + 3] if kind is not None else top, dates, rules)
    tail = _tail(text, blocks, rules)
    region_end = title[-1][1] if title else (top[kind].span[1] if kind is not None else 0)
    return Letterhead(
        region=(0, region_end),
        type_code=_type_code(text, top[kind].span, rules) if kind is not None else None,
        number=number[0],
        symbol=number[1],
        code=number[2],
        date=date,
        place=place,
        issuer_lines=_issuer_lines(text, top, kind, rules),
        title_spans=title,
        addressees=_addressees(text, top),
        signer=_signer(text, blocks, tail, rules),
        recipients=_recipients(text, blocks, tail),
        tail=tail,
        attached=_attached(text, blocks[(kind or 0) + 1 :], rules) if kind is not None else (),
    )


def number_lines(text: str, blocks: Sequence[Block], rules: LetterheadRules) -> tuple[Span, ...]:
    """Paragraphs that are a document's own number ("Số: 165/KH-UBND"), of an attached document as well."""
    return tuple(match.span() for match in _number_matches(text, blocks, rules))


def _number_matches(text: str, blocks: Sequence[Block], rules: LetterheadRules) -> Iterator[re.Match[str]]:
    """A stamp may have parted "Số:" from its number: then they are paragraphs one after the other."""
    pattern = rules.lines["number_line"]
    for index, block in enumerate(blocks):
        left, right = block.span
        if text[left] != "S" or right - left >= 60:
            continue
        match = pattern.match(text, left, right)
        after = blocks[index + 1].span if index + 1 < len(blocks) else (right, right)
        if match and not match["symbol"] and after[0] == right + 1 and after[1] - after[0] < 40:
            match = pattern.match(text, left, after[1]) or match
        if match:
            yield match


def _number(text: str, top: Sequence[Block], rules: LetterheadRules) -> tuple[str | None, str | None, str | None]:
    for match in _number_matches(text, top, rules):
        if match["symbol"]:
            symbol = re.sub(r"\s", "", match["symbol"]).replace("–", "-")
            if match["number"] is None:
                return None, symbol, None
            return match["number"], symbol, "/".join(filter(None, (match["number"], match["year"], symbol)))
    return None, None, None


def _type_code(text: str, span: Span, rules: LetterheadRules) -> str | None:
    folded = fold(text[span[0] : span[1]]).rstrip(": ")
    if folded in rules.types:
        return rules.types[folded]
    return next((code for noun, code in rules.types.items() if folded.startswith(noun + " ")), None)


def _attached(text: str, following: Sequence[Block], rules: LetterheadRules) -> tuple[str, ...]:
    """Types whose name stands alone in capitals below the document's own title."""
    found = (
        rules.types.get(fold(text[left:right]))
        for left, right in (block.span for block in following)
        if right - left < 24 and text[left:right].isupper()
    )
    return tuple(dict.fromkeys(code for code in found if code))


def _type_and_title(text: str, top: Sequence[Block], rules: LetterheadRules) -> tuple[int | None, tuple[Span, ...]]:
    """The index of the line that names the type, and the lines of the title below it. A crawled text may have both on
    its first line ("Quyết định về việc …")."""
    for index, block in enumerate(top):
        left, right = block.span
        folded = fold(text[left:right]).rstrip(": ")
        if folded in rules.types:
            return index, _title_lines(text, top[index + 1 :], rules)
    for index, block in enumerate(top[:12]):
        left, right = block.span
        code = _type_code(text, block.span, rules)
        if code and (index == 0 or text[left : left + 8].isupper()):
            noun = next(n for n in rules.types if text[left:right].lower().startswith(n))
            start = left + len(noun)
            while start < right and not text[start].isalnum():
                start += 1
            return index, ((start, right),)
    return None, ()


def _title_lines(text: str, following: Sequence[Block], rules: LetterheadRules) -> tuple[Span, ...]:
    found: list[Span] = []
    for block in following[:_TITLE_LINES]:
        left, right = block.span
        if rules.lines["title_stop"].match(text, left, right):
            break
        if found and rules.lines["issuer_line"].match(text, left, right):
            break
        if found and not (text[left:right].isupper() or text[left].islower()):
            break
        if right - left > 600:
            break
        found.append(block.span)
    return tuple(found)


def _date_and_place(
    text: str, top: Sequence[Block], dates: Sequence[DateMention], rules: LetterheadRules
) -> tuple[DateMention | None, str | None]:
    for block in top:
        left, right = block.span
        if right - left > 90:
            continue
        match = rules.lines["place_line"].match(text, left, right)
        if match is None:
            continue
        date = next((date for date in dates if left <= date.span[0] and date.span[1] <= right), None)
        if date or text[match.end() : right].strip(" .…/") in ("ngày", "ngày tháng năm"):
            return date, match["place"]
    return None, None


def _issuer_lines(text: str, top: Sequence[Block], kind: int | None, rules: LetterheadRules) -> tuple[Span, ...]:
    found: list[Span] = []
    for block in top[: kind if kind is not None else 6]:
        left, right = block.span
        if rules.lines["issuer_line"].match(text, left, right) and text[left:right].isupper() and right - left < 90:
            found.append(block.span)
        elif found:
            break
    return tuple(found)


def _addressees(text: str, top: Sequence[Block]) -> tuple[str, ...]:
    for block in top:
        left, right = block.span
        if text.startswith("Kính gửi", left):
            listed = text[left:right].partition(":")[2] or text[left + 8 : right]
            return tuple(part.strip(" -.") for part in listed.split(";") if part.strip(" -."))
    return ()


def _tail(text: str, blocks: Sequence[Block], rules: LetterheadRules) -> Span | None:
    """From "Nơi nhận" or the signature to the next long paragraph or appendix."""
    for index, block in enumerate(blocks):
        left, right = block.span
        if right - left < 40 and (
            rules.lines["recipients"].fullmatch(text, left, right)
            or (rules.lines["capacity"].match(text, left, right) and text[left:right].isupper())
        ):
            end = right
            for later in blocks[index + 1 : index + 60]:
                start, stop = later.span
                if stop - start > 160 or text[start : start + 7].lower() == "phụ lục":
                    break
                end = stop
            return left, end
    return None


def _recipients(text: str, blocks: Sequence[Block], tail: Span | None) -> tuple[str, ...]:
    if tail is None:
        return ()
    return tuple(
        text[left:right].lstrip("-–+ ").rstrip(" ;.,")
        for left, right in (block.span for block in blocks)
        if tail[0] <= left < tail[1] and text[left] in "-–+"
    )


def _signer(
    text: str, blocks: Sequence[Block], tail: Span | None, rules: LetterheadRules
) -> tuple[str | None, str | None, str | None, Span] | None:
    """Name, position, the more specific capacity, and where they stand."""
    if tail is None:
        return None
    capacity = position = name = None
    start = end = None
    for block in blocks:
        left, right = block.span
        if not tail[0] <= left < tail[1] or text[left] in "-–+":
            continue
        printed = text[left:right]
        holds = rules.lines["capacity"].match(text, left, right)
        if holds and (capacity is None or capacity == "TM."):
            capacity = holds["capacity"] + "."
        if holds or (place := rules.lines["position"].match(text, left, right)):
            start, end = (left if start is None else start), right
            if not holds and place:
                position = printed
        elif position and _is_name(printed):
            name, end = printed, right
            break
    if start is None or end is None:
        return None
    return name, position, capacity, (start, end)


def _is_name(printed: str) -> bool:
    words = printed.split()
    return 2 <= len(words) <= 6 and all(word[0].isupper() and word[1:] == word[1:].lower() for word in words)
