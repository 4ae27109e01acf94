"""Every row of rules/tables.toml, indicators.toml and reporting.toml: examples match, rejects stay silent, and no
row is there that nothing needs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest

from extractor.find.tables.canonical import Matcher, compile_template, label_key, most_alike
from extractor.find.tables.grid import columns_of, fits
from extractor.find.tables.vocabulary import TableRules, compile_tables
from extractor.pipeline import load
from tests.test_rules import BOOK, Row, with_table

INDICATORS = BOOK["indicators"]
BY_ID = {row["id"]: row for row in INDICATORS["indicator"]}


@cache
def rules() -> TableRules:
    return load().tables


def columns(header: str, kind: str, with_rules: TableRules) -> Mapping[str, int]:
    return columns_of([[cell.strip()] for cell in header.split("|")], with_rules.heads[kind])


def kind_of(header: str, with_rules: TableRules) -> str | None:
    forms = (form for form in with_rules.forms if fits(form, columns(header, form.kind, with_rules)))
    return next((form.kind for form in forms), None)


def named(table: str, name: str) -> Any:
    return pytest.mark.parametrize("row", [pytest.param(row, id=str(row[name])) for row in INDICATORS[table]])


@pytest.mark.parametrize("row", BOOK["tables"]["column"], ids=lambda row: f"{row['table']}.{row['kind']}")
def test_head_of_a_column(row: Row) -> None:
    kept = [other for other in BOOK["tables"]["column"] if other is not row]
    fewer = compile_tables(with_table(BOOK, "tables", "column", kept))
    for words in row["printed"]:
        for head in (words, words.upper(), f"{words} (trong kỳ)"):
            assert columns(head, row["table"], rules()) == {row["kind"]: 0}, head
    assert any(row["kind"] not in columns(words, row["table"], fewer) for words in row["printed"]), "not needed"


@pytest.mark.parametrize("row", BOOK["tables"]["table"], ids=lambda row: "+".join((row["kind"], *row["needs"])))
def test_kind_of_a_table(row: Row) -> None:
    kept = [other for other in BOOK["tables"]["table"] if other is not row]
    fewer = compile_tables(with_table(BOOK, "tables", "table", kept))
    for header in row["examples"]:
        assert kind_of(header, rules()) == row["kind"], header
    for header in row["rejects"]:
        assert kind_of(header, rules()) != row["kind"], header
    assert any(kind_of(header, fewer) != row["kind"] for header in row["examples"]), "not needed"


@pytest.mark.parametrize(("name", "row"), BOOK["tables"]["pattern"].items(), ids=BOOK["tables"]["pattern"])
def test_pattern(name: str, row: Row) -> None:
    pattern = rules().patterns[name]
    ways = {"whole": pattern.fullmatch, "start": pattern.match, "end": pattern.search, "search": pattern.search}
    matches = ways.get(row["at"], pattern.search)
    assert [text for text in row["examples"] if not matches(text)] == []
    assert [text for text in row["rejects"] if matches(text)] == []
    assert row["rejects"]


@named("indicator", "id")
def test_indicator(row: Row) -> None:
    """Each label is found where it stands in the template, also in capitals, and not without its row."""
    kept = [other for other in INDICATORS["indicator"] if other is not row]
    fewer = compile_template(with_table(BOOK, "indicators", "indicator", kept))
    for label in row["printed"]:
        for words in (label, label.upper(), f"{label}."):
            assert matched(row, words, rules().template) == row["id"], words
        assert matched(row, label, fewer) != row["id"], "not needed"
    assert row.get("parent") is None or row["parent"] in BY_ID
    assert set(row["levels"]) <= {"province", "district", "commune"}
    assert isinstance(row["required"], bool)


def matched(row: Row, label: str, template: Any) -> str | None:
    """The row that a label is, where the rows above it and those of the same name before it were read."""
    matcher = Matcher(template)
    chain = []
    above = row.get("parent")
    while above:
        chain.insert(0, BY_ID[above])
        above = BY_ID[above].get("parent")
    for one in (*chain, row):
        for namesake in INDICATORS["indicator"]:
            if namesake is one:
                break
            if namesake.get("parent") == one.get("parent") and set(namesake["printed"]) & set(one["printed"]):
                matcher.match(namesake["printed"][0], None, "1", heads=True)
        if one is not row:
            matcher.match(one["printed"][0], None, one["id"], heads=True)
    parent = BY_ID.get(row.get("parent", ""))
    coded = parent is None or not parent.get("unit")
    return matcher.match(label, row.get("unit"), "1" if coded else None, heads=False)


@named("abbreviation", "name")
def test_abbreviation(row: Row) -> None:
    words = rules().template.words
    for name in (row["name"], *row.get("variants", ())):
        assert label_key(f"Số {name} mới", words) == label_key(f"Số {row['words']} mới", words)
        assert label_key(name, words) != label_key(name, {})


@pytest.mark.parametrize("word", INDICATORS["telling"]["words"])
def test_telling_word(word: str) -> None:
    """Two labels that differ in it alone are two indicators."""
    template = rules().template
    printed = (label for row in BY_ID.values() for label in row["printed"])
    labels = [label for label in printed if re.search(rf"\b{word}\b", label.partition("(")[0])]
    assert labels, "no label has it"
    for label in labels:
        key = label_key(label, template.words)
        entries = [replace(one, keys=frozenset((key,))) for one in template.entries.values() if key in one.keys]
        other = label_key(re.sub(rf"\b{word}\b", "", label), template.words)
        assert most_alike(other, entries, template.telling) is None, label


@named("identity", "id")
def test_identity(row: Row) -> None:
    assert set(row["parts"]) <= BY_ID.keys()
    assert ("whole" in row) != ("limit" in row)
    assert {row.get("whole", "plan"), *row.get("whole_parts", ())} <= BY_ID.keys()
    assert row.get("severity", "warning") == "warning"
    holds = {"sum": lambda whole, parts: whole == sum(parts), "at_most": lambda whole, parts: whole >= sum(parts)}
    for example in row["examples"]:
        assert holds[row["kind"]](example["whole"], example["parts"]), example
    for example in row["rejects"]:
        assert not holds[row["kind"]](example["whole"], example["parts"]), example
    for example in (*row["examples"], *row["rejects"]):
        assert len(example["parts"]) == len(row["parts"])


@pytest.mark.parametrize("row", INDICATORS["pair"], ids=lambda row: f"{row['row']}-{row['given']}")
def test_pair_of_rows(row: Row) -> None:
    assert {row["row"], row["given"]} <= BY_ID.keys()
    for examples, wrong in ((row["examples"], True), (row["rejects"], False)):
        for example in examples:
            asked = bool(example["given"]) and ("below" not in row or float(example["given"]) > 0)
            lacks = not example["row"] if "below" not in row else float(example["row"] or 0) >= row["below"]
            assert (asked and lacks) is wrong, example


def bounds(interval: str) -> tuple[date, date]:
    first, last = interval.split("/")
    return date.fromisoformat(first), date.fromisoformat(last)


def window_of(row: Row, period: str) -> str:
    first, last = bounds(period)
    month = first.month - row["months_before"]
    begin = date(first.year - (month < 1), month + 12 * (month < 1), row["from_day"])
    return f"{begin}/{last.replace(day=row['to_day'])}"


@pytest.mark.parametrize("row", BOOK["reporting"]["window"], ids=lambda row: row["regime"])
def test_reporting_window(row: Row) -> None:
    for example in row["examples"]:
        assert window_of(row, example["period"]) == example["window"]
        assert bounds(example["period"])[0].year >= row["since"]
    for example in row["rejects"]:
        assert window_of(row, example["period"]) != example["window"]


@pytest.mark.parametrize("row", BOOK["reporting"]["deadline"], ids=lambda row: f"{row['regime']}.{row['about'][:20]}")
def test_reporting_deadline(row: Row) -> None:
    for name, expected in (("examples", True), ("rejects", False)):
        for example in row[name]:
            assert (deadline_of(row, example["period"]) == example["deadline"]) is expected, example


def deadline_of(row: Row, period: str) -> str:
    last = bounds(period)[1]
    if "day" in row:
        return str(last.replace(day=row["day"]))
    window = next(one for one in BOOK["reporting"]["window"] if one["regime"] == row["regime"])
    day = bounds(window_of(window, period))[1]
    left = row["working_days"]
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < 5
    return str(day)
