"""What the model of the package is worth on documents that it was not trained on. The floors are a little below what
was measured when it was trained: its card has the figures."""

from __future__ import annotations

from functools import cache

import pytest

from corpora.training.corpus import load
from corpora.training.measuring import STATEMENTS, measure, with_noise
from corpora.training.reliability import diagram, judged
from corpora.training.scoring import Score
from extractor.pipeline import Options

WITH = Options(model=True)

#: Least gain of F1 over rules alone, by kind: on the locked documents, and on those that choices were made on.
GAINS = {
    "test": {"organisations": 0.005, "persons": 0.15, "positions": 0.1, "titles": 0.02, "tasks": 0.01},
    "dev": {"organisations": 0.04, "persons": 0.04, "positions": 0.02, "actors": 0.03, "tasks": 0.03},
}
#: No kind may lose more than this: an item or two of the smaller ones.
LOSS = 0.015


@cache
def measured(split: str) -> tuple[dict[str, Score], dict[str, Score]]:
    documents = load(split)
    return measure(documents, Options()), measure(documents, WITH)


@pytest.mark.parametrize(("split", "kind"), [(split, kind) for split in GAINS for kind in GAINS[split]])
def test_gain(split: str, kind: str) -> None:
    rules, both = measured(split)
    assert both[kind].f1 - rules[kind].f1 >= GAINS[split][kind]


@pytest.mark.parametrize("split", GAINS)
def test_no_kind_is_lost(split: str) -> None:
    rules, both = measured(split)
    assert [kind for kind in rules if both[kind].f1 < rules[kind].f1 - LOSS] == []
    assert both["references"] == rules["references"]


def test_people_are_misread_half_as_often() -> None:
    for split in GAINS:
        rules, both = measured(split)
        assert both["persons"].errors * 2 <= rules["persons"].errors


def test_people_are_found_under_noise() -> None:
    documents = with_noise(load("test"), 1.0)
    rules, both = measure(documents, Options(), scanned=True), measure(documents, WITH, scanned=True)
    misses = rules["persons"].annotated - rules["persons"].right
    assert (both["persons"].right - rules["persons"].right) * 2 >= misses > 0
    assert both["organisations"].right > rules["organisations"].right


def test_noise_moves_no_span() -> None:
    for plain, noisy in zip(load("test"), with_noise(load("test"), 3.0), strict=True):
        assert plain.sentences != noisy.sentences
        for one, other in zip(plain.sentences, noisy.sentences, strict=True):
            assert one.spans == other.spans


def test_statements_are_measured_where_they_are_annotated() -> None:
    rules, _ = measured("test")
    assert rules[STATEMENTS].annotated == sum(len(document.statements or ()) for document in load("test"))


def test_the_surer_half_is_right_more_often() -> None:
    found = sorted((stated, right) for stated, right, by_model in judged(load("dev")) if by_model)
    half = len(found) // 2
    assert half >= 10
    assert (
        sum(right for _, right in found[half:]) / (len(found) - half) > sum(right for _, right in found[:half]) / half
    )


def test_the_diagram_counts_every_item() -> None:
    lines = diagram(load("dev"))
    counts = [int(line.split("|")[3]) for line in lines[2:]]
    assert sum(counts) == sum(1 for _ in judged(load("dev")))
