"""Training: reproducible, calibrated, from reviews, and told before anybody switches."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from corpora.training import command, training
from corpora.training.calibrating import fit
from corpora.training.corpus import load
from corpora.training.grammar import generate
from corpora.training.reviews import read_reviews
from extractor.learned.labels import LAYERS
from extractor.learned.model import Calibration, file_of, model_version
from extractor.learned.model import load as load_model
from extractor.pipeline import Options, extract

#: Small enough for a second or two.
SMALL: dict[str, Any] = {
    "seed": 1,
    "processes": 2,
    "generated": 60,
    "weight": {"annotated": 1, "generated": 1},
    "noise": {"strengths": [1.0]},
    "crf": {layer: {"max_iterations": 8, "c1": 0.1, "c2": 0.1} for layer in LAYERS},
    "least": {"ORG": 0.6},
}


def small_model(folder: Path) -> Path:
    training.train(SMALL, training.material(SMALL, load("train")[:1]), load("dev")[:1], folder)
    return folder


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small_model(tmp_path_factory.mktemp("small"))


def test_the_same_configuration_gives_the_same_model(small: Path, tmp_path: Path) -> None:
    assert model_version(small_model(tmp_path / "again")) == model_version(small)
    for file in small.iterdir():
        assert file.read_bytes() == (tmp_path / "again" / file.name).read_bytes()


def test_a_trained_model_reads(small: Path) -> None:
    report = extract("Giao Sở Nội vụ xây dựng kế hoạch.".encode(), options=Options(model=True, model_place=small))
    assert report.pipeline.model == model_version(small)


def test_the_configuration_of_the_package_is_whole() -> None:
    config = training.read_config()
    assert set(config) >= {"seed", "processes", "generated", "weight", "noise", "crf", "least", "spacy"}


def test_reviewed_sentences_teach_their_layers_only() -> None:
    sentence = next(generate(1, 1))
    taught = training.material(SMALL | {"generated": 0}, [], [training.Taught(sentence, 1.0, frozenset(("duties",)))])
    assert {one.layers for one in taught} == {frozenset(("duties",))}
    assert len(taught) > 1


def curve_of(slope: float, offset: float) -> tuple[float, float]:
    seeded = random.Random(1)
    odds = [seeded.uniform(-3, 6) for _ in range(4000)]
    chance = [1 / (1 + math.exp(-(slope * one + offset))) for one in odds]
    return fit([(one, seeded.random() < right) for one, right in zip(odds, chance, strict=True)])


def test_calibration_finds_the_curve_again() -> None:
    slope, offset = curve_of(0.6, -0.8)
    assert slope == pytest.approx(0.6, abs=0.1)
    assert offset == pytest.approx(-0.8, abs=0.15)


@pytest.mark.parametrize("samples", [[], [(5.0, True)] * 3, [(9.0, True)] * 500, [(4.0, False)] * 20])
def test_few_or_onesided_samples_give_a_curve(samples: list[tuple[float, bool]]) -> None:
    slope, offset = fit(samples)
    assert 0 <= slope < 5
    assert abs(offset) < 20


def test_a_surer_tagger_is_given_more_confidence() -> None:
    curve = Calibration(0.7, -0.5)
    steps = [curve.confidence(certain / 20) for certain in range(21)]
    assert steps == sorted(steps)
    assert 0 <= steps[0] < steps[-1] <= 1


TEXT = "Căn cứ Kế hoạch số 12/KH-UBND về giữ rừng, Sở Nội vụ lo tổng kết\nHai là Sở Y tế lo thuốc"


def reviewed(folder: Path, kinds: list[str]) -> Path:
    """What `trichluc corpus from-reviews` writes for a document of two lines."""
    lines: list[dict[str, Any]] = [
        {"document": "d", "file": "d.txt", "kinds": kinds},
        {"kind": "reference", "span": [7, 29], "text": "Kế hoạch số 12/KH-UBND", "title": "về giữ rừng"},
        {
            "kind": "responsibility",
            "span": [43, 64],
            "text": "Sở Nội vụ lo tổng kết",
            "role": "assigned",
            "actors": ["Sở Nội vụ"],
            "task": "lo tổng kết",
        },
    ]
    (folder / "d.txt").write_text(TEXT, encoding="utf-8")
    (folder / "d.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return folder


def test_reviewed_documents_become_sentences(tmp_path: Path) -> None:
    first, second = read_reviews(reviewed(tmp_path, ["reference", "responsibility"]))
    text = first.sentence.text
    spans = {(text[start:end], label) for start, end, label in first.sentence.spans}
    assert spans >= {
        ("Kế hoạch số 12/KH-UBND", "REF"),
        ("về giữ rừng", "TITLE"),
        ("Sở Nội vụ", "ASSIGNED"),
        ("lo tổng kết", "TASK"),
        ("Sở Nội vụ", "ORG"),
    }
    assert first.layers == second.layers == {"titles", "duties"}
    assert second.sentence.text == "Hai là Sở Y tế lo thuốc"


def test_kinds_that_were_not_decided_teach_nothing(tmp_path: Path) -> None:
    assert {one.layers for one in read_reviews(reviewed(tmp_path, ["reference", "count"]))} == {frozenset(("titles",))}
    assert list(read_reviews(reviewed(tmp_path, ["count"]))) == []


def test_a_file_that_is_no_review_is_named(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text("{}\n")
    with pytest.raises(ValueError, match=r"x\.jsonl: not written by: trichluc corpus from-reviews"):
        list(read_reviews(tmp_path))


@pytest.fixture
def quickly(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Path]:
    """The command, with little to train on and little to measure."""
    config = tmp_path / "small.toml"
    tables = {name: table for name, table in SMALL.items() if isinstance(table, dict) and name != "crf"}
    tables |= {f"crf.{layer}": options for layer, options in SMALL["crf"].items()}
    parts = "".join(
        f"[{name}]\n" + "".join(f"{key} = {json.dumps(value)}\n" for key, value in table.items())
        for name, table in tables.items()
    )
    config.write_text(f"seed = 1\nprocesses = 1\ngenerated = 20\n{parts}")
    few = {split: load(split)[:1] for split in ("train", "dev", "test")}
    monkeypatch.setattr(command, "load", lambda split: few[split])
    monkeypatch.setattr(training, "load", lambda split: few[split])
    yield config
    load_model.cache_clear()


def test_training_from_reviews_tells_gain_and_loss(
    quickly: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    reviews = tmp_path / "reviews"
    reviews.mkdir()
    reviewed(reviews, ["responsibility"])
    out = tmp_path / "model"
    assert command.main(["-o", str(out), "--config", str(quickly), "--from-reviews", str(reviews)]) == 0
    printed, said = capsys.readouterr()
    assert f"new model {model_version(out)}, against {model_version()}" in printed
    assert "organisations" in printed
    assert "gain" in printed
    assert f"TRICHLUC_MODEL={out}" in printed
    assert "2 lines of reviewed documents" in said
    assert {file.name for file in out.iterdir()} == {"model.json", *map(file_of, LAYERS)}


def test_a_configuration_that_is_missing_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--config", str(tmp_path / "no.toml"), "-o", str(tmp_path / "m")]) == 1
    assert "no.toml" in capsys.readouterr().err
