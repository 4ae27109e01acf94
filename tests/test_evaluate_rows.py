"""Rows and statements in the gold corpus: placing them, pairing them with what was found, and scoring them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from corpora.align_rows import extend
from corpora.gold_files import Gold, GoldError, check
from corpora.items import Found, Kind, Wanted, annotated_kinds, wanted_items
from corpora.matching import match
from corpora.matching_rows import ROWS, match_rows
from corpora.scoring import figures, outcomes

TEXT = """UBND huyện có **07 xã** và 12 thôn, 12 thôn mới. Giao Phòng Nội vụ chủ trì rà soát 12 thôn.
Tiêu chí 1.2.1: đạt 0/0,25 điểm; Tiêu chí 1.2.2: đạt 1/2 điểm.
| 1.1 | Số văn bản | Văn bản | 13 |
| 1.2 | Số văn bản | Văn bản | 14 |
Đồng chí A Ty, Chủ tịch xã, ban hành 14 văn bản.
"""

ANNOTATION: dict[str, Any] = {
    "document": {"period": "2021", "signer": None, "recipients": [{"name": "Sở Nội vụ", "purpose": "b/c"}]},
    "counts": [
        {"line": 1, "text": "07 xã", "kind": "count", "value": "7", "total": None, "unit": "xã", "qualifier": None},
        *(
            {"line": 1, "text": "12 thôn", "kind": "count", "value": "12", "total": None, "unit": "thôn"}
            for _ in range(3)
        ),
    ],
    "responsibilities": [
        {"line": 1, "role": "lead", "actors": ["Phòng Nội vụ"], "names": ["Phòng Nội vụ"], "task": "rà soát 12 thôn"}
    ],
    "organisations": [{"line": 1, "name": "UBND huyện", "text": "UBND huyện", "collective": False}],
    "indicators": [
        {"line": 3, "code": "1.1", "label": "Số văn bản", "unit": "Văn bản", "value_text": "13"},
        {"line": 4, "code": "1.2", "label": "Số văn bản", "unit": "Văn bản", "value_text": "14"},
    ],
    "scores": [
        {"line": 2, "criterion": "1.2.1", "achieved": "0", "maximum": "0.25", "unit": None},
        {"line": 2, "criterion": "1.2.2", "achieved": "1", "maximum": "2", "unit": None},
    ],
    "persons": [{"line": 5, "name": "A Ty", "position": "Chủ tịch xã"}],
    "findings": [
        {"line": 5, "type": "prose_vs_appendix", "quote": "14 văn bản", "severity": "warning"},
    ],
}


@pytest.fixture
def gold() -> Gold:
    header, items = extend(Gold("x", {"document": "x", "letterhead": {"doc_type": "BC"}}, (), TEXT), ANNOTATION)
    made = Gold("x", header, tuple(items), TEXT)
    check(made)
    return made


def perfect(gold: Gold) -> list[Found]:
    """What a perfect extractor finds in the text without its markup."""
    text = read(gold)
    found, behind = [], dict[str, int]()
    for item in wanted_items(gold):
        words = item.text.replace("*", "")
        start = text.index(words, behind.get(words, 0))
        behind[words] = start + (item.kind == "count")
        span = (start, start + len(words))
        found.append(Found(item.kind, item.id, words, span, item.fields, (span,)))
    return found


def read(gold: Gold) -> str:
    return gold.text.replace("*", "")


def measured(gold: Gold, found: list[Found]) -> dict[str, dict[str, float]]:
    """F1 by kind and measure."""
    wanted = wanted_items(gold)

    def of(rows: bool, items: list[Any]) -> list[Any]:
        return [item for item in items if (item.kind in ROWS) == rows]

    matches = [
        *match(of(False, wanted), of(False, found), gold.text, read(gold)),
        *match_rows(of(True, wanted), of(True, found), gold.text, read(gold)),
    ]
    result = figures(outcomes("x", matches))
    return {kind: {name: figure.f1 for name, figure in fields.items()} for kind, fields in result.items()}


def changed(found: list[Found], kind: Kind, index: int, fields: dict[str, Any]) -> list[Found]:
    """The found items with fields of the index-th of a kind changed."""
    target = [item for item in found if item.kind == kind][index]
    return [replace(item, fields={**item.fields, **fields}) if item is target else item for item in found]


def test_what_is_annotated_is_found_again(gold: Gold) -> None:
    assert {
        name for fields in measured(gold, perfect(gold)).values() for name, f1 in fields.items() if f1 != 1
    } == set()


def test_kinds_and_facts_of_the_letterhead_are_added(gold: Gold) -> None:
    assert {"count", "indicator", "reference"} <= annotated_kinds(gold)
    letterhead = next(item for item in wanted_items(gold) if item.kind == "letterhead")
    assert letterhead.fields == {
        "doc_type": "BC",
        "period": "2021",
        "data_window": None,
        "secrecy": None,
        "urgency": None,
        "signer": None,
        "recipients": ["Sở Nội vụ (b/c)"],
    }


def test_items_of_a_kind_are_replaced_not_doubled(gold: Gold) -> None:
    _, again = extend(gold, ANNOTATION)
    assert [item["id"] for item in again] == [item["id"] for item in gold.items]


def test_a_count_that_is_not_there_fails_loudly(gold: Gold) -> None:
    wrong = {"counts": [{**ANNOTATION["counts"][0], "text": "08 xã"}]}
    with pytest.raises(GoldError, match="is not there"):
        extend(gold, wrong)


@pytest.mark.parametrize(
    ("kind", "index", "fields", "measure"),
    [
        ("count", 0, {"value": "8"}, "figure"),
        ("count", 1, {"unit": "thôn mới"}, "unit"),
        ("count", 1, {"text": "12 thôn mới"}, "extent"),
        ("responsibility", 0, {"role": "assigned"}, "role_actor"),
        ("responsibility", 0, {"names": ["Phòng Nội vụ huyện Mang Yang"]}, "names"),
        ("indicator", 1, {"value_text": "15"}, "value"),
        ("score", 0, {"maximum": "0.5"}, "points"),
        ("person", 0, {"position": "Bí thư"}, "position"),
        ("finding", 0, {"kind": "sum_mismatch"}, "type"),
    ],
)
def test_a_wrong_field_lowers_its_measure(
    gold: Gold, kind: Kind, index: int, fields: dict[str, Any], measure: str
) -> None:
    result = measured(gold, changed(perfect(gold), kind, index, fields))
    assert result[kind][measure] < 1
    assert result[kind].get("span", 1) == 1, "the item itself is still the annotated one"


def test_a_missed_row_does_not_shift_the_others(gold: Gold) -> None:
    found = [item for item in perfect(gold) if item.fields.get("code") != "1.1"]
    result = measured(gold, found)["indicator"]
    assert result["span"] == result["value"] == pytest.approx(2 / 3)


def test_a_finding_elsewhere_is_spurious(gold: Gold) -> None:
    start = TEXT.replace("*", "").index("Tiêu chí 1.2.1")
    found = [
        replace(item, span=(start, start + 5), places=((start, start + 5),)) if item.kind == "finding" else item
        for item in perfect(gold)
    ]
    assert measured(gold, found)["finding"]["span"] == 0


def test_a_finding_may_name_either_of_the_places_that_it_is_between(gold: Gold) -> None:
    start = TEXT.replace("*", "").index("Số văn bản")
    found = [
        replace(item, span=(start, start + 5), places=((start, start + 5), item.span))
        if item.kind == "finding"
        else item
        for item in perfect(gold)
    ]
    assert measured(gold, found)["finding"]["span"] == 1


def test_one_finding_may_tell_several_annotated_ones_of_its_type(gold: Gold) -> None:
    twice = {"findings": [ANNOTATION["findings"][0], {**ANNOTATION["findings"][0], "line": 4, "quote": "Văn bản | 14"}]}
    header, items = extend(gold, twice)
    both = Gold("x", header, tuple(items), TEXT)
    one, other = (item for item in perfect(both) if item.kind == "finding")
    assert measured(both, [replace(one, places=(one.span, other.span))])["finding"]["span"] == 1
    assert measured(both, [replace(one, places=(one.span,))])["finding"]["span"] < 1


def test_wanted_items_carry_the_line_of_the_file(gold: Gold) -> None:
    first: Wanted = wanted_items(gold)[0]
    assert (first.kind, first.line, first.text) == ("count", 1, "07 xã")
