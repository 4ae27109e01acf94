"""How far the certainty of a tagger is to be trusted: a logistic curve for each label, fitted on documents that it was
not trained on (Platt scaling)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from corpora.training.corpus import Document
from corpora.training.measuring import as_source, places
from extractor.learned.labels import LAYERS
from extractor.learned.model import Model, log_odds
from extractor.learned.sentences import Taken
from extractor.learned.tagger import Words
from extractor.learned.tokens import tokenize
from extractor.model import Report
from extractor.pipeline import extract_source

#: (log odds of the certainty, right or not) of a finding.
Sample = tuple[float, bool]

#: Fewer findings of a label than this tell nothing about it: it has the curve of its layer.
_ENOUGH = 25
_STEPS, _LEAST = 50, 1e-6


def calibrate(model: Model, documents: Sequence[Document]) -> dict[str, tuple[float, float]]:
    """Slope and offset for each label. `model` as it was trained, without a calibration."""
    samples: dict[str, list[Sample]] = {label: [] for labels in LAYERS.values() for label in labels}
    for document in documents:
        for label, sample in samples_of(model, document):
            samples[label].append(sample)
    curves: dict[str, tuple[float, float]] = {}
    for labels in LAYERS.values():
        together = fit([one for label in labels for one in samples[label]])
        curves |= {label: fit(samples[label]) if len(samples[label]) >= _ENOUGH else together for label in labels}
    return curves


def samples_of(model: Model, document: Document) -> Iterator[tuple[str, Sample]]:
    """What the taggers find in an annotated document where rules found nothing of the kind: only that is added, and
    is right less often than what both find."""
    report = extract_source(as_source(document.name, document.sentences))
    taken = _taken(report)
    for start, sentence in zip(places(document, report.text), document.sentences, strict=True):
        words = Words(tokenize(sentence.text))
        for layer, labels in LAYERS.items():
            wanted = set(sentence.of(labels))
            for one in model.taggers[layer].tag(words, sentence.of(LAYERS["bodies"])):
                if not taken[layer].meets(start + one.start, start + one.end):
                    yield one.label, (log_odds(one.confidence), one[:3] in wanted)


def _taken(report: Report) -> Mapping[str, Taken]:
    """The spans that rules took, by the layer that finds their like."""
    cited = [one.span for one in report.references]
    bodies = [mention.span for body in report.organisations for mention in body.mentions]
    return {
        "bodies": Taken([*bodies, *cited, *(one.span for one in report.dates)]),
        "people": Taken([*cited, *(one.span for one in report.persons)]),
        "titles": Taken([one.title.span for one in report.references if one.title]),
        "duties": Taken([one.span for one in report.responsibilities]),
    }


def fit(samples: Sequence[Sample]) -> tuple[float, float]:
    """Slope and offset of the logistic curve that fits the samples best, by Newton's method with halved steps. Targets
    are drawn in from 0 and 1 by the number of samples, as Platt has it, so that a few samples give no certainty."""
    right = sum(is_right for _, is_right in samples)
    high, low = (right + 1) / (right + 2), 1 / (len(samples) - right + 2)
    targets = [(odds, high if is_right else low) for odds, is_right in samples]
    curve, loss = (1.0, 0.0), _loss((1.0, 0.0), targets)
    for _ in range(_STEPS):
        step, size = _step(curve, targets), 1.0
        while size > _LEAST:
            tried = curve[0] - size * step[0], curve[1] - size * step[1]
            if (new := _loss(tried, targets)) < loss:
                break
            size /= 2
        else:
            break
        curve, loss = tried, new
    return round(max(curve[0], 0.0), 4), round(curve[1], 4)


def _loss(curve: tuple[float, float], targets: Sequence[tuple[float, float]]) -> float:
    """Cross entropy, and a little for being far from the starting point: it keeps the curve in bounds."""
    total = 0.05 * ((curve[0] - 1) ** 2 + curve[1] ** 2)
    for odds, target in targets:
        score = curve[0] * odds + curve[1]
        total += math.log1p(math.exp(-abs(score))) + max(score, 0.0) - target * score
    return total


def _step(curve: tuple[float, float], targets: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Newton's step down the loss."""
    g0, g1, h00, h01, h11 = 0.1 * (curve[0] - 1), 0.1 * curve[1], 0.1, 0.0, 0.1
    for odds, target in targets:
        chance = 1 / (1 + math.exp(-max(-30.0, min(30.0, curve[0] * odds + curve[1]))))
        error, weight = chance - target, chance * (1 - chance)
        g0, g1 = g0 + error * odds, g1 + error
        h00, h01, h11 = h00 + weight * odds * odds, h01 + weight * odds, h11 + weight
    determinant = h00 * h11 - h01 * h01
    return (h11 * g0 - h01 * g1) / determinant, (h00 * g1 - h01 * g0) / determinant
