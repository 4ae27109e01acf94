"""The model that comes with the package: taggers, how far their certainty is to be trusted, and from where on what they
find is taken."""

from __future__ import annotations

import gzip
import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extractor.errors import MissingToolError, RulesError
from extractor.learned.labels import LAYERS, Labelled
from extractor.learned.tagger import Tagger, Words

#: Where the model of the package lies.
PLACE = Path(__file__).parent / "model"
DESCRIPTION = "model.json"

#: Certainty nearer to 0 or 1 than this is not told apart.
_EDGE = 1e-4


def file_of(layer: str) -> str:
    """The name of the file with the tagger of a layer."""
    return f"{layer}.crfsuite.gz"


def log_odds(certain: float) -> float:
    """The log odds of a certainty from 0 to 1; those at the very ends are drawn in."""
    bounded = min(max(certain, _EDGE), 1 - _EDGE)
    return math.log(bounded / (1 - bounded))


@dataclass(frozen=True, slots=True)
class Calibration:
    """How often a tagger is right when it is so certain: a logistic curve over the log odds of its certainty."""

    slope: float = 1.0
    offset: float = 0.0

    def confidence(self, certain: float) -> float:
        """The part of such findings that are right, from 0 to 1."""
        return 1 / (1 + math.exp(-(self.slope * log_odds(certain) + self.offset)))


@dataclass(frozen=True, slots=True)
class Model:
    """A model. `version` is a digest of all that it is made of; `least` the confidence from which on a label is
    taken."""

    version: str
    taggers: Mapping[str, Tagger]
    calibration: Mapping[str, Calibration]
    least: Mapping[str, float]

    def tag(self, layer: str, words: Words, known: Sequence[tuple[int, int, str]] = ()) -> list[Labelled]:
        """The spans of a layer in a sentence, with calibrated confidences; only those that are certain enough."""
        found = []
        for span in self.taggers[layer].tag(words, known):
            curve = self.calibration.get(span.label, Calibration())
            confidence = round(curve.confidence(span.confidence), 3)
            if confidence >= self.least.get(span.label, 0.5):
                found.append(span._replace(confidence=confidence))
        return found


@cache
def load(place: Path | None = None) -> Model:
    """Read a model, that of the package or another one. Raises MissingToolError where python-crfsuite is not installed,
    RulesError where the model is missing or broken."""
    place = place or PLACE
    try:
        described = json.loads((place / DESCRIPTION).read_text(encoding="utf-8"))
        files = {layer: gzip.decompress((place / file_of(layer)).read_bytes()) for layer in LAYERS}
        taggers = {layer: Tagger(layer, data) for layer, data in files.items()}
    except ImportError as error:
        raise MissingToolError(f"the model needs {error.name}; run: pip install 'trichluc[ner]'") from None
    except (OSError, ValueError, EOFError) as error:
        raise RulesError(f"the model cannot be read ({type(error).__name__}); install the package again") from error
    calibration = {label: Calibration(*curve) for label, curve in described["calibration"].items()}
    return Model(model_version(place), taggers, calibration, described["least"])


@cache
def model_version(place: Path | None = None) -> str:
    """The version of a model, without reading it in: a digest of its files. Raises RulesError."""
    place, digest = place or PLACE, hashlib.sha256()
    try:
        for name in (DESCRIPTION, *map(file_of, LAYERS)):
            digest.update((place / name).read_bytes())
    except OSError as error:
        raise RulesError("the model is missing or not whole; install the package again, or: trichluc train") from error
    return digest.hexdigest()[:12]
