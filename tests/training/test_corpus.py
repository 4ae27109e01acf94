"""The annotated sentences: every file is whole, and no province is in two splits."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest

from corpora.training.corpus import PLACE, SPLITS, load, read, sentences
from corpora.training.markup import LABELS, Sentence, parse, render
from extractor.learned.labels import LAYERS

FILES = sorted(PLACE.glob("*.txt"))
_ROLES = {"lead", "coordinate", "assigned", "monitor", "accountable"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_document(file: Path) -> None:
    document = read(file)
    assert document.sentences
    assert all((document.province, document.kind, document.year, document.source))
    for sentence in document.sentences:
        assert parse(render(sentence)) == sentence
        assert "<" not in sentence.text or "</" not in sentence.text, "a tag that is not known"
    for statement in document.statements or ():
        assert 1 <= statement.paragraph <= len(document.sentences)
        assert statement.role in _ROLES


def test_no_province_is_in_two_splits() -> None:
    provinces = {split: {document.province for document in load(split)} for split in SPLITS}
    assert all(provinces.values())
    assert [one & other for one, other in combinations(provinces.values(), 2)] == [set()] * 3


def test_no_sentence_is_in_two_splits() -> None:
    # Formulas of forty letters and less are everywhere.
    texts = {split: {one.text for one in sentences(load(split)) if len(one.text) > 160} for split in SPLITS}
    assert [one & other for one, other in combinations(texts.values(), 2)] == [set()] * 3


def test_every_label_is_learnt_by_one_layer() -> None:
    assert sorted(label for labels in LAYERS.values() for label in labels) == sorted(LABELS)


def test_every_label_is_measured() -> None:
    for split in SPLITS:
        assert {label for one in sentences(load(split)) for *_, label in one.spans} == set(LABELS)


def test_markup_says_where_labels_are() -> None:
    sentence = parse("<LEAD>Giám đốc <ORG>Sở Y tế</ORG></LEAD> lo")
    assert sentence == Sentence("Giám đốc Sở Y tế lo", ((0, 16, "LEAD"), (9, 16, "ORG")))
    assert sentence.of(LAYERS["bodies"]) == [(9, 16, "ORG")]


@pytest.mark.parametrize("line", ["<ORG>Sở", "Sở</ORG>", "<ORG><PER>Sở</ORG></PER>"])
def test_markup_that_does_not_nest(line: str) -> None:
    with pytest.raises(ValueError, match="clos"):
        parse(line)


def test_white_space_is_no_part_of_a_span() -> None:
    assert parse("do <ORG> Sở Y tế </ORG> lo").spans == ((4, 11, "ORG"),)


def test_of_nested_spans_of_a_layer_the_inner_counts() -> None:
    sentence = parse("<REF>Luật sửa đổi <REF>Luật Đất đai</REF></REF>")
    assert sentence.of(("REF",)) == [(13, 25, "REF")]


@pytest.mark.parametrize("text", ["# province: Huế\nSở", "# split: other\nSở", "# split: dev\n<ORG>Sở"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, text: str) -> None:
    file = tmp_path / "x.txt"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=r"x\.txt"):
        read(file)
