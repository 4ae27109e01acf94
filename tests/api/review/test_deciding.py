"""Deciding: together or not at all, never over somebody else's head, and never lost."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, text, update
from sqlalchemy.exc import SQLAlchemyError

from api.review import drafts, queue
from api.review.deciding import Wish, decide, undo
from api.review.decisions import read
from api.review.errors import AssignedError, DecidedMeanwhileError, NothingError, ReusedKeyError, ReviewError
from api.review.folding import Item
from api.review.remembering import Suggestion, dismissals
from api.review.standing import assign, look, set_status
from api.review.subject import Subject
from api.service.access.auditing import entries
from api.store import Settings, Store, results, tables, work
from tests.api.graph.made import citing
from tests.archive import fill
from tests.reviewing import FIRST, REPORT, SECOND, THIRD, accepted, again, caller, state_of, under_review


def references(store: Store, name: str = "a.txt", report: str = REPORT) -> tuple[Subject, list[Item]]:
    one = under_review(store, fill(store, {name: report})[name])
    return one, [item for item in one.extracted if item.kind == "reference"]


def test_a_step_is_written_whole_with_its_line_in_the_log(store: Store) -> None:
    one, (first, second, *_) = references(store)
    outcome = accepted(caller(store), one, first, second)
    assert (outcome.version, outcome.status) == (2, "in_review")
    states = state_of(store, one).by_id()
    assert [states[item.id].state for item in (first, second)] == ["accepted", "accepted"]
    (line,) = [line for line in entries(store, limit=9) if line.action == "review.decide"]
    assert (line.who, line.subject) == ("account:lan", f"document:{one.uid}")
    assert line.details == {"step": outcome.step, "decisions": {"accept": 2}}
    assert look(store, one).row.assignee == "account:lan"


def test_what_somebody_decided_meanwhile_is_shown_and_not_overwritten(store: Store) -> None:
    one, (first, second, *_) = references(store)
    accepted(caller(store, "mai"), one, first, action="reject", reason="không phải viện dẫn")
    with pytest.raises(DecidedMeanwhileError) as raised:
        accepted(caller(store), one, second, first)
    (now,) = raised.value.items
    assert (now.id, now.state, now.decision.who) == (first.id, "rejected", "account:mai")
    # Nothing of the request is written, also not what nobody else touched.
    assert state_of(store, one).by_id()[second.id].state == "open"
    assert look(store, one).row.version == 1
    accepted(caller(store), one, now)
    assert state_of(store, one).by_id()[first.id].state == "accepted"


def test_two_people_at_the_same_moment(store: Store) -> None:
    one, items = references(store)
    won: list[str] = []
    lost: list[str] = []
    ready = threading.Barrier(4)

    def work_on(name: str) -> None:
        for item in items:
            ready.wait(30)
            try:
                accepted(caller(store, name), one, item, action="reject" if name == "n1" else "accept")
                won.append(item.id)
            except DecidedMeanwhileError:
                lost.append(item.id)

    threads = [threading.Thread(target=work_on, args=(f"n{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(won) == sorted(item.id for item in items)
    assert len(lost) == 3 * len(items)
    assert look(store, one).row.version == len(items)


def test_the_same_request_again_is_written_once(store: Store) -> None:
    one, (first, second, *_) = references(store)
    wish = Wish("accept", (first.id,), {first.id: None})
    before = decide(caller(store), one, [wish], key="k1")
    after = decide(caller(store), one, [wish], key="k1")
    assert (after.version, after.step, after.touched) == (before.version, before.step, before.touched)
    with pytest.raises(ReusedKeyError):
        decide(caller(store), one, [Wish("accept", (second.id,), {second.id: None})], key="k1")
    # Somebody else's key is another one.
    with pytest.raises(DecidedMeanwhileError):
        decide(caller(store, "mai"), one, [wish], key="k1")


def test_undo_and_redo_are_of_the_own_steps(store: Store) -> None:
    one, (first, second, third, *_) = references(store)
    lan, mai = caller(store), caller(store, "mai")
    accepted(lan, one, first, second)
    accepted(mai, one, third)
    assert undo(lan, one).touched == (first.id, second.id)
    states = state_of(store, one).by_id()
    assert [states[item.id].state for item in (first, second, third)] == ["open", "open", "accepted"]
    assert undo(lan, one, again=True).undo is not None
    assert state_of(store, one).by_id()[first.id].state == "accepted"
    undo(lan, one)
    accepted(lan, one, second)
    # After another step nothing is redone.
    with pytest.raises(NothingError):
        undo(lan, one, again=True)
    undo(lan, one)
    with pytest.raises(NothingError):
        undo(lan, one)


def test_undo_leaves_alone_what_others_decided_since(store: Store) -> None:
    one, (first, *_) = references(store)
    accepted(caller(store), one, first)
    now = state_of(store, one).by_id()[first.id]
    accepted(caller(store, "mai"), one, now, action="correct", fields={"date": "2/3/2021"})
    with pytest.raises(DecidedMeanwhileError):
        undo(caller(store), one)
    assert state_of(store, one).by_id()[first.id].fields["date"] == "2021-03-02"


def test_correcting_adding_splitting_and_merging(store: Store) -> None:
    one, (first, second, *_) = references(store)
    who = caller(store)
    accepted(who, one, first, action="correct", fields={"number": "752", "issuer": " "})
    now = state_of(store, one).by_id()[first.id]
    assert (now.state, now.fields["code"], now.fields["issuer"]) == ("corrected", "752/QĐ-UBND", None)
    assert now.decision.before == {"number": "751", "issuer": "UBND tỉnh Gia Lai", "code": "751/QĐ-UBND"}
    at = one.report.text.index("Kế hoạch văn thư")
    added = decide(who, one, [Wish("add", span=(at, at + 16, None), fields={"form": "named", "doc_type": "KH"})])
    (name,) = added.touched
    assert added.state.by_id()[name].anchor.quote == "Kế hoạch văn thư"
    assert undo(who, one).gone == (name,)
    accepted(who, one, now, second, action="merge")
    states = state_of(store, one).by_id()
    assert states[first.id].fields["group"] == states[second.id].fields["group"]
    part = decide(who, one, [Wish("split", (second.id,), {second.id: states[second.id].decision.id})])
    states = part.state.by_id()
    assert states[first.id].fields["group"] != states[second.id].fields["group"]
    start = second.anchor.start
    cut = {"span": (start + 10, second.anchor.end, None), "fields": {"number": "31"}}
    done = accepted(who, one, states[second.id], action="split", **cut)
    quotes = [done.state.by_id()[item].anchor.quote for item in done.touched]
    assert quotes == ["Nghị định", "số 30/2020/NĐ-CP"]
    assert done.state.by_id()[done.touched[1]].fields["code"] == "31/2020/NĐ-CP"


WRONG = [
    ("accept", "finding", {}),
    ("confirm", "reference", {}),
    ("dismiss", "finding", {}),
    ("correct", "reference", {"fields": {"group": "x"}}),
    ("correct", "reference", {"fields": {"date": "31/02/2020"}}),
    ("correct", "reference", {"fields": {"relation": "loves"}}),
    ("correct", "count", {"fields": {"value": ""}}),
    ("merge", "reference", {}),
    ("split", "reference", {"span": (0, 5, None)}),
    ("comment", "reference", {"comment": "  "}),
]


@pytest.mark.parametrize(("action", "kind", "more"), WRONG)
def test_what_makes_no_sense_is_refused(store: Store, action: str, kind: str, more: dict[str, object]) -> None:
    one, _ = references(store)
    item = next(item for item in one.extracted if item.kind == kind)
    with pytest.raises(ReviewError) as raised:
        accepted(caller(store), one, item, action=action, **more)
    assert str(raised.value)
    assert raised.value.detail_vi
    assert look(store, one).row.version == 0


@pytest.mark.parametrize("span", [(0, 10**6, None), (5, 5, None), (-1, 4, None)])
def test_a_span_outside_the_text_is_refused(store: Store, span: tuple[int, int, None]) -> None:
    one, _ = references(store)
    with pytest.raises(ReviewError, match="span"):
        decide(caller(store), one, [Wish("add", span=span)])


def test_the_database_refuses_to_change_a_decision(store: Store) -> None:
    one, (first, *_) = references(store)
    accepted(caller(store), one, first)
    with pytest.raises(SQLAlchemyError, match="only added to"), store.writing() as connection:
        connection.execute(update(tables.decision).values(who="account:mai"))
    assert look(store, one).decisions[0].who == "account:lan"


def test_every_decision_outlives_a_killed_process(store: Store, settings: Settings, root: Path) -> None:
    sentence = "Theo Quyết định số {}/QĐ-UBND ngày 01/02/2021 của UBND huyện."
    report = citing(*(sentence.format(number) for number in range(30, 70)))
    one, items = references(store, report=report)
    command = [sys.executable, "-m", "tests.deciding_alone", settings.database_url, settings.files_url, str(one.id)]
    process = subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        told = [process.stdout.readline().strip() for _ in range(6)]
    finally:
        process.kill()
        told += process.stdout.read().split()
        process.wait()
        process.stdout.close()
    assert all(told)
    stands = look(store, one)
    states = state_of(store, one).by_id()
    assert all(states[name].state == "accepted" for name in told)
    # Both decisions of a request are there, or none.
    assert [made.action for made in stands.decisions] == ["accept", "comment"] * (len(stands.decisions) // 2)
    assert stands.row.version == len(stands.decisions)
    # Who was not answered sends again: nothing is written twice.
    for item in items:
        wish = Wish("accept", (item.id,), {item.id: None})
        decide(caller(store), one, [wish, Wish("comment", (item.id,), comment="đã xem")], key=item.id)
    assert look(store, one).row.version == 2 * len(items)


def test_assignment_and_status(store: Store) -> None:
    one, _ = references(store)
    lan, mai = caller(store), caller(store, "mai")
    assert assign(lan, one, lan.name).assignee == "account:lan"
    with pytest.raises(AssignedError) as raised:
        assign(mai, one, mai.name)
    assert raised.value.assignee == "account:lan"
    assert assign(mai, one, mai.name, take=True).assignee == "account:mai"
    assert assign(mai, one, None).assignee is None
    assert set_status(lan, one, "done").status == "done"
    assert [line.action for line in entries(store, limit=9)][:4] == ["review.status", *["review.assign"] * 3]


def test_a_new_extraction_returns_what_changed_to_the_queue(store: Store) -> None:
    number = fill(store, {"a.txt": REPORT})["a.txt"]
    one = under_review(store, number)
    everything = [item for item in one.extracted if item.kind != "finding"]
    findings = [item for item in one.extracted if item.kind == "finding"]
    accepted(caller(store), one, *everything)
    accepted(caller(store), one, *findings, action="confirm")
    set_status(caller(store), one, "done")
    (row,) = queue.page(store, queue.Asked(), 9, None)
    assert (row.status, row.open_reference, row.least) == ("done", 0, 1.0)
    again(store, number, REPORT.replace("26/12/2020", "27/12/2020"))
    (row,) = queue.page(store, queue.Asked(), 9, None)
    assert (row.status, row.open_reference, row.open_count, row.stale) == ("in_review", 1, 0, False)
    assert row.least < 1.0


def drafts_of_one_record(store: Store) -> tuple[int, int]:
    signed = citing("Đã họp 03 phiên.", FIRST, SECOND.replace("30/2020", "31/2020"), THIRD)
    ids = fill(store, {"nháp.txt": REPORT, "ký.txt": signed})
    with store.writing() as connection:
        for position, document_id in enumerate(ids.values()):
            own = {"document_id": document_id, "workspace_id": store.workspace_id, "position": position}
            connection.execute(delete(tables.membership).where(tables.membership.c.document_id == document_id))
            connection.execute(insert(tables.membership).values(record="r1", role="version", note=None, **own))
    return ids["nháp.txt"], ids["ký.txt"]


def test_the_next_draft_takes_over_what_still_applies(store: Store) -> None:
    draft, signed = drafts_of_one_record(store)
    one, other = under_review(store, draft), under_review(store, signed)
    items = [item for item in one.extracted if item.kind == "reference"]
    accepted(caller(store, "mai"), one, *items)
    rows = {row.name: row for row in queue.page(store, queue.Asked(), 9, None)}
    assert rows["ký.txt"].open_reference == 1
    state = state_of(store, other)
    told = {item.anchor.quote: item for item in state.items if item.kind == "reference"}
    assert told["Quyết định số 751/QĐ-UBND"].state == "accepted"
    assert told["Quyết định số 751/QĐ-UBND"].decision.who == "account:mai"
    assert told["Quyết định số 751/QĐ-UBND"].decision.carried_from is not None
    assert told["Nghị định số 31/2020/NĐ-CP"].state == "open"
    assert told["Nghị định số 31/2020/NĐ-CP"].earlier is not None
    version = look(store, other).row.version
    assert drafts.carry(store, other) == 0
    # What is decided about the draft later comes later, and does not undo what was decided about the signed copy.
    accepted(caller(store), other, told["Nghị định số 31/2020/NĐ-CP"])
    count = next(item for item in one.extracted if item.kind == "count")
    accepted(caller(store, "mai"), one, count)
    assert drafts.carry(store, other) == 1
    assert look(store, other).row.version == version + 2
    assert state_of(store, other).open()["reference"] == 0
    # The draft goes; what was taken over stays.
    with store.writing() as connection:
        connection.execute(delete(tables.document).where(tables.document.c.id == draft))
        assert read(connection, store.workspace_id, draft) == []
    assert state_of(store, other).open()["reference"] == 0


def test_dismissals_are_remembered_for_the_body(store: Store) -> None:
    ids = fill(store, {"a.txt": REPORT, "b.txt": citing(FIRST, THIRD, code="215/BC-UBND")})
    one, other = (under_review(store, number) for number in ids.values())
    finding = next(item for item in one.extracted if item.kind == "finding")
    accepted(caller(store), one, finding, action="dismiss", reason="hai văn bản khác nhau")
    topic = str(finding.fields["type"])

    def remembered(issuer: str | None = one.issuer_key) -> Suggestion | None:
        with store.reading() as connection:
            return dismissals(connection, store, issuer, [topic], other.id).get(topic)

    found = remembered()
    assert found is not None
    assert found.reason == "hai văn bản khác nhau"
    assert remembered("ubnd huyen khac") is None
    # It decides nothing.
    assert state_of(store, other).open()["finding"] == len([i for i in other.extracted if i.kind == "finding"])
    undo(caller(store), one)
    assert remembered() is None


def test_nothing_is_left_of_a_document_that_turns_out_secret(store: Store) -> None:
    number = fill(store, {"a.txt": REPORT})["a.txt"]
    one = under_review(store, number)
    accepted(caller(store), one, one.extracted[0], comment="ghi chú")
    work.enqueue(store, [number], "sees the mark")
    (claim,) = work.claim(store, "sees the mark", work.owner(), 1)
    task = work.start(store, claim)
    assert task is not None
    results.withhold(store, claim, task.sha256, "a.txt: carries a secrecy mark")
    with store.reading() as connection:
        for table in ("decision", "review"):
            assert connection.scalar(text(f"SELECT count(*) FROM {table}")) == 0


def test_order_and_filters_of_the_queue(store: Store) -> None:
    ids = fill(
        store,
        {
            "a.txt": REPORT,
            "b.txt": citing("Theo NQ số 18.", code="7/KH-UBND", kind="KẾ HOẠCH", issuer="HUYỆN CHƯ SÊ"),
            "c.txt": citing("Không viện dẫn.", code="9/BC-UBND"),
        },
    )

    def names(**asked: object) -> list[str]:
        found, after = [], None
        query = queue.Asked(**asked)
        while rows := queue.page(store, query, 2, after):
            found += [row.name for row in rows]
            after = queue.place(query, rows[-1])
        return found

    assert names() == ["b.txt", "a.txt", "c.txt"]
    assert names(order="newest") == sorted(ids, key=lambda name: -ids[name])
    assert names(type_code="KH") == names(issuer="Chư Sê") == names(q="chu se") == names(q="7/KH-UBND") == ["b.txt"]
    assert names(status="done") == []
    set_status(caller(store), under_review(store, ids["c.txt"]), "done")
    assert names(status="done") == ["c.txt"]
    assert names(assignee="account:lan") == []
    assert queue.totals(store) == {"to_review": 2, "in_review": 0, "done": 1}
