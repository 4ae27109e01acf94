"""Noise made by hand, and the counting of real noise."""

from __future__ import annotations

import random
from collections import Counter

from corpora.confusions import Counts, count
from corpora.noise import codes, f1, load_noise, noisy_number, noisy_source, noisy_words
from extractor.pipeline import extract_source
from tests.engine import LETTERHEAD, recognised_source

BODY = LETTERHEAD + "".join(
    f"Thực hiện Quyết định số {number}/QĐ-UBND ngày 26/12/2020 của UBND tỉnh về tổ chức, kiểm tra công tác văn thư;\n"
    for number in range(201, 241)
)


def test_noise_is_seeded() -> None:
    source, noise = recognised_source(BODY), load_noise()
    made = [noisy_source(source, noise, random.Random(seed), 8, recognised=True) for seed in (1, 1, 2)]
    assert made[0] == made[1] != made[2]
    assert made[0].pages[0].ocr


def test_words_keep_their_length() -> None:
    read = noisy_words("TỔ CHỨC kiểm tra " * 50, load_noise(), random.Random(1))
    assert len(read) == len("TỔ CHỨC kiểm tra " * 50)
    assert {"TỐ", "TỔ", "kiếm", "kiểm"} <= set(read.split())


def test_a_number_is_broken_in_one_place() -> None:
    noise = load_noise()
    made = {noisy_number("751/QĐ-UBND", noise, random.Random(seed)) for seed in range(200)}
    assert "751/QĐ-UBND" not in made
    assert {"751/QĐĐ-UBND", "751/QD-UBND", "751QĐ-UBND"} <= made


def test_reading_through_noise_gains() -> None:
    source, noise = recognised_source(BODY), load_noise()
    clean = codes(extract_source(source))
    blind, through = (
        f1([(codes(extract_source(noisy_source(source, noise, random.Random(3), 8, recognised=known))), clean)])
        for known in (False, True)
    )
    assert blind < 0.8
    assert through > 0.9


def test_f1_counts_each_mention() -> None:
    assert f1([(Counter(a=2, b=1), Counter(a=1, c=1))]) == 2 / 5
    assert f1([]) == 1.0


def test_confusions_are_counted_in_numbers_and_in_words() -> None:
    counts = Counts()
    printed = "Thực hiện Quyết định số 751/QĐ-UBND về tổ chức và kiểm tra, tổ chức"
    count(printed, "Thực hiện Quyết định số 751/QĐÐ-UBND về tố chức và kiếm tra, tổ chức", counts)
    assert counts.numbers == Counter({("", "Ð"): 1})
    assert counts.words == Counter({("ổ", "ố"): 1, ("ể", "ế"): 1})
    assert (counts.all_numbers, counts.broken_numbers) == (1, 1)
    assert counts.printed_in_words["ổ"] == 2


def test_words_that_are_not_the_same_words_are_not_counted() -> None:
    counts = Counts()
    count("một hai ba", "một xyzw ba", counts)
    assert counts.words == Counter()
