"""The rows of rules/counts.toml: each example is read as written, each reject stays silent, a row that no example needs
is a failure, and every word of a list does what the list is for."""

from __future__ import annotations

import re
from typing import Any

import pytest

from extractor.find.counts import CountRules, compile_counts, find_counts
from extractor.find.counts.numerals import read_numeral
from extractor.mentions import CountMention
from extractor.pipeline import load
from tests.engine import citations, dates, printed
from tests.test_rules import BOOK, Row, rows, with_table

RULES = BOOK["counts"]


def counts(text: str, rules: CountRules | None = None) -> tuple[CountMention, ...]:
    """The quantities of one piece of text."""
    found = dates(text)
    taken = sorted([*(one.span for one in found), *(one.span for one in citations(text))])
    return find_counts(text, taken, found, rules or load().counts)


def shown(text: str, rules: CountRules | None = None) -> list[str]:
    """The quantities as the rows write them: "34/34 nhiệm vụ = ratio 34/34 [nhiệm vụ] at_least"."""
    return [_shown(text, mention) for mention in counts(text, rules)]


def _shown(text: str, found: CountMention) -> str:
    total = f"/{found.total}" if found.total else ""
    exact = f" {found.qualifier}" if found.qualifier else ""
    return f"{printed(text, found.span)} = {found.kind} {found.value}{total} [{found.unit or ''}]{exact}"


def units(text: str, rules: CountRules | None = None) -> list[str | None]:
    return [mention.unit for mention in counts(text, rules)]


def without(table: str, row: Row) -> CountRules:
    kept = [other for other in RULES[table] if other is not row]
    return compile_counts(with_table(BOOK, "counts", table, kept))


def words(table: str, key: str = "words", *, among: str | None = None) -> Any:
    """Every word of a table, or of all rows of a list of tables, as a parameter."""
    found = RULES[table]
    lists = [found] if isinstance(found, dict) else found
    made = [pytest.param(word, id=word) for row in lists for word in row[key]]
    return pytest.mark.parametrize("word", made)


def rowed(table: str) -> Any:
    """Every word of a list of rows with its row."""
    made = [pytest.param(word, row, id=word) for row in RULES[table] for word in row["words"]]
    return pytest.mark.parametrize(("word", "row"), made)


def test_number() -> None:
    pattern = load().counts.number
    assert [text for text in RULES["number"]["examples"] if not pattern.fullmatch(text)] == []
    assert [text for text in RULES["number"]["rejects"] if pattern.search(text)] == []


@rows("counts", "numeral")
def test_numeral(row: Row) -> None:
    fewer = without("numeral", row).numerals
    for example in row["examples"]:
        assert read_numeral(example["text"], load().counts.numerals) == example["value"]
    plain = [example for example in row["examples"] if not example["text"].isdecimal()]
    assert any(read_numeral(example["text"], fewer) != example["value"] for example in plain), "not needed"
    assert [text for text in row["rejects"] if re.fullmatch(row["pattern"], text)] == []


@rows("counts", "magnitude")
def test_magnitude(row: Row) -> None:
    fewer = without("magnitude", row)
    for example in row["examples"]:
        assert [found.value for found in counts(example["text"])] == [example["value"]]
    first = row["examples"][0]
    assert [found.value for found in counts(first["text"], fewer)] != [first["value"]], "not needed"


@rowed("magnitude")
def test_word_of_a_magnitude(word: str, row: Row) -> None:
    assert [found.value for found in counts(f"thu được 3 {word} đồng.")] == [str(3 * row["factor"])]


@rows("counts", "unit")
def test_unit(row: Row) -> None:
    for example in row["examples"]:
        assert shown(example["text"]) == example["found"]
        assert row["id"] in [found.rule for found in counts(example["text"])]
    fewer = without("unit", row)
    assert any(shown(example["text"], fewer) != example["found"] for example in row["examples"]), "not needed"


@rowed("unit")
def test_word_of_a_unit(word: str, row: Row) -> None:
    found = counts(f"đạt 12 {word}, còn")
    assert [(one.kind, one.unit, one.rule) for one in found] == [(row["kind"], word, row["id"])]


@rows("counts", "form")
def test_form(row: Row) -> None:
    for example in row["examples"]:
        assert shown(example["text"]) == example["found"]
    named = {found.rule for example in row["examples"] for found in counts(example["text"])}
    assert row["id"] in named
    assert [text for text in row.get("rejects", ()) if row["id"] in [found.rule for found in counts(text)]] == []


def test_every_rule_that_a_count_names_is_a_row() -> None:
    known = {row["id"] for table in ("unit", "form") for row in RULES[table]}
    texts = [example["text"] for table in ("unit", "form") for row in RULES[table] for example in row["examples"]]
    assert {found.rule for text in texts for found in counts(text)} == known


@rows("counts", "family")
def test_family(row: Row) -> None:
    check_noun("family", row)
    first, *others = row["words"]
    for other in others:
        assert units(f"tại 12 {first}, {other} thuộc tỉnh") == [f"{first}, {other}"]


@rows("counts", "noun")
def test_noun(row: Row) -> None:
    check_noun("noun", row)
    assert [text for text in row.get("rejects", ()) if "count" in [found.kind for found in counts(text)]] == []


@rows("counts", "attribute")
def test_attribute(row: Row) -> None:
    check_noun("attribute", row)


def check_noun(table: str, row: Row) -> None:
    for example in row["examples"]:
        assert example["unit"] in units(example["text"]), example["text"]
    fewer = without(table, row)
    rules = [[found.rule for found in counts(example["text"], fewer)] for example in row["examples"]]
    lost = [example for example in row["examples"] if example["unit"] not in units(example["text"], fewer)]
    assert lost or any("count.noun" not in names for names in rules), "not needed"


@pytest.mark.parametrize("table", ["noun", "family"])
def test_counted_words(table: str) -> None:
    lost = []
    for row in RULES[table]:
        for word in (*row["words"], *row.get("heads", ())):
            found = [(one.unit, one.rule) for one in counts(f"hiện có 12 {word} thuộc tỉnh")]
            lost += [] if found == [(word, "count.noun")] else [(word, found)]
    assert lost == []


def test_attributes_belong_to_the_noun() -> None:
    attributes = [word for row in RULES["attribute"] for word in row["words"]]
    assert [word for word in attributes if units(f"có 12 hồ sơ {word} thuộc tỉnh") != [f"hồ sơ {word}"]] == []


def test_rates() -> None:
    assert [w for w in RULES["rate"]["words"] if units(f"được 5 tấn/{w} là") != [f"tấn/{w}"]] == []
    assert [word for word in RULES["rate"]["times"] if counts(f"họp 2 hội nghị/{word} tại")] == []


def test_stops() -> None:
    assert [word for word in RULES["stop"]["words"] if units(f"có 12 chậu {word} huyện") != ["chậu"]] == []


@pytest.mark.parametrize("table", ["duration", "named"])
def test_time_and_names_are_no_quantities(table: str) -> None:
    assert [word for word in RULES[table]["words"] if counts(f"với 12 {word} qua")] == []
    assert [text for text in RULES[table]["examples"] if counts(text)] == []


@rows("counts", "blocker")
def test_blocker(row: Row) -> None:
    assert [text for text in row["examples"] if counts(text)] == []
    assert [text for text in row["rejects"] if not counts(text)] == []
    fewer = without("blocker", row)
    assert any(counts(text, fewer) for text in row["examples"]), "not needed"
    assert [word for word in row["words"] if counts(f"tại {word} 4 chậu của")] == []
    # Without citations: "Nghị quyết 4" is one, and nothing inside it is looked at.
    counted = {word for word in row["words"] if find_counts(f"tại {word} 4 hồ sơ của", (), (), load().counts)}
    assert counted == (set(row["words"]) if row.get("unless_counted") else set())


def test_words_that_count_after_all() -> None:
    rules = compile_counts(with_table(BOOK, "counts", "counting", {**RULES["counting"], "words": []}))  # type: ignore[arg-type]
    assert [word for word in RULES["counting"]["words"] if not counts(f"có {word} 12 hồ sơ")] == []
    assert [word for word in RULES["counting"]["words"] if counts(f"có {word} 12 hồ sơ", rules)] == []
    assert [text for text in RULES["counting"]["examples"] if not counts(text)] == []


@rows("counts", "qualifier", "name")
def test_qualifier(row: Row) -> None:
    assert {counts(text)[-1].qualifier for text in row["examples"]} == {row["name"]}
    assert [text for text in row.get("rejects", ()) if counts(text)[-1].qualifier == row["name"]] == []
    form = "từ 12 hồ sơ {}" if row.get("after") else "đạt {} 12 hồ sơ"
    lost = [word for word in row["words"] if counts(form.format(word))[-1].qualifier != row["name"]]
    assert lost == []


def test_places() -> None:
    found = [(word, counts(f"34 nhiệm vụ trên 6 {word} này")[-1]) for word in RULES["place"]["words"]]
    assert [word for word, mention in found if mention.qualifier] == []


@pytest.mark.parametrize("name", ["stated", "rated", "aside"])
def test_pattern_of_counts(name: str) -> None:
    pattern: re.Pattern[str] = getattr(load().counts.units if name == "aside" else load().counts.lists, name)
    assert [text for text in RULES[name]["examples"] if not pattern.search(text)] == []
    assert [text for text in RULES[name]["rejects"] if pattern.search(text)] == []


def test_past() -> None:
    row, pattern = RULES["as_of_past"], load().counts.context.past
    assert [text for text in row["examples"] if not pattern.match(text)] == []
    assert [text for text in row["rejects"] if pattern.match(text)] == []


@pytest.mark.parametrize(
    ("table", "form"),
    [("as_of", "{} ngày 30/5/2021 xã có 12 xã"), ("as_of_past", "kết quả, {} ngày 30/5/2021, đã có 12 xã")],
)
def test_day_of_a_figure(table: str, form: str) -> None:
    lost = [word for word in RULES[table]["words"] if counts(form.format(word))[0].as_of is None]
    assert lost == []


def test_lists() -> None:
    assert [
        word for word in RULES["joins"]["words"] if units(f"có 19 {word} 06 thủ tục") != ["thủ tục", "thủ tục"]
    ] == []
    assert [
        word for word in RULES["listed"]["words"] if units(f"có 52 người, {word} 30, và") != ["người", "người"]
    ] == []
    assert [word for word in RULES["claiming"]["words"] if not counts(f"qua {word} 8/10, nên")] == []


def test_words_of_money() -> None:
    lost = [word for word in RULES["money_context"]["words"] if counts(f"{word} khoảng 1,5 triệu.")[0].kind != "money"]
    assert lost == []
    assert counts("có khoảng 1,5 triệu.")[0].kind == "count"


def test_numbers_in_words() -> None:
    text = "có 02 ({}) hồ sơ và {} (02) xã"
    lost = []
    for word in RULES["number_words"]["words"]:
        made = text.format(word, word)
        spans = [printed(made, one.span) for one in counts(made)]
        lost += [] if spans == [f"02 ({word}) hồ sơ", f"{word} (02) xã"] else [(word, spans)]
    assert lost == []


def test_part_of_a_whole() -> None:
    assert [word for word in RULES["whole"]["words"] if units(f"có 2/3 {word} thành viên của") != ["thành viên"]] == []
