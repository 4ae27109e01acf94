"""A model from sentences: what is read, how it is varied, and what is written."""

from __future__ import annotations

import gzip
import json
import random
import tomllib
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpora.noise import load_noise
from corpora.training import crf
from corpora.training.calibrating import calibrate
from corpora.training.corpus import Document, load, sentences
from corpora.training.grammar import generate
from corpora.training.markup import Sentence
from corpora.training.noising import variants
from extractor.learned.labels import LAYERS
from extractor.learned.model import DESCRIPTION, file_of, model_version
from extractor.learned.model import load as load_model

#: The configuration of the model that comes with the package.
CONFIG = Path(__file__).with_name("config.toml")

#: The layers with the most labels take the longest; two at a time they end together.
LONGEST_FIRST = sorted(LAYERS, key=lambda layer: len(LAYERS[layer]), reverse=True)


def read_config(path: Path = CONFIG) -> dict[str, Any]:
    """A configuration of training. Raises OSError or ValueError where it cannot be read."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Taught:
    """A sentence to train on, its weight, and the layers that it is annotated for: a reviewed document has only those
    kinds of which people decided everything."""

    sentence: Sentence
    weight: float
    layers: frozenset[str] = frozenset(LAYERS)


def material(config: Mapping[str, Any], documents: Sequence[Document], reviewed: Sequence[Taught] = ()) -> list[Taught]:
    """The sentences to train on: those of the documents, generated and reviewed ones, and variants of all of them. The
    places of documents that a model is measured on are in none of the generated ones."""
    seeded, noise = random.Random(config["seed"]), load_noise()
    strengths = tuple(config["noise"]["strengths"])
    elsewhere = {document.province for split in ("dev", "test") for document in load(split)}
    weight = config["weight"]
    taught = [Taught(sentence, weight["annotated"]) for sentence in sentences(documents)]
    taught += [Taught(one.sentence, weight["annotated"], one.layers) for one in reviewed]
    taught += [
        Taught(sentence, weight["generated"]) for sentence in generate(config["generated"], config["seed"], elsewhere)
    ]
    return [
        Taught(variant, one.weight, one.layers)
        for one in taught
        for variant in variants(one.sentence, noise, seeded, strengths)
    ]


def train(
    config: Mapping[str, Any],
    taught: Sequence[Taught],
    calibrating_on: Sequence[Document],
    folder: Path,
    say: Callable[[str], None] = lambda _: None,
) -> None:
    """Train all layers, two at a time, calibrate them on documents that they have not seen, and write the model to a
    folder. The same configuration and sentences give the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(config["processes"]) as pool:
        made = {
            layer: pool.submit(
                crf.train,
                layer,
                [(one.sentence, one.weight) for one in taught if layer in one.layers],
                config["crf"][layer],
            )
            for layer in LONGEST_FIRST
        }
        for layer, result in made.items():
            # Without the time of writing: the same model has the same bytes.
            data = gzip.compress(result.result(), mtime=0)
            (folder / file_of(layer)).write_bytes(data)
            say(f"{layer}: {len(data):,} bytes")
    describe(folder, {}, {})
    load_model.cache_clear()
    curves = calibrate(load_model(folder), calibrating_on)
    describe(folder, curves, config["least"])
    load_model.cache_clear()
    model_version.cache_clear()


def describe(folder: Path, calibration: Mapping[str, Sequence[float]], least: Mapping[str, float]) -> None:
    """Write what a model says of itself."""
    described = {"calibration": dict(calibration), "least": dict(least)}
    text = json.dumps(described, indent=2, sort_keys=True)
    (folder / DESCRIPTION).write_text(text + "\n", encoding="utf-8")
