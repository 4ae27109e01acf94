"""Decisions outlive extractions and drafts: what still applies is kept, what changed is open again, what has no place
any more is listed."""

from __future__ import annotations

import pytest

from api.review.decisions import Decision
from api.review.folding import Item
from api.review.items import Anchor
from tests.api.graph.made import citing
from tests.reviewing import FIRST, REPORT, SECOND, THIRD, folded, made

DECREE = "Nghị định số 30/2020/NĐ-CP"


def everything(*actions: str) -> tuple[list[Item], list[Decision]]:
    state, _ = folded(REPORT, [])
    items = [item for item in state.items if item.kind != "finding"]
    return items, [made(item, actions[at % len(actions)], at + 1) for at, item in enumerate(items)]


def test_all_is_open_before_anybody_decides() -> None:
    state, _ = folded(REPORT, [])
    assert {item.state for item in state.items} == {"open"}
    assert state.open() == {"reference": 4, "finding": 1, "count": 1, "responsibility": 0, "indicator": 0}
    assert state.orphaned() == 0


def named(item: Item) -> tuple[object, ...]:
    return item.kind, " ".join(item.anchor.quote.split()), item.fields.get("date")


@pytest.mark.parametrize(
    "text",
    [
        REPORT,
        citing("Đã họp 03 phiên trong năm.", FIRST, SECOND, "Ngoài ra không có gì khác.", THIRD),
        citing(SECOND, FIRST, THIRD),
        REPORT.replace("ngày 05/3/2020 của Chính phủ", "ngày 05/3/2020\ncủa Chính phủ"),
    ],
    ids=["same", "more around", "other order", "other lines"],
)
def test_what_did_not_change_stays_decided(text: str) -> None:
    items, decisions = everything("accept", "reject", "accept")
    state, _ = folded(text, decisions)
    told = {named(item): item.state for item in state.items}
    for item, decision in zip(items, decisions, strict=True):
        assert told[named(item)] == {"accept": "accepted", "reject": "rejected"}[decision.action]
    assert state.orphaned() == 0


def test_only_what_changed_is_open_again() -> None:
    _, decisions = everything("accept")
    state, by_words = folded(REPORT.replace("751/QĐ-UBND", "752/QĐ-UBND"), decisions)
    (changed,) = by_words["Quyết định số 752/QĐ-UBND"]
    assert changed.state == "open"
    assert changed.earlier is not None
    assert changed.earlier.extracted is not None
    assert changed.earlier.extracted["number"] == "751"
    others = [item for item in state.items if item.kind != "finding" and item.id != changed.id]
    assert {item.state for item in others} == {"accepted"}


def test_a_field_that_changed_opens_its_item() -> None:
    """The day stands outside the words of the mention: the words alone would say that nothing changed."""
    _, decisions = everything("accept")
    _, by_words = folded(REPORT.replace("26/12/2020", "27/12/2020"), decisions)
    (item,) = by_words["Quyết định số 751/QĐ-UBND"]
    assert (item.state, item.earlier is not None) == ("open", True)


def test_what_was_decided_and_is_now_extracted_so_stays_decided() -> None:
    state, by_words = folded(REPORT, [])
    (item,) = by_words["Quyết định số 751/QĐ-UBND"]
    decision = made(item, "correct", after={"date": "2020-12-27"}, before={"date": "2020-12-26"})
    _, now = folded(REPORT.replace("26/12/2020", "27/12/2020"), [decision])
    (same,) = now["Quyết định số 751/QĐ-UBND"]
    assert same.state == "corrected"
    assert same.earlier is None
    assert same.fields["date"] == "2020-12-27"
    assert state.items


def test_what_has_no_place_is_orphaned_and_not_lost() -> None:
    _, decisions = everything("accept")
    state, by_words = folded(citing(FIRST, THIRD), decisions)
    (gone,) = by_words[DECREE]
    assert gone.state == "orphaned"
    assert gone.decision is not None
    assert gone.decision.action == "accept"
    assert state.orphaned() == 2  # the decree, and the 07 communes
    assert {one.item for one in decisions} <= state.by_id().keys()


def test_equal_mentions_keep_their_own_decisions() -> None:
    state, by_words = folded(REPORT, [])
    first, second = sorted(by_words["Quyết định số 99/QĐ-UBND"], key=lambda item: item.anchor.start)
    decisions = [made(first, "accept", 1), made(second, "reject", 2)]
    _, now = folded(citing("Đã họp 03 phiên.", THIRD.replace("Theo", "Căn cứ theo"), FIRST), decisions)
    pair = sorted(now["Quyết định số 99/QĐ-UBND"], key=lambda item: item.anchor.start)
    assert [item.state for item in pair] == ["accepted", "rejected"]
    assert state.items


def test_what_a_person_added_is_found_again() -> None:
    state, _ = folded(REPORT, [])
    quote = "Kế hoạch văn thư"
    at = REPORT.index(quote)
    place = Anchor("reference", quote, REPORT[at - 32 : at], REPORT[at + 16 : at + 48], None, at, at + 16)
    after = {"form": "named", "title": None}
    added = made(state.items[0], "add", item="add-1", anchor=place, extracted=None, after=after)
    _, now = folded(citing("Đã họp 03 phiên.", FIRST, SECOND), [added])
    (item,) = [item for item in now[quote] if item.id == "add-1"]
    assert (item.state, item.fields["form"]) == ("added", "named")
    orphan, _ = folded(citing(SECOND), [added])
    assert orphan.by_id()["add-1"].state == "orphaned"


def test_one_that_the_extraction_misses_now_is_kept() -> None:
    """A person said that it is a reference, and its words still stand there."""
    state, _ = folded(REPORT, [])
    words = FIRST[:10]
    at = REPORT.index(words)
    place = Anchor("reference", words, REPORT[at - 32 : at], REPORT[at + 10 : at + 42], None, at, at + 10)
    told = {"form": "named", "title": None}
    for action, expected in (("accept", "accepted"), ("reject", "rejected")):
        missed = made(state.items[0], action, item="ref-of-earlier-rules", anchor=place, extracted=told)
        again, _ = folded(REPORT, [missed])
        assert again.by_id()["ref-of-earlier-rules"].state == expected
        gone, _ = folded(citing(SECOND), [missed])
        assert gone.by_id()["ref-of-earlier-rules"].state == "orphaned"


def test_undone_decisions_do_not_count() -> None:
    _, by_words = folded(REPORT, [])
    (item,) = by_words[DECREE]
    accept, correct = made(item, "accept", 1), made(item, "correct", 2, after={"date": "2020"})
    undo = made(item, "undo", 3, item=None, target="s2")
    redo = made(item, "redo", 4, item=None, target="s2")
    for decisions, expected in (
        ([accept, correct], "corrected"),
        ([accept, correct, undo], "accepted"),
        ([accept, correct, undo, redo], "corrected"),
    ):
        state, _ = folded(REPORT, decisions)
        assert state.by_id()[item.id].state == expected


def test_merged_mentions_stay_together_where_their_group_has_another_name() -> None:
    _, by_words = folded(REPORT, [])
    first, second = by_words["Quyết định số 751/QĐ-UBND"][0], by_words[DECREE][0]
    merge = [made(first, "merge", 1, after={}), made(second, "merge", 2, after={"group_of": first.id})]
    state, now = folded(citing("Đã họp 03 phiên.", FIRST.replace("Thực hiện", "Triển khai"), SECOND), merge)
    one, other = now["Quyết định số 751/QĐ-UBND"][0], now[DECREE][0]
    assert other.fields["group"] == one.fields["group"]
    assert "group_of" not in other.fields
    assert state.items
