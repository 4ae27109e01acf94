"""Alignment of annotations, matching of items, scoring: on small documents made up for the purpose."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest

from corpora import evaluate as command
from corpora.align import align
from corpora.floors import raised, read_floors, write_floors
from corpora.gold_files import CORPORA, GOLD, Gold, GoldError, check, load_all
from corpora.items import Found, Wanted, wanted_items
from corpora.listing import differences, errors
from corpora.matching import match
from corpora.measures import token_f1
from corpora.scoring import Figure, b_cubed, figures, outcomes
from corpora.squash import printed, words
from corpora.table import as_data, show

TEXT = """# **I. VIỆC ĐÃ LÀM**

Thực hiện **Quyết định** số 12/QĐ-UBND ngày 05/3/2021 của UBND tỉnh, Quyết
định số 12/QĐ-UBND được gửi đi; theo Kế hoạch số 7/KH-

<sup>1</sup> Xem Kế hoạch số 8/KH-UBND.

UBND ngày 06/4/2021.
"""


def _reference(line: int, text: str, code: str | None = None, **fields: Any) -> dict[str, Any]:
    number, _, symbol = (code or "/").partition("/")
    base = {
        "kind": "numbered",
        "doc_type": "QĐ",
        "number": number or None,
        "year": None,
        "symbol": symbol or None,
        "code": code,
        "date": None,
        "issuer": None,
        "provision": None,
        "title": None,
        "relation": "mentions",
        "cluster": code,
    }
    return {"line": line, "text": text} | base | fields


def _date(line: int, text: str, value: str) -> dict[str, Any]:
    return {"line": line, "text": text, "value": value, "precision": "day", "bound": None}


ANNOTATION: dict[str, Any] = {
    "document": "x",
    "references": [
        _reference(3, "Quyết định số 12/QĐ-UBND", "12/QĐ-UBND", date="2021-03-05", issuer="UBND tỉnh Gia Lai"),
        _reference(3, "Quyết định số 12/QĐ-UBND", "12/QĐ-UBND"),
        _reference(4, "Kế hoạch số 7/KH-UBND", "7/KH-UBND", doc_type="KH", title="về việc đã làm"),
        _reference(6, "Kế hoạch số 8/KH-UBND", "8/KH-UBND", doc_type="KH"),
    ],
    "sections": [{"line": 1, "label": "I", "path": "I", "level": 1, "title": "VIỆC ĐÃ LÀM", "role": "results"}],
    "dates": [_date(3, "ngày 05/3/2021", "2021-03-05"), _date(8, "ngày 06/4/2021", "2021-04-06")],
}


def _gold(annotation: dict[str, Any] = ANNOTATION, text: str = TEXT) -> Gold:
    gold = Gold("x", {"document": "x", "file": "x.txt"}, tuple(align(annotation, text)), text)
    check(gold)
    return gold


def _as_read(text: str = TEXT) -> str:
    """The text as a reader hands it over: markup gone, lines joined, the footnote behind the body."""
    note = "<sup>1</sup> Xem Kế hoạch số 8/KH-UBND.\n\n"
    body = text.replace(note, "").replace("KH-\n\n", "KH-").replace("Quyết\n", "Quyết ")
    return body.replace("*", "").replace("# ", "") + "1 Xem Kế hoạch số 8/KH-UBND.\n"


def _perfect(gold: Gold, text: str) -> list[Found]:
    """What a perfect extractor finds in `text`: the annotated items, the n-th of the same words at their n-th place."""
    found: list[Found] = []
    behind: dict[str, int] = {}
    for item in wanted_items(gold):
        start = text.index(item.text, behind.get(item.text, 0))
        behind[item.text] = start + 1
        end = start + 1 if item.kind == "section" else start + len(item.text)
        found.append(Found(item.kind, f"f{len(found)}", item.text, (start, end), item.fields))
    return found


# Alignment


def test_quotes_are_found_through_markup_line_ends_and_a_footnote_between_the_halves() -> None:
    items = {item["id"]: item for item in _gold().items}
    assert TEXT[slice(*items["r1"]["span"])] == "Quyết định** số 12/QĐ-UBND"
    assert TEXT[slice(*items["r2"]["span"])] == "Quyết\nđịnh số 12/QĐ-UBND"
    assert [TEXT[slice(*part)] for part in items["r3"]["parts"]] == ["Kế hoạch số 7/KH-", "UBND"]
    assert TEXT[slice(*items["s1"]["span"])] == "I. VIỆC ĐÃ LÀM"
    assert items["d2"]["value"] == "2021-04-06"
    assert items["r1"]["kind"] == "reference"
    assert items["r1"]["form"] == "numbered"


@pytest.mark.parametrize(
    ("reference", "reason"),
    [
        (_reference(3, "Quyết định số 13/QĐ-UBND"), "is not there"),
        (_reference(6, "Quyết định số 12/QĐ-UBND"), "is not there"),
        (_reference(3, "Quyết định số 1"), "is not there"),
        (_reference(3, "Quyết"), "more than once"),
        (_reference(99, "Quyết định số 12/QĐ-UBND"), "the file has"),
    ],
)
def test_a_quote_that_is_missing_cut_inside_a_number_or_ambiguous_fails_loudly(
    reference: dict[str, Any], reason: str
) -> None:
    with pytest.raises(GoldError, match=reason):
        align({"document": "x", "references": [reference]}, TEXT)


def test_an_ambiguous_quote_can_be_named_by_its_occurrence() -> None:
    text = "UBND tỉnh; UBND tỉnh; UBND tỉnh\n"
    (item,) = align({"references": [_reference(1, "UBND tỉnh", occurrence=2)]}, text)
    assert item["span"] == [11, 20]


def test_a_date_is_not_found_inside_the_date_before_it() -> None:
    text = "Trong 6 tháng đầu năm 2021, kế hoạch năm 2021\n"
    dates = [_date(1, "6 tháng đầu năm 2021", "2021-01-01/2021-06-30"), _date(1, "năm 2021", "2021")]
    assert [item["span"] for item in align({"dates": dates}, text)] == [[6, 26], [37, 45]]


def test_a_law_is_found_inside_the_name_of_the_law_that_amends_it() -> None:
    text = "Luật sửa đổi một số điều của Luật Nhà ở\n"
    laws = [_reference(1, text.strip()), _reference(1, "Luật Nhà ở")]
    assert [item["span"] for item in align({"references": laws}, text)] == [[0, 39], [29, 39]]


def test_a_changed_text_is_noticed() -> None:
    gold = _gold()
    with pytest.raises(GoldError, match="not what stands at its span"):
        check(dataclasses.replace(gold, text=gold.text.replace("12/QĐ", "13/QĐ")))


def test_every_gold_file_stands_where_it_says_and_names_its_documents_file() -> None:
    golds = load_all()
    assert [gold.document for gold in golds] == [
        *("000", "001", "002", "003", "004", "021", "027", "036", "042", "044", "047")
    ]
    assert all(gold.runs_on.exists() and gold.header["annotated"] for gold in golds)
    assert GOLD == CORPORA / "gold"


# Squashing and matching


def test_squashing_keeps_the_way_back() -> None:
    text = "a **Số:** <sup>(1)</sup> 12/QĐ"
    assert printed(text).text == "aSố:(1)12/QĐ"
    squashed = words(text)
    assert squashed.text == "asố112qđ"
    assert text[slice(*squashed.span(4, 8))] == "12/QĐ"


def test_a_perfect_prediction_gives_one_everywhere() -> None:
    gold = _gold()
    text = _as_read()
    records = outcomes("x", match(wanted_items(gold), _perfect(gold, text), gold.text, text))
    assert {record["state"] for record in records} == {"matched"}
    for fields in figures(records).values():
        assert all(figure.f1 == 1.0 for figure in fields.values())
    assert list(errors(records, {"x": text})) == []


def test_a_shifted_span_is_a_miss_and_a_spurious_item() -> None:
    gold = _gold()
    text = _as_read()
    found = _perfect(gold, text)
    start, end = found[0].span
    found[0] = dataclasses.replace(found[0], span=(start + 6, end), text=text[start + 6 : end])
    records = outcomes("x", match(wanted_items(gold), found, gold.text, text))
    assert sorted(record["state"] for record in records if record["kind"] == "reference") == [
        *("matched", "matched", "matched", "missed", "spurious")
    ]
    assert figures(records)["reference"]["span"] == Figure(3.0, 3.0, 4, 4)
    listed = list(errors(records, {"x": text}))
    assert len(listed) == 3  # and the other mention of the document has lost its companion
    assert sum("WRONG     cluster" in line for line in listed) == 1
    assert any("MISSED" in line and "⟦Quyết định số 12/QĐ-UBND⟧ ngày" in line for line in listed)
    assert any("SPURIOUS" in line and "⟦định số 12/QĐ-UBND⟧ ngày" in line for line in listed)


def test_a_comma_taken_into_the_span_is_an_error() -> None:
    gold = _gold()
    text = _as_read().replace("UBND ngày 06", "UBND, ngày 06")
    found = _perfect(gold, text)
    longer = [
        dataclasses.replace(item, span=(item.span[0], item.span[1] + 1), text=item.text + ",")
        if "số 7" in item.text
        else item
        for item in found
    ]
    records = outcomes("x", match(wanted_items(gold), longer, gold.text, text))
    assert [record["state"] for record in records].count("missed") == 1


def test_repeated_quotes_are_told_apart_by_what_stands_around_them() -> None:
    file = "Đầu tiên là năm 2021 ở đây.\nSau đó đến năm 2021 ở kia.\n"
    gold = _gold({"document": "x", "dates": [_date(2, "năm 2021", "2021")]}, file)
    moved = "Sau đó đến năm 2021 ở kia.\nĐầu tiên là năm 2021 ở đây.\n"
    (only,) = match(wanted_items(gold), [], gold.text, moved)
    assert only.span == (11, 19)


def test_words_that_stand_elsewhere_by_chance_are_not_the_annotated_ones() -> None:
    file = "Trong báo cáo của tỉnh có nêu năm 2021 là năm chuyển đổi số.\n"
    gold = _gold({"document": "x", "dates": [_date(1, "năm 2021", "2021")]}, file)
    other = "Huyện đã phê duyệt dự án cầu đường từ năm 2021 nhờ vốn vay ưu đãi.\n"
    found = [Found("date", "d", "năm 2021", (38, 46), {"value": "2021", "precision": "year", "bound": None})]
    assert other[38:46] == "năm 2021"
    records = outcomes("x", match(wanted_items(gold), found, gold.text, other))
    assert sorted(record["state"] for record in records) == ["missed", "spurious"]
    assert any("not in the text that was read" in line for line in errors(records, {"x": other}))


def test_a_mention_that_is_still_cut_in_the_report_is_found_by_its_halves() -> None:
    gold = _gold()
    cut = next(m for m in match(wanted_items(gold), [], gold.text, TEXT) if m.wanted and "số 7" in m.wanted.text)
    assert cut.span is not None
    assert TEXT[slice(*cut.span)].startswith("Kế hoạch số 7/KH-\n")
    assert TEXT[slice(*cut.span)].endswith("UBND")


# Scoring


def _mention(index: int, gold: str | None, found: str | None) -> Any:
    from corpora.matching import Match

    wanted = Wanted("reference", f"r{index}", "x", 1, ((index, index + 1),), {"cluster": gold}) if gold else None
    other = Found("reference", f"f{index}", "x", (index, index + 1), {"cluster": found}) if found else None
    return Match(wanted, other, (index, index + 1))


def test_b_cubed_on_the_example_of_bagga_and_baldwin() -> None:
    # Truth {1-5} {6,7} {8-12}; response {1-5} {6-12}: precision 0.762, recall 1 (Bagga and Baldwin 1998, response 1:
    # {1-5} {6,7,8-12} has 16/21).
    truth, answer = "aaaaabbccccc", "xxxxxyyyyyyy"
    scores = b_cubed([_mention(index, *pair) for index, pair in enumerate(zip(truth, answer, strict=True))]).values()
    assert sum(precision or 0 for precision, _ in scores) / 12 == pytest.approx(16 / 21)
    assert {recall for _, recall in scores} == {1.0}


def test_a_mention_of_one_side_only_is_a_cluster_of_its_own_on_the_other() -> None:
    matches = [_mention(0, "a", "x"), _mention(1, "a", None), _mention(2, None, "x")]
    assert b_cubed(matches) == {0: (0.5, 0.5), 1: (None, 0.5), 2: (0.5, None)}


def test_a_field_that_few_items_state_earns_nothing_for_agreeing_on_nothing() -> None:
    gold = _gold()
    text = _as_read()
    found = [
        dataclasses.replace(item, fields={**item.fields, "title": None}) if item.kind == "reference" else item
        for item in _perfect(gold, text)
    ]
    title = figures(outcomes("x", match(wanted_items(gold), found, gold.text, text)))["reference"]["title"]
    assert (title.found, title.gold, title.f1) == (0, 1, 0.0)


def test_titles_are_compared_by_words_and_issuers_without_case() -> None:
    assert token_f1("về việc ban hành", "Về việc ban hành,") == 1.0
    assert token_f1("về việc ban hành", "về việc") == pytest.approx(2 * 2 / 6)
    assert token_f1(None, "về") == 0.0
    gold = _gold()
    text = _as_read()
    found = _perfect(gold, text)
    found[0] = dataclasses.replace(found[0], fields={**found[0].fields, "issuer": "ubnd  Tỉnh Gia Lai"})
    records = outcomes("x", match(wanted_items(gold), found, gold.text, text))
    assert figures(records)["reference"]["issuer"].f1 == 1.0


def test_figures_without_anything_to_find() -> None:
    assert (Figure(0, 0, 0, 0).f1, Figure(0, 0, 1, 0).f1, Figure(0, 0, 0, 1).f1) == (1.0, 0.0, 0.0)


# Comparing runs, floors, printing


def test_against_lists_gains_and_losses_item_by_item() -> None:
    gold = _gold()
    text = _as_read()
    perfect = _perfect(gold, text)
    spurious = Found(
        "date", "z", "UBND tỉnh", (text.index("UBND tỉnh"), text.index("UBND tỉnh") + 9), perfect[-1].fields
    )
    spurious = dataclasses.replace(spurious, fields={"value": None, "precision": "day", "bound": None})
    wrong = dataclasses.replace(perfect[0], fields={**perfect[0].fields, "issuer": None})
    old, new = (
        outcomes("x", match(wanted_items(gold), found, gold.text, text))
        for found in ([wrong, *perfect[1:], spurious], [perfect[0], *perfect[2:]])
    )
    old = json.loads(json.dumps(old))  # as it comes from a file
    changes = differences(old, new)
    assert [gained for gained, line in changes if "matched -> missed" in line] == [False]
    assert [gained for gained, line in changes if "no longer spurious" in line] == [True]
    assert [gained for gained, line in changes if " issuer: " in line] == [True]
    assert differences(new, json.loads(json.dumps(new))) == []


def test_floors_only_go_up(tmp_path: Any) -> None:
    path = tmp_path / "floors.toml"
    write_floors(path, raised({}, {"all": {"date": {"span": Figure(9, 9, 10, 10)}}, "x": {}}))
    assert read_floors(path) == {"all.date": {"span": 0.9}}
    lower = raised(read_floors(path), {"all": {"date": {"span": Figure(5, 5, 10, 10), "value": Figure(1, 1, 3, 3)}}})
    assert lower == {"all.date": {"span": 0.9, "value": 0.3333}}


def test_tables_are_plain_when_not_on_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    one = {"date": {"span": Figure(9, 9, 10, 12)}}
    show({"x": one, "y": one, "all": one})
    printed_tables = capsys.readouterr().out
    assert "F1 by document" in printed_tables
    assert "0.9000 0.7500 0.8182" in " ".join(printed_tables.split())
    assert as_data({"all": one})["all"]["date"]["span"]["recall"] == 0.75


def test_a_document_that_cannot_be_read_misses_everything() -> None:
    def extract(_path: object) -> Any:
        raise OSError("gone")

    evaluation = command.evaluate([dataclasses.replace(_gold(), header={"file": "x"})], extract)
    assert evaluation.unread == {"x": "gone"}
    assert evaluation.figures()["reference"]["span"].recall == 0.0


@pytest.mark.parametrize("args", [["--only", "999"], ["--files", "nowhere"], ["--only", "003", "--raise-floors"]])
def test_a_wrong_command_says_so(args: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(args) == 1
    assert capsys.readouterr().err.startswith("trichluc evaluate: ")
