"""The model card: of the model that is shipped, and with every figure that it promises."""

from __future__ import annotations

import re

import pytest

from corpora.training import card
from corpora.training.scoring import Score
from extractor.learned.model import PLACE, model_version

CARD = (PLACE / "README.md").read_text(encoding="utf-8")


def test_the_card_is_of_the_model_beside_it() -> None:
    assert f"Version `{model_version()}`" in CARD
    assert not re.search(r"\{[a-z]+\}", CARD), "a place that was not filled in"


@pytest.mark.parametrize("kind", [*card.KINDS, card.STATEMENTS])
def test_every_kind_has_its_line(kind: str) -> None:
    assert len(re.findall(rf"^\| {kind} \|", CARD, re.MULTILINE)) == 2


@pytest.mark.parametrize("name", ["rules alone", "CRF", "CRF, words by underthesea", "spaCy tok2vec + NER"])
def test_every_rival_has_its_lines(name: str) -> None:
    assert re.findall(rf"^\| {re.escape(name)} \| (\w+) \|", CARD, re.MULTILINE) == ["bodies", "people"]


def test_the_figures_of_people_are_those_of_today() -> None:
    rules, both = card.measure(card.load("test"), card.Options()), card.measure(card.load("test"), card._WITH)
    figures = (*card._measures(rules["persons"]), *card._measures(both["persons"]))
    assert card._row("persons", both["persons"].annotated, *figures) in CARD


def test_kinds_are_counted_together() -> None:
    scores = {"a": Score(4, 3, 2), "b": Score(1, 1, 1), "c": Score(9, 9, 9)}
    assert card.together(scores, ("a", "b")) == Score(5, 4, 3)
