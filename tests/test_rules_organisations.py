"""The rows of rules/organisations.toml: each example is found by its row, each reject stays silent, and a row that no
example needs is a failure."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest

from extractor.find.organisations import OrganisationRules, compile_organisations, find_organisations
from extractor.mentions import OrganisationMention
from extractor.pipeline import load
from tests.test_rules import BOOK, Row, rows, with_table

ORGANISATIONS = BOOK["organisations"]
BODIES: Sequence[Row] = ORGANISATIONS["body"]


def bodies(text: str, compiled: OrganisationRules | None = None) -> tuple[OrganisationMention, ...]:
    return find_organisations(text, compiled or load().organisations)


def without(row: Row, table: str) -> OrganisationRules:
    kept = [other for other in ORGANISATIONS[table] if other is not row]
    return compile_organisations(with_table(BOOK, "organisations", table, kept))


def found(text: str, compiled: OrganisationRules | None = None) -> list[tuple[str, str | None]]:
    """Printed words and row of each body."""
    return [(text[one.span[0] : one.span[1]], one.register_id) for one in bodies(text, compiled)]


@rows("organisations", "body")
def test_body(row: Row) -> None:
    ids = [one.register_id for one in bodies(row["example"])]
    assert row["id"] in ids, bodies(row["example"])


@pytest.mark.parametrize(
    ("row", "words"), [(row, words) for row in BODIES for words in (row["name"], *row.get("variants", ()))]
)
def test_name_and_variant_of_a_body(row: Row, words: str) -> None:
    behind = {"state": " tại", "party": " Huyện ủy về", "city": " về", "province": " tỉnh về"}.get(
        row["level"], " huyện về"
    )
    text = f"{'-' if row.get('listed') else 'gửi'} {words}{behind}"
    wanted = row["name"] if behind in (" tại", " về") else row["name"] + behind.removesuffix(" về")
    assert [(one.name, one.register_id) for one in bodies(text)] == [(wanted, row["id"])]


@pytest.mark.parametrize("row", [row for row in BODIES if "not_before" in row], ids=lambda row: row["id"])
def test_words_behind_that_make_it_another_thing(row: Row) -> None:
    assert [words for words in row["not_before"] if found(f"xây dựng {row['name']}{words} hiện đại")] == []


@pytest.mark.parametrize("row", [row for row in BODIES if "not_after" in row], ids=lambda row: row["id"])
def test_words_before_that_make_it_another_thing(row: Row) -> None:
    assert [words for words in row["not_after"] if found(f"theo Luật {words}{row['name']} quy định")] == []


def test_ids_of_bodies_are_unique_and_successors_exist() -> None:
    ids = [row["id"] for row in BODIES]
    assert len(ids) == len(set(ids))
    assert {row["successor"] for row in BODIES if "successor" in row} <= set(ids)
    assert all(("successor" in row) == ("until" in row) for row in BODIES)
    assert {row["level"] for row in BODIES} == {
        "state", "province", "district", "commune", "city", "committee", "own", "local", "party",
    }  # fmt: skip


@pytest.mark.parametrize("row", ORGANISATIONS["office"], ids=lambda row: row["words"][0])
def test_office(row: Row) -> None:
    for word in row["words"]:
        text = f"Giao {word} UBND huyện tổ chức"
        if word == "VP":  # has a row with the committee
            text = "Giao VP Huyện ủy tổ chức"
        (one, *_) = bodies(text)
        printed = text[one.span[0] : one.span[1]]
        assert printed == text.removeprefix("Giao ").removesuffix(" tổ chức"), word
        whole, body = row.get("short", {}).get(word, word), printed.removeprefix(f"{word} ")
        assert (one.name, one.office) == ((f"{whole} {body}", None) if row.get("organ") else (body, whole))


def test_organ_of_each_of_a_list() -> None:
    names = [one.name for one in bodies("- Thường trực: Huyện ủy, HĐND huyện;")]
    assert names == ["Thường trực Huyện ủy", "Thường trực HĐND huyện"]


@pytest.mark.parametrize("row", [row for row in BODIES if row.get("listed")], ids=lambda row: row["id"])
def test_body_that_only_a_list_names(row: Row) -> None:
    assert found(f"đăng trên {row['name']} tỉnh") == []
    assert [one for _, one in found(f"- {row['name']} tỉnh;")] == [row["id"]]


@pytest.mark.parametrize(("row", "short"), [(row, short) for row in BODIES for short in row.get("inside", ())])
def test_short_form_behind_a_body_of_the_party(row: Row, short: str) -> None:
    assert [one.name for one in bodies(f"- Ban Dân vận {short};")] == [f"Ban Dân vận {short}"]
    assert bodies(f"theo {short} đã") == ()
    assert row["kind"] == "party"


@pytest.mark.parametrize("kind", ["examples", "rejects"])
def test_words_of_the_whole_country(kind: str) -> None:
    row, pattern = ORGANISATIONS["national"], load().names.register.national
    assert [text for text in row[kind] if bool(pattern.search(text)) != (kind == "examples")] == []


@pytest.mark.parametrize("row", ORGANISATIONS["head"], ids=lambda row: row["id"])
def test_head(row: Row) -> None:
    fewer, lost = without(row, "head"), 0
    for example in row["examples"]:
        text, match = example["text"], example["match"]
        hits = [text[one.span[0] : one.span[1]] for one in bodies(text) if one.rule == row["id"]]
        if match.startswith("Chi nhánh Ngân hàng"):  # the branch of a body that has a row of its own
            hits = [printed for printed, _ in found(text)]
        assert hits == [match], text
        lost += match not in [printed for printed, _ in found(text, fewer)]
    assert lost, "not needed"
    assert [text for text in row["rejects"] if found(text)] == []


@pytest.mark.parametrize(
    ("row", "word"),
    [(row, word) for row in ORGANISATIONS["head"] for word in row["words"]],
    ids=lambda one: str(one)[:30],
)
def test_word_of_a_head(row: Row, word: str) -> None:
    rest = row["next"][0] if row["council"] else "Nghiên cứu Thủy sản"
    text = f"gửi {word} {rest} đã báo cáo"
    assert f"{word} {rest}" in [printed for printed, _ in found(text)]


@pytest.mark.parametrize("word", next(row["alone"] for row in ORGANISATIONS["head"] if "alone" in row))
def test_head_that_needs_a_level_only(word: str) -> None:
    assert [printed for printed, _ in found(f"theo {word} huyện.")] == [f"{word} huyện"]
    assert found(f"theo {word}.") == []


@pytest.mark.parametrize("word", next(row["over"] for row in ORGANISATIONS["head"] if not row["council"]))
def test_head_over_a_body(word: str) -> None:
    assert [printed for printed, _ in found(f"theo {word} Sở Nội vụ.")] == [f"{word} Sở Nội vụ"]


@pytest.mark.parametrize("row", ORGANISATIONS["head"], ids=lambda row: row["id"])
def test_words_that_a_name_goes_on_with(row: Row) -> None:
    head = {"organisation.head": "Trung tâm", "organisation.council": "Ban Chỉ đạo"}.get(row["id"], "Hội đồng")
    for word in row["next"]:
        assert [printed for printed, _ in found(f"gửi {head} {word} đô thị huyện.")] == [f"{head} {word} đô thị huyện"]


@pytest.mark.parametrize("region", ORGANISATIONS["tail"]["regions"])
def test_region_of_a_branch(region: str) -> None:
    assert [printed for printed, _ in found(f"gửi Kho bạc Nhà nước{region}.")] == [f"Kho bạc Nhà nước{region}"]


@pytest.mark.parametrize("row", [row for row in BODIES if "of" in row], ids=lambda row: row["id"])
def test_part_of_a_committee(row: Row) -> None:
    names = [one.name for one in bodies(f"{row['name']} HĐND tỉnh; {row['name']} của HĐND huyện; {row['name']}")]
    assert names == [f"{row['name']} HĐND tỉnh", f"{row['name']} HĐND huyện", row["name"]]


@pytest.mark.parametrize(
    ("row", "short"), [(row, short) for row in ORGANISATIONS["head"] for short in row.get("short", {}).items()]
)
def test_short_form_of_a_head(row: Row, short: tuple[str, str]) -> None:
    assert [one.name for one in bodies(f"gửi {short[0]} {row['next'][0]} huyện.")] == [
        f"{short[1]} {row['next'][0]} huyện"
    ]


@pytest.mark.parametrize("words", ORGANISATIONS["stops"]["through"])
def test_field_that_goes_on_over_a_joint(words: str) -> None:
    name = f"Trung tâm Nghiên cứu {words}"
    assert [printed for printed, _ in found(f"{name}.")] == [name]


@pytest.mark.parametrize("words", ORGANISATIONS["stops"]["about"])
def test_council_that_says_what_it_is_about(words: str) -> None:
    name = f"Ban Chỉ đạo {words} về an toàn giao thông"
    assert [printed for printed, _ in found(f"{name}.")] == [name]
    assert [printed for printed, _ in found("Trung tâm Nghiên cứu quốc gia về an toàn.")] == [
        "Trung tâm Nghiên cứu quốc gia"
    ]


@pytest.mark.parametrize("word", ORGANISATIONS["stops"]["words"])
def test_stop(word: str) -> None:
    assert [printed for printed, _ in found(f"Trung tâm Nghiên cứu thủy sản {word} xyz.")] == [
        "Trung tâm Nghiên cứu thủy sản"
    ]


@pytest.mark.parametrize("pair", ORGANISATIONS["stops"]["pairs"])
def test_stop_of_two_syllables(pair: str) -> None:
    text = f"Trung tâm Nghiên cứu thủy sản {pair} xyz."
    assert [printed for printed, _ in found(text)] == ["Trung tâm Nghiên cứu thủy sản"]


@pytest.mark.parametrize("pair", ORGANISATIONS["stops"]["goes_on"])
def test_pair_that_a_name_goes_on_with(pair: str) -> None:
    whole = {"tác xã": "Liên minh Hợp tác xã", "vừa và": "Hiệp hội Doanh nghiệp vừa và nhỏ"}
    name = whole.get(pair, f"Trung tâm Nghiên cứu {pair} miền")
    assert [printed for printed, _ in found(f"{name}.")] == [name]


@pytest.mark.parametrize(
    ("last", "inner"),
    [(last, inner) for last in ORGANISATIONS["joints"]["last"] for inner in ORGANISATIONS["joints"]["inner"]],
)
def test_joints(last: str, inner: str) -> None:
    text = f"giao Phòng Văn hóa{inner}Khoa học{last}Thông tin huyện"
    assert [row for _, row in found(text)] == ["phong.vhkhtt"]


@pytest.mark.parametrize("text", ORGANISATIONS["joints"]["examples"])
def test_example_of_joints(text: str) -> None:
    assert [printed for printed, row in found(text) if row] == [text]


@pytest.mark.parametrize("text", ORGANISATIONS["collective"]["examples"])
def test_collective(text: str) -> None:
    assert [(text[one.span[0] : one.span[1]], one.collective) for one in bodies(text)] == [(text, True)]


@pytest.mark.parametrize("noun", ORGANISATIONS["collective"]["first"])
def test_first_noun_of_a_collective(noun: str) -> None:
    assert [(one.name, one.collective) for one in bodies(f"giao các {noun} báo cáo")] == [(f"các {noun}", True)]


@pytest.mark.parametrize("noun", ORGANISATIONS["collective"]["nouns"])
def test_noun_of_a_collective(noun: str) -> None:
    assert [one.name for one in bodies(f"giao các cơ quan, {noun}: báo cáo")] == [f"các cơ quan, {noun}"]


@pytest.mark.parametrize("trait", ORGANISATIONS["collective"]["traits"])
def test_trait_of_a_collective(trait: str) -> None:
    assert [one.name for one in bodies(f"giao các đơn vị {trait}; báo cáo")] == [f"các đơn vị {trait}"]


@pytest.mark.parametrize("words", ORGANISATIONS["collective"]["bare"])
def test_collective_without_its_plural(words: str) -> None:
    printed = words[:1].upper() + words[1:]
    assert [one.name for one in bodies(f"{printed}; phối hợp")] == [printed]
    assert bodies(f"kết quả của mỗi {words} cho thấy") == ()


@pytest.mark.parametrize(
    ("noun", "word"),
    [(row["noun"], word) for row in ORGANISATIONS["collective"]["not_before"] for word in row["words"]],
)
def test_word_behind_a_noun_that_is_no_body(noun: str, word: str) -> None:
    assert [one.name for one in bodies(f"giao các cơ quan, {noun} {word} báo cáo")] == ["các cơ quan"]


@pytest.mark.parametrize("text", ORGANISATIONS["collective"]["rejects"])
def test_no_collective(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize("text", ORGANISATIONS["tail"]["examples"])
def test_tail(text: str) -> None:
    match = load().organisations.tail.fullmatch(text)
    assert match is not None
    assert text[1:3] in load().organisations.openings


@pytest.mark.parametrize("text", ORGANISATIONS["tail"]["rejects"])
def test_no_tail(text: str) -> None:
    assert load().organisations.tail.match(text) is None


@pytest.mark.parametrize("level", ORGANISATIONS["tail"]["short"])
def test_short_level(level: str) -> None:
    wanted = {"p": "thành phố", "x": "thị xã"}.get(level[1:2].lower(), level.lower())
    assert [one.name for one in bodies(f"gửi UBND {level} Gia Nghĩa")] == [f"UBND {wanted} Gia Nghĩa"]


@pytest.mark.parametrize(("short", "name"), ORGANISATIONS["tail"]["aliases"].items())
def test_alias_of_a_place(short: str, name: str) -> None:
    assert [one.name for one in bodies(f"gửi UBND TP {short} báo cáo")] == [f"UBND thành phố {name}"]


def test_symbols_name_no_body() -> None:
    row, compiled = ORGANISATIONS["symbol"], load().organisations
    assert [text for text in row["examples"] if not compiled.symbol.search(text)] == []
    assert [text for text in row["rejects"] if compiled.symbol.search(text)] == []
    for symbol in ("751/QĐ-UBND", "473/UBND-NC", "01/KH – UBND", "12/NQ-HĐND", "05/TTr-UBND"):
        assert bodies(f"văn bản số {symbol} ngày 01/02/2022") == (), symbol


@pytest.mark.parametrize("words", ORGANISATIONS["none"]["words"])
def test_words_that_name_no_body(words: str) -> None:
    fewer = with_table(
        BOOK, "organisations", "none", {"words": [one for one in ORGANISATIONS["none"]["words"] if one != words]}
    )
    assert bodies(f"theo {words} năm 2015") == ()
    assert bodies(f"theo {words} năm 2015", compile_organisations(fewer)) != (), "not needed"


@pytest.mark.parametrize("word", ORGANISATIONS["levels"]["words"])
def test_level_that_is_no_body(word: str) -> None:
    assert word in BOOK["issuers"]["bodies"]["names"], "not needed"
    assert bodies(f"theo quy định của {word}, tỉnh") == ()


@pytest.mark.parametrize("table", ["place", "party"])
def test_place_at_the_end_of_a_name(table: str) -> None:
    row, register = ORGANISATIONS[table], load().names.register
    pattern: re.Pattern[str] = getattr(register, table)
    assert [text for text in row["examples"] if not pattern.search(text)] == []
    assert [text for text in row["rejects"] if pattern.search(text)] == []


def test_levels_of_committees_of_the_party() -> None:
    levels = ORGANISATIONS["party"]["levels"]
    assert {row["name"].lower() for row in BODIES if row.get("kind") == "party"} == {*levels, "đảng ủy"}


@pytest.mark.parametrize("name", BOOK["issuers"]["fields"]["names"])
@pytest.mark.parametrize("head", ["Sở", "Phòng", "Bộ"])
def test_field_of_issuers(head: str, name: str) -> None:
    printed = [words for words, _ in found(f"gửi {head} {name} để")]
    assert printed == [f"{head} {name}"]
