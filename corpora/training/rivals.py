"""Which kind of tagger is worth shipping: each trained on the same sentences and measured on the same documents.

python -m corpora.training.rivals [--layers bodies people]

Prints F1 of each layer's spans on the dev and test documents by the tagger alone (no rules beside it), characters a
second and megabytes, and writes them to rivals.tsv beside this file. Needs the extra `rivals`; takes half an hour.
Sentences count once each here, without the weights of config.toml.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from corpora.training import crf, segmented, spacy_ner
from corpora.training.corpus import Document, load
from corpora.training.markup import Sentence
from corpora.training.scoring import Score
from corpora.training.training import Taught, material, read_config
from extractor.learned.labels import LAYERS, Labelled
from extractor.learned.tagger import Tagger, Words
from extractor.learned.tokens import tokenize

TABLE = Path(__file__).with_name("rivals.tsv")
_HEAD = ("rival", "layer", "dev", "test", "characters/s", "MB", "training s")


class Tags(Protocol):
    """Anything that tags the words of a sentence."""

    def tag(self, words: Words, known: Sequence[tuple[int, int, str]] = ()) -> list[Labelled]:
        """The spans of a layer."""


@dataclass(frozen=True, slots=True)
class Trained:
    """A tagger of a layer and its size in bytes."""

    tagger: Tags
    size: int


Weighted = Sequence[tuple[Sentence, float]]
Train = Callable[[str, Weighted, Mapping[str, Any]], Trained]


def _crf(layer: str, sentences: Weighted, config: Mapping[str, Any]) -> Trained:
    data = crf.train(layer, sentences, config["crf"][layer])
    return Trained(Tagger(layer, data), len(data))


def _segmented(layer: str, sentences: Weighted, config: Mapping[str, Any]) -> Trained:
    data = segmented.train(layer, sentences, config["crf"][layer])
    return Trained(segmented.SegmentedTagger(layer, data), len(data))


def _spacy(layer: str, sentences: Weighted, config: Mapping[str, Any]) -> Trained:
    tagger = spacy_ner.train(layer, sentences, config["spacy"], config["seed"])
    return Trained(tagger, len(tagger.language.to_bytes(exclude=["vocab"])))


RIVALS: Mapping[str, Train] = {
    "CRF": _crf,
    "CRF, words by underthesea": _segmented,
    "spaCy tok2vec + NER": _spacy,
}


def f1(layer: str, tagger: Tags, documents: Iterable[Document]) -> float:
    """Micro F1 over the exact spans of all labels of a layer."""
    score = Score()
    for document in documents:
        for sentence in document.sentences:
            found = tagger.tag(Words(tokenize(sentence.text)), sentence.of(LAYERS["bodies"]))
            score.add(sentence.of(LAYERS[layer]), (one[:3] for one in found))
    return score.f1


def speed(tagger: Tags, documents: Sequence[Document]) -> float:
    """Characters a second of processor time, tokens and features included."""
    texts = [sentence.text for document in documents for sentence in document.sentences]
    began = time.process_time()
    for text in texts:
        tagger.tag(Words(tokenize(text)))
    return sum(map(len, texts)) / (time.process_time() - began)


def main(args: Sequence[str] | None = None) -> int:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m corpora.training.rivals", description="Compare taggers.")
    parser.add_argument("--layers", nargs="+", choices=tuple(LAYERS), default=["bodies", "people"])
    options = parser.parse_args(args)
    config = read_config()
    material_of: Sequence[Taught] = material(config, load("train"))
    # Each sentence once: spaCy would be at it for hours.
    taught = [(one.sentence, 1.0) for one in material_of]
    dev, test = load("dev"), load("test")
    lines = ["\t".join(_HEAD)]
    for name, train in RIVALS.items():
        for layer in options.layers:
            began = time.process_time()
            made = train(layer, taught, config)
            seconds = time.process_time() - began
            figures = (f1(layer, made.tagger, dev), f1(layer, made.tagger, test))
            cells = [f"{figures[0]:.3f}", f"{figures[1]:.3f}", f"{speed(made.tagger, test):,.0f}"]
            lines.append("\t".join([name, layer, *cells, f"{made.size / 1e6:.1f}", f"{seconds:.0f}"]))
            print(lines[-1], flush=True)
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
