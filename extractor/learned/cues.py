"""Words that say in which role a body acts: which one stands before a token, and which one behind it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from extractor import rules
from extractor.learned.features import fold

_NONE = "-"


@cache
def _cues() -> dict[str, list[tuple[str, ...]]]:
    """The cues by their first word, the longest first."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for cue in rules.load()["learned"]["cues"]["words"]:
        words = tuple(map(fold, cue.split()))
        found.setdefault(words[0], []).append(words)
    return {first: sorted(some, key=len, reverse=True) for first, some in found.items()}


def cues(words: Sequence[str]) -> list[tuple[str, str]]:
    """For each word the last cue before it and the next one behind it; a word of a cue has that one on both sides."""
    known, folded = _cues(), [fold(word) for word in words]
    at, places = 0, list[tuple[int, int, str]]()
    while at < len(folded):
        match = next((cue for cue in known.get(folded[at], ()) if tuple(folded[at : at + len(cue)]) == cue), None)
        if match:
            places.append((at, at + len(match), " ".join(match)))
        at += len(match) if match else 1
    before, behind = [_NONE] * len(words), [_NONE] * len(words)
    for number, (start, _, name) in enumerate(places):
        until = places[number + 1][0] if number + 1 < len(places) else len(words)
        before[start:until] = [name] * (until - start)
    previous = 0
    for _, end, name in places:
        behind[previous:end] = [name] * (end - previous)
        previous = end
    return list(zip(before, behind, strict=True))
