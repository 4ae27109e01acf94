"""The merging policy (extractor/learned/merge.py), rule by rule."""

from __future__ import annotations

import pytest

from extractor import rules
from extractor.learned import merge
from extractor.learned.labels import Labelled
from extractor.learned.sentences import Taken
from extractor.mentions import MODEL, CitationMention, DateMention, OrganisationMention
from tests.engine import citations

NOTHING = Taken([])
LEVELS = rules.load()["learned"]["levels"]


def place(text: str, words: str, label: str, confidence: float = 0.9) -> Labelled:
    start = text.index(words)
    return Labelled(start, start + len(words), label, confidence)


def body(text: str, words: str, register_id: str | None = None, *, collective: bool = False) -> OrganisationMention:
    start = text.index(words)
    return OrganisationMention((start, start + len(words)), words, register_id, collective, "organisation.head")


def test_a_body_that_no_rule_found_is_added() -> None:
    text = "do Quỹ Vì người nghèo tỉnh chi"
    (added,) = merge.bodies([place(text, "Quỹ Vì người nghèo tỉnh", "ORG", 0.7)], text, NOTHING)
    assert (added.name, added.rule, added.confidence, added.collective) == (
        "Quỹ Vì người nghèo tỉnh",
        MODEL,
        0.7,
        False,
    )


def test_a_body_that_meets_what_rules_took_is_left_out() -> None:
    text = "theo Thông tư số 02/2017/TT-VPCP của VPCP"
    found = [place(text, "VPCP", "ORG")]
    assert merge.bodies(found, text, Taken([(5, 32)])) == []


def test_references_are_the_rules_alone() -> None:
    text = "Kế hoạch số 12/KH-UBND"
    assert merge.bodies([place(text, text, "REF")], text, NOTHING) == []


def test_a_longer_name_stands_for_what_a_rule_broke_off() -> None:
    text = "họp Hội đồng tư vấn tuyển chọn, xét chọn tại Sở"
    known = body(text, "Hội đồng tư vấn tuyển chọn")
    longer = place(text, "Hội đồng tư vấn tuyển chọn, xét chọn", "ORG", 0.85)
    assert merge.longer([longer], [known], NOTHING) == ([longer], {known.span})


def test_a_longer_name_must_be_sure() -> None:
    text = "họp Hội đồng tư vấn tuyển chọn, xét chọn tại Sở"
    longer = place(text, "Hội đồng tư vấn tuyển chọn, xét chọn", "ORG", 0.55)
    assert merge.longer([longer], [body(text, "Hội đồng tư vấn tuyển chọn")], NOTHING) == ([], set())


def test_a_longer_name_begins_with_the_body_of_the_register() -> None:
    text = "gửi Đảng ủy Chính phủ"
    parts = [body(text, "Đảng ủy", "dang-uy"), body(text, "Chính phủ", "chinh-phu")]
    whole = place(text, "Đảng ủy Chính phủ", "ORG", 0.95)
    assert merge.longer([whole], parts, NOTHING)[0] == [whole]
    inside = body("Cổng tin Chính phủ", "Chính phủ", "chinh-phu")
    assert merge.longer([place("Cổng tin Chính phủ", "Cổng tin Chính phủ", "ORG")], [inside], NOTHING)[0] == []


def test_a_collective_is_never_swallowed() -> None:
    text = "Ban Chỉ đạo các huyện"
    assert merge.longer([place(text, text, "ORG")], [body(text, "các huyện", collective=True)], NOTHING)[0] == []


def test_a_person_has_the_position_beside_the_name() -> None:
    text = "do Lò Văn Pành - Trưởng bản chủ trì"
    found = [place(text, "Lò Văn Pành", "PER"), place(text, "Trưởng bản", "POS")]
    (person,) = merge.people(found, text, NOTHING)
    assert (person.name, person.position, text[slice(*person.span)]) == (
        "Lò Văn Pành",
        "Trưởng bản",
        "Lò Văn Pành - Trưởng bản",
    )


def test_a_position_further_away_is_somebody_elses() -> None:
    text = "Lò Văn Pành; Trưởng bản"
    found = [place(text, "Lò Văn Pành", "PER"), place(text, "Trưởng bản", "POS")]
    assert [one.position for one in merge.people(found, text, NOTHING)] == [None]


def test_a_position_belongs_to_one_person() -> None:
    text = "Lò Văn An, Trưởng bản, Lò Văn Ba"
    found = [place(text, "Lò Văn An", "PER"), place(text, "Trưởng bản", "POS"), place(text, "Lò Văn Ba", "PER")]
    assert [one.position for one in merge.people(found, text, NOTHING)] == ["Trưởng bản", None]


def test_a_person_whom_rules_found_is_not_added() -> None:
    text = "ông Lê Văn An"
    assert merge.people([place(text, "Lê Văn An", "PER")], text, Taken([(4, 13)])) == []


def cited(text: str) -> tuple[CitationMention, ...]:
    return tuple(citations(text))


def test_a_title_is_added_to_the_citation_before_it() -> None:
    text = "Kế hoạch số 12/KH-UBND, Kế hoạch số 13/KH-UBND nhằm giữ rừng"
    one, other = merge.titles([place(text, "nhằm giữ rừng", "TITLE")], cited(text))
    assert one.title_span is None
    assert other.title_span is not None
    assert text[slice(*other.title_span)] == "nhằm giữ rừng"


def test_a_title_that_rules_found_stays() -> None:
    text = "Kế hoạch số 13/KH-UBND về giữ rừng mùa khô"
    before = cited(text)
    assert merge.titles([place(text, "về giữ rừng", "TITLE")], before) == list(before)


def duties(text: str, found: list[Labelled], heading: list[Labelled] | None = None) -> list[tuple[str, list[str], str]]:
    dates: list[DateMention] = []
    made = merge.duties(found, heading or [], [], dates, text)
    return [(one.role, [actor.name for actor in one.actors], text[slice(*(one.task_span or (0, 0)))]) for one in made]


def test_a_statement_with_two_roles_is_two_duties() -> None:
    text = "Sở Y tế cùng Sở Nội vụ lo thuốc"
    found = [place(text, "Sở Y tế", "LEAD"), place(text, "Sở Nội vụ", "COORDINATE"), place(text, "lo thuốc", "TASK")]
    assert duties(text, found) == [
        ("lead", ["Sở Y tế"], "lo thuốc"),
        ("coordinate", ["Sở Nội vụ"], "lo thuốc"),
    ]


def test_actors_without_a_task_have_no_duty() -> None:
    text = "Sở Y tế và Sở Nội vụ"
    assert duties(text, [place(text, "Sở Y tế", "LEAD")]) == []


def test_a_new_actor_behind_a_task_begins_anew() -> None:
    text = "Sở Y tế lo thuốc, Sở Nội vụ lo người"
    found = [
        place(text, "Sở Y tế", "ASSIGNED"),
        place(text, "lo thuốc", "TASK"),
        place(text, "Sở Nội vụ", "ASSIGNED"),
        place(text, "lo người", "TASK"),
    ]
    assert duties(text, found) == [("assigned", ["Sở Y tế"], "lo thuốc"), ("assigned", ["Sở Nội vụ"], "lo người")]


def test_an_item_has_the_actor_of_its_heading() -> None:
    text = "1. Sở Y tế\n- cùng Sở Nội vụ lo thuốc"
    head = [place(text, "Sở Y tế", "ASSIGNED")]
    found = [place(text, "Sở Nội vụ", "COORDINATE"), place(text, "lo thuốc", "TASK")]
    assert duties(text, found, head) == [
        ("assigned", ["Sở Y tế"], "lo thuốc"),
        ("coordinate", ["Sở Nội vụ"], "lo thuốc"),
    ]
    assert merge.is_heading(head, text, (0, 10))
    assert not merge.is_heading(found, text, (11, len(text)))


def test_a_deadline_behind_the_task_is_its_own() -> None:
    text = "Sở Y tế lo thuốc xong trước mùa mưa"
    found = [place(text, "Sở Y tế", "LEAD"), place(text, "lo thuốc", "TASK"), place(text, "trước mùa mưa", "WHEN")]
    (duty,) = merge.duties(found, [], [], [], text)
    assert duty.deadline_span is not None
    assert text[slice(*duty.deadline_span)] == "trước mùa mưa"


def test_a_duty_that_meets_one_of_the_rules_is_left_out() -> None:
    text = "Sở Y tế lo thuốc"
    found = [place(text, "Sở Y tế", "LEAD"), place(text, "lo thuốc", "TASK")]
    made = list(merge.duties(found, [], [], [], text))
    assert merge.untouched(made, Taken([(10, 12)])) == []
    assert merge.untouched(made, Taken([(40, 50)])) == made


def test_an_actor_is_the_body_that_its_words_end_with() -> None:
    text = "Giám đốc Sở Y tế lo thuốc"
    known = body(text, "Sở Y tế", "so.y-te")
    found = [place(text, "Giám đốc Sở Y tế", "LEAD"), place(text, "lo thuốc", "TASK")]
    (duty,) = merge.duties(found, [], [known], [], text)
    assert (duty.actors[0].name, duty.actors[0].collective) == ("Giám đốc Sở Y tế", False)


def test_a_body_has_the_name_that_rules_give_to_its_words() -> None:
    text = "Sở Y tế và sở y tế và Sở Y tê"
    known = body(text, "Sở Y tế", "so.y-te")
    added = merge.bodies([place(text, "sở y tế", "ORG"), place(text, "Sở Y tê", "ORG")], text, NOTHING)
    assert [(one.name, one.register_id) for one in merge.known_elsewhere(added, [known], text)] == [
        ("Sở Y tế", "so.y-te")
    ] * 2
    assert merge.known_elsewhere(added, [], text) == added


def test_names_in_capitals_are_left_to_the_rules() -> None:
    text = "QUỸ ĐẤT TỈNH, Quỹ rừng, TCCV"
    found = [place(text, words, "ORG") for words in ("QUỸ ĐẤT TỈNH", "Quỹ rừng", "TCCV")]
    assert merge.in_prose(found, text) == found[1:2]


@pytest.mark.parametrize("words", LEVELS["examples"])
def test_a_place_is_no_body(words: str) -> None:
    assert merge.is_place(words)
    text = f"tại {words} có"
    assert merge.in_prose([place(text, words, "ORG")], text) == []


@pytest.mark.parametrize("words", LEVELS["rejects"])
def test_an_organ_of_a_level_is_a_body(words: str) -> None:
    assert not merge.is_place(words)


@pytest.mark.parametrize("word", LEVELS["words"])
def test_every_level(word: str) -> None:
    assert merge.is_place(f"{word} Phú Thiện")
    assert not merge.is_place(f"{word} ủy")


@pytest.mark.parametrize("organ", LEVELS["organs"])
def test_every_organ(organ: str) -> None:
    assert not merge.is_place(f"Huyện {organ} Phú Thiện")
