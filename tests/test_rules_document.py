"""Every row of rules/signature.toml, rules/periods.toml and rules/persons.toml: what it matches, what it must not, and
that an example is lost without it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from extractor.find.persons import PersonRules, compile_persons, find_persons
from extractor.mentions import DateMention
from extractor.pipeline import load
from extractor.segment.periods import reporting_period
from tests.engine import dates, letterhead, printed, report
from tests.test_rules import BOOK, rows

Row = Mapping[str, Any]
SIGNATURE = {name: row for name, row in BOOK["signature"].items() if "pattern" in row}
SEARCHED = {"end", "anywhere"}
REPORT = "BÁO CÁO\n\n{}\n\nThực hiện kế hoạch, đơn vị báo cáo như sau:\n"


@pytest.mark.parametrize(("name", "row"), SIGNATURE.items(), ids=SIGNATURE)
def test_signature_pattern(name: str, row: Row) -> None:
    pattern = load().letterhead.ending[name]
    match = pattern.search if row.get("at") in SEARCHED else pattern.match
    assert [text for text in row["examples"] if not match(text)] == []
    assert [text for text in row["rejects"] if match(text)] == []


@pytest.mark.parametrize("word", SIGNATURE["purpose"]["words"])
def test_purpose(word: str) -> None:
    match = load().letterhead.ending["purpose"].match(f"Sở Nội vụ ({word})")
    assert match is not None
    assert (match["name"], match["purpose"]) == ("Sở Nội vụ", word)


def test_family_names_let_a_name_stand_in_capitals() -> None:
    for word in BOOK["signature"]["family_names"]["words"]:
        if len(word) > 2 and word.isalpha():
            raw = REPORT.format("Công tác năm 2021") + f"\nCHỦ TỊCH\n\n{word.upper()} VĂN HẢI\n\nTM. ỦY BAN NHÂN DÂN\n"
            raw = raw.replace("CHỦ TỊCH\n", "TM. ỦY BAN NHÂN DÂN\n\nCHỦ TỊCH\n", 1)
            signer = letterhead(raw)[1].signer
            assert signer is not None
            assert signer[0] == f"{word.upper()} VĂN HẢI"


def period_of(title: str, without: str | None = None) -> DateMention | None:
    text, head = letterhead(REPORT.format(title))
    rules = load().letterhead
    kept = tuple(form for form in rules.periods if form.id != without)
    return reporting_period(text.masked, head.title_spans, dates(text.masked), replace(rules, periods=kept))


@rows("periods", "form")
def test_period_without_its_year(row: Row) -> None:
    for example in row["examples"]:
        found = period_of(example["text"])
        assert found is not None, example
        text = letterhead(REPORT.format(example["text"]))[0].text
        assert (printed(text, found.span), found.value) == (example["match"], example["value"])
        assert found.precision == row["precision"]
    for title in row["rejects"]:
        found = period_of(title)
        assert found is None or found.rule != row["id"], title
    lost = [period_of(example["text"], row["id"]) for example in row["examples"]]
    assert all(one is None or one.rule != row["id"] for one in lost)
    assert {period_of(example["text"]).rule for example in row["examples"]} == {row["id"]}, "not needed"  # type: ignore[union-attr]


@pytest.mark.parametrize("name", ["plan", "data_window"])
def test_words_of_periods(name: str) -> None:
    row = BOOK["periods"][name]
    pattern = re.compile(row["pattern"])
    assert [text for text in row["examples"] if not pattern.search(text)] == []
    assert [text for text in row["rejects"] if pattern.search(text)] == []


def persons(text: str, rules: PersonRules | None = None) -> list[tuple[str, str, str | None]]:
    """Span, name and position of the people of a piece of text."""
    found = find_persons(text, rules or load().persons)
    return [(printed(text, person.span) or "", person.name, person.position) for person in found]


@pytest.mark.parametrize(
    "row", [pytest.param(row, id=row["id"]) for table in ("address", "leading") for row in BOOK["persons"][table]]
)
def test_person(row: Row) -> None:
    rules = load().persons
    for example in row["examples"]:
        wanted = (example["match"], example["name"], example["position"] or None)
        assert persons(example["text"]) == [wanted], example
        fewer = replace(
            rules,
            anchors={word: rule for word, rule in rules.anchors.items() if rule != row["id"]},
            leading={word: rule for word, rule in rules.leading.items() if rule != row["id"]},
        )
        assert persons(example["text"], fewer) != [wanted], "no example needs the row"
    assert [text for text in row["rejects"] if persons(text)] == []


@pytest.mark.parametrize("word", [word for row in BOOK["persons"]["address"] for word in row["words"]])
def test_form_of_address(word: str) -> None:
    assert [name for _, name, _ in persons(f"\n{word} Nguyễn Văn Hải đến dự.")] == ["Nguyễn Văn Hải"]


@pytest.mark.parametrize("word", [word for row in BOOK["persons"]["leading"] for word in row["words"]])
def test_position_before_a_name(word: str) -> None:
    assert persons(f"theo {word} Nguyễn Văn Hải.") == [(f"{word} Nguyễn Văn Hải", "Nguyễn Văn Hải", word)]


@pytest.mark.parametrize("word", BOOK["persons"]["family"]["words"])
def test_family_name_behind_a_position(word: str) -> None:
    assert [name for _, name, _ in persons(f"Chủ tịch {word} Văn Hải")] == [f"{word} Văn Hải"]


@pytest.mark.parametrize("word", BOOK["persons"]["positions"]["words"])
def test_position(word: str) -> None:
    assert persons(f"ông Nguyễn Văn Hải, {word} huyện; đã") == [
        (f"Nguyễn Văn Hải, {word} huyện", "Nguyễn Văn Hải", f"{word} huyện")
    ]


@pytest.mark.parametrize("word", BOOK["persons"]["positions"]["before"])
def test_word_before_a_position(word: str) -> None:
    assert [position for *_, position in persons(f"ông Nguyễn Văn Hải, {word} Chủ tịch xã")] == [f"{word} Chủ tịch xã"]


@pytest.mark.parametrize("word", BOOK["persons"]["ends"]["words"])
def test_word_that_ends_a_position(word: str) -> None:
    assert [position for *_, position in persons(f"ông Nguyễn Văn Hải, Chủ tịch xã {word} việc")] == ["Chủ tịch xã"]


@pytest.mark.parametrize("word", BOOK["persons"]["places"]["words"])
def test_word_that_makes_a_place(word: str) -> None:
    assert persons(f"Chủ tịch UBND {word} Vũ Quang") == []


@pytest.mark.parametrize("name", ["name", "capitals", "between"])
def test_pattern_of_persons(name: str) -> None:
    row = BOOK["persons"][name]
    pattern = getattr(compile_persons(BOOK), name)
    assert [text for text in row["examples"] if not pattern.fullmatch(text)] == []
    assert [text for text in row["rejects"] if pattern.fullmatch(text)] == []


def test_the_signer_is_a_person() -> None:
    raw = REPORT.format("Công tác năm 2021") + "\nTM. ỦY BAN NHÂN DÂN\n\nCHỦ TỊCH\n\nLê Thị Hoa\n"
    (found,) = report(raw).persons
    assert (found.name, found.position, found.found_by) == ("Lê Thị Hoa", "CHỦ TỊCH", "rule:person.signer")
