"""Recognised text as it is understood: keywords mended for matching, broken numbers and symbols as repairs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from extractor import rules
from extractor.find.citations import Vocabulary
from extractor.find.citations.cores import noun_before
from extractor.mentions import Repair
from extractor.model import Span
from extractor.recognised.confusions import Confusions, compile_confusions
from extractor.recognised.dates import mend_days
from extractor.recognised.labels import compile_strokes, mend_labels
from extractor.recognised.numbers import Numbers, read_number
from extractor.recognised.symbols import Company, Groups, compile_groups, is_known, is_sure, names, understand_symbol
from extractor.recognised.words import Lexicon, compile_lexicon, mend_words
from extractor.rules import RuleBook
from extractor.text import Text

#: How far into a text a letterhead reaches, in characters.
_LETTERHEAD = 1500
#: Signs that stand behind a number and belong to its sentence.
_AFTER = ".:/-–—'’"
#: What stands directly before and behind a number that was read whole.
_BEFORE, _BEHIND = ' \t\n(“":;ốỐ', ' \t\n,;.:)”"'
#: How far before a number its noun may stand, in characters.
_REACH = 130


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """The rules of rules/confusions.toml and the words of all the others, compiled."""

    table: Confusions
    groups: Groups
    lexicon: Lexicon
    patterns: Mapping[str, re.Pattern[str]]
    strokes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Understood:
    """A text whose `masked` copy is mended, sign for sign, and the repairs of its numbers, in order."""

    text: Text
    repairs: tuple[Repair, ...]


@cache
def load_reading() -> Reading:
    """The rules of the package, compiled when the first recognised document comes."""
    return compile_reading(rules.load())


def compile_reading(book: RuleBook) -> Reading:
    """The table, the letter groups of types and bodies, the words of the rules."""
    table = compile_confusions(book)
    patterns = compile_patterns(book, table)
    return Reading(table, compile_groups(book), compile_lexicon(book), patterns, compile_strokes(book))


def compile_patterns(book: RuleBook, table: Confusions) -> dict[str, re.Pattern[str]]:
    """The patterns of rules/confusions.toml, with the signs that "/" is read as."""
    slash = re.escape(table.slashes)
    return {
        name: re.compile(book.fragments.expand(row["pattern"].replace("SLASH", slash)), re.VERBOSE | re.MULTILINE)
        for name, row in book["confusions"]["pattern"].items()
    }


def understand(text: Text, stretches: Sequence[Span], reading: Reading, vocabulary: Vocabulary) -> Understood:
    """The text as recognisers shall read it. Nothing outside of `stretches` is touched."""
    body = mend_words(text.masked, stretches, reading.lexicon)
    body = mend_days(body, stretches, reading.patterns["date"])
    body = mend_labels(body, text.blocks, stretches, reading.patterns["label"], reading.strokes)
    repairs = find_repairs(body, stretches, reading, vocabulary)
    for repair in repairs:
        body = _laid(body, repair)
    body = _without_handwriting(body, stretches, reading, vocabulary)
    return Understood(replace(text, masked=body), tuple(repairs))


def find_repairs(body: str, stretches: Sequence[Span], reading: Reading, vocabulary: Vocabulary) -> list[Repair]:
    """The numbers of recognised stretches that are not as they were printed."""
    numbers = _numbers(body, reading, vocabulary)
    found: list[Repair] = []
    end = 0
    for start, called in _starts(body, stretches, reading):
        if start < end:
            continue
        _, noun, anchored = noun_before(body, start, max(end, start - _REACH), None, vocabulary)
        window = reading.patterns["window"].match(body, start)
        if window is None:
            continue
        repair = _best(body, window, noun, called or anchored, numbers, reading, vocabulary)
        if repair:
            found.append(repair)
            end = repair.span[1]
    return found


def _starts(body: str, stretches: Sequence[Span], reading: Reading) -> Iterator[tuple[int, bool]]:
    """Where a number may begin, and whether "số" stands before it."""
    for start, end in stretches:
        for match in reading.patterns["start"].finditer(body, start, end):
            yield match.end(), match["so"] is not None


def _numbers(body: str, reading: Reading, vocabulary: Vocabulary) -> Numbers:
    """The numbers that are printed well, with symbols that are known or printed more than once."""
    counted: Counter[tuple[str, str | None, str]] = Counter()
    for match in vocabulary.core.finditer(body):
        before, after = body[max(0, match.start() - 1) : match.start()], body[match.end() : match.end() + 1]
        if before.strip(_BEFORE) or after.strip(_BEHIND):
            continue  # a part of a broken number
        meant = understand_symbol(match["symbol"] or match["party"] or "", Company(), vocabulary, *_rules(reading))
        if meant and meant.cost == 0:
            counted[match["number"], match["year"], meant.symbol] += 1
    by_symbol: Counter[str] = Counter()
    for (_, _, symbol), times in counted.items():
        by_symbol[symbol] += times
    others = frozenset(one for one, times in by_symbol.items() if times > 1 or is_sure(one, reading.groups))
    return Numbers(frozenset(counted), others)


def _rules(reading: Reading) -> tuple[Groups, Confusions]:
    return reading.groups, reading.table


def _best(
    body: str,
    window: re.Match[str],
    noun: str | None,
    anchored: bool,
    numbers: Numbers,
    reading: Reading,
    vocabulary: Vocabulary,
) -> Repair | None:
    """The reading of a window, by the fewest confusions and then the most words; None where it is as it was printed."""
    start, words = window.start(), window.group().split(" ")
    options: list[tuple[int, int, Repair]] = []
    for count in range(len(words), 0, -1):
        printed = " ".join(words[:count]).rstrip(_AFTER)
        match = reading.patterns["whole"].fullmatch(printed)
        if match is None:
            continue
        twins = numbers.twins(match["number"], match["year"])
        company = Company(noun, numbers.others, twins)
        meant = understand_symbol(match["symbol"], company, vocabulary, *_rules(reading))
        if meant is None:
            continue
        sure = meant.cost == 0 or is_known(meant.symbol, reading.groups) or names(meant.symbol, noun, reading.groups)
        read = read_number(match, meant.symbol, anchored, sure, numbers, reading.table)
        if read:
            span = start, start + len(printed)
            by_mention = read.by_mention or (meant.symbol in twins and meant.cost > 0)
            party = match["hyphen"] is not None
            by = "mention" if by_mention else "rules"
            repair = Repair(span, read.number, read.year, meant.symbol, party, by)  # type: ignore[arg-type]
            options.append((meant.cost, -count, repair))
    if not options:
        return None
    best = min(options, key=lambda option: option[:2])[2]
    return None if _is_as_printed(body, best, vocabulary) else best


def _is_as_printed(body: str, repair: Repair, vocabulary: Vocabulary) -> bool:
    """Whether the citation finder reads the same without any help."""
    from extractor.find.citations.symbols import normalise

    match = vocabulary.core.match(body, repair.span[0])
    if match is None or match.end() != repair.span[1] or repair.number is None:
        return False
    symbol = normalise(match["symbol"] or match["low"] or match["party"], vocabulary)
    return (match["number"], match["year"], symbol) == (repair.number, repair.year, repair.symbol)


def _laid(body: str, repair: Repair) -> str:
    """The text with the repair in its place, where it is not longer than what was read."""
    start, end = repair.span
    code = repair.code or "/".join(part for part in ("", repair.year, repair.symbol) if part is not None)
    if len(code) > end - start:
        return body
    return body[:start] + (code.ljust(end - start) if repair.number else code.rjust(end - start)) + body[end:]


def _without_handwriting(body: str, stretches: Sequence[Span], reading: Reading, vocabulary: Vocabulary) -> str:
    """The number of the letterhead that is no number is blank: nothing says its digits."""
    for start, end in stretches:
        for match in reading.patterns["own"].finditer(body, start, min(end, _LETTERHEAD)):
            number = match["number"] or ""
            known = understand_symbol(match["symbol"], Company(), vocabulary, *_rules(reading))
            if known and known.cost == 0 and number and not re.fullmatch(r"\d{1,5}[a-z]?", number):
                left, right = match.span("number")
                body = body[:left] + " " * (right - left) + body[right:]
    return body
