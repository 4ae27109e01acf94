"""The rivals: trained on a handful of sentences, they find them again; the table says what it measured."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from corpora.training import rivals, segmented, spacy_ner
from corpora.training.corpus import Document
from corpora.training.markup import Sentence, parse
from corpora.training.rivals import RIVALS, f1, speed
from extractor.learned.labels import LAYERS
from extractor.learned.tagger import Words
from extractor.learned.tokens import tokenize

BODIES = ["Sở Nội vụ", "Sở Y tế", "UBND huyện", "Phòng Tư pháp", "Công an xã"]
LEARNT = [
    parse(f"{before} <ORG>{body}</ORG> {behind}")
    for body in BODIES
    for before, behind in (("Giao", "làm việc này"), ("theo ý của", "và 12/KH-UBND"), ("do", "chi 1.200.000 đồng"))
]
CONFIG: dict[str, Any] = {
    "seed": 1,
    "crf": {"bodies": {"max_iterations": 40, "c1": 0.0, "c2": 0.01}},
    "spacy": {"width": 32, "depth": 1, "rows": 200, "passes": 60, "batch": 8},
}
DOCUMENT = Document("x", "dev", "x", "x", "x", "x", tuple(LEARNT))


@pytest.mark.parametrize("name", RIVALS)
def test_a_rival_learns(name: str) -> None:
    made = RIVALS[name]("bodies", [(sentence, 1.0) for sentence in LEARNT], CONFIG)
    assert f1("bodies", made.tagger, [DOCUMENT]) > 0.9
    assert made.size > 1000
    assert speed(made.tagger, [DOCUMENT]) > 0
    assert list(made.tagger.tag(Words([]))) == []


def test_spacy_keeps_numbers_whole() -> None:
    import spacy

    language = spacy.blank("xx")
    language.tokenizer = spacy_ner.Tokenizer(language)
    text = "Quyết định số 751/QĐ-UBND ngày 26/12/2020, đạt 92,59%"
    assert [token.text for token in language(text)] == [token.text for token in tokenize(text)]
    assert language(text).text == text


def test_segmentation_marks_words_of_several_syllables() -> None:
    tokens = tokenize("Ủy ban nhân dân tỉnh xây dựng kế hoạch")
    marks = segmented.segments(tokens)
    assert len(marks) == len(tokens)
    assert marks[0] == "B"
    assert "I" in marks


def test_the_table_holds_every_rival_and_layer() -> None:
    rows = [line.split("\t") for line in rivals.TABLE.read_text(encoding="utf-8").splitlines()]
    assert {(row[0], row[1]) for row in rows[1:]} == {
        (name, layer) for name in RIVALS for layer in ("bodies", "people")
    }
    assert all(0 < float(row[3]) <= 1 for row in rows[1:])


def test_the_comparison_prints_what_it_writes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    taught = [rivals.Taught(sentence, 1.0) for sentence in LEARNT]
    monkeypatch.setattr(rivals, "TABLE", tmp_path / "rivals.tsv")
    monkeypatch.setattr(rivals, "read_config", lambda: CONFIG)
    monkeypatch.setattr(rivals, "material", lambda *_: taught)
    monkeypatch.setattr(rivals, "load", lambda _: [DOCUMENT])
    monkeypatch.setattr(rivals, "RIVALS", {"CRF": RIVALS["CRF"]})
    assert rivals.main(["--layers", "bodies"]) == 0
    head, line = (tmp_path / "rivals.tsv").read_text(encoding="utf-8").splitlines()
    assert line in capsys.readouterr().out
    assert len(head.split("\t")) == len(line.split("\t"))


def test_layers_and_sentences_agree() -> None:
    assert all(isinstance(sentence, Sentence) and sentence.of(LAYERS["bodies"]) for sentence in LEARNT)
