"""Conditional random fields, trained: seconds on one core."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from corpora.training.markup import Sentence
from extractor.learned.labels import LAYERS, encode
from extractor.learned.tagger import Words, observed
from extractor.learned.tokens import tokenize


def train(
    layer: str,
    sentences: Iterable[tuple[Sentence, float]],
    options: Mapping[str, Any],
    told: Callable[[Words], Words] = lambda words: words,
) -> bytes:
    """A model of one layer. Each sentence has its weight; `options` are python-crfsuite's (c1, c2, max_iterations);
    `told` may add features."""
    import pycrfsuite

    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params({"feature.possible_transitions": True, **options})
    for sentence, weight in sentences:
        words = Words(tokenize(sentence.text))
        if not words.tokens:
            continue
        seen = observed(layer, told(words), sentence.of(LAYERS["bodies"]))
        for _ in range(round(weight)):
            trainer.append(seen, encode(words.tokens, sentence.of(LAYERS[layer])))
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "model"
        trainer.train(str(file))
        return file.read_bytes()
