"""Generated sentences and the variants of sentences."""

from __future__ import annotations

import random
import re
import tomllib
from itertools import chain

import pytest

from corpora.noise import load_noise
from corpora.training import grammar as grammar_module
from corpora.training.corpus import load
from corpora.training.grammar import generate, load_grammar
from corpora.training.markup import LABELS, parse
from corpora.training.noising import changed, recognised, respelt, variants

GRAMMAR = load_grammar()
_WRITTEN = tomllib.loads(grammar_module._FILE.read_text(encoding="utf-8"))


def test_the_same_seed_writes_the_same() -> None:
    assert list(generate(40, 3)) == list(generate(40, 3)) != list(generate(40, 4))


def test_every_label_is_generated() -> None:
    assert {label for one in generate(600, 1) for *_, label in one.spans} == set(LABELS)


def test_every_symbol_is_known_and_used() -> None:
    used = {name for way in chain.from_iterable(_WRITTEN.values()) for name in re.findall(r"@([a-z_]+)", way)}
    assert used <= set(GRAMMAR)
    assert set(GRAMMAR) - used == {"sentence"}


def test_no_symbol_is_left_in_a_sentence() -> None:
    assert [one.text for one in generate(500, 2) if "@" in one.text or "<" in one.text] == []


def test_places_of_measured_provinces_are_left_out() -> None:
    without = {document.province for split in ("dev", "test") for document in load(split)}
    kept = load_grammar(without)
    assert "Đắk Lắk" in GRAMMAR["province"]
    assert "Đắk Lắk" not in kept["province"]
    assert "Buôn Đôn" in GRAMMAR["district"]
    assert "Buôn Đôn" not in kept["district"]
    assert len(kept["commune"]) > 3000


def test_a_grammar_that_goes_round_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grammar_module, "load_grammar", lambda _: {"sentence": ["@sentence"]})
    with pytest.raises(ValueError, match="round in a circle"):
        next(generate(1, 1))


def test_labels_keep_to_their_words() -> None:
    sentence = parse("Giao <ORG>Sở Y tế</ORG> rồi <TASK>lo tổ chức phòng dịch</TASK> ngay")
    other = changed(sentence, lambda part: part.replace("ổ", "(ổ)").upper())
    assert [other.text[start:end] for start, end, _ in other.spans] == ["SỞ Y TẾ", "LO T(Ổ) CHỨC PHÒNG DỊCH"]


def test_errors_of_recognition_are_those_that_were_counted() -> None:
    change = recognised(load_noise(), random.Random(1), 3.0)
    assert change("tổ chức thể thao " * 30) != "tổ chức thể thao " * 30
    assert change("xxx") == "xxx"


@pytest.mark.parametrize(
    ("written", "other"), [("hoà", "hòa"), ("Ủy ban", "Uỷ ban"), ("TUỲ", "TÙY"), ("quý", "quý"), ("thuỷ", "thủy")]
)
def test_the_other_spelling(written: str, other: str) -> None:
    assert respelt(written) == other


def test_variants_begin_with_the_sentence_itself() -> None:
    sentence = parse("Giao <ORG>Ủy ban nhân dân tỉnh</ORG> tổ chức")
    seeded = random.Random(1)
    made = [list(variants(sentence, load_noise(), seeded)) for _ in range(60)]
    assert all(one[0] == sentence and 2 <= len(one) <= 3 for one in made)
    texts = {other.text for one in made for other in one[2:]}
    assert {"giao ủy ban nhân dân tỉnh tổ chức", "GIAO ỦY BAN NHÂN DÂN TỈNH TỔ CHỨC"} <= texts
    assert "Giao Uỷ ban nhân dân tỉnh tổ chức" in texts
