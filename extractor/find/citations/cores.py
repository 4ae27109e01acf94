"""Where documents are cited: number and symbol with their noun, blanks, short names, names of laws, words that point
back."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractor.find.citations import symbols
from extractor.find.citations.vocabulary import Vocabulary
from extractor.grammar import fold, places
from extractor.mentions import Repair
from extractor.model import ReferenceKind, Span

#: How far before a core its noun may stand, in characters.
_REACH = 130
#: The word before a number, as it is printed.
_SO = ("số", "Số", "SỐ")


@dataclass(frozen=True, slots=True)
class Core:
    """A mention before its surroundings are read. `name` is a law's name, `raw_symbol` what was printed where it
    differs."""

    span: Span
    kind: ReferenceKind
    rule: str
    type_code: str | None
    number: str | None = None
    year: str | None = None
    symbol: str | None = None
    code: str | None = None
    raw_symbol: str | None = None
    name: str | None = None
    count: int | None = None
    parts: tuple[Core, ...] = ()
    repair: Repair | None = None


def find_cores(text: str, vocabulary: Vocabulary, repairs: Sequence[Repair] = ()) -> list[Core]:
    """All mentions in order of their start, none overlapping but the laws inside an amending law. `repairs` are numbers
    that recognition broke; they go before what is found there."""
    numbered = list(_numbered(text, vocabulary))
    if repairs:
        numbered = _with_repairs(text, numbered, repairs, vocabulary)
    found = [*numbered, *_laws(text, vocabulary)]
    taken = {position for core in found for position in (core.span[0], core.span[1] - 1)}
    so = places(text, _SO)
    for cores in (_blanks(text, so, vocabulary), _shorts(text, so, vocabulary), _pointers(text, vocabulary)):
        found += [core for core in cores if core.span[1] - 1 not in taken and core.span[0] not in taken]
    found.sort(key=lambda core: (core.span[0], -core.span[1]))
    return _without_overlaps(found)


def _without_overlaps(cores: list[Core]) -> list[Core]:
    kept: list[Core] = []
    for core in cores:
        if kept and core.span[0] < kept[-1].span[1]:
            continue
        kept.append(core)
    return kept


def _numbered(text: str, vocabulary: Vocabulary) -> Iterator[Core]:
    end = 0
    for match in vocabulary.core.finditer(text):
        if not _starts_number(text, match.start()):
            continue
        core = _numbered_core(text, match, max(end, match.start() - _REACH), vocabulary)
        if core:
            end = core.span[1]
            yield core


def _with_repairs(text: str, found: list[Core], repairs: Sequence[Repair], vocabulary: Vocabulary) -> list[Core]:
    broken = [repair.span for repair in repairs]
    kept = [core for core in found if not any(core.span[0] < end and start < core.span[1] for start, end in broken)]
    ends = sorted(span[1] for span in (*(core.span for core in kept), *broken))
    for repair in repairs:
        start, end = repair.span
        before = bisect_right(ends, start)
        floor = max(ends[before - 1] if before else 0, start - _REACH)
        by_symbol = symbols.type_code(repair.symbol, vocabulary)
        begin, type_code, _ = noun_before(text, start, floor, by_symbol, vocabulary)
        kind: ReferenceKind = "blank" if repair.number is None else "numbered"
        rule = "citation.illegible" if repair.number is None else "citation.repaired"
        whole = (repair.number, repair.year, repair.symbol, repair.code)
        kept.append(Core((begin, end), kind, rule, type_code, *whole, repair=repair))
    return kept


def _starts_number(text: str, start: int) -> bool:
    before = text[start - 1 : start]
    if before.isalpha():
        return text[start - 2 : start].lower() == "số"
    return not before.isdigit() and before not in ("/", ".", ",", "-", "–", "_")


def _numbered_core(text: str, match: re.Match[str], floor: int, vocabulary: Vocabulary) -> Core | None:
    printed = match["symbol"] or match["low"] or match["party"]
    symbol = symbols.normalise(printed, vocabulary)
    by_symbol = symbols.type_code(symbol, vocabulary)
    start, type_code, anchored = noun_before(text, match.start(), floor, by_symbol, vocabulary)
    if not anchored and not symbols.names_type(symbol, vocabulary):
        return None
    number, year = match["number"], match["year"]
    code = f"{number}-{symbol}" if match["party"] else "/".join(filter(None, (number, year, symbol)))
    return Core(
        (start, match.end()),
        "numbered",
        "citation.party" if match["party"] else "citation.numbered",
        type_code,
        number,
        year,
        symbol,
        code,
        printed if "".join(printed.split()).replace("–", "-") != symbol else None,
    )


def noun_before(
    text: str, core: int, floor: int, by_symbol: str | None, vocabulary: Vocabulary
) -> tuple[int, str | None, bool]:
    """(start of the mention, its type, whether a noun or "số" stands before the core)."""
    cut = max(text.rfind("\n", floor, core), text.rfind("\t", floor, core), floor - 1) + 1
    before = text[cut:core]
    types = vocabulary.types
    bare = before.rstrip(" :")
    says_number = bare[-2:] in _SO and not bare[-3:-2].isalpha()
    direct = _noun_at_end(bare[:-2] if says_number else before, vocabulary)
    if direct:
        return cut + direct[0], by_symbol if direct[1] in types.general else direct[1], True
    if says_number:
        far = _noun_further_left(before, by_symbol, vocabulary)
        if far:
            return cut + far[0], by_symbol if far[1] in types.general else far[1], True
        return cut + len(bare) - 2, by_symbol, True
    return core, by_symbol, False


def _noun_at_end(before: str, vocabulary: Vocabulary) -> tuple[int, str] | None:
    """The noun that the words end with ("… theo Quyết định "): its start and type."""
    end = len(before.rstrip())
    start, found = end, None
    for _ in range(4):
        start = max(before.rfind(" ", 0, start), before.rfind("(", 0, start), before.rfind("“", 0, start))
        words = fold(before[start + 1 : end])
        code = vocabulary.types.by_noun.get(words)
        if code and (len(words) > 3 or before[start + 1 : end].isupper() or words == "ctr"):
            found = start + 1, code
        if start < 0:
            break
    return found


def _noun_further_left(before: str, by_symbol: str | None, vocabulary: Vocabulary) -> tuple[int, str] | None:
    """The nearest noun with words between it and "số" ("Báo cáo năm 2021 số"), unless the symbol is of another type."""
    law = vocabulary.left_law.match(before) if "uật" in before or "lệnh" in before else None
    match = law or vocabulary.left.match(before)
    if match is None:
        return None
    code = vocabulary.types.by_noun[fold(match["noun"])]
    if code not in vocabulary.types.general and law is None and by_symbol not in (None, "CV", code):
        return None
    return match.start("noun"), code


def _behind(text: str, so: Sequence[int], pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """The matches of a pattern that begins with the last letter of số, at the places of that word."""
    matches = (pattern.match(text, at + 1) for at in so)
    return (match for match in matches if match)


def _blanks(text: str, so: Sequence[int], vocabulary: Vocabulary) -> Iterator[Core]:
    for match in _behind(text, so, vocabulary.blank):
        symbol = symbols.normalise(match["symbol"] or match["bare"], vocabulary)
        by_symbol = symbols.type_code(symbol, vocabulary)
        after = match.start() + 1
        start, type_code, anchored = noun_before(text, after, max(0, after - _REACH), by_symbol, vocabulary)
        if anchored and (symbols.names_type(symbol, vocabulary) or (text[start] not in "sS" and "-" in symbol)):
            yield Core((start, match.end()), "blank", "citation.blank", type_code, None, match["year"], symbol)


def _shorts(text: str, so: Sequence[int], vocabulary: Vocabulary) -> Iterator[Core]:
    for match in _behind(text, so, vocabulary.short):
        after = match.start() + 1
        start, code, anchored = noun_before(text, after, max(0, after - 40), None, vocabulary)
        if anchored and code and text[start:after].count(" ") <= 3:
            yield Core((start, match.end()), "short", "citation.short", code, match["number"])
    for match in vocabulary.lone.finditer(text):
        if not text[match.start() - 1 : match.start()].isalnum():
            code = vocabulary.types.by_noun[fold(match.group()[: match.start("number") - match.start()])]
            yield Core(match.span(), "short", "citation.short", code, match["number"])


#: Words whose number is a label: "Phần 3 Thông tư này" is one circular, not three.
_PARTS = frozenset(("phần", "mục", "chương", "điều", "khoản", "điểm", "số", "lục", "mẫu", "tiết"))


def _last_word(text: str, end: int) -> str:
    words = text[max(0, end - 12) : end].split()
    return words[-1].lower() if words else ""


def _pointers(text: str, vocabulary: Vocabulary) -> Iterator[Core]:
    for at in places(text, vocabulary.pointing):
        match = vocabulary.pointer.match(text, at)
        floor = max(0, at - 32)
        noun = vocabulary.pointer_noun.search(text[floor:at]) if match else None
        if match is None or noun is None:
            continue
        code = vocabulary.types.by_noun[fold(noun["noun"])]
        if code in vocabulary.types.general:
            continue
        start, count = floor + noun.start(), noun["count"]
        if count and _last_word(text, start) in _PARTS:
            start, count = floor + noun.start("noun"), None
        yield Core((start, match.end()), "anaphoric", "citation.anaphoric", code, count=int(count) if count else None)


def _laws(text: str, vocabulary: Vocabulary) -> Iterator[Core]:
    position = 0
    while match := vocabulary.law_head.search(text, position):
        position = match.end()
        if text[match.start() - 1 : match.start()].isalnum():
            continue
        core = _law_at(text, match, vocabulary)
        if core:
            yield core
            position = core.span[1]


def _law_at(text: str, head: re.Match[str], vocabulary: Vocabulary) -> Core | None:
    type_code = vocabulary.types.by_noun[fold(head.group())]
    start = head.start()
    if type_code == "HP":
        return Core((start, start + len(head.group().rstrip())), "named", "citation.named", "HP", name="Hiến pháp")
    amending = vocabulary.amending.match(text, head.end())
    if amending:
        inner = _law_list(text, amending.end(), vocabulary)
        if inner:
            span = start, inner[-1].span[1]
            return Core(
                span, "named", "citation.amending_law", type_code, name=fold(text[span[0] : span[1]]), parts=inner
            )
    end = _name_end(text, head.end(), vocabulary)
    if end is None or _has_number(text, end):
        return None
    return Core((start, end), "named", "citation.named", type_code, name=fold(text[start:end]))


def _law_list(text: str, position: int, vocabulary: Vocabulary) -> tuple[Core, ...]:
    """ "Luật A, Luật B số 27/2023/QH15 và Luật C": the laws that an amending law changes."""
    found: list[Core] = []
    while head := vocabulary.law_head.match(text, position):
        end = _name_end(text, head.end(), vocabulary)
        if end is None:
            break
        number = _number_after(text, end, vocabulary)
        core = _numbered_core(text, number, head.start(), vocabulary) if number else None
        if core is None:
            span = head.start(), end
            code = vocabulary.types.by_noun[fold(head.group())]
            core = Core(span, "named", "citation.named", code, name=fold(text[span[0] : span[1]]))
        found.append(core)
        joint = re.compile(r"\s*(?:,|;|và|,\s*và)\s+").match(text, core.span[1])
        if joint is None:
            break
        position = joint.end()
    return tuple(found)


def _number_after(text: str, position: int, vocabulary: Vocabulary) -> re.Match[str] | None:
    lead = re.compile(r"\s+số\s*:?\s*").match(text, position)
    return vocabulary.core.match(text, lead.end()) if lead else None


def _has_number(text: str, position: int) -> bool:
    return re.compile(r"\s+số\s*:?\s*\d+/").match(text, position) is not None


def _name_end(text: str, position: int, vocabulary: Vocabulary) -> int | None:
    """The end of a law's name: a name of the register, else words up to one that cannot be part of a name."""
    known = vocabulary.law_name.match(text, position)
    if known:
        return known.end()
    unknown = vocabulary.unknown_law.match(text, position)
    return unknown.end() if unknown else None
