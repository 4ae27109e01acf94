"""Sentences as other hands and machines write them: with the errors of recognition (rules/confusions.toml), in old
spelling, in small letters or capitals. The labels keep to their words."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from corpora.noise import Noise, noisy_words
from corpora.training.markup import Sentence

#: The mark on the first vowel, as before 1984 and still by many; the new spelling puts it on the second.
_OLD = dict(
    zip(
        ["oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"],
        ["òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"],
        strict=True,
    )
)
_OLD |= {old: new for new, old in list(_OLD.items())}
_SPELT = re.compile(rf"(?<![qQ])(?:{'|'.join(_OLD)})(?!\w)", re.IGNORECASE)

Change = Callable[[str], str]


def changed(sentence: Sentence, change: Change) -> Sentence:
    """A sentence with each stretch between two borders of labels changed on its own, so that the borders stay."""
    borders = sorted({0, len(sentence.text), *(at for start, end, _ in sentence.spans for at in (start, end))})
    moved, parts, length = {0: 0}, list[str](), 0
    for start, end in pairwise(borders):
        part = change(sentence.text[start:end])
        parts.append(part)
        length += len(part)
        moved[end] = length
    spans = ((moved[start], moved[end], label) for start, end, label in sentence.spans)
    return Sentence("".join(parts), tuple(span for span in spans if span[0] < span[1]))


def recognised(noise: Noise, seeded: random.Random, strength: float) -> Change:
    """Letters as recognition reads them, `strength` times as often as it was measured."""
    stronger = Noise(
        noise.symbols,
        noise.separators,
        noise.digits,
        {letter: (read, min(0.9, chance * strength)) for letter, (read, chance) in noise.letters.items()},
    )
    return lambda text: noisy_words(text, stronger, seeded)


def respelt(text: str) -> str:
    """The other spelling: "uỷ" for "ủy", "hòa" for "hoà"."""

    def other(match: re.Match[str]) -> str:
        word = match.group()
        found = _OLD[word.lower()]
        return found.upper() if word.isupper() else found.capitalize() if word[0].isupper() else found

    return _SPELT.sub(other, text)


def variants(
    sentence: Sentence, noise: Noise, seeded: random.Random, strengths: tuple[float, ...] = (1.0, 3.0)
) -> Iterator[Sentence]:
    """The sentence as it is and as it might be met, one variant each of recognition and of writing."""
    yield sentence
    yield changed(sentence, recognised(noise, seeded, seeded.choice(strengths)))
    choice = seeded.random()
    if choice < 0.4:
        yield changed(sentence, respelt)
    elif choice < 0.6:
        yield changed(sentence, str.lower)
    elif choice < 0.7:
        yield changed(sentence, str.upper)
