"""What recognition makes of printed text, counted: the figures behind rules/confusions.toml.

python -m corpora.confusions PRINTED RECOGNISED [PRINTED RECOGNISED ...] [--least 2]

Each pair is a file with its text and a scan of the same pages, of any format that `trichluc extract` reads; of a scan
that holds only the first pages the rest of the text is left out. Prints how often each sign was read as another, first
in numbers and symbols of documents, then in words: count, of how many, printed, read.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rapidfuzz.distance import Levenshtein

#: Words of which more signs than this part differ were not aligned rightly.
_APART = 0.5

Confusion = tuple[str, str]


@dataclass(slots=True)
class Counts:
    """Confusions (printed, read) in numbers and in words, how often each sign was printed in either, and how many
    numbers there were and were broken."""

    numbers: Counter[Confusion] = field(default_factory=Counter)
    words: Counter[Confusion] = field(default_factory=Counter)
    printed_in_numbers: Counter[str] = field(default_factory=Counter)
    printed_in_words: Counter[str] = field(default_factory=Counter)
    all_numbers: int = 0
    broken_numbers: int = 0


def count(printed: str, read: str, counts: Counts) -> None:
    """Compare two texts word by word, and the words that differ sign by sign."""
    one, other = printed.split(), read.split()
    for before, after in _pairs(one, other):
        is_number = re.search(r"\d.*[/-].*[^\W\d]", before) is not None
        signs, found = (
            (counts.printed_in_numbers, counts.numbers) if is_number else (counts.printed_in_words, counts.words)
        )
        signs.update(before)
        if is_number:
            counts.all_numbers += 1
            counts.broken_numbers += before != after
        if before != after:
            found.update(_confusions(before, after))


def _pairs(one: Sequence[str], other: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Words that stand at the same place of both texts. What follows the end of the shorter one is left out."""
    steps = Levenshtein.opcodes(one, other)
    for step in steps:
        first, second = one[step.src_start : step.src_end], other[step.dest_start : step.dest_end]
        if step.tag == "equal" or len(first) == len(second):
            yield from zip(first, second, strict=True)
        elif first and second and _alike("".join(first), " ".join(second)):
            yield "".join(first), " ".join(second)


def _alike(printed: str, read: str) -> bool:
    return Levenshtein.normalized_distance(printed, read) <= _APART


def _confusions(printed: str, read: str) -> Iterator[Confusion]:
    if not _alike(printed, read):
        return
    for step in Levenshtein.opcodes(printed, read):
        if step.tag != "equal":
            before, after = printed[step.src_start : step.src_end], read[step.dest_start : step.dest_end]
            if len(before) == len(after):
                yield from zip(before, after, strict=True)
            else:
                yield before, after


def main(args: Sequence[str] | None = None) -> int:
    """The command."""
    from extractor import extract

    parser = argparse.ArgumentParser(prog="python -m corpora.confusions", description="Count recognition errors.")
    parser.add_argument("files", nargs="+", type=Path, metavar="PRINTED RECOGNISED")
    parser.add_argument("--least", type=int, default=2, help="leave out what was counted less often")
    options = parser.parse_args(args)
    if len(options.files) % 2:
        parser.error("files come in pairs: the text and its scan")
    counts = Counts()
    for printed, read in zip(options.files[::2], options.files[1::2], strict=True):
        count(extract(printed).text, extract(read).text, counts)
    print(f"numbers: {counts.broken_numbers} of {counts.all_numbers} broken")
    for name, found, signs in (
        ("numbers", counts.numbers, counts.printed_in_numbers),
        ("words", counts.words, counts.printed_in_words),
    ):
        print(f"in {name}: {sum(found.values())}")
        for (before, after), times in found.most_common():
            if times >= options.least:
                print(f"{times:6d} of {signs[before] if before else '-':>6}  {before!r} -> {after!r}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
