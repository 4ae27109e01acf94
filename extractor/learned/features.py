"""What a tagger sees of each token: the word, the same without marks (recognition loses them), its shape, the words
around it, and, for all but the first layer, what is known of it already."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from extractor.grammar import plain

#: What stands before the first and behind the last token.
_EDGE = ("^", "^", "^")
#: Where no cue stands.
_NONE = "-"


#: Words come again and again.
fold = lru_cache(maxsize=65536)(plain)


@lru_cache(maxsize=65536)
def _seen(word: str) -> tuple[str, str, str]:
    """A word in small letters, without marks, and its shape. All numbers of one shape are one word."""
    shape = _shape(word)
    if shape[0] == "9":
        return shape, shape, shape
    return word.lower(), fold(word), shape


def _shape(word: str) -> str:
    if word[0].isdigit():
        return "9/A" if any(sign.isalpha() for sign in word) else "9/9" if "/" in word else "9"
    if not word[0].isalpha():
        return word
    if word.isupper():
        return "A" if len(word) == 1 else "AA"
    if word[0].isupper():
        return "Aa"
    return "a"


def of_words(words: Sequence[str]) -> list[list[str]]:
    """What the words themselves tell, for each token."""
    seen = [_EDGE, _EDGE, *map(_seen, words), _EDGE, _EDGE]
    return [_around(seen, at) for at in range(2, len(seen) - 2)]


def with_known(told: Sequence[list[str]], known: Sequence[str]) -> list[list[str]]:
    """The same, with the labels of an earlier layer."""
    return [[*features, *more] for features, more in zip(told, _beside(known), strict=True)]


def with_cues(told: Sequence[list[str]], cues: Sequence[tuple[str, str]]) -> list[list[str]]:
    """The same, with the last cue before each token and the next one behind it."""
    return [
        [*features, "<" + before, ">" + behind, f"<{before}>{behind}"]
        for features, (before, behind) in zip(told, cues, strict=True)
    ]


def _around(seen: Sequence[tuple[str, str, str]], at: int) -> list[str]:
    (a, fa, sa), (b, fb, sb), (c, fc, sc), (d, fd, sd), (e, fe, se) = seen[at - 2 : at + 3]
    return [
        "0" + c,
        "1" + b,
        "2" + d,
        "3" + a,
        "4" + e,
        f"5{b} {c}",
        f"6{c} {d}",
        f"7{fb} {fc}",
        f"8{fc} {fd}",
        "9" + fc,
        "f" + fc[:2],
        "l" + fc[-2:],
        "s" + sc,
        f"t{sb} {sc} {sd}",
        f"u{sa} {sb}",
        f"v{sd} {se}",
        f"w{a} {b}",
        f"x{d} {e}",
        f"y{fb} {fc} {fd}",
        f"z{fa} {fe}",
    ]


def _beside(known: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """The label of a token, of the one before and behind it, and the last other label before it."""
    last, here = _NONE, _NONE
    for at, label in enumerate(known):
        if label != here:
            last, here = here, label
        before = known[at - 1] if at else _NONE
        behind = known[at + 1] if at + 1 < len(known) else _NONE
        yield f"k{label}", f"m{before} {label} {behind}", f"n{last} {label}"
