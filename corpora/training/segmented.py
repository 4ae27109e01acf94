"""The rival: the same conditional random fields, told where underthesea sees the words of several syllables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from corpora.training import crf
from corpora.training.markup import Sentence
from extractor.learned.labels import Labelled
from extractor.learned.tagger import Tagger, Words
from extractor.learned.tokens import Token


def segments(tokens: Sequence[Token]) -> list[str]:
    """For each token whether it begins ("B") or goes on with ("I") a word, by underthesea's segmentation. Its words
    carry no offsets: where they cannot be aligned with the tokens, each token is a word."""
    from underthesea import word_tokenize

    words = word_tokenize(" ".join(token.text for token in tokens))
    marks: list[str] = []
    for word in words:
        length = len(word.split())
        marks += ["B", *["I"] * (length - 1)]
    return marks if len(marks) == len(tokens) else ["B"] * len(tokens)


def told(words: Words) -> Words:
    """The words with a feature of the segmentation each: with the one before and the one behind."""
    marks = ["^", *segments(words.tokens), "$"]
    for at, features in enumerate(words.told):
        features.append("g" + "".join(marks[at : at + 3]))
    return words


class SegmentedTagger(Tagger):
    """A tagger that is told the segmentation."""

    __slots__ = ()

    def tag(self, words: Words, known: Sequence[tuple[int, int, str]] = ()) -> list[Labelled]:
        """The spans of this layer in a sentence."""
        return super().tag(told(words), known) if words.tokens else []


def train(layer: str, sentences: Sequence[tuple[Sentence, float]], options: Mapping[str, Any]) -> bytes:
    """A model of one layer."""
    return crf.train(layer, sentences, options, told)
