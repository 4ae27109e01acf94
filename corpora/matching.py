"""Which found item is which annotated one: quotes located in the report's text, then spans compared strictly.

The report's text is not the annotated file: markup is gone, footnotes stand behind the body, a PDF breaks its lines
elsewhere. So both are squashed to letters and digits, and a quote that occurs more than once is told by what stands
around it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from corpora.items import Found, Wanted
from corpora.squash import Squashed, normalised, words
from extractor.model import Span

#: Squashed characters on either side of a quote by which its occurrences are told apart.
CONTEXT = 48
_GRAM = 4
#: The least share of a quote's surroundings that must be found again, or the same words stand there by chance. Measured
#: as likeness, of at most about 186: never under 82 for the five reports as text, Word and PDF; for a quote looked up
#: in another report 22 to 24 at the median (91 between 000 and 001, of one district, which share sentences).
_LEAST_LIKE = 1 / 6
#: The halves of a cut mention stand no further apart than this in a report's text, in squashed characters.
_REACH = 6000


@dataclass(frozen=True, slots=True)
class Match:
    """An annotated item and what was found there; either may be missing. `span` is of the report's text, None where the
    annotated words are not in it."""

    wanted: Wanted | None
    found: Found | None
    span: Span | None


@dataclass(frozen=True, slots=True)
class _Occurrence:
    """A quote at a place of the squashed text, with what stands around it. `parts` are squashed too."""

    parts: tuple[Span, ...]
    left: str
    right: str
    grams: frozenset[str]


def locate(items: Sequence[Wanted], file_text: str, report_text: str) -> dict[str, Span]:
    """The span of each item in the squashed report text, by the item's id; items that are not there are left out.

    Both texts are normalised. All occurrences of a quote in the file take part, annotated or not, and each occurrence
    in the report is used once.
    """
    source, target = words(file_text), words(report_text)
    places: dict[str, tuple[Span, ...]] = {}
    by_quote: defaultdict[str, dict[tuple[Span, ...], list[str]]] = defaultdict(dict)
    for item in items:
        parts = tuple((source.place(start), source.place(end)) for start, end in item.parts)
        quote = "".join(source.text[start:end] for start, end in parts)
        if quote:
            by_quote[quote].setdefault(parts, []).append(item.id)
            places[item.id] = parts
    found: dict[str, Span] = {}
    for quote, annotated in by_quote.items():
        for parts, span in _assign(quote, annotated, source, target):
            found |= dict.fromkeys(annotated.get(parts, ()), span)
    for name, parts in places.items():
        if name not in found and len(parts) > 1 and (whole := _halves(parts, source, target)):
            found[name] = whole
    return found


def _assign(
    quote: str, annotated: Iterable[tuple[Span, ...]], source: Squashed, target: Squashed
) -> Iterator[tuple[tuple[Span, ...], Span]]:
    """Pair a quote's occurrences in file and report: equal surroundings first and in order, then the most alike."""
    in_file = {((place, place + len(quote)),) for place in source.occurrences(quote)} | set(annotated)
    left = [_occurrence(parts, source) for parts in sorted(in_file)]
    right = [_occurrence(((place, place + len(quote)),), target) for place in target.occurrences(quote)]
    waiting: defaultdict[tuple[str, str], list[_Occurrence]] = defaultdict(list)
    for there in reversed(right):
        waiting[there.left, there.right].append(there)
    rest: list[_Occurrence] = []
    taken: set[Span] = set()
    for here in left:
        if same := waiting[here.left, here.right]:
            there = same.pop()
            taken.add(there.parts[0])
            yield here.parts, there.parts[0]
        else:
            rest.append(here)
    free = [there for there in right if there.parts[0] not in taken]
    yield from _most_alike(rest, free)


def _most_alike(left: Sequence[_Occurrence], right: Sequence[_Occurrence]) -> Iterator[tuple[tuple[Span, ...], Span]]:
    ranked = sorted(
        (-likeness, first, second)
        for first, here in enumerate(left)
        for second, there in enumerate(right)
        if (likeness := _likeness(here, there)) >= _LEAST_LIKE * _likeness(here, here)
    )
    used_left: set[int] = set()
    used_right: set[int] = set()
    for _, first, second in ranked:
        if first not in used_left and second not in used_right:
            used_left.add(first)
            used_right.add(second)
            yield left[first].parts, right[second].parts[0]


def _occurrence(parts: tuple[Span, ...], squashed: Squashed) -> _Occurrence:
    start, end = parts[0][0], parts[-1][1]
    left = squashed.text[max(0, start - CONTEXT) : start]
    right = squashed.text[end : end + CONTEXT]
    grams = frozenset(side[at : at + _GRAM] for side in (left, right) for at in range(len(side) - _GRAM + 1))
    return _Occurrence(parts, left, right, grams)


def _likeness(here: _Occurrence, there: _Occurrence) -> int:
    """Agreement right beside the quote, and anywhere near it (a page number or a footnote may stand between)."""
    before = _agreement(here.left[::-1], there.left[::-1])
    return before + _agreement(here.right, there.right) + len(here.grams & there.grams)


def _agreement(one: str, other: str) -> int:
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


def _halves(parts: tuple[Span, ...], source: Squashed, target: Squashed) -> Span | None:
    """A mention that is cut in the report's text as well: its first half with what stands before it, then the other."""
    quotes = [source.text[start:end] for start, end in parts]
    before = source.text[max(0, parts[0][0] - CONTEXT) : parts[0][0]]
    for place in target.occurrences(before + quotes[0]):
        start = place + len(before)
        ends = [start + len(quotes[0])]
        for quote in quotes[1:]:
            at = target.text.find(quote, ends[-1], ends[-1] + _REACH)
            if at < 0:
                break
            ends.append(at + len(quote))
        if len(ends) == len(quotes) and all(a < b for a, b in pairwise(ends)):
            return start, ends[-1]
    return None


def match(items: Sequence[Wanted], found: Sequence[Found], file_text: str, report_text: str) -> list[Match]:
    """Every annotated and every found item of all kinds, paired where kind and span agree, in the order of the text.

    Spans agree where they hold the same letters and digits and begin and end with the same characters (white space
    apart). Sections and counts agree where they begin at the same character; the letterhead agrees with itself.
    """
    text, target = normalised(report_text), words(normalised(report_text))
    located = locate(items, file_text, text)
    open_found: defaultdict[tuple[object, ...], list[Found]] = defaultdict(list)
    for item in reversed(found):
        place = target.place(item.span[0]), target.place(item.span[1])
        open_found[_key(item.kind, place, item.text)].append(item)
    placed: list[tuple[int, Match]] = []
    position = -1  # an item that is not in the report stays behind the one annotated before it
    for wanted in items:
        place = (0, 0) if wanted.kind == "letterhead" else located.get(wanted.id, (-1, -1))
        same = open_found.get(_key(wanted.kind, place, wanted.text))
        span = target.span(*place) if 0 <= place[0] < place[1] else None
        position = span[0] if span else position
        placed.append((position, Match(wanted, same.pop() if same else None, span)))
    placed += [(item.span[0], Match(None, item, item.span)) for rest in open_found.values() for item in rest]
    return [match for _, match in sorted(placed, key=lambda pair: pair[0])]


def _key(kind: str, place: Span, text: str) -> tuple[object, ...]:
    if kind in ("section", "count"):  # how far a count's unit goes is a figure of its own
        return kind, place[0]
    return kind, place, _edges(text)


def _edges(text: str) -> tuple[str, str]:
    """What stands before the first and behind the last letter or digit of a mention, white space left out."""
    packed = "".join(normalised(text).split())
    inner = [at for at, char in enumerate(packed) if char.isalnum()]
    return (packed[: inner[0]], packed[inner[-1] + 1 :]) if inner else (packed, "")
