"""The taggers of a model: one for each layer, linear-chain conditional random fields."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from extractor.learned.cues import cues
from extractor.learned.features import of_words, with_cues, with_known
from extractor.learned.labels import OUTSIDE, Labelled, decode, encode
from extractor.learned.tokens import Token

if TYPE_CHECKING:
    import pycrfsuite


class Words:
    """The tokens of a sentence, and what they tell of themselves: worked out once for all layers."""

    __slots__ = ("tokens", "told")

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.told = of_words([token.text for token in tokens])


def observed(layer: str, words: Words, known: Sequence[tuple[int, int, str]]) -> list[list[str]]:
    """What the tagger of a layer sees of a sentence. `known` are its bodies and references, for all but the first."""
    if layer == "bodies":
        return words.told
    told = with_known(words.told, encode(words.tokens, known))
    return with_cues(told, cues([token.text for token in words.tokens])) if layer == "duties" else told


class Tagger:
    """The tagger of a layer. `tag` gives the spans of a sentence with their confidences."""

    __slots__ = ("_crf", "_data", "layer")

    def __init__(self, layer: str, model: bytes) -> None:
        """`model` is what training wrote. Raises ValueError where it is none."""
        import pycrfsuite

        self.layer = layer
        #: The library reads from these bytes as long as it lives, and does not keep them itself.
        self._data = model
        self._crf: pycrfsuite.Tagger = pycrfsuite.Tagger()
        self._crf.open_inmemory(model)

    def tag(self, words: Words, known: Sequence[tuple[int, int, str]] = ()) -> list[Labelled]:
        """The spans of this layer in a sentence."""
        if not words.tokens:
            return []
        self._crf.set(observed(self.layer, words, known))
        labels = self._crf.tag()
        if all(label == OUTSIDE for label in labels):
            return []
        certain = [1.0 if label == OUTSIDE else self._crf.marginal(label, at) for at, label in enumerate(labels)]
        return decode(words.tokens, labels, certain)
