"""Keywords read without regard to the marks that recognition confuses: words are mended, sign for sign, to those that
the rules know in the same company."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from extractor.model import Span
from extractor.rules import RuleBook

_MARKS = {"hook": "\u0309", "acute": "\u0301", "grave": "\u0300", "tilde": "\u0303"}
_CIRCUMFLEX = "\u0302"
#: Keys of rows that hold English, names or sources.
_NOT_WORDS = frozenset(("source", "about", "todo", "en", "id", "code"))

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """Words that stand side by side in the rules: `pairs`, and the same by how they look without confused marks, with
    how often they are printed. `alike` takes the marks off, `likely` are letters (printed, read) of which the
    second is documented to be read for the first."""

    pairs: frozenset[Pair]
    by_key: Mapping[Pair, Mapping[Pair, int]]
    alike: Mapping[int, str]
    likely: frozenset[Pair]


def compile_lexicon(book: RuleBook) -> Lexicon:
    """From every string of the rule files that is in Vietnamese. A number counts as one word."""
    alike = _alike(book)
    counted: Counter[Pair] = Counter()
    for words in _phrases(book):
        counted.update(pairwise(words))
    by_key: dict[Pair, dict[Pair, int]] = {}
    for pair, times in counted.items():
        by_key.setdefault((pair[0].translate(alike), pair[1].translate(alike)), {})[pair] = times
    return Lexicon(frozenset(counted), by_key, alike, _likely(book))


def _likely(book: RuleBook) -> frozenset[Pair]:
    """The rows of the table, and what they are a sample of: every letter with the first mark read with the second, and
    every letter with a circumflex read without its tone mark."""
    table = book["confusions"]
    printed, read = (_MARKS[name] for name in table["marks"]["names"])
    lost = {_MARKS[name] for name in table["lost"]["names"]}
    found = {(row["printed"], row["read"]) for row in table["word"]}
    for sign in map(chr, range(0xE0, 0x1EFA)):
        parts = unicodedata.normalize("NFD", sign)
        if sign.islower() and printed in parts:
            found.add((sign, unicodedata.normalize("NFC", parts.replace(printed, read))))
        if sign.islower() and _CIRCUMFLEX in parts and not lost.isdisjoint(parts):
            found.add((sign, _without(sign, lost)))
    return frozenset(found)


def _alike(book: RuleBook) -> dict[int, str]:
    """Letter to the letter that stands for it and all that are confused with it."""
    table = book["confusions"]
    marks = {_MARKS[name] for name in (*table["marks"]["names"], *table["lost"]["names"])}
    bare = {sign: _without(sign, marks) for sign in map(chr, range(0xE0, 0x1EFA)) if sign.isalpha() and sign.islower()}
    found = {ord(sign): plain for sign, plain in bare.items() if plain != sign}
    for row in table["word"]:
        one, other = (_without(row[key], marks) for key in ("printed", "read"))
        first, second = sorted((found.get(ord(one), one), found.get(ord(other), other)))
        if first != second:
            found = {sign: first if plain == second else plain for sign, plain in found.items()} | {ord(second): first}
    return found


def _without(sign: str, marks: set[str]) -> str:
    kept = (part for part in unicodedata.normalize("NFD", sign) if part not in marks)
    return unicodedata.normalize("NFC", "".join(kept))


def _phrases(book: RuleBook) -> Iterator[list[str]]:
    for name, content in book.files.items():
        if name != "confusions":
            for string in _strings(content):
                for run in re.findall(r"(?:[^\W_]+ )*[^\W_]+", string):
                    yield _words_of(run)


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield re.sub(r"\\s[+*?]?", " ", value)
    elif isinstance(value, Mapping):
        for key, part in value.items():
            if key not in _NOT_WORDS:
                yield from _strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(part)


def _words_of(run: str) -> list[str]:
    return ["0" if word.isdigit() else word.lower() for word in run.split(" ")]


def mend_words(text: str, stretches: Sequence[Span], lexicon: Lexicon) -> str:
    """The text with the words of its recognised stretches mended: as long as before, so that no offset moves."""
    parts: list[str] = []
    position = 0
    for start, end in stretches:
        parts += [text[position:start], _mend(text[start:end], lexicon)]
        position = end
    return "".join([*parts, text[position:]])


def _mend(text: str, lexicon: Lexicon) -> str:
    spans = [match.span() for match in re.finditer(r"[^\W\d_]+|\d+", text)]
    words = ["0" if text[start].isdigit() else text[start:end].lower() for start, end in spans]
    mended = _understood(words, [_joined(text, spans, at) for at in range(len(spans))], lexicon)
    parts: list[str] = []
    position = 0
    for (start, end), word, read in zip(spans, mended, words, strict=True):
        if word != read:
            parts += [text[position:start], _cased(word, text[start:end])]
            position = end
    return "".join([*parts, text[position:]])


def _joined(text: str, spans: Sequence[Span], at: int) -> bool:
    """Whether a word and the one behind it stand side by side."""
    between = text[spans[at][1] : spans[at + 1][0]] if at + 1 < len(spans) else "."
    return between in (" ", ": ")


def _understood(read: Sequence[str], joined: Sequence[bool], lexicon: Lexicon) -> list[str]:
    words = list(read)
    pairs = [at for at in range(len(words)) if joined[at]]
    settled = {place for at in pairs if (words[at], words[at + 1]) in lexicon.pairs for place in (at, at + 1)}
    for at in pairs:
        pair = words[at], words[at + 1]
        if pair in lexicon.pairs:
            continue
        known = lexicon.by_key.get((pair[0].translate(lexicon.alike), pair[1].translate(lexicon.alike)), {})
        fitting = {
            one: times
            for one, times in known.items()
            if _may_be_read(one[0], pair[0], at in settled, lexicon)
            and _may_be_read(one[1], pair[1], at + 1 in settled, lexicon)
        }
        meant = _outstanding(fitting)
        if meant:
            words[at], words[at + 1] = meant
            settled |= {at, at + 1}
    return words


def _may_be_read(printed: str, read: str, settled: bool, lexicon: Lexicon) -> bool:
    """Whether one word may be read for another: the same but for letters of the table, so of the same length. A word
    that is `settled` by its other neighbour stays."""
    if settled or len(printed) != len(read):
        return printed == read
    return all(one == other or (one, other) in lexicon.likely for one, other in zip(printed, read, strict=True))


def _outstanding(counted: Mapping[Pair, int]) -> Pair | None:
    """The most frequent, where it is twice as frequent as any other."""
    ranked = sorted(counted.items(), key=lambda item: -item[1])
    if not ranked or (len(ranked) > 1 and ranked[0][1] < 2 * ranked[1][1]):
        return None
    return ranked[0][0]


def _cased(word: str, like: str) -> str:
    return "".join(sign.upper() if shape.isupper() else sign for sign, shape in zip(word, like, strict=True))
